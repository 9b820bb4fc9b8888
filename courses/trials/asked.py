"""What an assignment asks for now, in one language: what an example is written for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from courses.catalogue.models import Activity, ActivityVersion
from courses.mentorship.assignment_definition import Asked as Text
from courses.mentorship.assignment_definition import AssignmentDefinition
from courses.mentorship.gathering import activities_of, wordings_of
from courses.mentorship.models import Assignment, RubricVersion
from courses.mentorship.rubric_definition import RubricDefinition
from courses.workbook.kinds import KINDS

from .definition import Definition, Missing, missing


@dataclass(frozen=True)
class Exercise:
    activity: Activity
    version: ActivityVersion

    @property
    def kind(self) -> str:
        return self.activity.kind

    def is_blank(self, value: Mapping[str, Any]) -> bool:
        return KINDS[self.kind].is_blank(dict(value))


@dataclass(frozen=True)
class Asked:
    """`version` is the assignment's wording; `rubric` is looked at with it, in `criteria`'s words."""

    version: ActivityVersion
    exercises: tuple[Exercise, ...]
    rubric: RubricVersion | None
    rules: AssignmentDefinition
    language: str

    @property
    def criteria(self) -> RubricDefinition | None:
        return self.rubric.in_words(self.language) if self.rubric else None

    @property
    def takes_text(self) -> bool:
        return self.rules.text != Text.NO

    def missing(self, made: Definition) -> Missing:
        blank = [one.activity.pk for one in self.exercises if one.is_blank(made.answers.get(one.activity.pk, {}))]
        return missing(made, blank=blank, wants_text=self.rules.text == Text.REQUIRED, rubric=self.criteria)


def asked_by(assignment: Assignment, language: str) -> Asked | None:
    """None where the assignment is not published. Five queries, with `lesson__course` loaded."""
    rules, source = assignment.rules, assignment.lesson.course.source_language
    version = wordings_of([assignment], language, source).get(assignment.pk)
    if rules is None or version is None:
        return None
    activities = activities_of(assignment, rules)
    wordings = wordings_of(activities, language, source)
    exercises = tuple(Exercise(one, wordings[one.pk]) for one in activities if one.pk in wordings)
    rubric = RubricVersion.objects.filter(rubric=rules.rubric, is_current=True).first() if rules.rubric else None
    return Asked(version=version, exercises=exercises, rubric=rubric, rules=rules, language=language)
