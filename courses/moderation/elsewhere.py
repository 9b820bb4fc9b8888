from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.pages.going_live import Refusal
from courses.catalogue.models import CoursePage
from lms.accounts.models import User


def does_it_stay_in_its_course(page: Page, parent: Page, by: User) -> Refusal | None:
    """What is live would be shown in another course at once, unread there, and the learners' work with it."""
    here = CoursePage.objects.ancestor_of(page).first()
    there = CoursePage.objects.ancestor_of(parent, inclusive=True).first()
    if here == there or here is None or not page.get_descendants(inclusive=True).live().exists():
        return None
    words = _("“%(page)s” was not moved: it is live, and another course would show it unread. Copy it instead: the copy is a draft.")
    said = words % {"page": page.specific.get_admin_display_title()}
    return Refusal(said, reverse("wagtailadmin_explore", args=[page.get_parent().pk]))
