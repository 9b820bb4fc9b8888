"""What changes an enrolment. States and who moves them: docs/enrolment.md."""

from collections.abc import Iterator
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.timezone import now

from courses.catalogue.models import Activity, Course
from lms.accounts.models import User

from . import tasks
from .completion import Facts, Rule, evaluate, measures_asked
from .models import (
    ActivityCompletion,
    ActivityDates,
    Cohort,
    CompletionRuleChange,
    CourseCompletion,
    Enrolment,
    EnrolmentEvent,
    Extension,
)
from .rules import EnrolmentRefused, Refusal, why_not_enrol
from .signals import course_completed, dates_changed, enrolled, left
from .standing import standing, standings

State = Enrolment.State
MANY = 500


class RuleChanged(Exception):
    """Somebody else has changed the rule of the course meanwhile."""


def find_by_code(code: str) -> Cohort:
    """The cohort a join code opens, however it was typed. Raises EnrolmentRefused(WRONG_CODE)."""
    tidy = "".join(code.split()).replace("-", "")
    cohort = Cohort.objects.filter(join_code__iexact=tidy).select_related("course").first() if tidy else None
    if cohort is None:
        raise EnrolmentRefused(Refusal.WRONG_CODE)
    return cohort


def enrol(*, learner: User, cohort: Cohort, has_code: bool = False, by: User | None = None) -> Enrolment:
    """Take a place and start (or start again). A repeat changes nothing. Raises EnrolmentRefused."""
    enrolment = Enrolment.objects.filter(learner=learner, cohort=cohort).first()
    if enrolment and enrolment.state in Enrolment.STUDYING:
        return enrolment
    if enrolment and enrolment.state == State.REMOVED:
        raise EnrolmentRefused(Refusal.REMOVED, cohort)
    if refusal := why_not_enrol(cohort, has_code=has_code):
        raise EnrolmentRefused(refusal, cohort)
    try:
        return _start(learner=learner, cohort=cohort, by=by or learner)
    except IntegrityError:  # a second click was quicker
        return Enrolment.objects.get(learner=learner, cohort=cohort)


@transaction.atomic
def _start(*, learner: User, cohort: Cohort, by: User) -> Enrolment:
    """The last place is given once: the update finds a free one or nothing."""
    if not Cohort.objects.filter(Q(seats=None) | Q(seats__gt=F("seats_taken")), pk=cohort.pk).update(seats_taken=F("seats_taken") + 1):
        raise EnrolmentRefused(Refusal.FULL, cohort)
    again = Enrolment.objects.select_for_update().filter(learner=learner, cohort=cohort).first()
    if again is None:
        enrolment, before = Enrolment.objects.create(learner=learner, cohort=cohort), ""
    elif again.state in Enrolment.STUDYING:
        raise IntegrityError("enrolled meanwhile")
    else:
        enrolment, before = again, again.state
        completed = CourseCompletion.objects.filter(enrolment=enrolment).exists()
        enrolment.state = State.COMPLETED if completed else State.ACTIVE
        enrolment.asleep_since = None
        enrolment.save(update_fields=["state", "asleep_since"])
    EnrolmentEvent.objects.create(enrolment=enrolment, from_state=before, to_state=enrolment.state, by=by)
    enrolled.send(sender=Enrolment, enrolment=enrolment)
    return enrolment


@transaction.atomic
def withdraw(*, enrolment: Enrolment, by: User, reason: str = "") -> None:
    """Leave the group. Everything written is kept; coming back finds it where it was. A repeat changes nothing."""
    _leave(enrolment=enrolment, to=State.WITHDRAWN, by=by, reason=reason)


@transaction.atomic
def remove(*, enrolment: Enrolment, by: User, reason: str) -> None:
    """Taken out by a coordinator; cannot come back by themselves."""
    _leave(enrolment=enrolment, to=State.REMOVED, by=by, reason=reason)


def _leave(*, enrolment: Enrolment, to: State, by: User, reason: str) -> None:
    before = enrolment.state
    if not Enrolment.objects.studying().filter(pk=enrolment.pk).update(state=to):
        return
    Cohort.objects.filter(pk=enrolment.cohort_id, seats_taken__gt=0).update(seats_taken=F("seats_taken") - 1)
    EnrolmentEvent.objects.create(enrolment=enrolment, from_state=before, to_state=to, by=by, reason=reason[:200])
    enrolment.state = to
    left.send(sender=Enrolment, enrolment=enrolment, by=by)


@transaction.atomic
def complete_activity(*, enrolment: Enrolment, activity: Activity | int) -> bool:
    """Record the fact, once; the last required one completes the course. Returns whether it was new.

    The enrolment is locked before the rule is asked: of two facts that arrive together the second sees the first.
    """
    activity_id = activity if isinstance(activity, int) else activity.pk
    if ActivityCompletion.objects.filter(enrolment=enrolment, activity_id=activity_id).exists():
        return False
    Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    _, is_new = ActivityCompletion.objects.get_or_create(enrolment=enrolment, activity_id=activity_id, defaults={"completed_at": now()})
    if is_new:
        complete_if_met(enrolment=enrolment)
    return is_new


