"""Prepared examples. The states and who moves them: docs/trials.md."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.catalogue.models import Activity, ActivityVersion, Course
from courses.mentorship.models import Assignment, RubricVersion

from ..definition import Reference, reference_from_json


class ExampleQuerySet(models.QuerySet["Example"]):
    def published(self):
        """What a trial can be begun with. Of an assignment that the course no longer has there is nothing to learn."""
        return self.filter(state=Example.State.PUBLISHED, assignment__retired_at=None, assignment__lesson__retired_at=None)

    def with_version(self):
        """With the current version of each, in one query more."""
        current = ExampleVersion.objects.filter(is_current=True)
        return self.prefetch_related(models.Prefetch("versions", queryset=current, to_attr="current_versions"))


class Example(models.Model):
    """A made-up round on an assignment, with a reference review. `slug` is its name in a course folder, the same in every language.
    `published_at` is when that was done first: who was a mentor before is not held back."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("prepared example", "Draft")
        PUBLISHED = "published", pgettext_lazy("prepared example", "Published")
        RETIRED = "retired", pgettext_lazy("prepared example", "Retired")

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="examples", verbose_name=_("course"))
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="examples")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    slug = models.SlugField(_("short name"), max_length=80)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = ExampleQuerySet.as_manager()

    class Meta:
        verbose_name = _("prepared example")
        verbose_name_plural = _("prepared examples")
        constraints = [
            models.UniqueConstraint(fields=["course", "language", "slug"], name="example_once"),
            models.CheckConstraint(condition=~Q(state="published") | Q(published_at__isnull=False), name="example_published_at"),
        ]

    current_versions: "list[ExampleVersion]"

    def __str__(self) -> str:
        return self.version.title if self.version else self.slug

    @property
    def version(self) -> "ExampleVersion | None":
        """The current one. A query, unless it came `with_version`."""
        if not hasattr(self, "current_versions"):
            self.current_versions = list(self.versions.filter(is_current=True))
        return self.current_versions[0] if self.current_versions else None


class ExampleVersion(models.Model):
    """What an example said, for ever: a trial review keeps the one it was begun with. `version` and `rubric`: the assignment's wording and
    the rubric that it was written for, `review` the reference (`definition.py`)."""

    example = models.ForeignKey(Example, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    version = models.ForeignKey(ActivityVersion, on_delete=models.PROTECT, related_name="+")
    rubric = models.ForeignKey(RubricVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    review = models.JSONField(default=dict)
    is_current = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["example", "number"], name="example_version_number_once"),
            models.UniqueConstraint(fields=["example"], condition=Q(is_current=True), name="example_one_current"),
        ]

    def __str__(self) -> str:
        return f"{self.example_id} v{self.number}"

    @property
    def reference(self) -> Reference:
        return reference_from_json(self.review)


class ExampleAnswer(models.Model):
    """What a made-up learner wrote in one exercise; `version` is the wording that they answered."""

    is_private = False  # as a learner's answer may be

    example_version = models.ForeignKey(ExampleVersion, on_delete=models.CASCADE, related_name="answers")
    position = models.PositiveIntegerField()
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(ActivityVersion, on_delete=models.PROTECT, related_name="+")
    value = models.JSONField(default=dict)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["example_version", "activity"], name="example_answer_once")]

    def __str__(self) -> str:
        return f"{self.example_version_id} / {self.activity_id}"
