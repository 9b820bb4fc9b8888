"""What Moodle's own formats (GIFT and its XML) have in common: how they write a category, and which fractions Moodle knows."""

import re

from .base import Names

_CONTEXT = re.compile(r"\$\w+\$\Z")
_SLASH = re.compile(r"(?<!/)/(?!/)")

# What Moodle offers as a grade for an answer; others are moved to the nearest of them.
_POSITIVE = (1.0, 0.9, 5 / 6, 0.8, 0.75, 0.7, 2 / 3, 0.6, 0.5, 0.4, 1 / 3, 0.3, 0.25, 0.2, 1 / 6, 1 / 7, 1 / 8, 1 / 9, 0.1, 0.05)
FRACTIONS = (*_POSITIVE, 0.0, *(-fraction for fraction in _POSITIVE))


def category_names(path: str) -> Names:
    """`$course$/top/Water//wells/Deep` is ("Water/wells", "Deep"): a slash in a name is written twice, and where in Moodle the category
    stood is left out."""
    names = [re.sub(r"\s+", " ", name.replace("//", "/")).strip() for name in _SLASH.split(path)]
    if names and _CONTEXT.match(names[0]):
        del names[0]
        if names and names[0] == "top":
            del names[0]
    return tuple(name for name in names if name)


def category_path(names: Names) -> str:
    return "/".join(["$course$", "top", *(name.replace("/", "//") for name in names)])


def nearest_fraction(fraction: float) -> float:
    """The fraction of Moodle's list that is nearest; on the list are the exact ones (a third is 1/3, not 0.33333)."""
    return min(FRACTIONS, key=lambda known: abs(known - fraction))
