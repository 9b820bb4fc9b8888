"""Reviews that are kept from somebody for now, because they are to read the round a second time without knowing what was said of it. Who
arranges that stands above and registers it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet

from lms.accounts.models import User

from .models import Review


@dataclass(frozen=True)
class Keeping:
    """`reviews`: the ids of those that are kept from the person. `page`: where the person goes instead of a page about a submission, and
    "" where nothing of it is kept from them; no query for who supervises nowhere."""

    reviews: Callable[[User], QuerySet]
    page: Callable[[User, int], str]


_registered: list[Keeping] = []


def register(keeping: Keeping) -> None:
    _registered.append(keeping)


def kept_from(person: User) -> QuerySet[Review]:
    """To be left out of what the person is shown."""
    found = Review.objects.none()
    for keeping in _registered:
        found = found | Review.objects.filter(pk__in=keeping.reviews(person))
    return found


def page_instead(person: User, submission_id: int) -> str:
    return next((page for keeping in _registered if (page := keeping.page(person, submission_id))), "")
