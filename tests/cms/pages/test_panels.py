"""The editors of pages."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from tests.factories.pages import CoursePageFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("has_address", [True, False])
def test_a_title_fills_in_an_address_only_where_there_is_a_field_for_it(editor, has_address):
    page = CoursePageFactory() if has_address else Page.objects.get(depth=2, locale__language_code="en")

    shown = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text

    assert ('data-w-sync-target-value="#id_slug"' in shown, 'data-w-sync-target-value=""' in shown) == (has_address, False)
