"""How enrolments stand against the rule of their course: the facts from the database, the rule from the course."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from courses.catalogue.models import Activity, Course

from .completion import Facts, Proof, Rule, evaluate, measures_asked
from .measures import amounts_of
from .models import ActivityCompletion, Enrolment


def standing(enrolment: Enrolment) -> Proof:
    """Two queries, and those of whoever counts what the rule asks for."""
    course = enrolment.cohort.course
    return standings(course, [enrolment.pk], course.completion_rule)[enrolment.pk]


def standings(course: Course, enrolments: Iterable[int], rule: Rule) -> dict[int, Proof]:
    """By id of an enrolment in the course, against this rule. As many queries as for one."""
    facts = facts_of(course, enrolments, measures_asked(rule))
    return {pk: evaluate(rule, each) for pk, each in facts.items()}


def facts_of(course: Course, enrolments: Iterable[int], measures: Iterable[str]) -> dict[int, Facts]:
    """By enrolment: enough for any rule that asks for no other measures."""
    wanted = list(enrolments)
    live = Activity.objects.live().filter(lesson__course=course, lesson__retired_at=None, is_required=True)
    required = frozenset(live.values_list("pk", flat=True))
    completed: dict[int, dict[int, datetime]] = {pk: {} for pk in wanted}
    rows = ActivityCompletion.objects.filter(enrolment__in=wanted)
    for pk, activity, at in rows.values_list("enrolment_id", "activity_id", "completed_at"):
        completed[pk][activity] = at
    amounts: Mapping = amounts_of(wanted, measures) if measures else {}
    return {pk: Facts(required, completed[pk], amounts.get(pk, {})) for pk in wanted}
