"""What a mentor says of an iteration, and what is said about that."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import Activity
from courses.enrolment.models import Enrolment
from lms.core.log.models import Log, Revision
from lms.network.models import Organisation

from .submission import Iteration, Submission
from .task import ReviewTask


class Outcome(models.TextChoices):
    """Of one exercise, and of the whole."""

    ACCEPTED = "accepted", _("Accepted")
    SMALL_FIX = "small_fix", _("A small fix")
    DO_AGAIN = "do_again", _("Do again")
    LETS_TALK = "lets_talk", _("Let's talk")


class ReviewQuerySet(models.QuerySet["Review"]):
    def by(self, reviewer):
        return self.filter(reviewer=reviewer)

    def sent(self):
        return self.filter(sent_at__isnull=False)


class Review(Log):
    """One person's review of a task: a draft as it is typed, then sent and never changed. The draft outlives the claim.

    The value: {"summary": str, "overall": outcome, "outcomes": {activity id: outcome}, "levels": {criterion: level}}; parts may be
    missing."""

    task = models.ForeignKey(ReviewTask, on_delete=models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="reviews")
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True)  # of the whole, once it is sent
    points = models.FloatField(null=True, blank=True)  # of the rubric, once it is sent
    sent_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)  # by the learner

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints = [
            models.UniqueConstraint(fields=["task", "reviewer"], name="review_once_per_reviewer"),
            models.UniqueConstraint(fields=["task"], condition=Q(sent_at__isnull=False), name="review_one_sent"),
            models.CheckConstraint(
                condition=Q(sent_at=None, outcome="") | (Q(sent_at__isnull=False) & ~Q(outcome="")), name="review_sent_has_outcome"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} by {self.reviewer_id}"


class ReviewRevision(Revision):
    log = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="revisions")

    def __str__(self) -> str:
        return f"{self.log_id} @ {self.number}"


class Comment(Log):
    """Words of a mentor about a passage, an exercise or the whole; a draft until its review is sent. The value: {"text": str}.

    A passage is named as the W3C's Web Annotation does it: `exact` with what stands before and after it (`prefix`, `suffix`), and where it
    began and ended (`start`, `end`, in characters of the field). Without a field it is about the exercise, without an exercise about the
    whole; `activity` None with the field "text" is the text that was added to the submission."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Open")
        ADDRESSED = "addressed", _("Addressed")
        RESOLVED = "resolved", _("Resolved")

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="comments")
    iteration = models.ForeignKey(Iteration, on_delete=models.CASCADE, related_name="comments")  # that it is about
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="comments")
    made_id = models.CharField(max_length=26)  # the device's own name for it: made once, however often it is sent
    activity = models.ForeignKey(Activity, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=80, blank=True)
    exact = models.TextField(blank=True)
    prefix = models.CharField(max_length=64, blank=True)
    suffix = models.CharField(max_length=64, blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    state = models.CharField(max_length=16, choices=State.choices, default=State.DRAFT)
    addressed_at = models.DateTimeField(null=True, blank=True)
    addressed_in = models.ForeignKey(Iteration, null=True, blank=True, on_delete=models.SET_NULL, related_name="addressed")  # the change
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "made_id"], name="comment_made_once"),
            models.CheckConstraint(
                condition=Q(exact="") | (~Q(field="") & Q(start__isnull=False, end__gt=models.F("start"))), name="comment_passage_has_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id}: {self.state}"

    @property
    def text(self) -> str:
        return str(self.value.get("text") or "")


class CommentRevision(Revision):
    log = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="revisions")

    def __str__(self) -> str:
        return f"{self.log_id} @ {self.number}"


class CommentReply(models.Model):
    """The learner's answer to a comment, or the mentor's to that."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="replies")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_id = models.CharField(max_length=26)
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["comment", "made_id"], name="comment_reply_once")]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.by_id}"


class Note(models.Model):
    """What mentors tell each other about a learner's work. The learner does not see it on the site; it is part of what they are handed
    when they ask for their data."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="mentor_notes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.by_id}"


class SavedReply(models.Model):
    """A phrase kept for another time. Without a person it is shared with everybody who mentors for the organisation (all, without one)."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="saved_replies")
    owner = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="saved_replies")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("words"))
    used = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("saved reply")
        verbose_name_plural = _("saved replies")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title


class ReviewRating(models.Model):
    """What the learner thought of a review."""

    review = models.OneToOneField(Review, on_delete=models.CASCADE, related_name="rating")
    is_helpful = models.BooleanField()
    why = models.TextField(blank=True)
    at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.review_id}: {self.is_helpful}"


class Report(models.Model):
    """The learner says that a review is not as it should be between people. Supervisors and coordinators see it, the mentor does not."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="reports")
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    answer = models.TextField(blank=True)

    class Meta:
        verbose_name = _("report about a review")
        verbose_name_plural = _("reports about reviews")
        constraints = [models.UniqueConstraint(fields=["review"], name="report_once_per_review")]

    def __str__(self) -> str:
        return f"{self.review_id}"
