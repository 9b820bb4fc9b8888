"""The meeting that an address names, if the person may see it in this way; else it is not there."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache

from lms.notifications.inbox import see_kinds

from ..letters import TOLD_BY_PAGE
from ..listing import with_taken
from ..models import Attendance, Case, Meeting
from ..rules import comes_somewhere, keeps, meetings_kept_by, meetings_known_to, meetings_taken_part_in_by, sees

AROUND = ("cohort__course", "offered_by", "placement", "series")


def for_mentors(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Those who may come to meetings somewhere; for others the page is not there."""

    @wraps(view)
    @never_cache
    @login_required
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not comes_somewhere(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def known(request: HttpRequest, pk: int) -> Meeting:
    """Whose time and place they see."""
    return get_object_or_404(with_taken(meetings_known_to(request.user)).select_related(*AROUND), pk=pk)


def see_meeting(request: HttpRequest, meeting: Meeting) -> None:
    """The page says what letters about this meeting say."""
    mine = Attendance.objects.of(request.user).filter(meeting=meeting)
    see_kinds(person=request.user, keys=TOLD_BY_PAGE, about=lambda letter: mine.filter(pk=letter.context.get("attendance")).exists())


def taken_part_in(request: HttpRequest, pk: int) -> Meeting:
    """Whose agenda and minutes they read and write."""
    return get_object_or_404(meetings_taken_part_in_by(request.user).select_related(*AROUND), pk=pk)


def kept(request: HttpRequest, pk: int) -> Meeting:
    return get_object_or_404(meetings_kept_by(request.user).select_related(*AROUND), pk=pk)


def seen_case(request: HttpRequest, pk: int) -> Case:
    """Of a meeting that they take part in, and about work that they see."""
    cases = Case.objects.filter(meeting__in=meetings_taken_part_in_by(request.user))
    case = get_object_or_404(cases.select_related("meeting__cohort", "meeting__offered_by", "task", "entry"), pk=pk)
    if not sees(request.user, case):
        raise Http404
    return case


def own_case(request: HttpRequest, pk: int) -> Case:
    """That they put on the agenda, or of a meeting that they keep."""
    case = seen_case(request, pk)
    if case.put_by_id != request.user.pk and not keeps(request.user, case.meeting.cohort):
        raise Http404
    return case
