"""Numbers as Moodle writes them, so that what was written is read back as the same number."""

import math
from decimal import Decimal, InvalidOperation

from ..moodle import nearest_fraction

_SHORTENED = 4  # Moodle writes a third as 33.33333 or 0.3333333: so many digits after the point at least
_NEAR = 6e-7  # half of the last digit of 0.333333


def number(text: str) -> float:
    """A number, with a decimal point or comma. Raises ValueError."""
    plain = text.strip().replace("\u2212", "-")
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    try:
        value = float(plain)
    except ValueError as error:
        raise ValueError(text) from error
    if not math.isfinite(value) or "_" in plain:
        raise ValueError(text)
    return value


def number_text(value: float | None) -> str:
    """`*` is any number."""
    if value is None:
        return "*"
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def from_percent(text: str) -> float:
    """66.66667 is 2/3, 50 is 0.5. Raises ValueError."""
    return _fraction(text, 100)


def from_part(text: str) -> float:
    """0.3333333 is 1/3. Raises ValueError."""
    return _fraction(text, 1)


def _fraction(text: str, whole: int) -> float:
    try:
        exact = Decimal(text.strip().replace(",", ".")) / whole
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not exact.is_finite():
        raise ValueError(text)
    value = float(exact)
    digits = len(text.strip().partition(".")[2])
    known = nearest_fraction(value)
    is_shortened = _SHORTENED <= digits <= 8 and abs(known - value) < _NEAR
    return known if is_shortened else value


def as_percent(fraction: float) -> str:
    """Every digit, so that nothing is lost on the way back."""
    percent = Decimal(repr(fraction)) * 100
    return format(percent.normalize(), "f") if percent else "0"
