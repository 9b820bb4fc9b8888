"""What is said after somebody has asked for a place, of a consultation and of a meeting alike."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _


def say_booked(request: HttpRequest, *, is_new: bool, is_booked: bool, place: int, is_for_place: bool) -> None:
    """`place` is that on the waiting list; `is_for_place`: they pressed for a place that was free when the page was made."""
    if not is_new:
        messages.info(request, _("You have this time already."))
    elif is_booked:
        messages.success(request, _("Booked. A letter with the entry for your calendar is on its way."))
    elif is_for_place and place == 1:
        messages.warning(request, _("The last place was taken a moment ago. You are first on the waiting list."))
    elif is_for_place:
        words = _("The last place was taken a moment ago. You are number %(place)d on the waiting list.")
        messages.warning(request, words % {"place": place})
    else:
        messages.success(request, _("You are number %(place)d on the waiting list.") % {"place": place})
