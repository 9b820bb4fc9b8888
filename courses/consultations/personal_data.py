"""What this app hands over and forgets about a person. Both notes are the person's data: the one for mentors is handed over as well."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.enrolment.models import Enrolment
from lms.accounts.models import User
from lms.core.personal_data import PersonalData

from .actions.offering import cancel_slot
from .actions.seats import hold_people, hold_slots
from .actions.visitors import cancel_ahead, forget_visitor, forget_words
from .models import Consultation, ConsultationEvent, Slot, Visitor

WORDS = ("wish", "topic", "outcome", "next_step", "shared_note", "private_note")


def _export(person: User) -> dict[str, Any]:
    mine = Consultation.objects.of(person).order_by("asked_at", "pk")
    given = Consultation.objects.filter(mentor=person).order_by("asked_at", "pk")
    return {
        "consultations": [_one(each) for each in mine.select_related("mentor", "slot", "lesson").prefetch_related("actions", "events")],
        "as_visitor": list(Visitor.objects.filter(account=person).values("name", "sex", "born", "district", "made_at")),
        "times_offered": list(
            Slot.objects.filter(offered_by=person)
            .order_by("starts_at")
            .values("starts_at", "minutes", "time_zone", "mode", "where", "seats", "about", "state", "reason")
        ),
        "consultations_given": [
            {
                "when": each.starts_at,
                "minutes": each.minutes,
                "state": each.get_state_display(),
                **{name: getattr(each, name) for name in WORDS[1:]},
            }
            for each in given
        ],
    }


def _one(consultation: Consultation) -> dict[str, Any]:
    return {
        "state": consultation.get_state_display(),
        "with": str(consultation.mentor or ""),
        "asked": consultation.asked_at,
        "when": consultation.starts_at,
        "minutes": consultation.minutes,
        "where": consultation.slot.where if consultation.slot else "",
        "lesson": consultation.lesson.slug if consultation.lesson else "",
        **{name: getattr(consultation, name) for name in WORDS},
        "agreed": [{"what": one.text, "by_when": one.due_on, "done": one.done_at} for one in consultation.actions.all()],
        "history": [{"what": one.get_what_display(), "when": one.at, "reason": one.reason} for one in consultation.events.all()],
    }


def _erase(person: User) -> None:
    """What is still to come is cancelled, for a learner and for who offers it; words go; times, minutes and states stay. What a mentor
    wrote about learners is the learners', and stays without a name."""
    mine = Q(learner=person) | Q(visitor__account=person)
    offered = Slot.objects.open().ahead().filter(offered_by=person).order_by("pk")
    booked = Slot.objects.filter(consultations__in=Consultation.objects.filter(mine, state__in=Consultation.OPEN))
    list(Enrolment.objects.of(person).select_for_update(no_key=True).order_by("pk").values_list("pk"))
    slots = {slot.pk for slot in (*offered, *booked)}
    hold_slots(slots)  # all at once, in the order in which everybody holds them
    hold_people(waiting_in=slots)
    cancel_ahead(mine, by=person)
    for slot in offered:
        cancel_slot(slot=slot, by=person)
    Consultation.objects.filter(mentor=person, state=Consultation.State.ASKED, slot=None).update(mentor=None)  # so that others see it
    forget_words(mine)
    ConsultationEvent.objects.filter(by=person).update(reason="")
    Slot.objects.filter(offered_by=person, mode__in=["phone", "online"]).update(where="")
    for visitor in Visitor.objects.filter(account=person):
        forget_visitor(visitor=visitor, by=person)


CONSULTATIONS = PersonalData(key="consultations", label=_("Consultations"), export=_export, erase=_erase)
