import re
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses.catalogue.addresses import address, course_url
from courses.catalogue.models import Course, Lesson, LessonChange, LessonVersion
from courses.catalogue.outline import outline
from courses.catalogue.rendering import RenderedBody, lesson_body, preview_body
from courses.certificates.models import Certificate
from courses.competences.offers import offers_to, with_offers
from courses.consultations.mine import at_a_glance, lines
from courses.enrolment.completion import measures_asked
from courses.enrolment.models import Cohort, Enrolment
from courses.enrolment.progress import progress_of, progress_of_many
from courses.enrolment.slots import Reading, fill
from courses.enrolment.weekly import WEEKLY
from courses.internships.hours import practising_among
from courses.mentorship.learner.beside import comment_beside
from courses.mentorship.learner.returned import returned_to
from lms.notifications.inbox import see_kinds_and_count

from . import actions
from .changed import changed_since_read, seen_by
from .contents import contents_html
from .missing import what_is_missing
from .reader import Reader, reader_of
from .stations import Stretch, new_since, stations

_SECTION = '<h2 class="lesson-section"'
_HEADING = re.compile(r"<(/?)h([3-6])\b")


def course(request: HttpRequest, page: Any, *, preview: bool = False) -> HttpResponse:
    """The page of a course: what it is about, its road, and the way in."""
    context: dict[str, Any] = {"page": page, "language": page.locale.language_code, "preview": preview}
    if page.row is None:
        return render(request, "player/course.html", context)
    reader = reader_of(page.row, person=request.user, language=get_language(), kept=page.outline)
    context |= {"course": page.row, "reader": reader, "modules": _road(reader)}
    if page.row.edition_of_id:
        context["earlier"] = _earlier_edition(page.row)
    if not reader.is_studying:
        context["cohorts"] = Cohort.objects.filter(course=page.row).open()
        context["has_code_cohorts"] = Cohort.objects.filter(course=page.row).within_dates().exclude(join_code="").exists()
    return render(request, "player/course.html", context)


def _earlier_edition(row: Course) -> dict[str, str] | None:
    """The course that this one began as a copy of, while readers can see it."""
    earlier = Course.objects.live().filter(pk=row.edition_of_id).first()
    if earlier is None:
        return None
    return {"title": outline(earlier, get_language()).title, "url": course_url(earlier, get_language())}


def module(request: HttpRequest, page: Any, *, preview: bool = False) -> HttpResponse:
    """The page of a module: its introduction and its lessons."""
    context: dict[str, Any] = {"page": page, "language": page.locale.language_code, "preview": preview}
    if page.row is None:
        return render(request, "player/module.html", context)
    reader = reader_of(page.row.course, person=request.user, language=get_language(), kept=page.outline)
    modules = [one for one in _road(reader) if one.id == page.row.pk]
    return render(request, "player/module.html", context | {"reader": reader, "modules": modules, "course_url": _course_url(reader)})


def _road(reader: Reader) -> list[Stretch]:
    """With what is new to this reader. One query for somebody enrolled."""
    seen = seen_by([reader.enrolment])[reader.enrolment.pk] if reader.enrolment else {}
    return stations(reader.progress, get_language() or "", seen=seen, completed_at=reader.completed_at)


def lesson(request: HttpRequest, page: Any, *, preview: bool = False) -> HttpResponse:
    """The lesson as a learner meets it: the kept body, with what is theirs laid over it."""
    if preview or page.version is None:
        body = preview_body(page)
        html = _join(body, fill(Reading(request, None, body.slots, page.locale.language_code)))
        context = {"page": page, "body": html, "language": page.locale.language_code, "preview": True}
        return render(request, "player/lesson.html", context)
    row, version = page.row, page.version
    reader = reader_of(row.course, person=request.user, language=get_language(), kept=page.outline, lesson_id=row.pk)
    body = page.rendered or lesson_body(version)
    slots = fill(Reading(request, reader.enrolment, body.slots, version.language))
    for block_id, comment in comment_beside(request, reader.enrolment).items():
        slots[block_id] = slots.get(block_id, "") + comment
    html = _join(body, slots)
    return render(request, "player/lesson.html", _lesson_context(page, reader, body, html))


