"""What the desk's navigation leads to. Apps above this one register theirs in `AppConfig.ready`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.accounts.models import Role, User
from lms.accounts.rules import has_role_anywhere

from .rules import REVIEWERS


def everybody(person: User) -> str:
    return ""


@dataclass(frozen=True, kw_only=True)
class DeskPlace:
    """`name` is of the address; whoever holds one of the `roles` somewhere finds it. `shown_to`, where roles do not say it all: None where
    it is not offered to the person, else what stands behind the title: how much is unread, or nothing. `order`: the desk's own are tens.
    What `is_daily` is always in sight, and so is what has something unread; the others are folded under "More"."""

    name: str
    title: Any
    roles: tuple[Role, ...] = ()
    shown_to: Callable[[User], str | None] | None = None
    order: int = 100
    is_daily: bool = False

    def behind(self, person: User) -> str | None:
        if self.shown_to:
            return self.shown_to(person)
        return "" if any(has_role_anywhere(person, role) for role in self.roles) else None


_registered: list[DeskPlace] = [
    DeskPlace(name="desk", title=_("Queue"), shown_to=everybody, order=10, is_daily=True),
    DeskPlace(name="desk_answered", title=pgettext_lazy("the mentor's desk", "Answered"), shown_to=everybody, order=20),
    DeskPlace(name="mentor_replies", title=_("Saved replies"), shown_to=everybody, order=40),
    DeskPlace(name="mentor_consultations", title=_("Consultations"), shown_to=everybody, order=50, is_daily=True),
    DeskPlace(name="mentor_practice", title=_("Practice logs"), roles=REVIEWERS, order=60, is_daily=True),
    DeskPlace(name="find_receipt", title=_("Receipts"), shown_to=everybody, order=70),
    DeskPlace(name="mentor_figures", title=_("Figures"), roles=REVIEWERS, order=80),
    DeskPlace(name="mentor_availability", title=_("Your time"), roles=REVIEWERS, order=90),
]


def register(place: DeskPlace) -> None:
    _registered.append(place)
    _registered.sort(key=lambda one: one.order)


def registered() -> tuple[DeskPlace, ...]:
    return tuple(_registered)
