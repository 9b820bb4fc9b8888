"""What a supervisor and a mentor write to each other. Nobody else reads it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lms.core.log.models import Log, Revision
from lms.notifications.models import Letter

from .sample import SampledReview


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def of(self, person):
        """Those the person takes part in: the only ones whose words they read."""
        return self.filter(Q(supervisor=person) | Q(mentor=person))


class Conversation(models.Model):
    """One for two people. `written_at`: when something was last sent; all that others learn of it."""

    supervisor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="conversations_with_mentors")
    mentor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="conversations_with_supervisors")
    begun_at = models.DateTimeField(auto_now_add=True)
    written_at = models.DateTimeField(null=True, blank=True)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        constraints = [
            models.UniqueConstraint(fields=["supervisor", "mentor"], name="conversation_once"),
            models.CheckConstraint(condition=~Q(supervisor=F("mentor")), name="conversation_of_two_people"),
        ]
        indexes = [models.Index(fields=["mentor"], name="conversation_of_mentor")]

    def __str__(self) -> str:
        return f"{self.supervisor_id} – {self.mentor_id}"

    def other(self, person):
        return self.mentor if person.pk == self.supervisor_id else self.supervisor


class MessageQuerySet(models.QuerySet["Message"]):
    def sent(self):
        return self.filter(sent_at__isnull=False, taken_back_at=None)

    def unread(self):
        return self.sent().filter(read_at=None)

    def to(self, person):
        """Written to the person by the other one."""
        return self.filter(Q(conversation__supervisor=person) | Q(conversation__mentor=person)).exclude(by=person)

    def not_told(self):
        """No letter has said yet that it is there."""
        return self.unread().filter(letter=None)


class Message(Log):
    """A draft as it is typed, then sent and never changed; as long as it is unread it can be taken back. `number` counts those of one
    writer in one conversation: whatever device begins the next one names it alike. The value: {"text": str}. One that `shares` has no
    words and no number: it says that the second review stands beside the mentor's own from now on."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField(null=True, blank=True)
    about = models.ForeignKey(SampledReview, null=True, blank=True, on_delete=models.SET_NULL, related_name="messages")
    shares = models.BooleanField(default=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    letter = models.ForeignKey(Letter, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(fields=["conversation", "by", "number"], name="message_number_once"),
            models.CheckConstraint(
                condition=Q(read_at=None, taken_back_at=None) | Q(sent_at__isnull=False), name="message_sent_before_it_is_read"
            ),
            models.CheckConstraint(condition=Q(read_at=None) | Q(taken_back_at=None), name="message_read_or_taken_back"),
            models.CheckConstraint(
                condition=Q(shares=True, number=None) | Q(shares=False, number__isnull=False), name="message_has_number"
            ),
        ]
        indexes = [
            models.Index(
                fields=["conversation"],
                condition=Q(sent_at__isnull=False, read_at=None, taken_back_at=None),
                name="message_unread",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id}: {self.by_id} {self.number}"

    @property
    def text(self) -> str:
        return str(self.value.get("text") or "")


class MessageRevision(Revision):
    log = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="revisions")

    def __str__(self) -> str:
        return f"{self.log_id} @ {self.number}"
