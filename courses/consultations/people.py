"""Finding who came, by a few letters: learners of the cohorts that somebody works for, and visitors."""

from collections.abc import Iterator
from dataclasses import dataclass

from courses.enrolment.models import Cohort
from lms.accounts.models import User

from .models import Visitor
from .rules import learners_ever_met_by, learners_met_by, visitors_met_by

FEWEST_LETTERS = 3
SHOWN = 8


@dataclass(frozen=True)
class Found:
    """`key` says which row it is: "l" and an enrolment, or "v" and a visitor."""

    key: str
    name: str
    group: str
    is_visitor: bool


@dataclass(frozen=True)
class Who:
    cohort: Cohort
    learner: User | None = None
    visitor: Visitor | None = None

    @property
    def name(self) -> str:
        return str(self.learner or self.visitor)


def find(person: User, text: str) -> list[Found]:
    """Capitals do not matter; each word is looked for by itself. Databases do not all know what a capital is in Cyrillic, so the names are
    compared here."""
    words = text.casefold().split()
    if len("".join(words)) < FEWEST_LETTERS:
        return []
    found = [each for each in _everybody(person) if all(word in each.name.casefold() for word in words)]
    return sorted(found, key=lambda each: (not each.name.casefold().startswith(words[0]), each.name.casefold()))[:SHOWN]


def chosen(person: User, key: str, *, also_left: bool = False) -> Who | None:
    """Whom a key names, if the person may meet them. `also_left`: or might have, before the learner left the group."""
    kind, number = key[:1], key[1:]
    if not (number.isascii() and number.isdecimal() and len(number) < 18):
        return None
    if kind == "l":
        learners = learners_ever_met_by(person) if also_left else learners_met_by(person)
        enrolment = learners.select_related("learner", "cohort__course").filter(pk=int(number)).first()
        return Who(enrolment.cohort, learner=enrolment.learner) if enrolment else None
    visitor = visitors_met_by(person).select_related("cohort__course", "account").filter(pk=int(number)).first() if kind == "v" else None
    return Who(visitor.cohort, visitor=visitor) if visitor else None


def _everybody(person: User) -> Iterator[Found]:
    for pk, name, group in learners_met_by(person).order_by("pk").values_list("pk", "learner__name", "cohort__name"):
        yield Found(f"l{pk}", name, group, is_visitor=False)
    for pk, name, group in visitors_met_by(person).order_by("pk").values_list("pk", "name", "cohort__name"):
        yield Found(f"v{pk}", name, group, is_visitor=True)
