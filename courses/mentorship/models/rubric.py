"""Rubrics: criteria, each with levels. One rubric serves many assignments and speaks five languages."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import Course
from lms.network.models import Organisation

from ..rubric_definition import RubricDefinition, from_json, translated


class RubricQuerySet(models.QuerySet["Rubric"]):
    def live(self):
        """What is not retired."""
        return self.filter(retired_at=None)

    def with_version(self):
        """With the current version of each, in one query more."""
        current = RubricVersion.objects.filter(is_current=True)
        return self.prefetch_related(models.Prefetch("versions", queryset=current, to_attr="current_versions"))


class Rubric(models.Model):
    """It belongs to an organisation, to a course, or (neither) to the whole site. `slug` is its name in a course folder: once for each of
    these. What was used in a review is retired, never deleted. `translated_from`: `rubric_staleness`."""

    owner = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="rubrics", verbose_name=_("organisation")
    )
    course = models.ForeignKey(Course, null=True, blank=True, on_delete=models.PROTECT, related_name="rubrics", verbose_name=_("course"))
    slug = models.SlugField(_("short name"), max_length=80)
    translated_from = models.JSONField(default=dict, editable=False)  # language → place → mark of the source text it was translated from
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = RubricQuerySet.as_manager()

    class Meta:
        verbose_name = _("rubric")
        verbose_name_plural = _("rubrics")
        constraints = [
            models.UniqueConstraint(fields=["owner", "slug"], name="rubric_once_per_owner"),
            models.UniqueConstraint(fields=["course", "slug"], name="rubric_once_per_course"),
            models.UniqueConstraint(fields=["slug"], condition=Q(owner=None, course=None), name="rubric_once_without_owner"),
            models.CheckConstraint(condition=Q(owner=None) | Q(course=None), name="rubric_of_one"),
        ]

    current_versions: "list[RubricVersion]"

    def __str__(self) -> str:
        return self.title_in(get_language() or "") or self.slug

    @property
    def version(self) -> "RubricVersion | None":
        """The current one. A query, unless it came `with_version`."""
        if not hasattr(self, "current_versions"):
            self.current_versions = list(self.versions.filter(is_current=True))
        return self.current_versions[0] if self.current_versions else None

    def title_in(self, language: str) -> str:
        return self.version.in_words(language).title if self.version else ""


class RubricVersion(models.Model):
    """What a rubric said, for ever: a review keeps the one it was begun with. `definition` is in `language`; `translations` has by language
    the texts that differ, by their place (`rubric_definition`)."""

    rubric = models.ForeignKey(Rubric, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    definition = models.JSONField()
    translations = models.JSONField(default=dict)
    is_current = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["rubric", "number"], name="rubric_version_number_once"),
            models.UniqueConstraint(fields=["rubric"], condition=Q(is_current=True), name="rubric_one_current"),
        ]

    def __str__(self) -> str:
        return f"{self.rubric_id} v{self.number}"

    def in_words(self, language: str) -> RubricDefinition:
        """In `language`; what is not translated stays in the rubric's own."""
        return translated(from_json(self.definition), self.translations.get(language) or {})
