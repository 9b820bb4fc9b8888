"""Who reads a review a second time, who sees what came of it, who writes to whom. Nobody supervises themselves, nor reads the work of
people they are barred from."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from courses.enrolment.models import Cohort
from courses.enrolment.rules import KEEPERS, keeps_cohorts_somewhere
from courses.mentorship.figures.load import people_with_role
from courses.mentorship.models import Review, ReviewTask
from courses.mentorship.rules import REVIEWERS, SUPERVISORS, learners_barred_from, supervises_somewhere, tasks_supervised_by
from lms.accounts.models import User
from lms.accounts.rules import within_scopes

from .models import Conversation, Message, SampledReview, SecondReview
from .models.sample import SampledReviewQuerySet


class Refusal(models.TextChoices):
    """Why something cannot be done with a sampled review or a message now."""

    TAKEN = "taken", _("Somebody else has this in hand.")
    SENT = "sent", _("The second review has been sent, so it does not change any more.")
    SEEN = "seen", _("You have seen the mentor's review, so somebody else reads this one.")
    NOT_YOURS = "not_yours", _("This is not in your hands. Take it again to go on; your draft is kept.")
    SHARED = "shared", _("Only the second review that you sent yourself can be shared, and only once.")
    MESSAGE_SENT = "message_sent", _("This message has been sent, so it does not change any more. What you write now is the next one.")
    READ = "read", _("It has been read meanwhile, so it cannot be taken back.")
    EMPTY = "empty", _("Write something first.")
    ENDED = "ended", _("You do not work together any more, so nothing new can be written. What was written can still be read.")


class Refused(Exception):
    """Carries the reason; `holder` is who has it, until `until`."""

    def __init__(self, reason: Refusal, *, holder: User | None = None, until: datetime | None = None):
        super().__init__(reason.label)
        self.reason = reason
        self.holder = holder
        self.until = until


def sampled_seen_by(person: User) -> SampledReviewQuerySet:
    """Of the cohorts that the person supervises; not of their own reviews, not of their own work."""
    if not supervises_somewhere(person):
        return SampledReview.objects.none()
    found: Any = within_scopes(SampledReview.objects.all(), person, SUPERVISORS, "cohort")
    found = found.exclude(review__reviewer=person.pk).exclude(review__task__learner=person.pk)
    return found.exclude(review__task__learner__in=learners_barred_from(person))


def sampled_blind_to(person: User) -> SampledReviewQuerySet:
    """Those whose review the person has not seen, and must not see before a second review is sent: who has chosen to look, or has read
    another round of the same work, knows too much. What they have taken stays kept from them until they give it back."""
    own = Review.objects.filter(task__submission=OuterRef("review__task__submission"), reviewer=person.pk)
    looked = SampledReview.looked.through.objects.filter(sampledreview=OuterRef("pk"), user=person.pk)
    return sampled_seen_by(person).waiting().filter(Q(reader=person.pk) | (~Exists(own) & ~Exists(looked)))


def sampled_read_by(person: User) -> SampledReviewQuerySet:
    """Those the person may read a second time, whoever has them now. There must be words to read, and somebody to talk to."""
    return sampled_blind_to(person).filter(review__task__learner__erased_at=None, review__reviewer__erased_at=None)


def second_of(sampled: SampledReview) -> QuerySet[SecondReview]:
    """The one that was sent. `sampled` was fetched through the person."""
    return SecondReview.objects.sent().filter(sampled=sampled).select_related("reader")


def sampled_in(pairs: Iterable[int]) -> dict[int, SampledReview]:
    """By number, of pairs that were fetched through the person."""
    around = ("cohort", "review__reviewer", "review__task__learner", "review__task__iteration__version")
    return SampledReview.objects.select_related(*around).in_bulk(list(pairs))


def second_reviews_seen_by(person: User) -> QuerySet[SecondReview]:
    return SecondReview.objects.sent().filter(sampled__in=sampled_seen_by(person))


def mentors_read_for(person: User) -> QuerySet[User]:
    """Whose reviews were read a second time, as far as the person sees it."""
    return User.objects.filter(pk__in=sampled_seen_by(person).read().values("review__reviewer")).order_by("name", "pk")


def shared_with(person: User) -> QuerySet[SampledReview]:
    """The person's own reviews that a supervisor has shared a second review of."""
    return SampledReview.objects.filter(state=SampledReview.State.TALKED_OVER, review__reviewer=person.pk)


def hard_cases_seen_by(person: User) -> QuerySet[ReviewTask]:
    """Appeals, last rounds and what mentors passed on."""
    found = tasks_supervised_by(person).filter(Q(is_for_supervisor=True) | Q(reason=ReviewTask.Reason.APPEAL))
    return found.exclude(state=ReviewTask.State.WITHDRAWN)


def mentors_before(cases: QuerySet[ReviewTask]) -> QuerySet[User]:
    """Who had reviewed the same work before."""
    reviews = Review.objects.sent().filter(task__submission__in=cases.values("submission"), task__is_for_supervisor=False)
    return User.objects.filter(pk__in=reviews.values("reviewer")).order_by("name", "pk")


def cohorts_supervised_by(person: User) -> QuerySet[Cohort]:
    return within_scopes(Cohort.objects.all(), person, SUPERVISORS)


def mentors_supervised_by(person: User) -> QuerySet[User]:
    """Whom the person may write to: who reviews in a cohort that they supervise."""
    cohorts = cohorts_supervised_by(person).select_related("course")
    return people_with_role(REVIEWERS, cohorts).exclude(pk=person.pk).filter(erased_at=None)


def work_together(supervisor: User, mentor: User) -> bool:
    """Whether there is a cohort that one supervises and the other reviews in."""
    if not supervisor.is_active or not mentor.is_active or supervisor.erased_at or mentor.erased_at:
        return False
    return within_scopes(within_scopes(Cohort.objects.all(), mentor, REVIEWERS), supervisor, SUPERVISORS).exists()


def may_write(conversation: Conversation) -> bool:
    """Either of the two. `conversation` comes with both."""
    return work_together(conversation.supervisor, conversation.mentor)


def messages_sent_by(person: User) -> QuerySet[Message]:
    return Message.objects.filter(by=person.pk, conversation__in=Conversation.objects.of(person.pk))


def messages_in(conversation: Conversation) -> QuerySet[Message]:
    """That were sent. `conversation` was fetched through one of its two people."""
    return Message.objects.sent().filter(conversation=conversation)


def knows_of_conversations(person: User) -> bool:
    return keeps_cohorts_somewhere(person)


def conversations_known_to(person: User) -> QuerySet[Conversation]:
    """For coordinators: that there is one, with a mentor of their cohorts; never what it says."""
    kept = within_scopes(Cohort.objects.all(), person, KEEPERS).select_related("course")
    return Conversation.objects.filter(mentor__in=people_with_role(REVIEWERS, kept).order_by()).exclude(written_at=None)
