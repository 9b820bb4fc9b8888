"""WCAG 2.2 AA for every pair of colours that is used together, in both schemes."""

import re

import pytest
from django.conf import settings

SOURCES = settings.BASE_DIR / "static" / "css" / "src"
SURFACES = ["paper", "sheet", "wash"]
TEXT = [  # (words, surface): 4.5 to 1
    *[(words, surface) for words in ["ink", "ink-soft", "accent", "accent-deep", "warm", "done", "loss"] for surface in SURFACES],
    *[("ink", wash) for wash in ["accent-wash", "warm-wash", "done-wash", "loss-wash"]],
    *[("ink-soft", wash) for wash in ["accent-wash", "warm-wash"]],
    ("accent", "accent-wash"),
    ("accent-deep", "accent-wash"),
    ("warm", "warm-wash"),
    ("done", "done-wash"),
    ("loss", "loss-wash"),
    ("on-accent", "accent"),
    ("on-accent", "accent-deep"),
    ("paper", "loss"),
    ("paper", "done"),
]
SIGNS = [  # borders of fields, marks, the ring of the focus: 3 to 1
    *[(sign, surface) for sign in ["edge", "focus", "accent", "warm", "done", "loss"] for surface in SURFACES],
    ("focus", "accent-wash"),
    ("edge", "accent-wash"),
]


def tokens(*names: str) -> dict[str, str]:
    """The colours of the sheets, later ones over earlier ones."""
    return {key: value for name in names for key, value in re.findall(r"--([\w-]+): (#[0-9a-f]{6});", (SOURCES / name).read_text())}


SCHEMES = {"light": tokens("tokens.css"), "dark": tokens("tokens.css", "dark.css")}


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2.2, from 0 for black to 1 for white."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


def too_weak(scheme: str, pairs: list[tuple[str, str]], least: float) -> list[str]:
    colours = SCHEMES[scheme]
    measured = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in pairs}
    return [f"{on} on {surface}: {ratio:.2f}" for (on, surface), ratio in measured.items() if ratio < least]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_words_can_be_read(scheme):
    assert too_weak(scheme, TEXT, 4.5) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_signs_can_be_seen(scheme):
    assert too_weak(scheme, SIGNS, 3) == []


def test_the_dark_scheme_answers_every_colour_of_the_light_one():
    assert set(tokens("dark.css")) == set(tokens("tokens.css"))


def test_contrast_is_measured_as_the_standard_does():
    assert (round(contrast("#000000", "#ffffff"), 2), round(contrast("#777777", "#ffffff"), 2)) == (21, 4.48)
