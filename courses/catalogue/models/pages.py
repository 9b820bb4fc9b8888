"""What editors write: the catalogue and its courses, modules and lessons, one page in each language."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from cms.pages.models import BasePage
from courses.catalogue.body import BodyField

from .rows import Level


class CatalogueIndexPage(BasePage):
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["catalogue.CoursePage"]
    max_count_per_parent = 1

    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link"])

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("catalogue")


class CoursePage(BasePage):
    parent_page_types = ["catalogue.CatalogueIndexPage"]
    subpage_types = ["catalogue.ModulePage"]

    summary = models.TextField(_("summary"), blank=True)
    introduction = models.TextField(_("introduction"), blank=True, help_text=_("Markdown. Shown on the page of the course."))
    level = models.CharField(_("level"), max_length=16, choices=Level.choices, default=Level.BEGINNER)
    topics = models.JSONField(_("topics"), default=list, blank=True)
    hours = models.PositiveSmallIntegerField(_("hours of study"), default=0, help_text=_("Printed on the certificate."))

    content_panels = [*BasePage.content_panels, FieldPanel("summary"), FieldPanel("introduction"), FieldPanel("level"), FieldPanel("hours")]

    class Meta:
        verbose_name = _("course")


class ModulePage(BasePage):
    parent_page_types = ["catalogue.CoursePage"]
    subpage_types = ["catalogue.LessonPage"]

    introduction = models.TextField(_("introduction"), blank=True, help_text=_("Markdown."))

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("module")


class LessonPage(BasePage):
    parent_page_types = ["catalogue.ModulePage"]
    subpage_types: list[str] = []

    summary = models.TextField(_("summary"), blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=60, help_text=_("How long it takes, with the exercises."))
    body = BodyField(verbose_name=_("lesson"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("summary"), FieldPanel("minutes"), FieldPanel("body")]

    class Meta:
        verbose_name = _("lesson")
