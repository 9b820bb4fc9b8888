"""Whether somebody may let a page go live at once. Wagtail's rights say who publishes; a higher app may say that
somebody else reads the page first."""

from collections.abc import Callable

from wagtail.models import Page

from lms.accounts.models import User

Rule = Callable[[User, Page], bool]
_kept_back: list[Rule] = []


def keep_back_when(rule: Rule) -> None:
    if rule not in _kept_back:
        _kept_back.append(rule)


def may_let_live(person: User, page: Page) -> bool:
    return page.permissions_for_user(person).can_publish() and not any(rule(person, page) for rule in _kept_back)
