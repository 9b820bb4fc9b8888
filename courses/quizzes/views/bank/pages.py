"""What the pages of one question have in common: how it is fetched, and the tabs."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from ...editors import questions_edited_by, questions_seen_by
from ...models import Question
from ..reports import frame


def seen(request: HttpRequest, pk: int) -> Question:
    return get_object_or_404(_loaded(questions_seen_by(request.user)), pk=pk)


def edited(request: HttpRequest, pk: int) -> Question:
    return get_object_or_404(_loaded(questions_edited_by(request.user)), pk=pk)


def _loaded(questions):
    return questions.filter(version__isnull=False).select_related("version", "category", "bank").prefetch_related("tagged_items__tag")


def may_edit(request: HttpRequest, question: Question) -> bool:
    return questions_edited_by(request.user).filter(pk=question.pk).exists()


def list_frame(title: str) -> dict[str, Any]:
    return frame(title, (reverse("questions"), _("Questions")))


def question_frame(request: HttpRequest, question: Question, here: str, title: str = "") -> dict[str, Any]:
    """`here` is the tab that is open."""
    edits = may_edit(request, question)
    tabs = [
        ("question", _("Question"), edits),
        ("question_languages", _("Languages"), edits),
        ("question_try", _("Try it"), True),
        ("question_versions", _("Versions"), True),
        ("question_usage", _("Where used"), True),
    ]
    return {
        **frame(title or question.name, (reverse("questions"), _("Questions"))),
        "question": question,
        "may_edit": edits,
        "tabs": [
            {"url": reverse(name, args=[question.pk]), "label": label, "is_here": name == here}
            for name, label, is_there in tabs
            if is_there
        ],
    }
