"""Who may translate what: the pages of the sections that are a person's, and Wagtail's own rights on them."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from wagtail.models import Locale, Page
from wagtail.permissions import policy_registry
from wagtail.query import PageQuerySet
from wagtail_localize.models import Translation

from cms.pages.going_live import may_let_live
from lms.accounts.models import Role, User
from lms.accounts.rules import has_role

from .sections import sections_of

EDITORS = (Role.EDITOR, Role.ADMINISTRATOR)


def translates_somewhere(person: User) -> bool:
    return bool(sections_of(person))


def edits_the_site(person: User) -> bool:
    return any(has_role(person, role) for role in EDITORS)


def pages_editable_by(person: User) -> PageQuerySet:
    """As Wagtail has it."""
    return policy_registry.get_by_type(Page).instances_user_has_any_permission_for(person, {"change", "publish"})


def source_page_of(person: User, pk: int, locale: Locale) -> Page:
    """What is not the person's is not there. Whoever reads or publishes translated pages finds them beside their source too, without
    translating anything."""
    for section in sections_of(person):
        page = section.pages(person).filter(pk=pk).first() if section.pages else None
        if page:
            return page.specific
    source = get_object_or_404(Page, pk=pk)
    translations = Translation.objects.filter(source__object=source.translation_key, source__locale=source.locale_id, target_locale=locale)
    there = pages_editable_by(person).filter(translation_key=source.translation_key, locale=locale)
    if translations.filter(enabled=True).exists() and there.exists():
        return source.specific
    raise Http404


def may_hand_in(person: User, page: Page) -> bool:
    return page.has_workflow and page.permissions_for_user(person).can_edit()


def may_publish(person: User, page: Page) -> bool:
    return may_let_live(person, page)


def may_change_terms(person: User) -> bool:
    """The words of the trade are the whole site's."""
    return edits_the_site(person)
