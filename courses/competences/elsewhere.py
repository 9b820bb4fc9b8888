"""What a higher app knows about who reads whom: whose learning somebody must not look into."""

from collections.abc import Callable

from django.db.models import QuerySet

from lms.accounts.models import User

Barred = Callable[[User], QuerySet]  # ids of learners

_barred: list[Barred] = []


def register(*, barred: Barred) -> None:
    _barred.append(barred)


def learners_barred_from(person: User) -> list[QuerySet]:
    return [each(person) for each in _barred]
