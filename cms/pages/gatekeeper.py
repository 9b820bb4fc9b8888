"""The gate stands at the rows: whatever a person does in a request, by whichever view, button or address of Wagtail's, no page becomes
live by it, and no hour is set, that the gate was not asked about. Views that ask first keep the draft and answer in their own place; what
comes without asking is asked here, before its row is written. What runs by itself is not (`by_itself`): docs/decisions/0024-one-gate.md."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models.signals import pre_save
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision, get_page_models
from wagtail.signals import pre_page_move

from lms.core.saving.sent import wants_json

from .going_live import LET_THROUGH, Publication, Refusal, move_refusal, refusal

MAKES_LIVE = frozenset({"live", "live_revision", "approved_go_live_at"})
_at_work: ContextVar[HttpRequest | None] = ContextVar("at_work", default=None)


class KeptBack(Exception):
    """Nobody has written the row; `found` says why."""

    def __init__(self, found: Refusal):
        super().__init__(str(found.words))
        self.found = found


class GateMiddleware:
    """Knows whose request it is, and says to the person what the rows have refused."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_before, let_through = _at_work.set(request), LET_THROUGH.set(set())
        try:
            return self.get_response(request)
        finally:
            _at_work.reset(request_before)
            LET_THROUGH.reset(let_through)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, KeptBack):
            return None
        if wants_json(request):
            return JsonResponse({"message": str(exception)}, status=409)
        return exception.found.answer(request)


@contextmanager
def by_itself() -> Iterator[None]:
    """What follows from what was let through already, though a person's request sets it off."""
    before = _at_work.set(None)
    try:
        yield
    finally:
        _at_work.reset(before)


def _person() -> Any:
    request = _at_work.get()
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


def ask_for_page(*, instance: Page, raw: bool = False, update_fields: Any = None, **kwargs: Any) -> None:
    if raw or not instance.live or _at_work.get() is None or (update_fields and not MAKES_LIVE & set(update_fields)):
        return
    if _says_what_is_live(instance) or instance.live_revision_id in (LET_THROUGH.get() or ()):
        return
    if person := _person():
        _keep_back(_unasked(instance) if instance._state.adding else refusal([Publication(instance.specific, person)]))


def ask_for_hour(*, instance: Revision, raw: bool = False, update_fields: Any = None, **kwargs: Any) -> None:
    if raw or instance.approved_go_live_at is None or (update_fields and not MAKES_LIVE & set(update_fields)):
        return
    if instance.pk in (LET_THROUGH.get() or ()) or not (person := _person()):
        return
    page = instance.as_object()
    if isinstance(page, Page):
        _keep_back(refusal([Publication(page, person)]))


def ask_before_moving(*, instance: Page, parent_page_after: Page, **kwargs: Any) -> None:
    if person := _person():
        _keep_back(move_refusal(instance, parent_page_after, person))


def _says_what_is_live(page: Page) -> bool:
    """As it was before; or the page in the place of its translation, of the same course and in the words that are live."""
    if page.alias_of_id:
        return not page._state.adding or page.translation_key == page.alias_of.translation_key
    before = Page.objects.filter(pk=page.pk).values_list("live", "live_revision_id").first()
    return before == (True, page.live_revision_id)


def _unasked(page: Page) -> Refusal:
    words = _("“%(page)s” was not made: a new page begins as a draft, and goes live when you publish it.") % {"page": page.title}
    return Refusal(words, reverse("wagtailadmin_explore_root"))


def _keep_back(found: Refusal | None) -> None:
    if found:
        raise KeptBack(found)


def connect() -> None:
    for model in get_page_models():
        pre_save.connect(ask_for_page, sender=model, dispatch_uid=f"gate.{model._meta.label}")
    pre_save.connect(ask_for_hour, sender=Revision, dispatch_uid="gate.hour")
    pre_page_move.connect(ask_before_moving, dispatch_uid="gate.move")
