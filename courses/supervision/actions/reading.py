"""Reading a review's round a second time: taking it, what is written, sending and sharing it. States: docs/supervision.md."""

from collections.abc import Mapping
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.timezone import now

from courses.mentorship.actions.reviewing import clean_review, merge_review
from courses.mentorship.models.review import Outcome as Verdict
from lms.accounts.models import User
from lms.core.log.actions import Change, NoLongerOpen, Outcome, append

from ..models import Message, SampledReview, SecondReview
from ..rules import Refusal, Refused, sampled_blind_to, sampled_read_by
from ..wording import missing_words
from .writing import conversation_of, send_sharing

State = SampledReview.State
HELD = timedelta(days=14)  # then somebody else may take it; as long as nobody does, it stays where it is
BLANK = {"summary": "", "overall": "", "outcomes": {}, "levels": {}}


class NotComplete(Exception):
    """The second review says too little to be sent; `problems` has what is missing, by field."""

    def __init__(self, problems: Mapping[str, str]):
        super().__init__("; ".join(problems.values()))
        self.problems = problems


@transaction.atomic
def take(*, sampled: SampledReview, person: User) -> SecondReview:
    """The person has it, with the draft they had before, if any. Of two who want it at once one gets it. Raises Refused."""
    at = now()
    held = SampledReview.objects.select_for_update(no_key=True).get(pk=sampled.pk)  # nobody looks, or takes it, meanwhile
    if not held.is_waiting:
        raise Refused(Refusal.SENT)
    if not sampled_read_by(person).filter(pk=held.pk).exists():
        raise Refused(Refusal.SEEN)
    if not held.is_free_for(person, at):
        raise Refused(Refusal.TAKEN, holder=held.reader, until=held.taken_until)
    SampledReview.objects.filter(pk=held.pk).update(reader=person, taken_until=at + HELD)
    second, _is_new = SecondReview.objects.get_or_create(sampled=held, reader=person, defaults={"value": BLANK})
    return second


def give_back(*, sampled: SampledReview, person: User) -> None:
    """Somebody else may take it. The draft is kept for the person. A repeat changes nothing."""
    SampledReview.objects.waiting().filter(pk=sampled.pk, reader=person).update(reader=None, taken_until=None)


@transaction.atomic
def look(*, sampled: SampledReview, person: User) -> None:
    """The person wants to see what the mentor said: from now on they cannot read it a second time. Raises Refused while it is in their own
    hands."""
    held = SampledReview.objects.select_for_update(no_key=True).get(pk=sampled.pk)
    if held.is_waiting and held.reader_id == person.pk:
        raise Refused(Refusal.TAKEN, holder=person, until=held.taken_until)
    if sampled_blind_to(person).filter(pk=held.pk).exists():
        held.looked.add(person)


def keep_second(*, second: SecondReview, change: Change) -> Outcome:
    """Keep what is typed, whoever has it by now. Raises Refused, NotAccepted, TooManyWriters."""
    if second.sent_at is not None:
        raise Refused(Refusal.SENT)
    value = {**BLANK, **second.value, **clean_review(change.value), "outcomes": {}}
    change = Change(change.id, change.base, value, change.follows_sent)
    try:
        return append(log=second, change=change, merge=merge_review, only_while={"sent_at": None})
    except NoLongerOpen as closed:
        raise Refused(Refusal.SENT) from closed


@transaction.atomic
def send_second(*, second: SecondReview, person: User) -> None:
    """From now on it stands beside the mentor's review and does not change. Said twice it is said once. Raises Refused or NotComplete;
    then nothing has changed."""
    second = (
        SecondReview.objects.select_for_update(of=("self",)).select_related("sampled__review__task__iteration__rubric").get(pk=second.pk)
    )
    if second.sent_at is not None:
        return
    problems = what_is_missing(second)
    if problems:
        raise NotComplete(problems)
    mine = SampledReview.objects.waiting().filter(pk=second.sampled_id, reader=person)
    if second.reader_id != person.pk or not mine.update(state=State.REVIEWED, taken_until=None):
        raise Refused(Refusal.NOT_YOURS)
    second.outcome, second.sent_at = Verdict(second.value["overall"]), now()
    try:
        with transaction.atomic():
            second.save(update_fields=["outcome", "sent_at"])
    except IntegrityError as error:  # another one was sent: it cannot be, as long as the state holds
        raise Refused(Refusal.SENT) from error


def what_is_missing(second: SecondReview) -> dict[str, str]:
    """By field, in words for the supervisor."""
    rubric = second.sampled.review.task.iteration.rubric
    lacking = rubric.in_words(rubric.language).missing(second.value.get("levels") or {}) if rubric else ()
    return missing_words(
        has_overall=bool(second.value.get("overall")),
        says_something=bool(second.summary.strip()),
        criteria=[criterion.title for criterion in lacking],
    )


@transaction.atomic
def talk_over(*, second: SecondReview, person: User) -> Message | None:
    """The mentor sees it beside their own from now on, and finds a message that says so. A repeat changes nothing. Raises Refused."""
    second = SecondReview.objects.select_related("sampled__review__reviewer").get(pk=second.pk)
    mentor = second.sampled.review.reviewer
    if second.sent_at is None or second.reader_id != person.pk or mentor is None or mentor.erased_at:
        raise Refused(Refusal.SHARED)
    shared = SampledReview.objects.filter(pk=second.sampled_id, state=State.REVIEWED).update(state=State.TALKED_OVER)
    if not shared:
        return None
    SecondReview.objects.filter(pk=second.pk).update(shared_at=now())
    return send_sharing(conversation=conversation_of(supervisor=person, mentor=mentor), by=person, about=second.sampled)
