"""How many consultations, and how many people. One person is an account, else the account that a visitor was tied to, else the visitor."""

from dataclasses import dataclass

from django.db.models import Case, CharField, Count, F, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, Concat

from .models import Consultation


@dataclass(frozen=True)
class Counted:
    consultations: int
    people: int


def people_in(rows: QuerySet[Consultation]) -> Counted:
    """One query."""
    account = Coalesce(F("learner"), F("visitor__account"))
    whose = Case(
        When(learner=None, visitor__account=None, then=Concat(Value("v"), Cast("visitor", CharField()))),
        default=Concat(Value("a"), Cast(account, CharField())),
        output_field=CharField(),
    )
    found = rows.order_by().annotate(whose=whose).aggregate(count=Count("pk"), people=Count("whose", distinct=True))
    return Counted(found["count"], found["people"])
