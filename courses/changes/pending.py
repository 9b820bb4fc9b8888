"""What publishing a draft would change for those who learn."""

import hashlib
from dataclasses import dataclass
from functools import cached_property

from courses.catalogue import recording
from courses.catalogue.differences import ChangeClass, Difference, Kind
from courses.catalogue.models import ChangePlan, LessonPage, LessonVersion

from .touched import TouchedCohort, activities_of, touched


@dataclass
class Pending:
    """`draft` is the page as the latest revision has it, `before` what is shown now, `plan` what an editor has said of it."""

    draft: LessonPage
    before: LessonVersion
    plan: ChangePlan | None

    @cached_property
    def differences(self) -> list[Difference]:
        return recording.differences_of_draft(self.draft, self.before)

    def class_of(self, difference: Difference) -> ChangeClass:
        return recording.class_in(self.plan, difference)

    @cached_property
    def structural(self) -> list[Difference]:
        return [one for one in self.differences if self.class_of(one) is ChangeClass.STRUCTURE]

    @property
    def structure_digest(self) -> str:
        """Of what somebody says yes to: another paragraph more, and they are asked again."""
        return hashlib.sha256("".join(sorted(one.digest for one in self.structural)).encode()).hexdigest()

    @cached_property
    def touched(self) -> list[TouchedCohort]:
        """Empty where nothing changes the structure."""
        if not self.structural:
            return []
        of_activities = [one for one in self.structural if one.is_activity]
        known = activities_of(self.before.of_id, [one.block_id for one in of_activities])
        asks_more = any(_asks_more(one) for one in of_activities)
        return touched([self.before.of_id], known, asks_more=asks_more)

    @property
    def waits_for_yes(self) -> bool:
        """Nothing is published before somebody has seen whom it touches."""
        is_confirmed = self.plan is not None and self.plan.confirmed == self.structure_digest
        return bool(self.structural) and not is_confirmed and bool(self.touched)


def pending(page: LessonPage) -> Pending | None:
    """None where nothing is published yet, so that nobody can be touched."""
    if page.row is None or page.alias_of_id is not None or page.row.retired_at:
        return None
    before = recording.shown_before(page.row.pk, page.locale.language_code)
    if before is None:
        return None
    draft = page.get_latest_revision_as_object()
    return Pending(draft, before, ChangePlan.objects.of_page(page, before).select_related("by").first())


def _asks_more(difference: Difference) -> bool:
    is_required_now = any(part.path == ("is_required",) and part.now for part in difference.parts)
    return difference.kind is Kind.ADDED or is_required_now
