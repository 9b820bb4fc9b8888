"""Answers to a page that awaits one are given from its editor, which may be older than what is open to a person. What is said of them comes
from whoever knows the steps."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.admin.views.pages.workflow import CollectWorkflowActionDataView
from wagtail.models import Page

Say = Callable[[Page, Any], str]  # to whom


@dataclass(frozen=True)
class Words:
    """`followed` from an answer that counted, "" where somebody else says it; `closed` where the answer is not open to the person now."""

    followed: Say
    closed: Say


_told: list[Words] = []


def tell_of_answers(words: Words) -> None:
    _told[:] = [words]


def words_of_answers() -> Words | None:
    return _told[0] if _told else None


class AskedInADialog(CollectWorkflowActionDataView):
    """Wagtail's own dialog stays empty where its answer is not open any more."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().dispatch(request, *args, **kwargs)
        except PermissionDenied:
            words = words_of_answers()
            if words is None or not self.object.permissions_for_user(request.user).can_edit():
                raise
            said = {"why": words.closed(self.object, request.user), "edit_url": reverse("wagtailadmin_pages:edit", args=[self.object.pk])}
            return render_modal_workflow(request, "writing/not_offered.html", None, said, json_data={"step": "action"})
