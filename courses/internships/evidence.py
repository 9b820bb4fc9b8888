"""Confirmed days of practice as evidence of what a learner can do."""

from collections.abc import Iterable
from datetime import date
from typing import cast

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.competences.evidence import EvidenceKind, Piece
from courses.enrolment.models import Enrolment
from lms.accounts.models import User

from .models import PracticeEntry
from .rules import entries_answered_by
from .words import time_words


def _pieces(enrolment: Enrolment, person: User, language: str) -> Iterable[Piece]:
    """The learner's own for the learner, for others what they may answer. One query, and one for whom they are barred from."""
    is_mine = enrolment.learner_id == person.pk
    found = PracticeEntry.objects.of(person) if is_mine else entries_answered_by(person)
    confirmed = found.filter(state=PracticeEntry.State.CONFIRMED, participation__enrolment=enrolment)
    for one in confirmed.select_related("participation__placement").order_by("day", "pk"):
        log = one.participation_id
        own = reverse("practice_entry", args=[enrolment.pk, log, one.made_id]) if is_mine else ""
        words = {
            "host": one.participation.placement.host,
            "day": date_format(cast(date, one.day), "DATE_FORMAT"),
            "time": time_words(one.minutes),
        }
        yield Piece(
            row=one.pk,
            title=_("A day of practice"),
            language=language,
            words=_("%(host)s, %(day)s, %(time)s") % words,
            at=one.changed_at or one.created_at,
            url=own or f"{reverse('mentor_practice_log', args=[log])}#e{one.pk}",
        )


DAYS = EvidenceKind(key="practice_entry", label=gettext_lazy("A confirmed day of practice"), pieces=_pieces)