def _lesson_context(page: Any, reader: Reader, body: RenderedBody, html: str) -> dict[str, Any]:
    row, version, language = page.row, page.version, get_language()
    place = reader.outline.lesson(row.pk)
    following = reader.outline.after(row.pk)
    mine = reader.progress.of_lesson(row.pk)
    modules = stations(reader.progress, language, current=row.pk)
    return {
        "page": page,
        "lesson": row,
        "place": place,
        "language": version.language,
        "body": html,
        "reader": reader,
        "mine": mine,
        "is_read": bool(mine) and bool(reader.enrolment) and all(one.kind != "read" for one in mine.missing),
        "contents": contents_html(modules, body.sections, version.language, shows_done=reader.enrolment is not None),
        "next": following and {"title": following.title, "language": following.language, "url": _lesson_url(reader, following, language)},
        "course_url": _course_url(reader),
        "changed": changed_since_read(page, reader),
        "latest_change": page.changes.latest if page.changes else "",
        "new_count": len(new_since(mine.missing, reader.completed_at)) if mine and reader.completed_at else 0,
        "preview": False,
    }


def _join(body: RenderedBody, slots: dict[str, str]) -> str:
    """Every piece was sanitised when it was made, every slot escaped by its own template."""
    parts = [body.pieces[0]]
    for slot, piece in zip(body.slots, body.pieces[1:], strict=True):
        parts += [slots.get(slot.block_id, ""), piece]
    before, section, rest = "".join(parts).partition(_SECTION)
    return mark_safe(_raised(before) + section + rest)


def _raised(html: str) -> str:
    """What stands before the first section stands right under the title of the page, and so do its headings."""
    return _HEADING.sub(lambda found: f"<{found[1]}h{int(found[2]) - 1}", html)


def _course_url(reader: Reader) -> str:
    return address(reader.outline.slug, language=get_language())


def _lesson_url(reader: Reader, place: Any, language: str) -> str:
    return address(reader.outline.slug, place.module_slug, place.slug, language=language)


@login_required
def my_learning(request: HttpRequest) -> HttpResponse:
    """Where I am in each course, and the next step. However many courses, the same number of queries."""
    mine = Enrolment.objects.of(request.user).exclude(state__in=[Enrolment.State.REMOVED, Enrolment.State.INVITED])
    enrolments = list(with_offers(mine).select_related("cohort__course", "completion").order_by("-last_seen_at", "-pk"))
    language = get_language()
    progresses = progress_of_many(enrolments, language)
    returned, offers = returned_to(enrolments, language), offers_to(enrolments)
    certificates = {one.enrolment_id: one for one in Certificate.objects.of(request.user).exclude(state=Certificate.State.SUPERSEDED)}
    practising, seen = practising_among(enrolments), seen_by(enrolments)
    rows = []
    for enrolment in enrolments:
        progress = progresses[enrolment.pk]
        step = progress.next
        completion = getattr(enrolment, "completion", None)
        modules = stations(progress, language, seen=seen[enrolment.pk], completed_at=completion.completed_at if completion else None)
        rows.append(
            {
                "enrolment": enrolment,
                "progress": progress,
                "certificate": certificates.get(enrolment.pk),
                "returned": returned.get(enrolment.pk, []),
                "offer": offers.get(enrolment.pk),
                "course_url": address(progress.outline.slug, language=language),
                "next_url": step and address(progress.outline.slug, step.lesson.module_slug, step.lesson.slug, language=language),
                "modules": modules,
                "changed": [station for module in modules for station in module.lessons if station.is_changed],
                "new": [station for module in modules for station in module.lessons if station.is_new],
                "is_studying": enrolment.state in Enrolment.STUDYING,
                "has_practice": enrolment.pk in practising,
                "is_unfinished": bool(step) or _waits_for_more(enrolment),
            }
        )
    ahead, to_dos = at_a_glance(request.user)
    new = see_kinds_and_count(person=request.user, keys={WEEKLY})  # here stands what that letter says
    return render(request, "player/my_learning.html", {"rows": rows, "ahead": lines(ahead), "to_dos": to_dos, "new_letters": new})


