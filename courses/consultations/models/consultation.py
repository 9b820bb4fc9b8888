"""One person's consultation. The states and who moves them: docs/consultations.md."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import Lesson
from courses.enrolment.models import Cohort
from lms.notifications.models import Letter

from .slot import Slot
from .visitor import Visitor


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    def of(self, person):
        """A person's own: as a learner, or as the visitor they were before they had an account."""
        return self.filter(Q(learner=person) | Q(visitor__account=person))

    def seated(self):
        """Hold a seat of their slot."""
        return self.filter(state__in=Consultation.SEATED)

    def held(self):
        """What counts."""
        return self.filter(state=Consultation.State.HELD)

    def waiting(self):
        """The waiting list of slots, in order of asking."""
        return self.filter(state=Consultation.State.ASKED, slot__isnull=False).order_by("asked_at", "pk")


class Consultation(models.Model):
    """`mentor` is with whom: who offers the slot, who is asked, who logged it. `starts_at` repeats what the slot says, and of a walk-in
    says when it was. `shared_note` is the learner's as well, `private_note` never. `made_id` names a walk-in: one sent twice is one."""

    class State(models.TextChoices):
        ASKED = "asked", _("Asked for")
        BOOKED = "booked", _("Booked")
        HELD = "held", _("Held")
        NO_SHOW = "no_show", _("Nobody came")
        CANCELLED = "cancelled", _("Cancelled")

    SEATED = [State.BOOKED, State.HELD, State.NO_SHOW]
    OPEN = [State.ASKED, State.BOOKED]

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="consultations")
    slot = models.ForeignKey(Slot, null=True, blank=True, on_delete=models.PROTECT, related_name="consultations")
    seat = models.PositiveSmallIntegerField(null=True, blank=True)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="consultations")
    visitor = models.ForeignKey(Visitor, null=True, blank=True, on_delete=models.PROTECT, related_name="consultations")
    mentor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="consultations_given",
    )
    state = models.CharField(max_length=12, choices=State.choices)
    starts_at = models.DateTimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    wish = models.TextField(blank=True)
    topic = models.CharField(max_length=200, blank=True)
    outcome = models.TextField(blank=True)
    next_step = models.TextField(blank=True)
    lesson = models.ForeignKey(Lesson, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    shared_note = models.TextField(blank=True)
    private_note = models.TextField(blank=True)
    made_id = models.CharField(max_length=26, blank=True)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField(default=now)
    booked_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)  # held, nobody came, cancelled
    changed_at = models.DateTimeField(default=now)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        constraints = [
            models.UniqueConstraint(
                fields=["slot", "seat"], condition=Q(state__in=["booked", "held", "no_show"]), name="consultation_seat_once"
            ),
            models.UniqueConstraint(
                fields=["slot", "learner"], condition=Q(state__in=["asked", "booked"]), name="consultation_learner_once"
            ),
            models.UniqueConstraint(
                fields=["slot", "visitor"], condition=Q(state__in=["asked", "booked"]), name="consultation_visitor_once"
            ),
            models.UniqueConstraint(
                fields=["cohort", "learner"], condition=Q(state="asked", slot=None), name="consultation_one_wish_for_a_time"
            ),
            models.UniqueConstraint(fields=["mentor", "made_id"], condition=~Q(made_id=""), name="consultation_walk_in_once"),
            models.CheckConstraint(
                condition=Q(learner__isnull=False, visitor=None) | Q(learner=None, visitor__isnull=False), name="consultation_of_one_person"
            ),
            models.CheckConstraint(
                condition=Q(slot__isnull=False, state__in=["booked", "held", "no_show"], seat__isnull=False)
                | (Q(seat=None) & (Q(slot=None) | Q(state__in=["asked", "cancelled"]))),
                name="consultation_seat_where_it_belongs",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["booked", "no_show"]) | Q(slot__isnull=False), name="consultation_booked_in_slot"
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | Q(starts_at__isnull=False, minutes__isnull=False, minutes__gte=1),
                name="consultation_held_took_time",
            ),
        ]
        indexes = [
            models.Index(fields=["slot", "asked_at", "id"], condition=Q(state="asked"), name="consultation_waiting_list"),
            models.Index(fields=["cohort", "starts_at"], condition=Q(state="held"), name="consultation_held_in_cohort"),
            models.Index(fields=["starts_at"], condition=Q(state="booked"), name="consultation_booked_ahead"),
            models.Index(fields=["mentor", "starts_at"], name="consultation_of_mentor"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"

    @property
    def who(self) -> str:
        return str(self.learner or self.visitor)

    @property
    def person(self):
        """Who gets letters about it and is counted: the account, if there is one."""
        return self.learner or (self.visitor.account if self.visitor else None)

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def is_seated(self) -> bool:
        return self.state in self.SEATED

    @property
    def is_held(self) -> bool:
        return self.state == self.State.HELD

    @property
    def ends_at(self) -> datetime | None:
        if self.slot and self.state != self.State.HELD:
            return self.slot.ends_at
        return self.starts_at + timedelta(minutes=self.minutes or 0) if self.starts_at else None

    def has_begun(self, at: datetime | None = None) -> bool:
        return self.starts_at is not None and self.starts_at <= (at or now())


class ConsultationEventQuerySet(models.QuerySet["ConsultationEvent"]):
    def not_told(self):
        return self.filter(letter=None, tells__isnull=False)


class ConsultationEvent(models.Model):
    """Each change of state: who, when, why. Added and never changed, but for which letter has told it to `tells`."""

    class What(models.TextChoices):
        ASKED = "asked", _("Asked")
        BOOKED = "booked", _("Booked")
        MOVED_UP = "moved_up", _("Moved up from the waiting list")
        MOVED = "moved", _("Moved to another time")
        CHANGED = "changed", _("The time was changed")
        CANCELLED = "cancelled", _("Cancelled")
        HELD = "held", _("Held")
        NO_SHOW = "no_show", _("Nobody came")
        PUT_RIGHT = "put_right", _("Put right")
        LEFT = "left", _("Cancelled: the learner has left the group")
        PASSED = "passed", _("Over: the time came, and no place had become free")

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="events")
    what = models.CharField(max_length=12, choices=What.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    tells = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    letter = models.ForeignKey(Letter, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = ConsultationEventQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["tells"], condition=Q(letter=None, tells__isnull=False), name="consultation_event_not_told")]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.what}"


class AgreedActionQuerySet(models.QuerySet["AgreedAction"]):
    def of(self, person):
        """A person's own, of consultations that were held."""
        theirs = Q(consultation__learner=person) | Q(consultation__visitor__account=person)
        return self.filter(theirs, consultation__state=Consultation.State.HELD)

    def to_do(self):
        return self.filter(done_at=None)


class AgreedAction(models.Model):
    """What the learner will do, by when: a to-do in "My learning"."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="actions")
    text = models.CharField(max_length=300)
    due_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = AgreedActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreed action")
        verbose_name_plural = _("agreed actions")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text
