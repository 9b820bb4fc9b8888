"""Days of the week as they stand within a sentence."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language


def weekday_words(day: date) -> str:
    """Only English writes it with a capital there. Where it begins a line, the template says `capfirst`."""
    name = date_format(day, "l")
    return name if get_language() == "en" else name.lower()
