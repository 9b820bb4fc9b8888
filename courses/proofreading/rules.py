from lms.accounts.models import Role, User
from lms.accounts.rules import has_role


def may_agree_on_words(person: User) -> bool:
    """They hold for every course: only who edits on the whole site changes them."""
    return has_role(person, Role.EDITOR) or has_role(person, Role.ADMINISTRATOR)
