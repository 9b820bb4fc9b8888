"""Pages of the site that are not learning: the home page in each language and plain pages of text."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

from cms.blocks.fields import LeanStreamField
from cms.blocks.lesson import LESSON_BLOCKS

from . import home_content

PAGE_BLOCKS = ["markdown", "rich_text", "section", "picture", "callout", "quotation", "table", "download", "audio", "video"]


class BasePage(Page):
    """What every page of ours is. Abstract: Wagtail's swappable base page is not supported by wagtail-localize."""

    show_in_menus_default = False

    class Meta:
        abstract = True

    def get_view_restrictions(self):
        """None without asking again, when whoever fetched the page has already asked (`catalogue.addresses`)."""
        if getattr(self, "is_restricted", True) is False:
            return []
        return super().get_view_restrictions()


class PageBody(blocks.StreamBlock):
    """The lesson blocks that make sense on a page nobody studies."""

    def __init__(self, local_blocks=None, **kwargs):
        shared = [(name, LESSON_BLOCKS[name]()) for name in PAGE_BLOCKS]
        super().__init__([*shared, *(local_blocks or [])], **kwargs)


class HomePage(BasePage):
    """One in each language, made by migration: the top of the site there."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["pages.TextPage", "catalogue.CatalogueIndexPage", "guides.GuidesPage"]

    hero_title = models.CharField(
        _("headline"), max_length=120, blank=True, help_text=_("The first words on the site: what somebody gets here. Empty: the title.")
    )
    hero_text = models.TextField(_("under the headline"), blank=True, help_text=_("Two or three sentences in Markdown."))
    about = models.TextField(_("what it is"), blank=True, help_text=_("Markdown. Shown beside the courses."))
    next_steps = models.TextField(
        _("next steps"), blank=True, help_text=_("Markdown, best as a numbered list: what a newcomer does first, second and third.")
    )

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("hero_title"), FieldPanel("hero_text")], heading=_("At the top")),
        FieldPanel("about"),
        FieldPanel("next_steps"),
    ]
    template = "pages/home.html"

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | home_content.for_request(request)


class TextPage(BasePage):
    parent_page_types = ["pages.HomePage", "pages.TextPage"]
    subpage_types = ["pages.TextPage"]

    summary = models.TextField(_("summary"), blank=True, help_text=_("Under the title, and in search results."))
    body = LeanStreamField(PageBody(), verbose_name=_("text"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("summary"), FieldPanel("body")]
    template = "pages/text.html"

    class Meta:
        verbose_name = _("page of text")
