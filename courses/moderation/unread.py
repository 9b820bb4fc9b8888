from django.urls import reverse
from django.utils.translation import gettext as _

from cms.pages.going_live import Publication, Refusal

from .rules import must_be_read_first


def is_it_read(wanted: Publication) -> Refusal | None:
    """What would go live unread, in a course that asks for a second reading."""
    if not must_be_read_first(wanted.by, wanted.page):
        return None
    address = reverse("wagtailadmin_home") if wanted.is_one_of_several else reverse("wagtailadmin_pages:edit", args=[wanted.page.pk])
    return Refusal(_("Nothing was published: in this course somebody else reads a draft before it goes live. Hand it in first."), address)
