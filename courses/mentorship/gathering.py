"""What an assignment gathers from the workbook of one learner: its exercises in the order in which they are read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from courses.catalogue.models import Activity, ActivityVersion
from courses.enrolment.models import Enrolment
from courses.workbook.kinds import KINDS
from courses.workbook.models import Entry

from .assignment_definition import AssignmentDefinition
from .models import Assignment


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """One exercise as it stands: `version` is the wording that the answer was given to; where there is no answer, that of the language."""

    activity: Activity
    version: ActivityVersion
    value: dict[str, Any]
    revision: int
    is_private: bool

    @property
    def is_blank(self) -> bool:
        return self.is_private or KINDS[self.activity.kind].is_blank(self.value)


def gather(enrolment: Enrolment, assignment: Assignment, definition: AssignmentDefinition, language: str) -> list[Gathered]:
    """Three queries. What the editor made private is never gathered; what the lesson no longer holds is left out; an answer "for my eyes
    only" is there without what it says."""
    activities = activities_of(assignment, definition)
    entries = {
        entry.activity_id: entry for entry in Entry.objects.filter(enrolment=enrolment, activity__in=activities).select_related("version")
    }
    wordings = wordings_of(activities, language, enrolment.cohort.course.source_language)
    return [_gathered(activity, entries.get(activity.pk), wordings[activity.pk]) for activity in activities if activity.pk in wordings]


def activities_of(assignment: Assignment, definition: AssignmentDefinition) -> list[Activity]:
    """The exercises that it gathers, as far as the lesson has them. One query."""
    wanted = {block_id: place for place, block_id in enumerate(definition.exercises)}
    found = Activity.objects.live().filter(lesson=assignment.lesson_id, block_id__in=wanted, is_private=False)
    return sorted((one for one in found if one.kind in KINDS), key=lambda one: wanted[one.block_id])


def _gathered(activity: Activity, entry: Entry | None, wording: ActivityVersion) -> Gathered:
    is_private = bool(entry and entry.is_private)
    return Gathered(
        activity=activity,
        version=(entry.version if entry else None) or wording,
        value=entry.value if entry and not is_private else {},
        revision=entry.revision if entry else 0,
        is_private=is_private,
    )


def wordings_of(activities: Sequence[Activity], language: str, source: str) -> dict[int, ActivityVersion]:
    """By activity the current wording in `language`, else in the source's."""
    current = ActivityVersion.objects.current().filter(of__in=activities, language__in={language, source})
    return {version.of_id: version for version in sorted(current, key=lambda version: version.language == language)}
