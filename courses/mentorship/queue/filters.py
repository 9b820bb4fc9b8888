"""What a person narrows the desk to; it stands in the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

NUMBERS = ("course", "cohort", "activity")


class Whose(models.TextChoices):
    """Which of the things that wait. Empty is everybody's."""

    MINE = "mine", _("For me and of my learners")
    SUPERVISORS = "supervisors", _("For supervisors")


@dataclass(frozen=True)
class Filters:
    """Empty is no limit. `activity` is one assignment or quiz."""

    course: int | None = None
    cohort: int | None = None
    activity: int | None = None
    language: str = ""
    whose: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Filters":
        """What means nothing limits nothing."""
        language, whose = asked.get("language", ""), asked.get("whose", "")
        return cls(
            **{name: _number(asked.get(name, "")) for name in NUMBERS},
            language=language if language in dict(settings.LANGUAGES) else "",
            whose=whose if whose in Whose.values else "",
        )

    def query(self, **more: str) -> str:
        """With its question mark; empty where nothing is chosen."""
        chosen = {name: value for name, value in (vars(self) | more).items() if value}
        return f"?{urlencode(chosen)}" if chosen else ""

    @property
    def is_narrow(self) -> bool:
        """Besides whose it is, which has links of its own."""
        return any(value for name, value in vars(self).items() if name != "whose")


EVERYTHING = Filters()


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
