"""The course board in the back office: every lesson of a course as it stands, and where it stands."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cms.translations.states import State as Translated
from courses.catalogue.models import Course, CoursePage, LessonPage, ModulePage
from courses.catalogue.outline import outline

from ..frame import frame
from ..languages import CODES, SIGNS
from ..moving import NoSuchPlace, OrderHasChanged, learners_in, move, place_named
from ..reading import Board, Row, State, pages_below, read_board
from ..rules import course_page_of, course_pages_of, edits_the_site, has_boards, may_move_in

SALT = "course-board-undo"


class FilterForm(forms.Form):
    words = forms.CharField(label=gettext_lazy("Words of the title"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False, choices=[("", gettext_lazy("Any")), *State.choices])
    language = forms.ChoiceField(
        label=gettext_lazy("To be translated into"), required=False, choices=[("", gettext_lazy("Any")), *((code, code) for code in CODES)]
    )

    def narrows(self) -> bool:
        return self.is_valid() and any(self.cleaned_data.values())

    def fits(self, row: Row) -> bool:
        asked = self.cleaned_data
        words_fit = all(word in row.title.casefold() for word in asked["words"].casefold().split())
        done = (Translated.SOURCE, Translated.CURRENT, Translated.ALONE)
        is_open = not asked["language"] or any(mark.code == asked["language"] and mark.state not in done for mark in row.marks)
        return words_fit and is_open and asked["state"] in ("", *row.states)


@require_GET
def boards(request: HttpRequest) -> HttpResponse:
    if not has_boards(request.user):
        raise PermissionDenied
    pages = list(course_pages_of(request.user).order_by("draft_title", "pk"))
    below = Q(pk__in=[])
    for page in pages:
        below |= Q(path__startswith=page.path, depth=page.depth + 2)
    steps = CoursePage.steplen * pages[0].depth if pages else 0
    numbers: dict[str, int] = {}
    for path in LessonPage.objects.filter(below, alias_of=None).values_list("path", flat=True):
        numbers[path[:steps]] = numbers.get(path[:steps], 0) + 1
    context = {
        **frame(_("Courses")),
        "rows": [{"page": page, "lessons": numbers.get(page.path, 0)} for page in pages],
        "may_add": edits_the_site(request.user),
    }
    return render(request, "authoring/boards.html", context)


@require_GET
def board(request: HttpRequest, pk: int) -> HttpResponse:
    course = course_page_of(request.user, pk)
    found = read_board(course)
    row = Course.objects.select_related("edition_of").filter(translation_key=course.translation_key).first()
    form = FilterForm(request.GET)
    is_narrowed = form.narrows()
    shown = [(module, [row for row in module.lessons if not is_narrowed or form.fits(row)]) for module in found.modules]
    context = {
        **frame(course.draft_title, (reverse("course_boards"), _("Courses"))),
        "board": found,
        "language": course.locale.language_code,
        "shown": [one for one in shown if one[1] or not is_narrowed],
        "form": form,
        "is_narrowed": is_narrowed,
        "number": sum(len(lessons) for _module, lessons in shown),
        "may_move": may_move_in(request.user, course),
        "may_write": course.permissions_for_user(request.user).can_add_subpage(),
        "may_add": edits_the_site(request.user),
        "row": row,
        "edition_of_title": outline(row.edition_of, get_language()).title if row and row.edition_of else "",
        "legend": [{"sign": SIGNS[each], "label": each.label} for each in SIGNS],
        "moved": _moved(found, request.GET.get("moved", "")),
    }
    return render(request, "authoring/board.html", context)


def _moved(found: Board, token: str) -> dict[str, Any] | None:
    """What was moved a moment ago, and how it goes back."""
    try:
        told = signing.loads(token, salt=SALT, max_age=3600) if token else None
    except signing.BadSignature:
        return None
    rows = [*found.modules, *found.lessons]
    row = next((row for row in rows if told and row.page.pk == told["page"]), None)
    return {**told, "row": row} if told and row else None


@require_POST
def move_page(request: HttpRequest, pk: int) -> HttpResponse:
    course = course_page_of(request.user, pk)
    if not may_move_in(request.user, course):
        raise PermissionDenied
    sent = request.POST
    page = get_object_or_404(pages_below(course), pk=sent["page"] if sent.get("page", "").isdecimal() else 0).specific
    where = f"to:{sent.get('module', '')}" if sent.get("where") == "module" else sent.get("where", "")
    try:
        place = place_named(course, page, where)
        if place is None:
            messages.info(request, _("It stands there already."))
            return redirect("course_board", course.pk)
        learners = learners_in(page)
        if learners and "confirmed" not in sent:
            words = frame(_("Move “%(title)s”?") % {"title": page.draft_title}, (reverse("course_board", args=[pk]), course.draft_title))
            fields = {"page": page.pk, "where": where, "order": sent.get("order", ""), "confirmed": "1"}
            context = {**words, "course": course, "page": page, "learners": learners, "fields": fields}
            return render(request, "authoring/confirm_move.html", context | {"is_module": isinstance(page, ModulePage)})
        before = move(course=course, page=page, place=place, seen=sent.get("order", ""), by=request.user)
    except OrderHasChanged:
        messages.warning(
            request, _("Somebody moved something meanwhile. This is how it stands now; your move was not made: make it again.")
        )
        return redirect("course_board", course.pk)
    except NoSuchPlace:
        messages.error(request, _("It cannot stand there: lessons stand in modules of this course."))
        return redirect("course_board", course.pk)
    told = {"page": page.pk, "back": f"in:{before.parent}:{before.after or 0}", "do": where}
    token = "" if "undo" in sent else signing.dumps(told, salt=SALT)
    place_on_page = None if token and where in ("up", "down") else f"page-{page.pk}"  # a browser that goes there focuses nothing by itself
    return redirect(reverse("course_board", args=[pk], query={"moved": token} if token else None, fragment=place_on_page))
