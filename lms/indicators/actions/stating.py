"""The coordinator states who counts as trained."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.timezone import now

from lms.accounts.models import User

from ..facts import Facts
from ..models import Programme, RuleChange
from ..names import Fact
from ..periods import ALL, Period
from ..rule import Rule
from ..scope import of_programme


@dataclass(frozen=True)
class Difference:
    """People trained by the rule in force, and by the new one."""

    before: int
    after: int


def difference(programme: Programme, rule: Rule) -> Difference:
    """A few queries; consultations are not asked for."""
    return Difference(_trained(programme, programme.rule), _trained(programme, rule))


def _trained(programme: Programme, rule: Rule) -> int:
    whole = Period(ALL, programme.first_on, programme.last_on)
    rows = Facts(of_programme(programme, programme.cohorts.all(), whole, dict(rule))).rows(Fact.TRAINED)
    return len({row.person for row in rows})


@transaction.atomic
def state_rule(*, programme: Programme, rule: Rule, by: User) -> RuleChange | None:
    """None where it is the rule already. Of two who state one at once the second sees what the first has stated."""
    held = Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    if held.rule == rule:
        return None
    counted = difference(held, rule)
    change = RuleChange.objects.create(
        programme=held, by=by, at=now(), old=held.rule, new=dict(rule), trained_before=counted.before, trained_after=counted.after
    )
    held.rule = dict(rule)
    held.save(update_fields=["rule"])
    return change
