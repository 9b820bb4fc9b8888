"""What a publication has changed, written down once: by block, with the class that holds. `publishing` calls it, holding the course."""

from collections.abc import Mapping
from functools import cache, partial
from typing import Any

from django.db import transaction
from wagtail.models import Revision

from . import activity_kinds, describing, rendering
from .differences import ChangeClass, Difference, compare, heaviest
from .differences.content import LESSON
from .models import ActivityVersion, BlockChange, ChangePlan, LessonChange, LessonPage, LessonVersion


def shown_before(lesson_id: int, language: str) -> LessonVersion | None:
    """What readers of this language see, or saw before it was withdrawn."""
    return LessonVersion.objects.filter(of=lesson_id, language=language).order_by("-is_current", "-pk").first()


def differences(*, before: LessonVersion, title: str, content: Mapping[str, Any]) -> list[Difference]:
    old = {**before.content, "title": before.title}
    return compare(old, {**content, "title": title}, language=before.language, blocks=definitions(), activities=activity_types())


def differences_of_draft(page: LessonPage, before: LessonVersion) -> list[Difference]:
    return differences(before=before, title=page.title, content=describing.content(page))


@cache
def definitions() -> Mapping[str, Any]:
    return LessonPage._meta.get_field("body").stream_block.child_blocks


def activity_types() -> list[str]:
    return [kind.key for kind in activity_kinds.all_kinds()]


def is_fixed(difference: Difference) -> bool:
    """What changes which exercises there are is told to learners, whatever an editor thinks of it."""
    return difference.is_activity and difference.is_structural


def class_in(plan: ChangePlan | None, difference: Difference) -> ChangeClass:
    """What an editor chose for this very difference, else what is proposed."""
    chosen = plan.choices.get(difference.digest) if plan and not is_fixed(difference) else None
    return ChangeClass(chosen) if chosen in ChangeClass.values else difference.proposed


def record(*, page: LessonPage, before: LessonVersion | None, after: LessonVersion) -> LessonChange | None:
    """Nothing for a first publication, or for one that says the same."""
    if before is None or before.pk == after.pk:
        return None
    found = differences(before=before, title=after.title, content=after.content)
    plan = ChangePlan.objects.of_page(page, before).first()
    classes = [class_in(plan, difference) for difference in found]
    weight = heaviest(classes)
    if weight is None:
        return None
    change = LessonChange.objects.create(
        lesson_id=after.of_id,
        language=after.language,
        from_version=before,
        to_version=after,
        change_class=weight,
        note=plan.note if plan else "",
        plan=plan,
        by_id=Revision.objects.filter(pk=page.live_revision_id).values_list("user_id", flat=True).first(),
    )
    BlockChange.objects.bulk_create([_row(change, plan, position, *pair) for position, pair in enumerate(zip(found, classes, strict=True))])
    _supersede(after, found, classes)
    for shown in LessonVersion.objects.current().filter(of=after.of_id):
        rendering.forget_body(shown)
        transaction.on_commit(partial(rendering.forget_body, shown))
    return change


def _row(change: LessonChange, plan: ChangePlan | None, position: int, difference: Difference, weight: ChangeClass) -> BlockChange:
    is_chosen = plan is not None and difference.digest in plan.choices and weight is not difference.proposed
    return BlockChange(
        change=change,
        position=position,
        block_id=difference.block_id,
        block_type=difference.block_type,
        was_type=difference.was_type,
        kind=difference.kind,
        is_activity=difference.is_activity,
        is_moved=difference.is_moved,
        title=difference.title,
        parts=[part.as_json() for part in difference.parts],
        proposed=difference.proposed,
        change_class=weight,
        chosen_by=plan.by if plan and is_chosen else None,
        chosen_at=plan.at if plan and is_chosen else None,
    )


def _supersede(after: LessonVersion, found: list[Difference], classes: list[ChangeClass]) -> None:
    """What an exercise asked before it came to ask something else. Going back to older words makes them the present ones again."""
    heavy = [
        one.block_id
        for one, weight in zip(found, classes, strict=True)
        if one.is_activity and one.block_type != LESSON and (one.wording is not None) and _is_heavy(one, weight)
    ]
    wordings = ActivityVersion.objects.filter(of__lesson=after.of_id, language=after.language)
    if heavy:
        wordings.filter(of__block_id__in=heavy, is_current=False).update(is_superseded=True)
    wordings.filter(is_current=True, is_superseded=True).update(is_superseded=False)


def _is_heavy(difference: Difference, weight: ChangeClass) -> bool:
    """An exercise that is needed now and was not asks the same as before."""
    wording = difference.wording
    return weight.is_heavy if weight is not ChangeClass.STRUCTURE else bool(wording and wording.is_heavy)
