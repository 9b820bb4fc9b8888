"""For whom there is a guide. In the order of the page that offers them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Role, User
from lms.accounts.rules import has_role_anywhere


class Reader(models.TextChoices):
    LEARNER = "learner", _("Learner")
    MENTOR = "mentor", _("Mentor")
    EDITOR = "editor", _("Editor")
    COORDINATOR = "coordinator", _("Coordinator")


_ROLES = {
    Reader.COORDINATOR: [Role.COORDINATOR, Role.ADMINISTRATOR],
    Reader.EDITOR: [Role.EDITOR],
    Reader.MENTOR: [Role.MENTOR, Role.SUPERVISOR],
}


def own_first(person: User) -> list[Reader]:
    """All of them, those of the person's roles first."""
    own = [reader for reader, roles in _ROLES.items() if any(has_role_anywhere(person, role) for role in roles)]
    return [*own, *(reader for reader in Reader if reader not in own)]
