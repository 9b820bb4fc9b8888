"""Whom a changed rule touches, before it is changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.timezone import now

from courses.catalogue.models import Course

from .completion import Facts, Proof, Rule, evaluate, measures_asked
from .models import Enrolment
from .standing import facts_of

MOST_NAMES = 50
_MANY = 500


@dataclass(frozen=True)
class Touched:
    """People by what becomes of them: the first names, and how many there are."""

    names: Sequence[str] = ()
    count: int = 0

    def and_one(self, name: str) -> "Touched":
        return Touched((*self.names, name) if self.count < MOST_NAMES else self.names, self.count + 1)

    @property
    def others(self) -> int:
        return self.count - len(self.names)


@dataclass(frozen=True)
class Preview:
    """`gains`: complete the course at once. `keeps`: have completed it and would not by the new rule; they stay completed. `lacks`: are on
    the way, and what would have been enough before is not enough. `studying`: everybody who is on the way."""

    gains: Touched = Touched()
    keeps: Touched = Touched()
    lacks: Touched = Touched()
    studying: int = 0


def preview(course: Course, rule: Rule) -> Preview:
    """Everybody who studies or has completed, in all cohorts of the course; a few hundred at a time, with a constant number of queries
    each time."""
    everybody = Enrolment.objects.filter(cohort__course=course).studying().select_related("learner", "completion").order_by("pk")
    asked = measures_asked(rule) | measures_asked(course.completion_rule)
    found, last = Preview(), 0
    while some := list(everybody.filter(pk__gt=last)[:_MANY]):
        last = some[-1].pk
        facts = facts_of(course, [one.pk for one in some], asked)
        for one in some:
            found = _with(found, one, facts[one.pk], course.completion_rule, rule)
    return found


def _with(found: Preview, one: Enrolment, facts: Facts, before: Rule, after: Rule) -> Preview:
    is_met = evaluate(after, facts)
    gains, keeps, lacks, studying = found.gains, found.keeps, found.lacks, found.studying
    if hasattr(one, "completion"):
        keeps = keeps if is_met.is_met else keeps.and_one(str(one.learner))
        return Preview(gains, keeps, lacks, studying)
    if is_met.is_met:
        gains = gains.and_one(str(one.learner))
    elif not evaluate(after, _having_done(facts, evaluate(before, facts))).is_met:
        lacks = lacks.and_one(str(one.learner))
    return Preview(gains, keeps, lacks, studying + 1)


def _having_done(facts: Facts, missing: Proof) -> Facts:
    """As if all that was missing by some rule had been done."""
    completed = {**facts.completed, **dict.fromkeys(missing.missing, now())}
    amounts = {name: amount + missing.missing_amounts.get(name, 0) for name, amount in facts.amounts.items()}
    return Facts(facts.required, completed, amounts)
