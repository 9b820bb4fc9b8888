"""Certificates to measure: CPU of one process, warm, without database.

A paper of ours and one with every field, a name of 80 letters, a background, two logos and a
signature, each with its signed credential inside and on the back; then 200 of each joined to one file, as the task does it."""

import io
import statistics
import time
from collections.abc import Callable
from datetime import date
from functools import cache

from django.utils import translation
from PIL import Image, ImageDraw

from courses.certificates.badges import squares
from courses.certificates.design.definition import AT_FIRST, Design, Field, Partner, Place, Placed
from courses.certificates.design.example import LONG, NUMBER, example
from courses.certificates.design.saying import sheet as designed
from courses.certificates.models import Certificate
from courses.certificates.pdf import back, sheet
from courses.certificates.printing.actions import CHUNK
from courses.certificates.printing.joining import joined
from courses.certificates.typesetting import pdf

from .badges import a_badge

TIMES, PEOPLE = 20, 200
ON = date(2026, 11, 26)


def codes() -> int:
    return len(squares.pieces(a_badge(1)))


def ours(number: int) -> bytes:
    certificate = Certificate(
        number=NUMBER, holder_name=f"Олена Ґудзь {number}", course_title="Десять уроків", title_language="uk",
        issuer_name="Ресурсний центр", hours=40, language="uk", completed_on=ON,
    )  # fmt: skip
    return _paper(sheet(certificate, _badge(number)), {})


def with_everything(number: int) -> bytes:
    pictures = _pictures()
    partners = (
        Partner("a", "logo", "top", "wide", "Фонд «Відродження»"),
        Partner("b", "logo", "top", "tall", "Miška Ďáblík, z. s."),
        Partner("c", "signature", "bottom", "sign", "Олена Ґудзь", "директорка"),
    )
    places = {**dict.fromkeys(Field, Place.MIDDLE), **AT_FIRST}
    fields = tuple(Placed(one.value, place.value) for one, place in places.items())
    words = {"uk": {"free_1": "За підтримки громади.", "free_2": "Протокол № 7", "free_3": "Дійсний без печатки"}}
    design = Design(language="uk", background="ground", fields=fields, partners=partners, words=words)
    with translation.override("uk"):
        drawn = designed(design, example("uk", LONG["uk"])) | back(_badge(number), has_back=True)
    return _paper(drawn, pictures)


@cache
def _badge(number: int) -> str:
    """Signed before the clock runs."""
    return a_badge(number)


def _paper(drawn: dict, pictures: dict[str, bytes]) -> bytes:
    return pdf([drawn], title="Сертифікат", author="Центр", language="uk", on=ON, pictures=pictures)


def _pictures() -> dict[str, bytes]:
    if not _DRAWN:
        ground = io.BytesIO()
        Image.linear_gradient("L").resize((2000, 1414)).convert("RGB").save(ground, "JPEG", quality=82)
        _DRAWN.update({"ground": ground.getvalue(), "wide": _logo(600, 200), "tall": _logo(200, 600), "sign": _logo(500, 150)})
    return _DRAWN


_DRAWN: dict[str, bytes] = {}


def _logo(width: int, height: int) -> bytes:
    made, picture = io.BytesIO(), Image.new("RGBA", (width, height), (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse((2, 2, width - 2, height - 2), fill="navy")
    picture.save(made, "PNG", optimize=True)
    return made.getvalue()


def seconds(make: Callable[[int], bytes]) -> float:
    """The median of one paper, none like the one before."""
    for number in range(-1, TIMES):
        _badge(number)
    make(-1)
    taken = []
    for number in range(TIMES):
        started = time.process_time()
        make(number)
        taken.append(time.process_time() - started)
    return statistics.median(taken)


def seconds_of_a_cohort(make: Callable[[int], bytes]) -> tuple[float, int]:
    """The papers lie there, as they were issued: read, joined ten by ten, then all. And how large the file is, in bytes."""
    some = [make(number) for number in range(PEOPLE)]
    started = time.process_time()
    parts = [joined(some[start : start + CHUNK], title="Група") for start in range(0, PEOPLE, CHUNK)]
    whole = joined(parts, title="Група")
    return time.process_time() - started, len(whole)
