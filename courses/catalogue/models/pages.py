"""What editors write: the catalogue and its courses, modules and lessons, one page in each language."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import Page

from cms.blocks.references import TextByAddress
from cms.pages.forms import PageForm
from cms.pages.models import BasePage
from courses.catalogue import presenter
from courses.catalogue.body import BodyField

from . import panels
from .rows import Course, Lesson, Level, Module, Topic
from .versions import CourseVersion, LessonVersion, ModuleVersion


class CatalogueIndexPage(BasePage):
    """The list of courses, with search. One in each language; each lists every course."""

    parent_page_types = ["pages.HomePage"]
    subpage_types = ["catalogue.CoursePage"]
    admin_default_ordering = "ord"
    max_count_per_parent = 1

    introduction = RichTextField(
        _("introduction"), blank=True, features=["bold", "italic", "link"], help_text=_("Above the search. One or two sentences.")
    )

    edit_handler = panels.CATALOGUE

    class Meta:
        verbose_name = _("catalogue")

    def serve(self, request, *args, **kwargs):
        return presenter.present("catalogue", request, self)

    def serve_preview(self, request, mode_name):
        return presenter.present("catalogue", request, self, preview=True)


class LearningPage(BasePage):
    """A page that publishes a row. What is shown of it is the presenter's; without a live row there is nothing to learn here."""

    admin_default_ordering = "ord"  # the order of the pages is the order of the course
    page_type = ""
    row_type: type[Any]
    version_type: type[Any]
    row_related: tuple[str, ...] = ()
    outline: Any = None  # of the course in the reader's language, and
    rendered: Any = None  # the body, and
    changes: Any = None  # what has changed, and
    foreign: dict[str, str] = {}  # the language of each field that is not translated yet: `addresses.page_at` keeps them with the page

    class Meta:
        abstract = True

    @cached_property
    def row(self) -> Any:
        """The plain row, the same for every language; None as long as nothing was published. An alias shows the row of its original."""
        key = Page.objects.get(pk=self.alias_of_id).translation_key if self.alias_of_id else self.translation_key
        return self.row_type.objects.select_related(*self.row_related).filter(translation_key=key).first()

    @cached_property
    def version(self) -> Any:
        """The current wording of the row in this page's language."""
        return self.version_type.objects.current().filter(of=self.row, language=self.locale.language_code).first() if self.row else None

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.row is None or self.row.retired_at or self.version is None:
            raise Http404
        request.is_preview = False  # type: ignore[attr-defined]
        return presenter.present(self.page_type, request, self)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        return presenter.present(self.page_type, request, self, preview=True)


class CoursePageForm(PageForm):
    topics = forms.MultipleChoiceField(
        label=_("Topics"),
        choices=Topic.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The catalogue can be narrowed to a topic. Choose the two or three that fit best."),
    )


class CoursePage(LearningPage):
    parent_page_types = ["catalogue.CatalogueIndexPage"]
    subpage_types = ["catalogue.ModulePage"]
    page_type, row_type, version_type = "course", Course, CourseVersion
    base_form_class = CoursePageForm

    summary = models.TextField(
        _("summary"),
        blank=True,
        help_text=_("One or two sentences for the catalogue, search and letters. Without it the course is hard to find."),
    )
    introduction = TextByAddress(
        _("introduction"), blank=True, help_text=_("Markdown. Shown on the page of the course, above the outline.")
    )
    level = models.CharField(
        _("level"), max_length=16, choices=Level.choices, default=Level.BEGINNER, help_text=_("What the learner should bring along.")
    )
    topics = models.JSONField(_("topics"), default=list, blank=True)
    hours = models.PositiveSmallIntegerField(
        _("hours of study"), default=0, help_text=_("Printed on the certificate. Certificates already issued keep theirs.")
    )
    needs_second_reading = models.BooleanField(
        _("second reading needed"),
        default=False,
        help_text=_(
            "Nothing of this course goes live before somebody else has read it, from the next publication of this page on. "
            "Only administrators can publish past it."
        ),
    )

    edit_handler = panels.COURSE

    class Meta:
        verbose_name = _("course")

    def clean(self):
        super().clean()
        if not isinstance(self.topics, list) or set(map(str, self.topics)) - set(Topic.values):
            raise ValidationError({"topics": _("Choose topics from the list.")})
        if Course.objects.live().filter(slug=self.slug).exclude(translation_key=self.translation_key).exists():
            raise ValidationError({"slug": _("Another course already has this address. Choose a different one.")})


class ModulePage(LearningPage):
    parent_page_types = ["catalogue.CoursePage"]
    subpage_types = ["catalogue.LessonPage"]
    page_type, row_type, version_type = "module", Module, ModuleVersion
    row_related = ("course",)

    introduction = TextByAddress(
        _("introduction"), blank=True, help_text=_("Markdown. Shown on the page of the module, above its lessons.")
    )

    edit_handler = panels.MODULE

    class Meta:
        verbose_name = _("module")


class LessonPage(LearningPage):
    parent_page_types = ["catalogue.ModulePage"]
    subpage_types: list[str] = []
    page_type, row_type, version_type = "lesson", Lesson, LessonVersion
    row_related = ("course", "module")

    summary = models.TextField(_("summary"), blank=True, help_text=_("One or two sentences: what the learner can do afterwards."))
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=60, help_text=_("How long it takes, with the exercises. Learners plan their evening by it.")
    )
    body = BodyField(
        verbose_name=_("lesson"),
        blank=True,
        help_text=_("Removing an exercise retires it: what learners wrote in it stays readable, and nobody has to fill it in any more."),
    )

    edit_handler = panels.LESSON

    class Meta:
        verbose_name = _("lesson")
