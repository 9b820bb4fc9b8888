"""What may be seen of an attempt, and when. Pure."""

from datetime import datetime, timedelta

from .quiz_definition import Moment, QuizDefinition, Shown

JUST_AFTER = timedelta(minutes=2)


def moment_of(*, ended_at: datetime | None, closes_at: datetime | None, at: datetime) -> Moment:
    """`ended_at`: when the attempt was submitted or given up, None while it is open. "Just after" goes before "after close"."""
    if ended_at is None:
        return Moment.DURING
    if at < ended_at + JUST_AFTER:
        return Moment.JUST_AFTER
    if closes_at is None or at < closes_at:
        return Moment.WHILE_OPEN
    return Moment.AFTER_CLOSE


def shown(quiz: QuizDefinition, moment: Moment, *, has_marks: bool = True, is_checked: bool = True) -> frozenset[Shown]:
    """What the quiz shows of a question at this moment.

    One's own answers are always shown during an attempt; the rest of "during" is about questions that were checked. `has_marks` is
    False for attempts without marks: unofficial ones, and those that were never submitted."""
    may = quiz.settings.review.get(moment, frozenset())
    if moment == Moment.DURING:
        may = (may if is_checked else frozenset()) | {Shown.ANSWERS}
    return may if has_marks else may - {Shown.MARKS}
