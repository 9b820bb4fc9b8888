from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import Activity, ActivityVersion
from courses.enrolment.models import Enrolment
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


class EntryFile(models.Model):
    """A file or photo that a learner added to an exercise. Checked by content before it is a row; served as an attachment only."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="files")
    file = models.FileField(max_length=200)
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "sha256"], condition=models.Q(removed_at=None), name="entry_file_once")]

    def __str__(self) -> str:
        return self.name
