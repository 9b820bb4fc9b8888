"""Reviews that are read a second time. The states and who moves them: docs/supervision.md."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.enrolment.models import Cohort
from courses.mentorship.models import Review
from courses.mentorship.models.review import Outcome
from lms.core.log.models import Log, Revision


class Draw(models.Model):
    """A month of a cohort was drawn: once, whoever did it. `month` is its first day, by the cohort's clock; `sent` how many reviews there
    were to draw from."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="+")
    month = models.DateField()
    sent = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cohort", "month"], name="sample_drawn_once")]

    def __str__(self) -> str:
        return f"{self.cohort_id} {self.month:%Y-%m}"


class SampledReviewQuerySet(models.QuerySet["SampledReview"]):
    def waiting(self):
        return self.filter(state=SampledReview.State.WAITING)

    def read(self):
        """A second review was sent."""
        return self.exclude(state=SampledReview.State.WAITING)


class SampledReview(models.Model):
    """A review that was drawn. `reader` has it to themselves until `taken_until`, and afterwards as long as nobody else takes it. `looked`:
    who has chosen to see the review instead of reading the round without it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for a second review")
        REVIEWED = "reviewed", _("Read a second time")
        TALKED_OVER = "talked_over", _("Shared with the mentor")

    review = models.OneToOneField(Review, on_delete=models.CASCADE, related_name="sampled")
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="sampled_reviews")
    month = models.DateField()
    state = models.CharField(max_length=16, choices=State.choices, default=State.WAITING)
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    taken_until = models.DateTimeField(null=True, blank=True)
    looked = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    drawn_at = models.DateTimeField(auto_now_add=True)

    objects = SampledReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("sampled review")
        verbose_name_plural = _("sampled reviews")
        indexes = [
            models.Index(fields=["cohort", "month"], condition=Q(state="waiting"), name="sampled_review_waiting"),
            models.Index(fields=["cohort", "state"], name="sampled_review_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.state}"

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    def is_free_for(self, person, at) -> bool:
        """In nobody's hands, in the person's own, or in somebody's for so long that another may have it."""
        return self.reader_id in (None, person.pk) or self.taken_until is None or self.taken_until <= at


class SecondReviewQuerySet(models.QuerySet["SecondReview"]):
    def by(self, reader):
        return self.filter(reader=reader)

    def sent(self):
        return self.filter(sent_at__isnull=False)


class SecondReview(Log):
    """What a supervisor says of a round without knowing what the mentor said: a draft as it is typed, then sent and never changed. It
    outlives the taking. The value: as that of a review, without outcomes of exercises."""

    sampled = models.ForeignKey(SampledReview, on_delete=models.CASCADE, related_name="seconds")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="second_reviews")
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True)  # once it is sent
    sent_at = models.DateTimeField(null=True, blank=True)
    shared_at = models.DateTimeField(null=True, blank=True)  # with the mentor

    objects = SecondReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("second review")
        verbose_name_plural = _("second reviews")
        constraints = [
            models.UniqueConstraint(fields=["sampled", "reader"], name="second_review_once_per_reader"),
            models.UniqueConstraint(fields=["sampled"], condition=Q(sent_at__isnull=False), name="second_review_one_sent"),
            models.CheckConstraint(
                condition=Q(sent_at=None, outcome="", shared_at=None) | (Q(sent_at__isnull=False) & ~Q(outcome="")),
                name="second_review_sent_has_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sampled_id} by {self.reader_id}"

    @property
    def summary(self) -> str:
        return str(self.value.get("summary") or "")


class SecondRevision(Revision):
    log = models.ForeignKey(SecondReview, on_delete=models.CASCADE, related_name="revisions")

    def __str__(self) -> str:
        return f"{self.log_id} @ {self.number}"
