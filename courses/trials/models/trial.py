"""What a mentor says of a prepared example."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import Activity, Course
from lms.core.log.models import Log, Revision

from .example import Example, ExampleVersion


class TrialReviewQuerySet(models.QuerySet["TrialReview"]):
    def of(self, reviewer):
        return self.filter(reviewer=reviewer)

    def sent(self):
        return self.filter(sent_at__isnull=False)


class TrialReview(Log):
    """A draft as it is typed, then sent and never changed. The value is that of a `mentorship.Review`."""

    example = models.ForeignKey(Example, on_delete=models.PROTECT, related_name="trials")
    version = models.ForeignKey(ExampleVersion, on_delete=models.PROTECT, related_name="trials")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="trial_reviews")
    begun_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = TrialReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("trial review")
        verbose_name_plural = _("trial reviews")
        constraints = [models.UniqueConstraint(fields=["example", "reviewer"], name="trial_once_per_reviewer")]

    def __str__(self) -> str:
        return f"{self.example_id} by {self.reviewer_id}"


class TrialReviewRevision(Revision):
    log = models.ForeignKey(TrialReview, on_delete=models.CASCADE, related_name="revisions")

    def __str__(self) -> str:
        return f"{self.log_id} @ {self.number}"


class TrialComment(Log):
    """About a passage, an exercise, the added text or the whole, named as a `mentorship.Comment` names it. The value: {"text": str}.
    `is_sent`: with its review; from then on it stays as it is."""

    review = models.ForeignKey(TrialReview, on_delete=models.CASCADE, related_name="comments")
    made_id = models.CharField(max_length=26)  # the device's own name for it: made once, however often it is sent
    activity = models.ForeignKey(Activity, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=80, blank=True)
    exact = models.TextField(blank=True)
    prefix = models.CharField(max_length=64, blank=True)
    suffix = models.CharField(max_length=64, blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    is_sent = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("comment in a trial review")
        verbose_name_plural = _("comments in trial reviews")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "made_id"], name="trial_comment_made_once"),
            models.CheckConstraint(
                condition=Q(exact="") | (~Q(field="") & Q(start__isnull=False, end__gt=F("start"))), name="trial_comment_passage_has_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review_id}: {self.text[:40]}"

    @property
    def text(self) -> str:
        return str(self.value.get("text", ""))


class TrialCommentRevision(Revision):
    log = models.ForeignKey(TrialComment, on_delete=models.CASCADE, related_name="revisions")

    def __str__(self) -> str:
        return f"{self.log_id} @ {self.number}"


class TrialWaiver(models.Model):
    """A supervisor lets somebody begin in a course without trial reviews, and says why. It stays."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="trial_waivers")
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("waiver of trial reviews")
        verbose_name_plural = _("waivers of trial reviews")
        constraints = [models.UniqueConstraint(fields=["person", "course"], name="trial_waived_once")]

    def __str__(self) -> str:
        return f"{self.person_id} / {self.course_id}"