@transaction.atomic
def complete_if_met(*, enrolment: Enrolment) -> CourseCompletion | None:
    """Complete the course if its rule is met now; the award keeps the proof. A repeat changes nothing."""
    proof = standing(enrolment)
    if not proof.is_met:
        return None
    completion, is_new = CourseCompletion.objects.get_or_create(
        enrolment=enrolment, defaults={"proof": proof.as_json(), "completed_at": now()}
    )
    if not is_new:
        return None
    if Enrolment.objects.filter(pk=enrolment.pk, state=State.ACTIVE).update(state=State.COMPLETED):
        EnrolmentEvent.objects.create(enrolment=enrolment, from_state=State.ACTIVE, to_state=State.COMPLETED)
    course_completed.send(sender=CourseCompletion, completion=completion)
    return completion


def count_again(*, enrolment: Enrolment, measure: str) -> None:
    """Call it when what a measure counts has become more: where the rule of the course asks for it, a task looks whether that was the
    last thing missing. Nothing of the enrolment is held meanwhile."""
    if measure in measures_asked(enrolment.cohort.course.completion_rule):
        tasks.complete_course.delay_on_commit(enrolment_id=enrolment.pk)


def complete_what_is_due() -> int:
    """Complete the courses whose last missing activity an editor has made optional or retired since, whose rule asks for less now, or
    whose count rose when no task came. Returns how many."""
    missing = (
        Activity.objects.live()
        .filter(lesson__course=OuterRef("cohort__course"), lesson__retired_at=None, is_required=True)
        .exclude(completions__enrolment=OuterRef("pk"))
    )
    active = Enrolment.objects.filter(state=State.ACTIVE, completion=None).select_related("cohort__course")
    waiting = active.filter(~Exists(missing), Exists(ActivityCompletion.objects.filter(enrolment=OuterRef("pk"))))
    completed = sum(complete_if_met(enrolment=enrolment) is not None for enrolment in waiting)
    for course in Course.objects.live().exclude(completion_rule={}):
        completed += sum(complete_if_met(enrolment=enrolment) is not None for enrolment in met_among(active.filter(cohort__course=course)))
    return completed


def met_among(enrolments: QuerySet[Enrolment]) -> Iterator[Enrolment]:
    """Those, of one course, that meet its rule now; a few hundred at a time."""
    last = 0
    while some := list(enrolments.filter(pk__gt=last).order_by("pk")[:MANY]):
        course, last = some[0].cohort.course, some[-1].pk
        proofs = standings(course, [enrolment.pk for enrolment in some], course.completion_rule)
        yield from (enrolment for enrolment in some if proofs[enrolment.pk].is_met)


@transaction.atomic
def change_rule(*, course: Course, rule: Rule, seen: Rule, by: User, reason: str = "") -> CompletionRuleChange | None:
    """What the course asks for from now on. Who meets it already completes the course by the next sweep; who has completed it keeps that.
    None where it is the rule in force. Raises RuleChanged where the rule is not the one that was `seen`, RuleError for no rule at all."""
    evaluate(rule, Facts(frozenset(), {}, dict.fromkeys(measures_asked(rule), 0)))
    held = Course.objects.select_for_update(no_key=True).get(pk=course.pk)
    if held.completion_rule != seen:
        raise RuleChanged
    if held.completion_rule == rule:
        return None
    Course.objects.filter(pk=course.pk).update(completion_rule=rule)
    change = CompletionRuleChange.objects.create(course=course, before=held.completion_rule, after=rule, by=by, reason=reason[:500])
    tasks.complete_due_courses.delay_on_commit()
    return change


@transaction.atomic
def set_dates(
    *, cohort: Cohort, activity_id: int, opens_at: datetime | None = None, due_at: datetime | None = None, closes_at: datetime | None = None
) -> None:
    """When an activity opens, is due and closes for a cohort; without any date there is no row. The same again changes nothing."""
    dates = {"opens_at": opens_at, "due_at": due_at, "closes_at": closes_at}
    rows = ActivityDates.objects.of_cohort(cohort).filter(activity=activity_id)
    known = rows.values(*dates).first() or dict.fromkeys(dates)
    if known == dates:
        return
    if any(dates.values()):
        ActivityDates.objects.update_or_create(cohort=cohort, activity_id=activity_id, defaults=dates)
    else:
        rows.delete()
    dates_changed.send(sender=ActivityDates, activity_id=activity_id, cohort=cohort, enrolment=None)


@transaction.atomic
def give_extension(
    *,
    enrolment: Enrolment,
    activity_id: int,
    by: User,
    closes_at: datetime | None = None,
    extra_minutes: int = 0,
    extra_attempts: int = 0,
    reason: str = "",
) -> Extension:
    """What one learner gets beyond the others, from now on: the new one replaces an earlier one."""
    more = {"closes_at": closes_at, "extra_minutes": extra_minutes, "extra_attempts": extra_attempts, "reason": reason, "given_by": by}
    extension, _ = Extension.objects.update_or_create(enrolment=enrolment, activity_id=activity_id, defaults=more)
    dates_changed.send(sender=Extension, activity_id=activity_id, cohort=enrolment.cohort, enrolment=enrolment)
    return extension


@transaction.atomic
def take_extension_back(*, extension: Extension) -> None:
    """The learner has what the cohort has. A repeat changes nothing."""
    enrolment, activity_id = extension.enrolment, extension.activity_id
    if Extension.objects.filter(pk=extension.pk).delete()[0]:
        dates_changed.send(sender=Extension, activity_id=activity_id, cohort=enrolment.cohort, enrolment=enrolment)
