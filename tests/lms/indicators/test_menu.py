"""The entry of the back office's menu that leads to the figures."""

import json

import pytest
from django.utils.translation import override
from wagtail.admin.menu import admin_menu
from wagtail.admin.telepath import JSContext

from tests.factories import UserFactory


@pytest.mark.django_db
def test_it_leads_to_the_page_in_the_language_of_whoever_looks(rf):
    request = rf.get("/admin/")
    request.user = UserFactory(is_superuser=True)

    for language in ("uk", "en"):
        with override(language):
            figures = next(item for item in admin_menu.menu_items_for_request(request) if item.name == "figures")
            packed = json.dumps(JSContext().pack(figures.render_component(request)), default=str)
        assert f'"/{language}/figures/"' in packed
