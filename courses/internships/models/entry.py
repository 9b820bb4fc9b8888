"""What a learner writes of a day's work. The states and who moves them: docs/internships.md."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.core.attached import AttachedFile, place_of, private_storage
from lms.core.log.models import Log, Revision

from .placement import Participation

MOST_MINUTES = 16 * 60  # of one learner on one date


class PracticeEntryQuerySet(models.QuerySet["PracticeEntry"]):
    def of(self, learner):
        return self.filter(participation__enrolment__learner=learner)

    def submitted(self):
        return self.filter(state=PracticeEntry.State.SUBMITTED)

    def confirmed(self):
        return self.filter(state=PracticeEntry.State.CONFIRMED)

    def counted(self):
        """What a day's hours are made of: confirmed, or waiting for it."""
        return self.filter(state__in=PracticeEntry.FROZEN)


class PracticeEntry(Log):
    """A day's work. The value of the log: {"date": ISO or "", "minutes": int or None, "did", "result", "question": str, "files": [ids]};
    `day` and `minutes` follow it, so that the database can count them. `last_number` is the entry's latest link (0: none yet); the state is
    what that link says. `made_id` is the device's own name for it, so that one begun without a connection is made once."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Not handed in yet")
        SUBMITTED = "submitted", _("Waits for an answer")
        RETURNED = "returned", _("Come back to this")
        CONFIRMED = "confirmed", _("Confirmed")

    OPEN = [State.DRAFT, State.RETURNED]  # the learner's turn
    FROZEN = [State.SUBMITTED, State.CONFIRMED]

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="entries")
    made_id = models.CharField(max_length=26)
    state = models.CharField(max_length=16, choices=State.choices, default=State.DRAFT)
    day = models.DateField(null=True, blank=True)
    minutes = models.PositiveIntegerField(null=True, blank=True)
    last_number = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PracticeEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("practice entry")
        verbose_name_plural = _("practice entries")
        constraints = [
            models.UniqueConstraint(fields=["participation", "made_id"], name="practice_entry_once"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "returned"])
                | Q(day__isnull=False, minutes__isnull=False, minutes__gte=1, minutes__lte=MOST_MINUTES),
                name="practice_entry_frozen_has_hours",
            ),
        ]
        indexes = [models.Index(fields=["participation", "day"], name="practice_entry_by_day")]

    def __str__(self) -> str:
        return f"{self.participation_id} {self.day} {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    def text(self, part: str) -> str:
        return str(self.value.get(part, ""))

    @property
    def file_ids(self) -> list[int]:
        return list(self.value.get("files", []))


class PracticeRevision(Revision):
    log = models.ForeignKey(PracticeEntry, on_delete=models.CASCADE, related_name="revisions")

    def __str__(self) -> str:
        return f"{self.log_id} @ {self.number}"


def file_path(file: "PracticeFile", name: str) -> str:
    return place_of("internships", name)


class PracticeFileQuerySet(models.QuerySet["PracticeFile"]):
    def of(self, learner):
        return self.filter(entry__participation__enrolment__learner=learner)


class PracticeFile(AttachedFile):
    """A photo or file of a practice entry."""

    entry = models.ForeignKey(PracticeEntry, on_delete=models.CASCADE, related_name="files")
    file = models.FileField(max_length=200, storage=private_storage, upload_to=file_path)

    objects = PracticeFileQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "sha256"], name="practice_file_once")]


def day_of(value: dict) -> date | None:
    """The date of a value in its one form."""
    return date.fromisoformat(value["date"]) if value.get("date") else None
