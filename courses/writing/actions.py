from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import now
from wagtail.log_actions import log
from wagtail.models import COMMENTS_RELATION_NAME, Page, Revision

from courses.catalogue.models import LessonPage
from lms.accounts.models import User

from .beginning import course_key
from .copying import Block, fresh, raw
from .models import Aside, Clipboard, LessonTemplate, SavedFrom

SET_ASIDE = "writing.set_aside"


def hold(page_id: int) -> None:
    """Whoever else would save this page waits until this transaction ends."""
    list(Page.objects.select_for_update(of=("self",)).filter(pk=page_id).values_list("pk"))


@transaction.atomic
def set_aside(*, page: Page, base: Revision | None, by: User, wanted: str) -> Aside:
    """Keep a draft that came too late, without making it the newest: in the history it stands before the one that came first."""
    latest = page.latest_revision
    revision = Revision.objects.create(
        content_object=page,
        base_content_type=page.get_base_content_type(),
        user=by,
        content=page.serializable_data(),
        object_str=str(page),
        created_at=latest.created_at - timedelta(microseconds=1),
    )
    getattr(page, COMMENTS_RELATION_NAME).commit()  # remarks beside the text are nobody else's
    log(instance=page, action=SET_ASIDE, user=by, revision=revision, content_changed=True)
    return Aside.objects.create(page_id=page.pk, revision=revision, base=base, person=by, wanted=wanted)


@transaction.atomic
def put_together(*, aside: Aside, content: dict[str, Any], by: User) -> Revision:
    """Save what was chosen as the newest draft; what was not stays in the history, from both sides. Call it while holding the page."""
    page = aside.page.specific.with_content_json(content)
    if not page.live:
        page.save(clean=False)
    revision = page.save_revision(user=by, log_action=True, clean=False)
    settle(aside=aside)
    return revision


def settle(*, aside: Aside) -> None:
    """Nothing is left to choose. A repeat changes nothing."""
    Aside.objects.open().filter(pk=aside.pk).update(settled_at=now())


def remember_tab(*, revision_id: int, tab: str) -> None:
    SavedFrom.objects.update_or_create(revision_id=revision_id, defaults={"tab": tab})


def save_template(*, lesson: LessonPage, title: str, description: str, everywhere: bool, by: User) -> LessonTemplate:
    """What the lesson's draft holds now. Later changes of the lesson do not change the template."""
    return LessonTemplate.objects.create(
        title=title,
        description=description,
        language=lesson.locale.language_code,
        course_key=None if everywhere else course_key(lesson),
        minutes=lesson.minutes,
        blocks=raw(lesson.body),
        by=by,
    )


def retire_template(*, template: LessonTemplate) -> None:
    """It is offered no more; lessons that began from it stay. A repeat changes nothing."""
    LessonTemplate.objects.live().filter(pk=template.pk).update(retired_at=now())


def bring_template_back(*, template: LessonTemplate) -> None:
    LessonTemplate.objects.filter(pk=template.pk).update(retired_at=None)


def copy_blocks(*, person: User, blocks: list[Block], source_title: str) -> None:
    """In place of what was copied before."""
    defaults = {"blocks": blocks, "source_title": source_title[:255], "at": now()}
    Clipboard.objects.update_or_create(person=person, defaults=defaults)


@transaction.atomic
def paste_blocks(*, lesson: LessonPage, blocks: list[Block], after: str, by: User) -> tuple[str, int]:
    """Put copies behind the block `after` ("": at the beginning; a block that is gone: at the end), as a new draft. Answers with the id of
    the first and the number of exercises that assignments could not keep. Call it while holding the page."""
    draft = lesson.get_latest_revision_as_object()
    there = raw(draft.body)
    made, lost = fresh(blocks)
    ids = [block["id"] for block in there]
    place = 0 if not after else ids.index(after) + 1 if after in ids else len(ids)
    draft.body = draft.body.stream_block.to_python([*there[:place], *made, *there[place:]])
    if not draft.live:
        draft.save(clean=False)
    draft.save_revision(user=by, log_action=True, clean=False)
    return made[0]["id"], lost
