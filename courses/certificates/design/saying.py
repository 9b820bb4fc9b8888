"""What is written in each field of a designed certificate: the editor's words in its language, else our own; nothing where there is no
value. In the language that is active."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from babel.dates import format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.core.paper.glyphs import printable

from .definition import WITH_VALUE, Design, Field, PartnerKind, Place, Placed

BABEL_LOCALES = {"en": "en_GB"}
HERE = "…"  # where in an editor's words the value stands


@dataclass(frozen=True)
class Content:
    """What a certificate says."""

    language: str
    name: str
    course: str
    course_language: str
    issuer: str
    number: str
    url: str
    code: str  # the square code, as SVG
    completed_on: date
    valid_until: date | None = None
    hours: int = 0
    cohort: str = ""
    mentor: str = ""
    competences: list[dict[str, Any]] = field(default_factory=list)


def long_date(day: date, language: str) -> str:
    return format_date(day, format="long", locale=BABEL_LOCALES.get(language, language))


def valid_until(day: date | None, language: str) -> str:
    return _("valid until %(date)s") % {"date": long_date(day, language)} if day else ""


def own_words(key: str, content: Content) -> str:
    """Ours, where an editor wrote none."""
    return _OWN[Field(key)](content) if Field(key) in _OWN else ""


_OWN: dict[Field, Callable[[Content], str]] = {
    Field.ISSUER: lambda it: it.issuer,
    Field.HEADING: lambda it: _("Certificate"),
    Field.AWARDED: lambda it: _("This certificate is awarded to"),
    Field.COMPLETED: lambda it: _("for completing the course"),
    Field.HOURS: lambda it: ngettext("%(hours)d hour of study", "%(hours)d hours of study", it.hours) % {"hours": it.hours},
    Field.DATE: lambda it: _("completed on %(date)s") % {"date": long_date(it.completed_on, it.language)},
    Field.VALID: lambda it: valid_until(it.valid_until, it.language),
    Field.COHORT: lambda it: _("Cohort: %(cohort)s") % {"cohort": it.cohort},
    Field.MENTOR: lambda it: _("Mentor: %(mentor)s") % {"mentor": it.mentor},
    Field.COMPETENCES: lambda it: _("What the mentor found, on a scale from 1 to 5"),
    Field.NUMBER: lambda it: _("Number of the certificate"),
    Field.ADDRESS: lambda it: _("Anybody can check it here:"),
}


def _value(key: Field, content: Content) -> str:
    match key:
        case Field.ISSUER:
            return content.issuer
        case Field.HOURS:
            return str(content.hours or "")
        case Field.DATE:
            return long_date(content.completed_on, content.language)
        case Field.VALID:
            return long_date(content.valid_until, content.language) if content.valid_until else ""
        case Field.COHORT:
            return content.cohort
        case Field.MENTOR:
            return content.mentor
    return ""


def with_value(words: str, value: str) -> str:
    """“…” is where the value stands; without it the value follows."""
    words = words.replace("...", HERE)
    return words.replace(HERE, value) if HERE in words else f"{words} {value}"


def sheet(design: Design, content: Content) -> dict[str, Any]:
    """What the layout asks for."""
    width, height = design.size
    places: dict[str, list[dict[str, Any]]] = {place.value: [] for place in Place}
    for placed in with_last_day(design.fields):
        item = _item(Field(placed.field), design, content)
        if item:
            _put(places[placed.place], item)
    return {
        "language": content.language,
        "width": width,
        "height": height,
        "said_of": printable(f"{content.name} · {content.course}"),
        "design": {
            "decoration": design.decoration,
            "align": design.align,
            "ink": design.ink,
            "soft": design.soft,
            "accent": design.accent,
            "paper": design.ground,
            "background": design.background,
            "veil": design.veil,
            "top": {side: places[f"top_{side}"] for side in ("left", "center", "right")},
            "middle": places["middle"],
            "bottom": {side: places[f"bottom_{side}"] for side in ("left", "center", "right")},
            "partners": {place: _partners(design, content.language, place) for place in ("top", "bottom")},
        },
    }


def with_last_day(fields: Sequence[Placed]) -> list[Placed]:
    """A paper that stops being valid says so, also by a template that was made before there was a field for it: after the day, or in
    the middle."""
    placed = list(fields)
    if not any(one.field == Field.VALID for one in placed):
        nth = next((nth for nth, one in enumerate(placed) if one.field == Field.DATE), None)
        place = Place.MIDDLE.value if nth is None else placed[nth].place
        placed.insert(len(placed) if nth is None else nth + 1, Placed(Field.VALID.value, place))
    return placed


def _put(items: list[dict[str, Any]], item: dict[str, Any]) -> None:
    """Hours and days share a line where they follow each other in our words or in the same language."""
    before = items[-1] if items else {}
    if item.get("joins") and before.get("joins") and before["lang"] == item["lang"]:
        before["text"] += f" · {item['text']}"
    else:
        items.append(item)


def _item(key: Field, design: Design, content: Content) -> dict[str, Any] | None:
    spoken, language = design.said(key.value, content.language)
    if not spoken and key in (Field.FREE_1, Field.FREE_2, Field.FREE_3):
        spoken, language = design.said(key.value, design.language)
        return _text("words", spoken, language) if spoken else None
    match key:
        case Field.NAME:
            return _text("name", content.name, content.language)
        case Field.COURSE:
            return _text("course", content.course, content.course_language)
        case Field.CODE:
            alt = _("Square code that opens %(address)s") % {"address": content.url}
            return {"role": "code", "svg": content.code, "alt": alt, "url": content.url}
    said = spoken or own_words(key.value, content)
    if key in WITH_VALUE:
        value = _value(key, content)
        if not value:
            return None
        item = _text("words" if key == Field.ISSUER else "fact", with_value(spoken, value) if spoken else said, content.language)
        return item | {"joins": key in (Field.HOURS, Field.DATE, Field.VALID)}
    if key == Field.COMPETENCES:
        return _competences(said, content) if content.competences else None
    if key == Field.NUMBER:
        return {"role": "number", "label": printable(said), "text": content.number, "lang": content.language}
    if key == Field.ADDRESS:
        shown = content.url.split("://", 1)[-1]
        return {"role": "address", "label": printable(said), "text": shown, "url": content.url, "lang": content.language}
    return _text("heading" if key == Field.HEADING else "words", said, content.language)


def _text(role: str, text: str, language: str) -> dict[str, Any]:
    return {"role": role, "text": printable(text), "lang": language}


def _competences(said: str, content: Content) -> dict[str, Any]:
    rows = [
        {
            "title": printable(one["title"]),
            "lang": one.get("language") or content.language,
            "level": _("%(level)d of 5") % {"level": one["level"]},
        }
        for one in content.competences
    ]
    columns = [_("Competence"), _("Level")]
    return _text("competences", said, content.language) | {"rows": rows, "columns": columns, "heading": _("Competences")}


def _partners(design: Design, language: str, place: str) -> list[dict[str, Any]]:
    found = []
    for one in design.partners:
        if one.place != place:
            continue
        name, name_language = design.said(f"partner.{one.id}.name", language)
        office, office_language = design.said(f"partner.{one.id}.office", language)
        name, office = printable(name or one.name), printable(office or one.office)
        alt = (_("Signature of %(name)s") if one.kind == PartnerKind.SIGNATURE else _("Logo of %(name)s")) % {"name": name}
        found.append(
            {
                "kind": one.kind,
                "picture": one.picture,
                "name": name,
                "name_lang": name_language or design.language,
                "office": office,
                "office_lang": office_language or design.language,
                "alt": alt,
            }
        )
    return found
