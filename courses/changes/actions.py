"""Saying what a change is, and letting it go live."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Revision

from courses.catalogue.models import ChangePlan, Course, LessonPage
from lms.accounts.models import User

from .pending import Pending, pending


class SomebodyElse(Exception):
    """Meanwhile somebody else has edited, published or planned: what was on the screen is not what would happen."""


class NotReady(Exception):
    """The draft has gaps that publishing does not allow."""


@transaction.atomic
def keep_plan(
    *, seen: Pending, revision_id: int, plan_id: int, choices: Mapping[str, str], note: str, is_confirmed: bool, by: User
) -> ChangePlan:
    """Add what the editor says. `revision_id` and `plan_id` are those that were on the screen. Raises SomebodyElse."""
    Course.objects.select_for_update().get(pk=seen.before.of.course_id)
    now = _now(seen, revision_id, plan_id)
    now.plan = ChangePlan(page=seen.draft, from_version=seen.before, choices=dict(choices), note=note, by=by)
    if is_confirmed:
        now.plan.confirmed = now.structure_digest
        now.plan.touched = [cohort.as_json() for cohort in now.touched]
    now.plan.save()
    return now.plan


@transaction.atomic
def publish_draft(*, seen: Pending, revision_id: int, plan: ChangePlan, by: User) -> None:
    """As the button of the editor does: at once, or at the time that the page names. Raises SomebodyElse, NotReady."""
    Course.objects.select_for_update().get(pk=seen.before.of.course_id)
    now = _now(seen, revision_id, plan.pk)
    _check(now.draft)
    revision = Revision.objects.get(pk=revision_id)
    PublishPageRevisionAction(revision, user=by, changed=True).execute(skip_permission_checks=True)


def _now(seen: Pending, revision_id: int, plan_id: int) -> Pending:
    page = LessonPage.objects.get(pk=seen.draft.pk)
    now = pending(page)
    is_same = now is not None and now.before.pk == seen.before.pk and (now.plan.pk if now.plan else 0) == plan_id
    if now is None or not is_same or (page.latest_revision_id or 0) != revision_id:
        raise SomebodyElse
    return now


def _check(draft: LessonPage) -> None:
    """What the editor's own form asks before it publishes."""
    try:
        draft.full_clean()
        draft.body.stream_block.clean(draft.body)
    except ValidationError as error:
        raise NotReady from error
