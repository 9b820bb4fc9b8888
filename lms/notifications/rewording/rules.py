"""Who may change the words of letters: administrators of the whole site. The words go to everybody, whatever course or organisation they
belong to, and the preview shows the letter of some person."""

from lms.accounts.models import Role, User
from lms.accounts.rules import has_role


def may_change_words(person: User) -> bool:
    return has_role(person, Role.ADMINISTRATOR)
