"""What meetings know about a person. What was said stays with the case, without a name: the work that it is about has none any more."""

from collections import defaultdict
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy

from lms.accounts.models import User
from lms.core.personal_data import PersonalData

from .actions.booking import cancel
from .actions.offering import cancel_meeting
from .actions.seats import hold_meetings, hold_people
from .models import AgreedStep, Attendance, AttendanceEvent, Case, Correction, Meeting, Note, NoteRevision


def export(person: User) -> dict[str, Any]:
    """A number of queries that does not grow with what there is. Minutes about somebody's work are theirs as well."""
    places = Attendance.objects.of(person).select_related("meeting__offered_by").prefetch_related("events").order_by("pk")
    offered = Meeting.objects.filter(offered_by=person).order_by("starts_at", "pk")
    put = Case.objects.filter(put_by=person).select_related("meeting").order_by("pk")
    written = NoteRevision.objects.filter(by=person).select_related("log__meeting").order_by("created_at", "pk")
    steps = AgreedStep.objects.filter(Q(who=person) | Q(by=person)).select_related("meeting").order_by("pk")
    return {
        "places": [_place(one) for one in places],
        "meetings_offered": list(
            offered.values("starts_at", "minutes", "time_zone", "mode", "where", "seats", "about", "state", "reason", "lasted")
        ),
        "put_on_agendas": [{"meeting": one.meeting.starts_at, "topic": one.topic, "about": one.about} for one in put],
        "written_in_minutes": [{"meeting": one.log.meeting.starts_at, "saved_at": one.created_at, "text": _text(one)} for one in written],
        "agreed": [
            {
                "meeting": one.meeting.starts_at,
                "what": one.text,
                "by_when": one.due_on,
                "done": one.done_at,
                "is_mine": one.who_id == person.pk,
            }
            for one in steps
        ],
        "corrections": list(Correction.objects.filter(by=person).order_by("pk").values("at", "text")),
        "talked_about": _talked_about(person),
    }


def _place(one: Attendance) -> dict[str, Any]:
    return {
        "when": one.meeting.starts_at,
        "with": str(one.meeting.offered_by),
        "state": str(one.get_state_display()),
        "history": [{"what": str(event.get_what_display()), "at": event.at, "reason": event.reason} for event in one.events.all()],
    }


def _text(revision: NoteRevision) -> str:
    """What the person sent, not what others had written before."""
    said = revision.value if revision.sent is None else revision.sent
    return str(said.get("text", ""))


def _talked_about(person: User) -> list[dict[str, Any]]:
    """Cases about the person's own work, with what was said and agreed of it; not by whom."""
    mine = Case.objects.filter(Q(task__learner=person) | Q(entry__participation__enrolment__learner=person))
    notes = {note.case_id: note.text for note in Note.objects.filter(case__in=mine)}
    added: dict[str, dict[int, list[str]]] = {"agreed": defaultdict(list), "corrections": defaultdict(list)}
    for key, rows in (("agreed", AgreedStep.objects), ("corrections", Correction.objects)):
        for case, text in rows.filter(case__in=mine).order_by("pk").values_list("case", "text"):
            added[key][case].append(text)
    return [
        {
            "meeting": one.meeting.starts_at,
            "about": one.about,
            "minutes": notes.get(one.pk, ""),
            **{key: found.get(one.pk, []) for key, found in added.items()},
        }
        for one in mine.select_related("meeting").order_by("pk")
    ]


@transaction.atomic
def erase(person: User) -> None:
    """What is still to come is cancelled. Of what was said the words stay, without who said it; reasons go. Safe to run twice."""
    ahead = list(Meeting.objects.open().ahead(now()).filter(offered_by=person).order_by("pk"))
    mine = [one for one in Attendance.objects.of(person).filter(state__in=Attendance.OPEN).select_related("meeting") if not one.has_begun()]
    meetings = {one.pk for one in ahead} | {one.meeting_id for one in mine}
    hold_meetings(meetings)  # all at once, in the order in which everybody holds them
    hold_people(waiting_in=meetings)
    for place in mine:
        cancel(attendance=place, by=person)
    for meeting in ahead:
        cancel_meeting(meeting=meeting, by=person)
    AttendanceEvent.objects.filter(Q(by=person) | Q(attendance__person=person)).update(reason="")
    Meeting.objects.filter(offered_by=person, mode__in=["phone", "online"]).update(where="")
    Meeting.objects.filter(closed_by=person).update(closed_by=None)
    Case.objects.filter(put_by=person).update(put_by=None)
    for rows in (NoteRevision.objects, AgreedStep.objects, Correction.objects):
        rows.filter(by=person).update(by=None)
    AgreedStep.objects.filter(who=person).update(who=None)


MEETINGS = PersonalData(key="meetings", label=gettext_lazy("Supervision meetings"), export=export, erase=erase)
