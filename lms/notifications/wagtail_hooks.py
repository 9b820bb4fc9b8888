from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .outgoing.urls import urlpatterns as outgoing_urlpatterns
from .rewording.rules import may_change_words
from .rewording.urls import urlpatterns as wording_urlpatterns
from .rules import may_look_at_letters
from .viewsets import LetterViewSet


@hooks.register("register_admin_viewset")
def letters() -> LetterViewSet:
    return LetterViewSet()


@hooks.register("register_admin_urls")
def letter_urls() -> list:
    return [*wording_urlpatterns, *outgoing_urlpatterns]


class WordsMenuItem(MenuItem):
    def is_shown(self, request):
        return may_change_words(request.user)


class OutgoingMenuItem(MenuItem):
    def is_shown(self, request):
        return may_look_at_letters(request.user)


@hooks.register("register_settings_menu_item")
def words_menu_item():
    return WordsMenuItem(_("Words of letters"), reverse("kinds_of_letters"), name="letter-words", icon_name="mail", order=621)


@hooks.register("register_settings_menu_item")
def outgoing_menu_item():
    return OutgoingMenuItem(_("Outgoing letters"), reverse("outgoing_letters"), name="outgoing-letters", icon_name="mail", order=622)
