"""Pictures and documents that a text shows or links to by their address, `![…](/media/images/…)` in Markdown as `<img src=…>` in HTML. Part
of Wagtail's index of references: blocks and fields that hold such texts say so in `extract_references`."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from django.conf import settings
from django.db import models
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

Reference = tuple[type[models.Model], str, str, str]  # model, id, path of the field in names, and in ids
_PICTURE = re.compile(re.escape(settings.MEDIA_URL) + r"((?:original_)?images/[^\s)\"'<>\\]+)")
_DOCUMENT = re.compile(r"/documents/(\d{1,18})/")


def references_in(text: str) -> Iterator[Reference]:
    """No query where there is no picture; two where there is one."""
    paths = {unquote(match[1]) for match in _PICTURE.finditer(text)}
    if paths:
        image = get_image_model()
        originals = image.objects.filter(file__in=paths).values_list("pk", flat=True)
        smaller = image.get_rendition_model().objects.filter(file__in=paths).values_list("image_id", flat=True)
        yield from ((image, str(pk), "", "") for pk in sorted({*originals, *smaller}))
    yield from ((get_document_model(), pk, "", "") for pk in sorted(set(_DOCUMENT.findall(text))))


class ShowsByAddress:
    """A block or a field whose value is text, or nothing."""

    def extract_references(self, value: str | None) -> Iterator[Reference]:
        yield from references_in(value or "")


class TextByAddress(ShowsByAddress, models.TextField):
    """A field of Markdown."""

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs
