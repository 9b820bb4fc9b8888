"""What a regrade changes. States: docs/quizzes.md. Each chunk is a transaction of its own that begins by holding the regrade's row: a
killed worker is followed by another that goes on after the last whole chunk, and two at once take turns."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.timezone import now

from courses.enrolment.actions import complete_activity
from courses.enrolment.models import ActivityCompletion, Enrolment
from lms.accounts.models import User

from .. import tasks
from ..grades import grade_of, reaches
from ..models import Attempt, AttemptQuestion, Question, Quiz, Regrade, RegradeRow
from ..models.quiz import rules_in
from ..quiz_definition import QuizSettings
from ..regrading import AttemptChange, Regrader

CHUNK = 500
LOST_AFTER = timedelta(minutes=1)
State = Regrade.State
GRADABLE = (Attempt.State.SUBMITTED, Attempt.State.FINISHED)
RUNNING = (State.COUNTING, State.APPLYING)


@transaction.atomic
def start_regrade(*, quiz: Quiz, by: User) -> Regrade:
    """Begin a dry run with the questions as they are now. One that is under way is returned instead; one that nobody applied is dropped."""
    Quiz.objects.select_for_update().get(pk=quiz.pk)
    running = Regrade.objects.filter(quiz=quiz, state__in=RUNNING).first()
    if running:
        return running
    Regrade.objects.filter(quiz=quiz, state=State.COUNTED).update(state=State.DROPPED)
    asked = AttemptQuestion.objects.filter(attempt__in=handed_in(quiz)).values("version__question")
    versions = dict(Question.objects.filter(pk__in=asked, version__isnull=False).values_list("pk", "version"))
    regrade = Regrade.objects.create(
        quiz=quiz, created_by=by, total=handed_in(quiz).count(), versions={str(pk): version for pk, version in versions.items()}
    )
    tasks.run_regrade.delay_on_commit(regrade_id=regrade.pk)
    return regrade


@transaction.atomic
def apply_regrade(*, regrade: Regrade, by: User) -> bool:
    """Let what the dry run showed come true. Returns whether it begins now; a repeat changes nothing."""
    begun = Regrade.objects.filter(pk=regrade.pk, state=State.COUNTED).update(
        state=State.APPLYING, applied_by=by, done=0, last_attempt_id=0, total=handed_in(regrade.quiz).count(), touched_at=now()
    )
    if begun:
        tasks.run_regrade.delay_on_commit(regrade_id=regrade.pk)
    return bool(begun)


def drop_regrade(*, regrade: Regrade) -> None:
    """The dry run is not to come true. A repeat changes nothing."""
    Regrade.objects.filter(pk=regrade.pk, state__in=[State.COUNTING, State.COUNTED]).update(state=State.DROPPED)


def run(*, regrade_id: int) -> None:
    """To the end, chunk by chunk. What the engine said is kept between them."""
    regrader: Regrader | None = None
    while True:
        regrader = _advance(regrade_id, regrader)
        if regrader is None:
            return


def stalled() -> QuerySet[Regrade]:
    """Those whose worker is gone."""
    return Regrade.objects.filter(state__in=RUNNING, touched_at__lte=now() - LOST_AFTER)


def handed_in(quiz: Quiz) -> QuerySet[Attempt]:
    """What can be graded again: finished, or waiting only for a person. Open attempts are graded when they are handed in. Of an erased
    account the marks stay while the answers are gone, so there is nothing to grade them by."""
    return Attempt.objects.filter(
        quiz=quiz,
        state__in=GRADABLE,
        is_unofficial=False,
        enrolment__learner__erased_at=None,
    )


def with_older_versions(question: Question) -> QuerySet[Quiz]:
    """Quizzes in which a regrade would meet the question as it was before."""
    older = AttemptQuestion.objects.filter(version__question=question, attempt__state__in=GRADABLE, attempt__is_unofficial=False)
    return Quiz.objects.filter(pk__in=older.exclude(version=question.version_id).values("attempt__quiz"))


@transaction.atomic
def _advance(regrade_id: int, regrader: Regrader | None) -> Regrader | None:
    """One chunk. None when there is nothing more to do."""
    regrade = Regrade.objects.select_for_update(of=("self",)).select_related("quiz").filter(pk=regrade_id, state__in=RUNNING).first()
    if regrade is None:
        return None
    regrader = regrader or Regrader({int(pk): version for pk, version in regrade.versions.items()})
    waiting = handed_in(regrade.quiz).filter(pk__gt=regrade.last_attempt_id).order_by("pk")
    if regrade.state == State.APPLYING:
        waiting = waiting.select_for_update(of=("self",))
    attempts = list(waiting.select_related("version")[:CHUNK])
    if not attempts:
        _finish(regrade)
        return None
    changes = regrader.changes(attempts)
    if regrade.state == State.APPLYING:
        _apply(regrade, changes)
    else:
        RegradeRow.objects.bulk_create(_row(regrade, change) for change in changes if change.changes_marks)
    regrade.done += len(attempts)
    regrade.last_attempt_id = attempts[-1].pk
    regrade.save(update_fields=["done", "last_attempt_id", "touched_at"])
    return regrader


def _finish(regrade: Regrade) -> None:
    if regrade.state == State.COUNTING:
        regrade.state = State.COUNTED
    else:
        regrade.state, regrade.applied_at = State.APPLIED, now()
    regrade.save(update_fields=["state", "applied_at", "touched_at"])


def _row(regrade: Regrade, change: AttemptChange) -> RegradeRow:
    moved = [question.as_json() for question in change.questions if question.changes_marks]
    return RegradeRow(regrade=regrade, attempt=change.attempt, old_marks=change.attempt.marks, new_marks=change.new_marks, slots=moved)


def _apply(regrade: Regrade, changes: list[AttemptChange]) -> None:
    """Marks and versions of a chunk. A question whose marks stay moves to the new version too, unless it says no longer what was answered:
    then the learner goes on seeing what they saw."""
    changed = [change for change in changes if change.changes_marks]
    moved = [question for change in changes for question in change.questions if question.changes_marks or not question.lost]
    _update(AttemptQuestion, {one.id: {"version": one.new_version, "state": one.new_state, "fraction": one.new_fraction} for one in moved})
    _log(regrade, [_row(regrade, change) for change in changed])
    for change in changed:
        attempt = change.attempt
        attempt.marks = change.new_marks
        attempt.fraction = change.new_marks / attempt.max_marks if change.new_marks is not None and attempt.max_marks else None
    _update(Attempt, {change.attempt.pk: {"marks": change.attempt.marks, "fraction": change.attempt.fraction} for change in changed})
    _complete(regrade.quiz, [change.attempt for change in changed])


def _log(regrade: Regrade, rows: list[RegradeRow]) -> None:
    """What the dry run wrote stands, where it came true as it was; what was handed in or graded since is written now."""
    at, known = now(), {row.attempt_id: row for row in regrade.rows.filter(attempt__in=[row.attempt_id for row in rows])}
    same = [row.attempt_id for row in rows if row.attempt_id in known and _says(row) == _says(known[row.attempt_id])]
    regrade.rows.filter(attempt__in=same).update(applied_at=at)
    done = set(same)
    others = [row for row in rows if row.attempt_id not in done]
    for row in others:
        row.applied_at = at
    RegradeRow.objects.bulk_create(
        others,
        update_conflicts=True,
        unique_fields=["regrade", "attempt"],
        update_fields=["old_marks", "new_marks", "slots", "applied_at"],
    )


def _says(row: RegradeRow) -> tuple[Any, ...]:
    return row.old_marks, row.new_marks, row.slots


def _update(model: type[Model], values: dict[int, dict[str, Any]]) -> None:
    """One statement for all rows that get the same, and few different things are got: a statement that tells each row its own takes many
    times as long to build and to run."""
    alike: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for pk, fields in values.items():
        alike[tuple(fields.items())].append(pk)
    for same, ids in alike.items():
        model._default_manager.filter(pk__in=ids).update(**dict(same))


def _complete(quiz: Quiz, attempts: Iterable[Attempt]) -> None:
    """Who reaches the pass mark now has completed the quiz. Nobody who had loses it."""
    settings = {attempt.enrolment_id: rules_in(attempt.version).settings for attempt in attempts if attempt.fraction is not None}
    done = set(ActivityCompletion.objects.filter(activity=quiz.pk, enrolment__in=settings).values_list("enrolment_id", flat=True))
    waiting = settings.keys() - done
    handed: dict[int, list[Attempt]] = {}
    for attempt in handed_in(quiz).filter(enrolment__in=waiting).only("enrolment", "number", "fraction"):
        handed.setdefault(attempt.enrolment_id, []).append(attempt)
    reached = [pk for pk, mine in handed.items() if _reaches(mine, settings[pk])]
    for enrolment in Enrolment.objects.filter(pk__in=reached).select_related("cohort__course"):
        complete_activity(enrolment=enrolment, activity=quiz.pk)


def _reaches(attempts: list[Attempt], settings: QuizSettings) -> bool:
    return reaches(grade_of(attempts, settings.grading), settings.pass_mark)
