"""What editors decided about findings, the words they have agreed to do without, and the checks as a step of Wagtail's moderation."""

import re
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from wagtail.models import Page, Task, TaskState, WorkflowState

from lms.core.language import language_at_the_desk


class AvoidedWordQuerySet(models.QuerySet["AvoidedWord"]):
    def in_language(self, language: str) -> list["AvoidedWord"]:
        return list(self.filter(language=language))


class AvoidedWord(models.Model):
    """A word or phrase; with `*` at the end of a word also its other endings."""

    language = models.CharField(gettext_lazy("language"), max_length=10, choices=settings.LANGUAGES)
    word = models.CharField(
        gettext_lazy("word"),
        max_length=80,
        help_text=gettext_lazy("A word or a few. A star at the end of a word stands for any ending: “utilis*” finds “utilising”."),
    )
    instead = models.CharField(gettext_lazy("better"), max_length=120, help_text=gettext_lazy("What editors should write in its place."))
    why = models.CharField(gettext_lazy("why"), max_length=200, blank=True)

    objects = AvoidedWordQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("word to avoid")
        verbose_name_plural = gettext_lazy("words to avoid")
        ordering = ["language", "word"]
        constraints = [models.UniqueConstraint(fields=["language", "word"], name="avoided_word_once")]

    def __str__(self) -> str:
        return self.word

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        parts = [re.escape(part[:-1]) + r"\w*" if part.endswith("*") else re.escape(part) for part in self.word.split()]
        return re.compile(r"(?<!\w)" + r"\s+".join(parts) + r"(?!\w)", re.IGNORECASE)

    def found_in(self, passage: str) -> list[str]:
        """As it stands there, each form once."""
        return list(dict.fromkeys(self._pattern.findall(passage)))


class OverrideQuerySet(models.QuerySet["Override"]):
    def in_force(self):
        return self.filter(withdrawn_at=None)

    def of_page(self, page: Page):
        return self.filter(page_key=page.translation_key, language=page.locale.language_code)


class Override(models.Model):
    """Somebody wants it as it is, and said why. It holds for the text it was given for (`mark`); kept when it is withdrawn."""

    page_key = models.UUIDField()
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    check_name = models.CharField(max_length=40)
    mark = models.CharField(max_length=32)
    words = models.TextField()  # the finding, as it was read then
    quote = models.TextField(blank=True)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = OverrideQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["page_key", "language", "mark"], condition=Q(withdrawn_at=None), name="override_once_in_force"),
        ]

    def __str__(self) -> str:
        return f"{self.check_name}: {self.reason}"


class ChecksTask(Task):
    """Answers by itself: on to the next step where nothing stops, back to the author where something does."""

    class Meta:
        verbose_name = gettext_lazy("checks before publishing")
        verbose_name_plural = gettext_lazy("checks before publishing")

    @classmethod
    def get_description(cls) -> str:
        return _("The site looks through the draft by itself. Where something must be mended first, it goes back at once.")

    def start(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        from .linting import open_stops  # checks ask these rows, and this row asks the checks

        state = super().start(workflow_state, user=user)
        page = workflow_state.content_object.get_latest_revision_as_object()
        with override(language_at_the_desk(workflow_state.requested_by or user)):
            stops = open_stops(page)
            state.comment = "\n".join(dict.fromkeys(str(finding.words) for finding in stops))
        state.status = TaskState.STATUS_REJECTED if stops else TaskState.STATUS_APPROVED
        state.finished_at, state.finished_by = now(), user
        state.save(update_fields=["status", "comment", "finished_at", "finished_by"])
        return state
