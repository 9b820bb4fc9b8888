from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import Activity, ActivityVersion
from courses.enrolment.models import Enrolment
from lms.core.attached import AttachedFile, place_of, private_storage
from lms.core.log.models import Log, Revision


class EntryQuerySet(models.QuerySet["Entry"]):
    def of(self, learner):
        return self.filter(enrolment__learner=learner)


class Entry(Log):
    """What a learner wrote in an exercise. `version` is the wording of the exercise that the latest change answered."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="entries")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="entries")
    version = models.ForeignKey(ActivityVersion, null=True, on_delete=models.PROTECT, related_name="+")
    is_private = models.BooleanField(_("for my eyes only"), default=False)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        constraints = [models.UniqueConstraint(fields=["enrolment", "activity"], name="entry_once_per_activity")]

    def __str__(self) -> str:
        return f"{self.enrolment_id} / {self.activity_id} @ {self.revision}"


class EntryRevision(Revision):
    log = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="revisions")
    version = models.ForeignKey(ActivityVersion, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.log_id} @ {self.number}"


def file_path(file: "EntryFile", name: str) -> str:
    return place_of("workbook", name)


class EntryFileQuerySet(models.QuerySet["EntryFile"]):
    def of(self, learner):
        return self.filter(entry__enrolment__learner=learner)


class EntryFile(AttachedFile):
    """Of an exercise."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="files")
    file = models.FileField(max_length=200, storage=private_storage, upload_to=file_path)

    objects = EntryFileQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "sha256"], name="entry_file_once")]
