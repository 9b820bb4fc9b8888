"""Sentences about consultations, in the language and on the clock that are active."""

from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.timezone import get_current_timezone, localtime, now
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.accounts.time_zones import label
from lms.core.days import weekday_words

from .models import Consultation, Mode, OfferedTime


def day_words(at: datetime, zone: tzinfo | None = None) -> str:
    """ "Tuesday, 8 December"; with the year where it is another one. As it stands within a sentence."""
    local = localtime(at, zone)
    words = {
        "weekday": weekday_words(local),
        "date": date_format(local, "MONTH_DAY_FORMAT" if local.year == now().year else "DATE_FORMAT"),
    }
    return _("%(weekday)s, %(date)s") % words


def time_words(starts_at: datetime, ends_at: datetime | None, zone: tzinfo | None = None) -> str:
    begins = localtime(starts_at, zone)
    return f"{begins:%H:%M}–{localtime(ends_at, zone):%H:%M}" if ends_at else f"{begins:%H:%M}"


def when_words(starts_at: datetime, ends_at: datetime | None, zone: str = "") -> str:
    """Day and time by the reader's own clock; where the place goes by another one, that is said as well."""
    said = _("%(day)s, %(time)s") % {"day": day_words(starts_at), "time": time_words(starts_at, ends_at)}
    other = other_clock(starts_at, zone)
    return f"{said} ({other})" if other else said


def other_clock(at: datetime, zone: str) -> str:
    """ "10:00, Kyiv (UTC+2:00)", where the reader's clock shows something else."""
    if not zone or localtime(at, ZoneInfo(zone)).utcoffset() == localtime(at, get_current_timezone()).utcoffset():
        return ""
    return _("%(time)s by the clock of %(zone)s") % {
        "time": f"{localtime(at, ZoneInfo(zone)):%H:%M}", "zone": label(zone, get_language() or "en", at)
    }  # fmt: skip


def how_words(mode: str, where: str) -> str:
    """Where one meets: the place; "by phone" and a number; "online" and a link."""
    words = str(Mode(mode).label)
    if mode == Mode.PLACE and where:
        return where
    return f"{words}: {where}" if where else words


def offered_how(mode: str, where: str) -> str:
    """For those who have not booked: numbers and links are for whoever comes."""
    return how_words(mode, where if mode == Mode.PLACE else "")


def slot_how(slot: OfferedTime) -> str:
    return how_words(slot.mode, slot.where)


def how_of(one: Consultation) -> str:
    """For whoever comes; who waits reads what everybody reads."""
    if one.slot is None:
        return ""
    return slot_how(one.slot) if one.is_seated else offered_how(one.slot.mode, one.slot.where)


def when_of(consultation: Consultation) -> str:
    """Empty for one who asks for a time."""
    if consultation.starts_at is None:
        return ""
    zone = consultation.slot.time_zone if consultation.slot else ""
    return when_words(consultation.starts_at, consultation.ends_at, zone)
