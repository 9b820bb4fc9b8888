"""Pages of the site that are not learning: the home page in each language and plain pages of text."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page


class BasePage(Page):
    """What every page of ours is. Abstract: Wagtail's swappable base page is not supported by wagtail-localize."""

    class Meta:
        abstract = True


class HomePage(BasePage):
    parent_page_types = ["wagtailcore.Page"]

    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link"])

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    template = "pages/home.html"

    class Meta:
        verbose_name = _("home page")


class TextPage(BasePage):
    parent_page_types = ["pages.HomePage", "pages.TextPage"]
    subpage_types = ["pages.TextPage"]

    body = RichTextField(_("text"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    template = "pages/text.html"

    class Meta:
        verbose_name = _("page of text")
