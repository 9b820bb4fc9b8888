"""Sampled reviews, second reviews, conversations, and the people who have them."""

from datetime import date
from typing import Any

from courses.mentorship.models import Review
from courses.mentorship.rubric_definition import Criterion, Level, RubricDefinition
from courses.supervision.actions.reading import keep_second, send_second, take
from courses.supervision.actions.writing import begin_message, conversation_of, keep_message, next_number, send_message
from courses.supervision.models import Conversation, Message, SampledReview, SecondReview
from lms.accounts.models import Role, User
from lms.core.log.actions import Change
from lms.core.log.ulid import new_ulid

from . import CohortFactory
from .mentorship import handed_in, mentor, reviewed, rubric, submission, task_of

MONTH = date(2026, 10, 1)
WORDS = "Your neighbour would ask what the water is for."  # of the mentor
LEVELS = (Level("no", "Not yet", 0), Level("half", "Partly", 1), Level("yes", "A neighbour understands it", 2))


def of_three_levels(slug: str = "three"):
    return rubric(
        slug, definition=RubricDefinition("Clear words", (Criterion("words", "Words", LEVELS), Criterion("facts", "Facts", LEVELS)))
    )


def supervisor(where: Any, **fields: Any) -> User:
    return mentor(where, Role.SUPERVISOR, **{"name": "Halyna Supervisor", **fields})


def sampled(cohort=None, *, by: User | None = None, levels: dict | None = None, overall: str = "do_again", **fields: Any) -> SampledReview:
    """A mentor's review that was drawn. With `levels` the assignment has a rubric of two criteria."""
    cohort = cohort or CohortFactory()
    by = by or mentor(cohort, name="Olena First")
    if levels is not None:
        fields["rubric"] = (fields.pop("of", None) or of_three_levels()).pk
    task = task_of(handed_in(submission(cohort=cohort, **fields)))
    review = reviewed(task, by, overall, summary=WORDS, **({"levels": levels} if levels is not None else {}))
    return SampledReview.objects.create(review=review, cohort=cohort, month=MONTH)


def taken(one: SampledReview, person: User) -> SecondReview:
    return take(sampled=one, person=person)


def second(one: SampledReview, person: User, overall: str = "accepted", **value: Any) -> SecondReview:
    """Taken, written and sent."""
    made = taken(one, person)
    said = {"summary": "I would let it pass.", "overall": overall, **value}
    keep_second(second=made, change=Change(new_ulid(), made.revision, said))
    send_second(second=made, person=person)
    made.refresh_from_db()
    return made


def conversation(first: User, other: User) -> Conversation:
    return conversation_of(supervisor=first, mentor=other)


def written(where: Conversation, by: User, text: str = "Shall we talk?", about: SampledReview | None = None) -> Message:
    """Sent."""
    message = begin_message(conversation=where, by=by, number=next_number(where, by))
    keep_message(message=message, change=Change(new_ulid(), message.revision, {"text": text}))
    send_message(message=message, about=about)
    message.refresh_from_db()
    return message


def review_of(one: SampledReview) -> Review:
    return Review.objects.get(pk=one.review_id)