def _waits_for_more(enrolment: Enrolment) -> bool:
    """Something is counted besides the steps of the course, and it is not enough yet."""
    return enrolment.state == Enrolment.State.ACTIVE and bool(measures_asked(enrolment.cohort.course.completion_rule))


@login_required
def why_not_yet(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """What is still missing before the certificate, each with a link to it."""
    enrolment = get_object_or_404(Enrolment.objects.of(request.user).select_related("cohort__course"), pk=enrolment_id)
    return render(request, "player/why_not_yet.html", what_is_missing(enrolment, get_language() or "en") | {"enrolment": enrolment})


@login_required
@require_POST
def mark_read(request: HttpRequest, enrolment_id: int, lesson_id: int) -> HttpResponse:
    """Done with this page: said by the learner, or by the script when the end was on the screen."""
    enrolment, row = _mine(request, enrolment_id, lesson_id)
    version, change = _met(request, row)
    actions.mark_read(enrolment=enrolment, lesson=row, version=version, change=change)
    actions.keep_position(enrolment=enrolment, lesson=row, block_id="")
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"is_read": True})
    enrolment.last_lesson_id = row.pk
    return _after_reading(request, enrolment, row)


def _after_reading(request: HttpRequest, enrolment: Enrolment, row: Lesson) -> HttpResponse:
    """On to the next lesson; at the last one, or with something still empty here, say what is left."""
    progress = progress_of(enrolment)
    here = progress.of_lesson(row.pk)
    language = get_language()
    if here and here.missing:
        messages.info(request, _("The page is read. Some exercises in this lesson are still empty; you can come back to them at any time."))
    following = progress.outline.after(row.pk)
    if following:
        return redirect(address(progress.outline.slug, following.module_slug, following.slug, language=language))
    return redirect("my_learning")


@login_required
@require_POST
def see_changes(request: HttpRequest, enrolment_id: int, lesson_id: int) -> HttpResponse:
    """The learner has seen what has changed since they read the lesson."""
    enrolment, row = _mine(request, enrolment_id, lesson_id)
    version, change = _met(request, row)
    actions.see_changes(enrolment=enrolment, lesson=row, version=version, change=change)
    course = enrolment.cohort.course
    return redirect(address(course.slug, row.module.slug, row.slug, language=get_language()))


@login_required
@require_POST
def keep_position(request: HttpRequest, enrolment_id: int, lesson_id: int) -> HttpResponse:
    enrolment, row = _mine(request, enrolment_id, lesson_id)
    actions.keep_position(enrolment=enrolment, lesson=row, block_id=request.POST.get("block", ""))
    return HttpResponse(status=204)


def _mine(request: HttpRequest, enrolment_id: int, lesson_id: int) -> tuple[Enrolment, Lesson]:
    enrolment = get_object_or_404(Enrolment.objects.of(request.user).studying().select_related("cohort__course"), pk=enrolment_id)
    return enrolment, get_object_or_404(Lesson.objects.live().select_related("module"), pk=lesson_id, course=enrolment.cohort.course)


def _met(request: HttpRequest, row: Lesson) -> tuple[LessonVersion | None, LessonChange | None]:
    """The wording of the page that was on the screen, and the latest change that it told."""
    version = LessonVersion.objects.filter(of=row, pk=_number(request.POST.get("version"))).first()
    return version, LessonChange.objects.filter(lesson=row, pk=_number(request.POST.get("change"))).first()


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 18 else 0
