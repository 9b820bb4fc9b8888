"""What belongs to the learner who asks; anything else is not there."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from courses.enrolment.models import Enrolment
from lms.core.log.ulid import is_ulid

from ..models import Participation, PracticeEntry


def my_enrolment(request: HttpRequest, enrolment_id: int) -> Enrolment:
    mine = Enrolment.objects.of(request.user).exclude(state=Enrolment.State.REMOVED)
    return get_object_or_404(mine.select_related("cohort__course"), pk=enrolment_id)


def my_participation(request: HttpRequest, enrolment_id: int, pk: int) -> Participation:
    mine = Participation.objects.of(request.user).exclude(enrolment__state=Enrolment.State.REMOVED)
    around = ("placement__cohort", "placement__mentor", "enrolment__learner", "enrolment__cohort__course")
    return get_object_or_404(mine.select_related(*around), pk=pk, enrolment=enrolment_id)


def my_entry(request: HttpRequest, enrolment_id: int, pk: int, made_id: str) -> PracticeEntry:
    """The one of this name, or one that is not stored yet."""
    participation = my_participation(request, enrolment_id, pk)
    if not is_ulid(made_id):
        raise Http404
    entry = PracticeEntry.objects.of(request.user).filter(participation=participation, made_id=made_id).first()
    entry = entry or PracticeEntry(participation=participation, made_id=made_id)
    entry.participation = participation
    return entry


def my_stored_entry(request: HttpRequest, enrolment_id: int, pk: int, made_id: str) -> PracticeEntry:
    entry = my_entry(request, enrolment_id, pk, made_id)
    if entry.pk is None:
        raise Http404
    return entry
