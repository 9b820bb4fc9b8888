"""Moving lessons and modules within a course. The pages of all languages go together, rows and learners' work follow them
(`catalogue.publishing`), and addresses that people have kept go on leading there."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import override
from wagtail.actions.move_page import MovePageAction
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from courses.catalogue.addresses import address
from courses.catalogue.models import CoursePage, Lesson, LessonPage, Module, ModulePage
from courses.enrolment.models import Enrolment, LessonPosition
from lms.accounts.models import User

from .reading import order_of, pages_below


class OrderHasChanged(Exception):
    """Somebody else moved something since the board was shown."""


class NoSuchPlace(Exception):
    """Not in this course, or no place for a page of that kind."""


@dataclass(frozen=True)
class Place:
    """Under a page, behind one of its children; `after` is None for the first place."""

    parent: int
    after: int | None


def place_of(page: Page) -> Place:
    before = page.get_prev_siblings().order_by("-path").first()
    return Place(page.get_parent().pk, before.pk if before else None)


def place_named(course: CoursePage, page: Page, where: str) -> Place | None:
    """`up`, `down`, `to:12` (at the end of a module), `in:12:34` (behind 34) or `in:12:0` (first). None where it stands there already.
    A lesson at the edge of its module goes on into the next one."""
    kind, *numbers = where.split(":")
    if kind in ("up", "down"):
        return _step(course, page, 1 if kind == "down" else -1)
    if not all(number.isdecimal() for number in numbers) or len(numbers) != {"to": 1, "in": 2}.get(kind):
        raise NoSuchPlace
    parent = int(numbers[0])
    if kind == "to":
        last = Page.objects.filter(pk=parent).first()
        child = last.get_last_child() if last else None
        place = Place(parent, child.pk if child else None)
    else:
        place = Place(parent, int(numbers[1]) or None)
    return None if place.after == page.pk or place == place_of(page) else place


def _step(course: CoursePage, page: Page, step: int) -> Place | None:
    siblings = list(page.get_siblings().order_by("path").values_list("pk", flat=True))
    at = siblings.index(page.pk) + step
    parent = page.get_parent()
    if 0 <= at < len(siblings):
        behind = at if step > 0 else at - 1
        return Place(parent.pk, siblings[behind] if behind >= 0 else None)
    if parent.pk == course.pk:
        return None
    modules = list(course.get_children().order_by("path"))
    other = [module.pk for module in modules].index(parent.pk) + step
    if not 0 <= other < len(modules):
        return None
    last = modules[other].get_last_child() if step < 0 else None
    return Place(modules[other].pk, last.pk if last else None)


def order_now(course: Page) -> str:
    places: list[tuple[int, list[int]]] = []
    for page in pages_below(course):
        if page.depth == course.depth + 1:
            places.append((page.pk, []))
        elif places:
            places[-1][1].append(page.pk)
    return order_of(places)


@transaction.atomic
def move(*, course: CoursePage, page: Page, place: Place, seen: str, by: User) -> Place:
    """Where it stood before. `seen` is the order that the person saw: when it is another by now, OrderHasChanged is raised and nothing
    moves. Two at once take turns at the page of the course."""
    Page.objects.select_for_update().get(pk=course.pk)
    if order_now(course) != seen:
        raise OrderHasChanged
    page = Page.objects.get(pk=page.pk).specific
    before = place_of(page)
    parent = Page.objects.get(pk=place.parent)
    _check(course, page, parent, place)
    old = _addresses(page)
    order = [child.translation_key for child in parent.get_children().order_by("path") if child.pk != page.pk]
    behind = Page.objects.get(pk=place.after).translation_key if place.after else None
    earlier = order[: order.index(behind) + 1] if behind else []
    for each in Page.objects.filter(translation_key=page.translation_key, alias_of=None).specific():
        target = Page.objects.filter(translation_key=parent.translation_key, locale=each.locale_id, alias_of=None).first()
        _put(each, target or _translated(parent, each), earlier, by)
    _redirect(old, _addresses(page))
    return before


def _check(course: CoursePage, page: Page, parent: Page, place: Place) -> None:
    is_lesson, is_module = isinstance(page, LessonPage), isinstance(page, ModulePage)
    fits = (is_lesson and parent.is_child_of(course)) or (is_module and parent.pk == course.pk)
    is_here = page.is_descendant_of(course)
    is_beside = place.after is None or Page.objects.filter(pk=place.after, path__startswith=parent.path, depth=parent.depth + 1).exists()
    if not (fits and is_here and is_beside) or place.after == page.pk:
        raise NoSuchPlace


def _translated(parent: Page, page: Page) -> Page:
    """A module that is not in this language yet: a draft of it, so that the lesson has where to stand."""
    return parent.specific.copy_for_translation(page.locale, copy_parents=True)


def _put(page: Page, parent: Page, earlier: list, by: User) -> None:
    """Behind the nearest of those before it that is there in this language as well."""
    beside = {child.translation_key: child for child in parent.get_children().exclude(pk=page.pk)}
    near = next((beside[key] for key in reversed(earlier) if key in beside), None)
    first = parent.get_first_child()
    target, pos = (near, "right") if near else (first, "left") if first else (parent, "last-child")
    if target.pk != page.pk:
        # Wagtail takes a move for an addition, which publishers may not make; whoever moves here was asked for by `rules.may_move_in`
        MovePageAction(page, target, pos=pos, user=by).execute(skip_permission_checks=True)


def _addresses(page: Page) -> list[tuple[str, ...]]:
    """The slugs of what learners reach at it: a lesson. A module that moves keeps its address."""
    row = Lesson.objects.select_related("course", "module").filter(translation_key=page.translation_key).first()
    return [(row.course.slug, row.module.slug, row.slug)] if row else []


def _redirect(old: list[tuple[str, ...]], new: list[tuple[str, ...]]) -> None:
    """In every language, also where there is no page of its own. Wagtail's redirects lead from where pages stood in the tree."""
    for before, after in zip(old, new, strict=True):
        for code, _name in settings.LANGUAGES:
            with override(code):
                come, go = address(*before, language=code), address(*after, language=code)
            Redirect.objects.filter(old_path=Redirect.normalise_path(go)).delete()
            if come != go:
                path = Redirect.normalise_path(come)
                Redirect.objects.filter(old_path=path).delete()
                Redirect.objects.create(old_path=path, redirect_link=go, is_permanent=False, automatically_created=True)


def learners_in(page: Page) -> int:
    """Who is in the lesson, or in one of the module's, in a run that is going on."""
    rows = Lesson.objects.filter(translation_key=page.translation_key)
    if isinstance(page, ModulePage):
        rows = Lesson.objects.filter(module__in=Module.objects.filter(translation_key=page.translation_key))
    running = Enrolment.objects.studying().running(now())
    return LessonPosition.objects.filter(lesson__in=rows, enrolment__in=running).values("enrolment").distinct().count()
