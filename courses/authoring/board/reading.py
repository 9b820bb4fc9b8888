"""What the board shows: modules with their lessons as they stand in the newest drafts. As many queries for one lesson as for many."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Comment, GroupApprovalTask, Page, Revision, WorkflowState
from wagtail.query import PageQuerySet

from courses.catalogue import activity_kinds
from courses.catalogue.models import CoursePage

from ..models import PageWeight
from .languages import Mark, marks

NO_EXERCISE = ("quiz", "assignment")


class State(models.TextChoices):
    DRAFT = "draft", gettext_lazy("Draft")
    LIVE = "live", gettext_lazy("Live")
    CHANGED = "changed", gettext_lazy("Live, with a draft")
    SCHEDULED = "scheduled", gettext_lazy("Scheduled")
    MODERATION = "moderation", gettext_lazy("In moderation")
    RETIRED = "retired", gettext_lazy("Taken off the site")


@dataclass(frozen=True)
class Held:
    """What blocks of a lesson there are, by kind."""

    exercises: int = 0
    quizzes: int = 0
    questions: int = 0
    assignments: int = 0
    minutes: int = 0


@dataclass
class Row:
    """A module or a lesson. `weight` is bytes on the line, None as long as nobody weighed it."""

    page: Page
    states: set[State]
    words: str
    marks: list[Mark]
    held: Held
    comments: int = 0
    weight: int | None = None
    lessons: list["Row"] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.page.draft_title or self.page.title

    @property
    def url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    @property
    def state_url(self) -> str:
        is_in_moderation = State.MODERATION in self.states
        return reverse("wagtailadmin_pages:workflow_history" if is_in_moderation else "wagtailadmin_pages:history", args=[self.page.pk])

    @property
    def kilobytes(self) -> float | None:
        return None if self.weight is None else round(self.weight / 1000, 1)


@dataclass
class Board:
    course: CoursePage
    marks: list[Mark]
    words: str
    modules: list[Row]

    @property
    def lessons(self) -> list[Row]:
        return [lesson for module in self.modules for lesson in module.lessons]

    @property
    def order(self) -> str:
        return order_of((module.page.pk, [lesson.page.pk for lesson in module.lessons]) for module in self.modules)


def order_of(places: Iterable[tuple[int, list[int]]]) -> str:
    """The same as long as everything stands where it stood."""
    return hashlib.sha256(json.dumps(list(places)).encode()).hexdigest()[:16]


def read_board(course: CoursePage) -> Board:
    opened = Comment.objects.filter(page=OuterRef("pk"), resolved_at=None).order_by().values("page").annotate(count=Count("pk"))
    pages = list(pages_below(course).annotate(open_comments=Subquery(opened.values("count"))))
    shown: list[Page] = [course, *pages]
    drafts, scheduled = _revisions(shown)
    turns, weights = _turns(shown), _weights(pages)
    languages = marks(shown, course.locale.language_code)
    modules: list[Row] = []
    for page in pages:
        states, words = _state(page, scheduled.get(page.pk), turns.get(page.pk))
        held = _held(drafts.get(page.pk, {}))
        row = Row(page, states, words, languages[page.pk], held, page.open_comments or 0, weights.get(page.translation_key))
        if page.depth == course.depth + 1:
            modules.append(row)
        elif modules:
            modules[-1].lessons.append(row)
    _states, words = _state(course, scheduled.get(course.pk), turns.get(course.pk))
    return Board(course, languages[course.pk], words, modules)


def pages_below(course: Page) -> PageQuerySet:
    """Modules and lessons in the order of the tree."""
    below = Page.objects.filter(path__startswith=course.path, depth__in=(course.depth + 1, course.depth + 2), alias_of=None)
    return below.order_by("path")


def _revisions(pages: Iterable[Page]) -> tuple[dict[int, dict[str, Any]], dict[int, datetime]]:
    """Of each page its newest draft, and when a draft goes live by itself."""
    newest = {page.latest_revision_id: page.pk for page in pages if page.latest_revision_id}
    ids = [str(page.pk) for page in pages]
    waiting = Q(approved_go_live_at__isnull=False, object_id__in=ids)
    drafts: dict[int, dict[str, Any]] = {}
    scheduled: dict[int, datetime] = {}
    for revision in Revision.page_revisions.filter(Q(pk__in=list(newest)) | waiting):
        if revision.pk in newest:
            drafts[newest[revision.pk]] = revision.content
        if revision.approved_go_live_at:
            scheduled[int(revision.object_id)] = revision.approved_go_live_at
    return drafts, scheduled


def _turns(pages: Iterable[Page]) -> dict[int, str]:
    """Whose turn it is, of pages in moderation: the groups that may answer, else the name of the step."""
    rows = WorkflowState.objects.active().filter(object_id__in=[str(page.pk) for page in pages], content_type__app_label="catalogue")
    states = list(rows.select_related("current_task_state__task"))
    groups: dict[int, list[str]] = {}
    tasks = [state.current_task_state.task_id for state in states if state.current_task_state]
    for task, name in GroupApprovalTask.objects.filter(pk__in=tasks).values_list("pk", "groups__name"):
        groups.setdefault(task, []).append(name or "")
    turns = {}
    for state in states:
        task = state.current_task_state.task if state.current_task_state else None
        who = ", ".join(filter(None, groups.get(task.pk, []))) or task.name if task else ""
        is_back = state.status == WorkflowState.STATUS_NEEDS_CHANGES
        turns[int(state.object_id)] = _("sent back to whoever wrote it") if is_back else who
    return turns


def _weights(pages: Iterable[Page]) -> Mapping[Any, int]:
    """By translation key, of what readers see now in the source language."""
    weighed = PageWeight.objects.filter(version__is_current=True, version__of__translation_key__in=[page.translation_key for page in pages])
    return dict(weighed.order_by("version__pk").values_list("version__of__translation_key", "bytes"))


def _state(page: Page, goes_live_at: datetime | None, turn: str | None) -> tuple[set[State], str]:
    """What the page is now, and what is on its way: readers may see a page while its next draft is being read, or waits for its hour."""
    is_on_its_way = turn is not None or goes_live_at is not None
    if page.live:
        shown = State.CHANGED if page.has_unpublished_changes and not is_on_its_way else State.LIVE
    else:
        shown = State.RETIRED if page.first_published_at else State.DRAFT
    states, said = {shown}, [] if is_on_its_way and shown == State.DRAFT else [str(shown.label)]
    if turn is not None:
        states.add(State.MODERATION)
        said.append(_("In moderation: %(who)s") % {"who": turn})
    if goes_live_at:
        states.add(State.SCHEDULED)
        of = _("The draft goes live %(when)s") if page.live else _("Scheduled for %(when)s")
        said.append(of % {"when": _hour(goes_live_at)})
    if page.live and page.expire_at:
        said.append(_("Comes off the site %(when)s") % {"when": _hour(page.expire_at)})
    return states, " · ".join(said)


def _hour(at: datetime) -> str:
    return date_format(localtime(at), "SHORT_DATETIME_FORMAT")


def _held(content: Mapping[str, Any]) -> Held:
    raw = content.get("body") or []
    blocks = json.loads(raw) if isinstance(raw, str) else raw
    quizzes = [block for block in blocks if block["type"] == "quiz"]
    return Held(
        exercises=sum(bool(activity_kinds.get(block["type"])) and block["type"] not in NO_EXERCISE for block in blocks),
        quizzes=len(quizzes),
        questions=sum(_questions(block["value"]) for block in quizzes),
        assignments=sum(block["type"] == "assignment" for block in blocks),
        minutes=content.get("minutes") or 0,
    )


def _questions(quiz: Mapping[str, Any]) -> int:
    placed = quiz.get("questions") or []
    return sum(one["value"].get("count") or 0 if one["type"] == "draw" else 1 for one in placed)
