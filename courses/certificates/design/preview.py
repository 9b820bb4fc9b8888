"""How a design looks, by the real engine: each page as a picture that travels inside the answer."""

import base64
import io
from dataclasses import dataclass
from typing import Any

import typst
from django import forms
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image

from lms.accounts.models import User

from ..typesetting import pictures_of_pages
from .definition import Design
from .editors import longest_name
from .example import Name, example, named
from .pictures import contents
from .saying import sheet


class PreviewForm(forms.Form):
    preview_language = forms.ChoiceField(label=gettext_lazy("Language of the preview"), choices=settings.LANGUAGES)
    preview_name = forms.ChoiceField(label=gettext_lazy("Name in the preview"), choices=Name.choices)


@dataclass(frozen=True)
class Shown:
    """`name` is what was drawn, `language` the one it was drawn in."""

    pages: list[str]
    name: str
    language: str
    problem: str = ""

    def as_json(self) -> dict[str, Any]:
        return {"pages": [{"src": page, "alt": alt} for page, alt in self.with_alts], "problem": self.problem}

    @property
    def with_alts(self) -> list[tuple[str, str]]:
        count = len(self.pages)
        alts = [
            _("Page %(number)d of %(count)d of the certificate of %(name)s") % {"number": number, "count": count, "name": self.name}
            for number in range(1, count + 1)
        ]
        return list(zip(self.pages, alts, strict=True))


def shown(design: Design, *, person: User, language: str, name: str) -> Shown:
    with translation.override(language):
        content = example(language, named(name, language, longest_name(person)))
        data = sheet(design, content) | {"codes": [], "credential": ""}
    try:
        pages = pictures_of_pages(data, language=language, on=content.completed_on, pictures=contents(design.pictures))
    except typst.TypstError:
        return Shown([], content.name, language, _("This cannot be drawn. Take away what you changed last, and try again."))
    return Shown([_light(page) for page in pages], content.name, language)


def _light(page: bytes) -> str:
    made = io.BytesIO()
    with Image.open(io.BytesIO(page)) as opened:
        opened.convert("RGB").save(made, "WEBP", quality=80, method=2)
    return f"data:image/webp;base64,{base64.b64encode(made.getvalue()).decode()}"
