"""Time zones in words: those of the programmes first, then all by region."""

from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from babel.core import get_global
from django.utils.timezone import now
from django.utils.translation import gettext as _

NEAR = [
    "Europe/Kyiv",
    "Europe/Chisinau",
    "Europe/Sofia",
    "Europe/Prague",
    "Europe/Warsaw",
    "Europe/Berlin",
    "Europe/London",
    "Europe/Minsk",
    "Europe/Moscow",
    "Asia/Yekaterinburg",
    "Asia/Tbilisi",
    "Asia/Almaty",
]
BY_LANGUAGE = {"uk": "Europe/Kyiv", "bg": "Europe/Sofia", "cs": "Europe/Prague", "ru": "Europe/Moscow"}
REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
OLD_NAMES = {"Europe/Kiev": "Europe/Kyiv"}  # what phones from 2018 still say, and the tables of city names too
NAMED_AS = {new: old for old, new in OLD_NAMES.items()}


def guess(language: str, said_by_device: str = "") -> str:
    """The zone for a new account: what the device says, else where the language is spoken most."""
    said = OLD_NAMES.get(said_by_device, said_by_device)
    return said if said in available_timezones() else BY_LANGUAGE.get(language, "Europe/Kyiv")


def country_of(zone: str) -> str:
    """The code of ISO 3166 of the country whose clock it is; empty where that is no country's."""
    return get_global("zone_territories").get(OLD_NAMES.get(zone, zone), "")


def choices(language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Groups for a select; each zone with its city and what it is ahead of UTC today."""
    return _choices(language, now().date().isoformat())


@lru_cache(maxsize=16)
def _choices(language: str, day: str) -> list[tuple[str, list[tuple[str, str]]]]:
    at = datetime.fromisoformat(f"{day}T12:00+00:00")
    others = sorted(name for name in available_timezones() if name.split("/")[0] in REGIONS and "/" in name and name not in OLD_NAMES)
    near = [(name, label(name, language, at)) for name in NEAR]
    return [(_("Nearby"), near), (_("All time zones"), [(name, f"{name.replace('_', ' ')} ({offset(name, at)})") for name in others])]


def label(name: str, language: str, at: datetime) -> str:
    named = Locale.parse(language).time_zones.get(NAMED_AS.get(name, name), {})
    city = named.get("city") or name.split("/")[-1].replace("_", " ")
    return f"{city} ({offset(name, at)})"


def offset(name: str, at: datetime) -> str:
    from_utc = at.astimezone(ZoneInfo(name)).utcoffset() or timedelta()
    minutes = int(from_utc.total_seconds() // 60)
    sign = "−" if minutes < 0 else "+"
    return f"UTC{sign}{abs(minutes) // 60}:{abs(minutes) % 60:02}"
