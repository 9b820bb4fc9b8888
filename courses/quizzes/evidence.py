"""Attempts as evidence of what a learner can do."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.competences.evidence import EvidenceKind, Piece
from courses.enrolment.models import Enrolment
from lms.accounts.models import User

from .graders import attempts_named_to
from .models import Attempt


def _pieces(enrolment: Enrolment, person: User, language: str) -> Iterable[Piece]:
    """Attempts that are graded: the learner's own for the learner, for others as far as they know the learner's name. One query."""
    is_mine = enrolment.learner_id == person.pk
    found = Attempt.objects.finished().official().filter(enrolment=enrolment).exclude(fraction=None).select_related("version")
    if not is_mine:
        found = found.filter(pk__in=attempts_named_to(person).values("pk"))
    for one in found.order_by("pk"):
        per_cent = number_format(round(100 * (one.fraction or 0)))
        yield Piece(
            row=one.pk,
            title=one.version.title,
            language=one.version.language,
            words=_("attempt %(number)d, %(grade)s %%") % {"number": one.number, "grade": per_cent},
            at=one.submitted_at or one.started_at,
            url=reverse("attempt_review", args=[one.pk]) if is_mine else "",
            activity_id=one.quiz_id,
        )


ATTEMPTS = EvidenceKind(key="attempt", label=gettext_lazy("An attempt at a quiz"), pieces=_pieces)
