from wagtail.models import Page
from wagtail.permissions import policy_registry

from courses.quizzes.editors import edits_somewhere
from lms.accounts.models import User


def searches_drafts(person: User) -> bool:
    """Who edits something. What is found asks for the scope."""
    pages = policy_registry.get_by_type(Page)
    return edits_somewhere(person) or pages.user_has_any_permission(person, {"change", "publish"})
