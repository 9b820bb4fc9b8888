"""Kinds of what stands in drafts, with their names: blocks of lessons, of pages and of guides, fields, questions and rubrics."""

from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.guides.models import GuidePage
from cms.pages.models import TextPage
from courses.catalogue.models import LessonPage

from .reading import QUESTION, RUBRIC

FIELDS = _("Titles, summaries and other fields")
OF_BANK = _("Questions of the bank")
OF_RUBRICS = _("Rubrics")


@cache
def _labels() -> dict[str, Any]:
    labels: dict[str, Any] = {}
    for page_type in (GuidePage, TextPage, LessonPage):
        labels |= {name: block.label for name, block in page_type._meta.get_field("body").stream_block.child_blocks.items()}
    return labels


def kind_label(kind: str) -> str:
    return str({"": FIELDS, QUESTION: _("Question"), RUBRIC: _("Rubric")}.get(kind) or _labels().get(kind, kind))


def kind_choices() -> list[tuple[str, Any]]:
    blocks = sorted(((name, str(label)) for name, label in _labels().items()), key=lambda one: one[1])
    return [("fields", FIELDS), *blocks, (QUESTION, OF_BANK), (RUBRIC, OF_RUBRICS)]
