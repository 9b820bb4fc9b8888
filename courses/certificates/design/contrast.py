"""Whether the words can be read: contrast by WCAG 2.2, also over a picture. Pure, but for looking at the picture."""

import io
import re

from PIL import Image

ENOUGH = 4.5
LOOKED_AT = (48, 48)  # specks do not count
LEFT_OUT = 0.02  # of the darkest and the lightest places, each
_COLOUR = re.compile(r"#[0-9a-f]{6}")
Rgb = tuple[float, float, float]


def is_colour(text: str) -> bool:
    return bool(_COLOUR.fullmatch(text))


def rgb(text: str) -> Rgb:
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def luminance(colour: Rgb) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2)."""
    parts = [part / 255 for part in colour]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: float, other: float) -> float:
    """Of two luminances: 1 to 21."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def grounds(paper: str, picture: bytes | None, veil: int) -> tuple[float, float]:
    """The darkest and the lightest luminance that words may stand on. `veil` is how much of the picture the paper's colour covers, in
    parts of a hundred."""
    plain = rgb(paper)
    if not picture:
        return luminance(plain), luminance(plain)
    with Image.open(io.BytesIO(picture)) as opened:
        seen = opened.convert("RGB").resize(LOOKED_AT, Image.Resampling.BOX)
    part = veil / 100
    data = seen.tobytes()
    pixels = [data[at : at + 3] for at in range(0, len(data), 3)]
    found = sorted(luminance(tuple(own * part + other * (1 - part) for own, other in zip(plain, pixel, strict=True))) for pixel in pixels)  # type: ignore[arg-type]
    cut = int(len(found) * LEFT_OUT)
    return found[cut], found[-1 - cut]


def lowest(colour: str, ground: tuple[float, float]) -> float:
    """The contrast where it is worst. A colour between the darkest and the lightest is lost somewhere."""
    own = luminance(rgb(colour))
    darkest, lightest = ground
    return 1.0 if darkest < own < lightest else min(contrast(own, darkest), contrast(own, lightest))
