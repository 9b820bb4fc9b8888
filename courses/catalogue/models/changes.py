"""How a published lesson came to say something else: what an editor means to change, and what was changed. Added, never rewritten."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.catalogue.differences.classes import ChangeClass
from courses.catalogue.differences.content import Kind

from .pages import LessonPage
from .rows import Lesson
from .versions import LessonVersion

PERSON = settings.AUTH_USER_MODEL


class ChangePlanQuerySet(models.QuerySet["ChangePlan"]):
    def of_page(self, page: LessonPage, version: LessonVersion | None):
        """Those about what this page would change in what is published now, the latest first."""
        return self.filter(page_id=page.pk, from_version=version).order_by("-pk")


class ChangePlan(models.Model):
    """What an editor has said of a draft before it is published. The latest one holds; a draft against another version has none.

    `choices` are classes by the digest of the difference: a difference that was edited since has its proposal again. `confirmed` is the
    digest of the structural differences that somebody has said yes to, `touched` whom they were told it touches."""

    page = models.ForeignKey(LessonPage, on_delete=models.CASCADE, related_name="change_plans")
    from_version = models.ForeignKey(LessonVersion, on_delete=models.CASCADE, related_name="+")
    choices = models.JSONField(default=dict)
    note = models.CharField(max_length=500, blank=True)
    confirmed = models.CharField(max_length=64, blank=True)
    touched = models.JSONField(default=list)
    by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = ChangePlanQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.page_id} {self.at:%Y-%m-%d %H:%M}"


class LessonChangeQuerySet(models.QuerySet["LessonChange"]):
    def heavy(self):
        """After which a lesson says something else."""
        return self.filter(change_class__in=[one for one in ChangeClass if one.is_heavy])


class LessonChange(models.Model):
    """One publication of a lesson that said something else than before, in one language."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="changes")
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    from_version = models.ForeignKey(LessonVersion, on_delete=models.CASCADE, related_name="changes_from")
    to_version = models.ForeignKey(LessonVersion, on_delete=models.CASCADE, related_name="changes_to")
    change_class = models.CharField(max_length=16, choices=ChangeClass.choices)
    note = models.CharField(max_length=500, blank=True)
    plan = models.ForeignKey(ChangePlan, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = LessonChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a lesson")
        verbose_name_plural = _("changes of lessons")
        ordering = ["pk"]
        indexes = [models.Index(fields=["lesson", "language"], name="lesson_change_by_language")]

    def __str__(self) -> str:
        return f"{self.lesson_id} {self.language}: {self.change_class}"


class BlockChange(models.Model):
    """What differs in one block. `parts`: path, was, now, leaf and proposed class of each field (`differences.content.Part`).
    `proposed` is what was found, `change_class` what holds; `chosen_by` is who said otherwise."""

    change = models.ForeignKey(LessonChange, on_delete=models.CASCADE, related_name="blocks")
    position = models.PositiveIntegerField(default=0)
    block_id = models.CharField(max_length=64, blank=True)
    block_type = models.CharField(max_length=64)
    was_type = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    is_activity = models.BooleanField(default=False)
    is_moved = models.BooleanField(default=False)
    title = models.CharField(max_length=255, blank=True)
    parts = models.JSONField(default=list)
    proposed = models.CharField(max_length=16, choices=ChangeClass.choices)
    change_class = models.CharField(max_length=16, choices=ChangeClass.choices)
    chosen_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    chosen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("change of a block")
        verbose_name_plural = _("changes of blocks")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.block_id or self.block_type}: {self.kind}"
