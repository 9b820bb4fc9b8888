"""Guides as pages, in every language: one that offers them, one for each reader. They come from docs/guides; editors may change them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

from cms.blocks.fields import LeanStreamField
from cms.pages import panels
from cms.pages.models import BasePage

from .blocks import GuideBody
from .readers import Reader, own_first


class GuidesPage(BasePage):
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["guides.GuidePage"]
    max_count_per_parent = 1

    summary = models.TextField(_("summary"), blank=True, help_text=_("Under the title, and in search results."))

    edit_handler = panels.editor(
        _("Guides"),
        [
            panels.title(_("Stands above the list of guides, and in the search."), has_address=False),
            MultiFieldPanel([FieldPanel("summary")], heading=_("What it says")),
        ],
        has_address=False,
    )
    template = "guides/guides.html"

    class Meta:
        verbose_name = _("page of guides")

    def get_context(self, request, *args, **kwargs):
        guides = {guide.reader: guide for guide in GuidePage.objects.child_of(self).live()}
        in_order = [guides[reader] for reader in own_first(request.user) if reader in guides]
        return super().get_context(request, *args, **kwargs) | {"guides": in_order}


class GuidePage(BasePage):
    parent_page_types = ["guides.GuidesPage"]
    subpage_types: list[str] = []

    reader = models.CharField(_("for whom"), max_length=16, choices=Reader.choices)
    summary = models.TextField(_("summary"), blank=True, help_text=_("Under the title, and in search results."))
    body = LeanStreamField(GuideBody(), verbose_name=_("text"), blank=True)

    edit_handler = panels.editor(
        _("Guide"),
        [
            panels.title(_("Stands above the guide and in the list of guides."), has_address=False),
            MultiFieldPanel([FieldPanel("reader"), FieldPanel("summary")], heading=_("For whom it is")),
            MultiFieldPanel([FieldPanel("body", heading=_("Blocks"))], heading=_("What it says")),
        ],
        has_address=False,
    )
    template = "guides/guide.html"

    class Meta:
        verbose_name = _("guide")

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | {"parts": self.parts, "guides": self.get_parent()}

    @property
    def parts(self) -> list[dict[str, str]]:
        """The outline: where each part stands, and its heading."""
        return [
            {"anchor": block.value["anchor"] or f"b-{block.id}", "heading": block.value["heading"]}
            for block in self.body
            if block.block_type == "part"
        ]


class BroughtPage(models.Model):
    """What was brought from docs/guides: the text it had, and what the page said then. `page` is empty once somebody has deleted it.

    Digests: of the file, and of the page as it was written."""

    language = models.CharField(max_length=12)
    name = models.CharField(max_length=16)
    page = models.OneToOneField(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    source = models.CharField(max_length=64)
    written = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "name"], name="guide_brought_once")]

    def __str__(self) -> str:
        return f"{self.language}/{self.name}"
