"""Numbers as Moodle writes them, so that what was written is read back as the same number."""

import math
from decimal import Decimal, InvalidOperation

from ..moodle import FRACTIONS

# Those that cannot be written in full: 1/3, 2/3, 1/6, 5/6, 1/7, 1/9.
_ENDLESS = [each for each in FRACTIONS if abs(each * 1000 - round(each * 1000)) > 1e-9]


def number(text: str) -> float:
    """Raises ValueError. A comma is not guessed to be a decimal one: 1,000 may be a thousand."""
    plain = text.strip().replace("\u2212", "-")
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
    """66.66667 and 67 are 2/3, 50 is 0.5. Raises ValueError."""
    return _fraction(text, 100)


def from_part(text: str) -> float:
    """0.3333333 is 1/3. Raises ValueError."""
    return _fraction(text, 1)


def _fraction(text: str, whole: int) -> float:
    try:
        exact = Decimal(text.strip()) / whole
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not exact.is_finite() or not math.isfinite(value := float(exact)) or "_" in text:
        raise ValueError(text)
    digits = len(text.strip().partition(".")[2])
    if whole == 1 and digits < 4:
        return value
    return next((known for known in _ENDLESS if abs(round(known * whole, digits) - value * whole) < 1e-12), value)


def as_percent(fraction: float) -> str:
    """Every digit, so that nothing is lost on the way back; what is not one of Moodle's fractions looks like none of them rounded."""
    percent = Decimal(repr(fraction)) * 100
    plain = format(percent.normalize(), "f") if percent else "0"
    if fraction in FRACTIONS:
        return plain
    whole, _point, digits = plain.partition(".")
    return f"{whole}.{digits.ljust(7, '0')}"
