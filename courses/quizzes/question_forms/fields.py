"""Fields of the forms: what goes in comes out, to the last digit and line break."""

import math
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminAutoHeightTextInput

from ..engine.definition import Choice

THIRD, SIXTH = 1 / 3, 1 / 6
PARTS = [1.0, 0.9, 0.8, 0.75, 0.7, 2 * THIRD, 0.6, 0.5, 0.4, THIRD, 0.3, 0.25, 0.2, SIXTH, 0.15, 0.125, 0.1, 0.05, 0.0]
PENALTIES = [0.0, 0.1, 0.2, 0.25, THIRD, 0.5, 1.0]


def percent(value: float) -> str:
    """33.33 %: for reading; the value itself keeps all its digits."""
    rounded = round(value * 100, 2)
    places = 0 if rounded == int(rounded) else 2
    return _("%(number)s %%") % {"number": number_format(rounded, places)}


percent_then = lazy(percent, str)  # a field is made once, and shown in any language


class WordsField(forms.CharField):
    """A text of one or more lines, kept as it was written."""

    def __init__(self, *, rows: int = 1, **kwargs: Any):
        kwargs.setdefault("widget", AdminAutoHeightTextInput(attrs={"rows": rows}))
        super().__init__(required=False, strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool((data or "").strip())


class NumberField(forms.CharField):
    """A number with a point or a comma. Empty is `otherwise`."""

    def __init__(self, *, least: float | None = None, otherwise: float | None = None, **kwargs: Any):
        self.least, self.otherwise = least, otherwise
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "size": 8}))
        super().__init__(required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return repr(value).removesuffix(".0") if isinstance(value, float) else value

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return self.otherwise
        try:
            number = float(text.replace(",", ".").replace("\u2212", "-").replace("\xa0", "").replace(" ", ""))
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise forms.ValidationError(_("“%(text)s” is not a number. Write it in digits, like 12 or 0.5.") % {"text": text})
        if self.least is not None and number < self.least:
            raise forms.ValidationError(_("This cannot be less than %(least)s.") % {"least": f"{self.least:g}"})
        return number


class PartField(forms.ChoiceField):
    """A part of the mark, chosen from the usual ones; one that is unusual stays on the list while it is there. "" is None."""

    def __init__(self, *, parts: Iterable[float], least: float = 0.0, blank: Any = None, **kwargs: Any):
        self.parts, self.least, self.blank = list(parts), least, blank
        super().__init__(required=False, choices=self._offered(), **kwargs)

    def _offered(self, more: float | None = None) -> list[tuple[str, Any]]:
        parts = [*self.parts, *([more] if more is not None and more not in self.parts else [])]
        named = [(repr(part), percent_then(part)) for part in sorted(parts, reverse=True)]
        return [("", self.blank), *named] if self.blank is not None else named

    def offer(self, value: Any) -> None:
        """Put the present value on the list."""
        part = _part(value)
        if part is not None:
            self.choices = self._offered(part)

    def prepare_value(self, value: Any) -> Any:
        part = _part(value)
        return "" if part is None else repr(next((one for one in self.parts if one == part), part))

    def valid_value(self, value: Any) -> bool:
        part = _part(value)
        return part is not None and self.least <= part <= 1

    def clean(self, value: Any) -> float | None:
        return _part(super().clean(value))


def _part(value: Any) -> float | None:
    try:
        part = float(value)
    except (TypeError, ValueError):
        return None
    return part if math.isfinite(part) else None


def share_field() -> PartField:
    return PartField(
        parts=[*PARTS, *(-part for part in PARTS if part)],
        least=-1.0,
        blank=gettext_lazy("as usual for what you chose"),
        label=gettext_lazy("Part of the mark"),
        help_text=gettext_lazy("Only where right and wrong are not enough: half right is 50 %. Less than nothing takes marks away."),
    )


def verdict_field(*, initial: str) -> forms.ChoiceField:
    choices = [("wrong", gettext_lazy("Wrong")), ("right", gettext_lazy("Right"))]
    if initial == "right":
        choices.reverse()
    return forms.ChoiceField(label=gettext_lazy("This is"), choices=choices, initial=initial, required=False)


def verdicts(fractions: list[float], *, is_shared: bool = False) -> list[dict[str, Any]]:
    """How fractions look in a form: right or wrong, and the part only where it is not the usual one."""
    usual = usual_parts([fraction > 0 for fraction in fractions], is_shared=is_shared)
    return [
        {"verdict": "right" if fraction > 0 else "wrong", "share": None if fraction == part else fraction}
        for fraction, part in zip(fractions, usual, strict=True)
    ]


def fractions(rows: list[dict[str, Any]], *, is_shared: bool = False) -> list[float]:
    usual = usual_parts([row["verdict"] == "right" for row in rows], is_shared=is_shared)
    return [part if row["share"] is None else row["share"] for row, part in zip(rows, usual, strict=True)]


def choices_of(rows: list[dict[str, Any]], *, is_shared: bool) -> tuple[Choice, ...]:
    worth = fractions(rows, is_shared=is_shared)
    return tuple(
        Choice(id=row["id"], text=row["text"], fraction=part, feedback=row["feedback"]) for row, part in zip(rows, worth, strict=True)
    )


def usual_parts(are_right: list[bool], *, is_shared: bool) -> list[float]:
    """The whole mark for what is right. Where several are to be chosen (`is_shared`) they share it, and a wrong one takes away as much as
    a right one gives: else ticking everything would be right."""
    if not is_shared:
        return [1.0 if is_right else 0.0 for is_right in are_right]
    share = 1 / max(1, sum(are_right))
    return [share if is_right else (-share if any(are_right) else 0.0) for is_right in are_right]
