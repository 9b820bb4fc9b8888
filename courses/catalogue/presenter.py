"""Who shows a page of learning. The pages belong to the catalogue, but what a learner meets on them (progress, the workbook) belongs to
apps above it: `courses.player` registers its views here, and the pages call them from `serve()` and `serve_preview()`."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

Presenter = Callable[..., HttpResponse]
_presenters: dict[str, Presenter] = {}


def register(page_type: str, presenter: Presenter) -> None:
    _presenters[page_type] = presenter


def present(page_type: str, request: HttpRequest, page: Any, *, preview: bool = False) -> HttpResponse:
    return _presenters[page_type](request, page, preview=preview)
