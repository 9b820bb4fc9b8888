from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .rewording.rules import may_change_words
from .rewording.urls import urlpatterns
from .viewsets import LetterViewSet


@hooks.register("register_admin_viewset")
def letters() -> LetterViewSet:
    return LetterViewSet()


@hooks.register("register_admin_urls")
def wording_urls() -> list:
    return urlpatterns


class WordsMenuItem(MenuItem):
    def is_shown(self, request):
        return may_change_words(request.user)


@hooks.register("register_settings_menu_item")
def words_menu_item():
    return WordsMenuItem(_("Words of letters"), reverse("kinds_of_letters"), name="letter-words", icon_name="mail", order=621)
