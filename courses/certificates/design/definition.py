"""What a template says: paper, colours, pictures, which field stands where, and its words by language. No database."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

MOST_PARTNERS = 8
LONGEST_WORDS = 200
VEILS = (0, 60, 75, 90)


class Paper(models.TextChoices):
    A4 = "a4", "A4"
    A5 = "a5", "A5"
    LETTER = "letter", "Letter"


MILLIMETRES = {Paper.A4: (210, 297), Paper.A5: (148, 210), Paper.LETTER: (215.9, 279.4)}


class Orientation(models.TextChoices):
    LANDSCAPE = "landscape", _("Across")
    PORTRAIT = "portrait", _("Upright")


class Decoration(models.TextChoices):
    ROAD = "road", _("A frame, and the road of ten stations")
    FRAME = "frame", _("A frame")
    NONE = "none", _("Nothing")


class Align(models.TextChoices):
    LEFT = "left", _("At the left")
    CENTER = "center", _("In the centre")


class Place(models.TextChoices):
    """Fields of one place stand under one another."""

    TOP_LEFT = "top_left", _("Top, left")
    TOP_CENTER = "top_center", _("Top, centre")
    TOP_RIGHT = "top_right", _("Top, right")
    MIDDLE = "middle", _("Middle")
    BOTTOM_LEFT = "bottom_left", _("Bottom, left")
    BOTTOM_CENTER = "bottom_center", _("Bottom, centre")
    BOTTOM_RIGHT = "bottom_right", _("Bottom, right")


class Field(models.TextChoices):
    """In the order in which our own certificate has them."""

    ISSUER = "issuer", _("Who issues it")
    HEADING = "heading", _("Heading")
    AWARDED = "awarded", _("Words before the name")
    NAME = "name", _("Name")
    COMPLETED = "completed", _("Words before the course")
    COURSE = "course", _("Course")
    HOURS = "hours", _("Hours of study")
    DATE = "date", _("Day of completion")
    VALID = "valid", _("Last day on which it is valid")
    COHORT = "cohort", _("Cohort")
    MENTOR = "mentor", _("Mentor")
    COMPETENCES = "competences", _("Competences with their level")
    FREE_1 = "free_1", _("Text of your own, 1")
    FREE_2 = "free_2", _("Text of your own, 2")
    FREE_3 = "free_3", _("Text of your own, 3")
    NUMBER = "number", _("Number")
    ADDRESS = "address", _("Address where it can be checked")
    CODE = "code", _("Square code that opens this address")


ALWAYS = frozenset({Field.NAME, Field.COURSE, Field.NUMBER, Field.VALID})  # the last of them where there is such a day
WITHOUT_WORDS = frozenset({Field.NAME, Field.COURSE, Field.CODE})
OWN_WORDS_ALONE = frozenset({Field.FREE_1, Field.FREE_2, Field.FREE_3})  # nothing stands there until somebody writes it
WITH_VALUE = frozenset({Field.ISSUER, Field.HOURS, Field.DATE, Field.VALID, Field.COHORT, Field.MENTOR})
AT_FIRST = {
    Field.ISSUER: Place.TOP_LEFT,
    **dict.fromkeys([Field.HEADING, Field.AWARDED, Field.NAME, Field.COMPLETED, Field.COURSE], Place.MIDDLE),
    **dict.fromkeys([Field.HOURS, Field.DATE, Field.VALID], Place.MIDDLE),
    **dict.fromkeys([Field.NUMBER, Field.ADDRESS], Place.BOTTOM_LEFT),
    Field.CODE: Place.BOTTOM_RIGHT,
}


class PartnerKind(models.TextChoices):
    LOGO = "logo", _("Logo")
    SIGNATURE = "signature", _("Signature")


class PartnerPlace(models.TextChoices):
    BOTTOM = "bottom", _("Above the bottom")
    TOP = "top", _("Under the top")


@dataclass(frozen=True)
class Partner:
    """`picture` is a digest, or empty."""

    id: str
    kind: str = PartnerKind.LOGO.value
    place: str = PartnerPlace.BOTTOM.value
    picture: str = ""
    name: str = ""
    office: str = ""


@dataclass(frozen=True)
class Placed:
    field: str
    place: str


@dataclass(frozen=True)
class Design:
    """`fields` are those that are shown, in their order. `words[language]` holds words by field, and by `partner.<id>.name` and `.office`;
    `language` is the one that partners are written in."""

    language: str = "en"
    paper: str = Paper.A4.value
    orientation: str = Orientation.LANDSCAPE.value
    decoration: str = Decoration.ROAD.value
    align: str = Align.LEFT.value
    ink: str = "#24211c"
    soft: str = "#5a544a"
    accent: str = "#17595f"
    ground: str = "#ffffff"
    background: str = ""
    veil: int = 75
    has_back: bool = True
    fields: tuple[Placed, ...] = tuple(Placed(one.value, place.value) for one, place in AT_FIRST.items())
    partners: tuple[Partner, ...] = ()
    words: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in millimetres."""
        short, long = MILLIMETRES[Paper(self.paper)]
        return (long, short) if self.orientation == Orientation.LANDSCAPE else (short, long)

    @property
    def pictures(self) -> set[str]:
        return {digest for digest in (self.background, *(one.picture for one in self.partners)) if digest}

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def said(self, key: str, *languages: str) -> tuple[str, str]:
        """The first words there are, and their language."""
        found = ((self.words.get(language, {}).get(key, ""), language) for language in languages)
        return next(((words, language) for words, language in found if words), ("", ""))


def from_json(kept: dict[str, Any]) -> Design:
    """Also of an older release: what it did not know is as it is at first."""
    known = {name: value for name, value in kept.items() if name in Design.__dataclass_fields__}
    fields: Iterable[dict[str, str]] = known.pop("fields", [])
    partners: Iterable[dict[str, str]] = known.pop("partners", [])
    return Design(**known, fields=tuple(Placed(**one) for one in fields), partners=tuple(Partner(**one) for one in partners))
