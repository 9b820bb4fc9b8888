"""What stands under "Help" in the back office."""

import pytest
from wagtail.admin.menu import help_menu

from tests.factories import UserFactory


@pytest.mark.django_db
def test_help_is_that_of_this_site_and_no_news_of_wagtails(rf):
    request = rf.get("/admin/")
    request.user = UserFactory(is_superuser=True)

    names = [item.name for item in help_menu.menu_items_for_request(request)]

    assert names == ["guide-editor", "guide-coordinator", "guide-mentor", "keyboard-shortcuts-trigger"]
