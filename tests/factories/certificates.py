"""Templates of certificates, and pictures for them."""

import io
from typing import Any

from PIL import Image, ImageDraw

from courses.certificates.design.actions import add_template
from courses.certificates.design.definition import AT_FIRST, Design, Field, Partner, Place, Placed
from courses.certificates.models import CertificateTemplate

EVERYWHERE = {
    **AT_FIRST,
    **dict.fromkeys([Field.COHORT, Field.MENTOR, Field.COMPETENCES, Field.FREE_1], Place.MIDDLE),
    Field.FREE_2: Place.TOP_RIGHT,
    Field.FREE_3: Place.BOTTOM_CENTER,
}


def picture(width: int = 300, height: int = 150, colour: str = "navy", form: str = "PNG") -> bytes:
    made = io.BytesIO()
    image = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((2, 2, width - 2, height - 2), fill=colour)
    (image if form == "PNG" else image.convert("RGB")).save(made, form)
    return made.getvalue()


def plain_ground(colour: str = "#dfe8e6") -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (640, 400), colour).save(made, "PNG")
    return made.getvalue()


def everything(**more: Any) -> Design:
    """Every field is on, four partners, words of the editor's own."""
    words = {
        "free_1": "За підтримки Міністерства розвитку громад і територій. " * 3,
        "free_2": "Протокол № 7",
        "free_3": "Дійсний без печатки",
    }
    partners = (
        Partner("a", "logo", "top", "", "Фонд «Відродження»", ""),
        Partner("b", "logo", "top", "", "Miška Ďáblík, z. s.", ""),
        Partner("c", "signature", "bottom", "", "Олена Ґудзь", "директорка Центру соціальних інновацій"),
        Partner("d", "signature", "bottom", "", "Іван Їжак", "голова громади"),
    )
    fields = tuple(Placed(one.value, EVERYWHERE[one].value) for one in Field)
    return Design(**{"language": "uk", "fields": fields, "partners": partners, "words": {"uk": words}, **more})


def template(design: Design | None = None, **fields: Any) -> CertificateTemplate:
    return add_template(**{"name": "With the fund", "design": design or everything(), "by": None, **fields})
