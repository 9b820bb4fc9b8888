"""When an activity opens, is due and closes for one learner: the cohort's dates, and what they got beyond the others."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.catalogue.models import Activity
from lms.accounts.time_zones import label

from .models import ActivityDates, Cohort, Enrolment, Extension


@dataclass(frozen=True, kw_only=True)
class Window:
    """Points in time, whatever the clocks on the wall do in between. None is no limit."""

    opens_at: datetime | None = None
    due_at: datetime | None = None
    closes_at: datetime | None = None
    extra_minutes: int = 0
    extra_attempts: int = 0

    def is_not_open_yet(self, at: datetime) -> bool:
        return self.opens_at is not None and at < self.opens_at

    def is_closed(self, at: datetime) -> bool:
        return self.closes_at is not None and at >= self.closes_at


def window(dates: ActivityDates | None, extension: Extension | None) -> Window:
    """An extension never takes away: a later close counts where there is a close at all."""
    closes_at = dates.closes_at if dates else None
    if closes_at and extension and extension.closes_at:
        closes_at = max(closes_at, extension.closes_at)
    return Window(
        opens_at=dates.opens_at if dates else None,
        due_at=dates.due_at if dates else None,
        closes_at=closes_at,
        extra_minutes=extension.extra_minutes if extension else 0,
        extra_attempts=extension.extra_attempts if extension else 0,
    )


def window_of(enrolment: Enrolment, activity: Activity | int) -> Window:
    activity_id = activity if isinstance(activity, int) else activity.pk
    return windows_of(enrolment, [activity_id])[activity_id]


def windows_of(enrolment: Enrolment, activity_ids: Iterable[int]) -> dict[int, Window]:
    """By activity. Two queries."""
    wanted = list(activity_ids)
    dates = {row.activity_id: row for row in ActivityDates.objects.of_cohort(enrolment.cohort_id).filter(activity__in=wanted)}
    extensions = {row.activity_id: row for row in Extension.objects.of_enrolment(enrolment.pk).filter(activity__in=wanted)}
    return {wish: window(dates.get(wish), extensions.get(wish)) for wish in wanted}


def at_in_words(at: datetime, cohort: Cohort) -> str:
    """Date and time as the cohort's clock shows them, with the city whose clock that is."""
    local = at.astimezone(ZoneInfo(cohort.time_zone))
    words = {
        "date": date_format(local, "DATE_FORMAT" if local.year != now().year else "MONTH_DAY_FORMAT"),
        "time": f"{local:%H:%M}",
        "zone": label(cohort.time_zone, get_language() or "en", at),
    }
    return _("%(date)s, %(time)s, %(zone)s") % words
