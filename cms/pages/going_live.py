"""Whether a page may go live. Wagtail's rights say who publishes; higher apps say what else has to be done first. Every publication by a
person asks here: the button of the editor, the hour it sets, several pages at once, a translation beside its source, the last answer of a
workflow; what does not ask is asked by `gatekeeper` (docs/decisions/0024-one-gate.md)."""

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from wagtail.models import Page

from lms.accounts.models import User

# Who may ---------------------------------------------------------------------------------------------------------------------

Rule = Callable[[User, Page], bool]
_kept_back: list[Rule] = []


def keep_back_when(rule: Rule) -> None:
    if rule not in _kept_back:
        _kept_back.append(rule)


def may_let_live(person: User, page: Page) -> bool:
    return page.permissions_for_user(person).can_publish() and not any(rule(person, page) for rule in _kept_back)


# What is asked ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Publication:
    """`page` is its newest draft, as an object of its own class: what would be live."""

    page: Page
    by: User
    is_one_of_several: bool = False


@dataclass(frozen=True)
class Refusal:
    """Why it does not go live now, and the address where that is mended."""

    words: str | Promise
    address: str
    level: int = messages.ERROR

    def answer(self, request: HttpRequest) -> HttpResponse:
        messages.add_message(request, self.level, str(self.words))
        return redirect(self.address)


Question = Callable[[Publication], Refusal | None]
Elsewhere = Callable[[Page, Page, User], Refusal | None]
LET_THROUGH: ContextVar[set[int] | None] = ContextVar("let_through", default=None)  # revisions, in the request that is going on
READ, CHECKED, LOOKED_AT = 10, 20, 30  # the order: what would have to be done again after a correction comes last
_questions: dict[Question, int] = {}
_elsewhere: list[Elsewhere] = []


def ask_before(question: Question, *, order: int) -> None:
    _questions[question] = order


def refusal(publications: Iterable[Publication]) -> Refusal | None:
    """The first there is. Each question is put to all pages before the next one: nothing of several goes live before all may."""
    wanted = list(publications)
    for question in sorted(_questions, key=lambda one: _questions[one]):
        for publication in wanted:
            if found := question(publication):
                return found
    let_through = LET_THROUGH.get()
    if let_through is not None:
        let_through |= {publication.page.latest_revision_id for publication in wanted} - {None}
    return None


def ask_before_moving(question: Elsewhere) -> None:
    """Put to a page, the page it would lie under, and who moves it."""
    if question not in _elsewhere:
        _elsewhere.append(question)


def move_refusal(page: Page, parent: Page, person: User) -> Refusal | None:
    return next((found for question in _elsewhere if (found := question(page, parent, person))), None)


def wanted_at_once(pages: Iterable[Any], *, by: User, with_those_below: bool) -> list[Publication]:
    """What Wagtail would publish, when it is asked for several."""
    chosen = [page for page in pages if isinstance(page, Page)]
    below = [under for page in chosen if with_those_below for under in page.get_descendants().not_live().specific()]
    every = {page.pk: page for page in [*chosen, *(page for page in below if page.permissions_for_user(by).can_publish())]}
    return [Publication(page.get_latest_revision_as_object(), by, is_one_of_several=True) for page in every.values()]
