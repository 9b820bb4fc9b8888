"""Rounds as evidence of what a learner can do."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.competences.evidence import EvidenceKind, Piece
from courses.enrolment.models import Enrolment
from lms.accounts.models import User

from .models import Iteration
from .rules import tasks_seen_by


def _pieces(enrolment: Enrolment, person: User, language: str) -> Iterable[Piece]:
    """The learner's own rounds for the learner; for others those whose pieces of work they may look into. Two queries."""
    rounds = Iteration.objects.standing().filter(submission__enrolment=enrolment).select_related("version", "submission")
    is_mine = enrolment.learner_id == person.pk
    tasks: dict[int, int] = {}
    if not is_mine:
        found = tasks_seen_by(person).filter(submission__enrolment=enrolment).order_by("pk")
        tasks = {iteration: pk for pk, iteration in found.values_list("pk", "iteration")}
        rounds = rounds.filter(pk__in=tasks)
    for one in rounds.order_by("pk"):
        activity = one.submission.assignment_id
        own = reverse("assignment_round", args=[enrolment.pk, activity, one.number]) if is_mine else ""
        yield Piece(
            row=one.pk,
            title=one.version.title,
            language=one.version.language,
            words=_("round %(number)s") % {"number": one.round},
            at=one.handed_in_at,
            url=own or reverse("review_task", args=[tasks[one.pk]]),
            activity_id=activity,
        )


ROUNDS = EvidenceKind(key="round", label=gettext_lazy("A round that was handed in"), pieces=_pieces)
