"""New editions in the back office: what the new course is called, how far it is."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.admin import messages

from courses.catalogue.models import Course

from ...models import Edition
from ..counting import said_now
from ..editions import TitleTaken, give_up, go_on, in_the_way, next_page, stands_still, start_edition, try_again
from ..frame import frame
from ..rules import course_page_of, course_pages_of, edits_the_site
from ..stillness import state_of, words_of, words_of_failed, words_of_held, words_of_progress

State = Edition.State
DEEDS = {"try_again": try_again, "give_up": give_up}


class EditionForm(forms.Form):
    title = forms.CharField(
        label=gettext_lazy("Title of the new course"),
        max_length=200,
        help_text=gettext_lazy("For example with the year. In other languages the old title stays until somebody translates the new one."),
    )
    has_own_questions = forms.BooleanField(
        label=gettext_lazy("With questions and rubrics of its own"),
        required=False,
        help_text=gettext_lazy(
            "The old course's questions and rubrics are copied. Otherwise both courses share them: a change there holds for both."
        ),
    )


@require_http_methods(["GET", "POST"])
def new_edition(request: HttpRequest, pk: int) -> HttpResponse:
    page = course_page_of(request.user, pk)
    if not edits_the_site(request.user):
        raise PermissionDenied
    there = in_the_way(page)
    if there:
        return redirect("course_edition", there.uid)
    form = EditionForm(request.POST if request.method == "POST" else None, initial={"title": page.draft_title})
    if form.is_valid():
        try:
            made = start_edition(of=page, by=request.user, **form.cleaned_data)
            return redirect("course_edition", made.uid)
        except TitleTaken:
            form.add_error("title", _("Another course is called that already."))
    board = (reverse("course_board", args=[page.pk]), page.draft_title)
    row = Course.objects.filter(translation_key=page.translation_key, retired_at=None).first()
    return render(request, "authoring/new_edition.html", {**frame(_("Make a new edition"), board), "form": form, "page": page, "row": row})


@never_cache
@require_http_methods(["GET", "POST"])
def edition(request: HttpRequest, uid: str) -> HttpResponse:
    """How far it is; its board as soon as it is there. A POST lets it go on, tries it again, or gives it up."""
    made = _edition(request, uid)
    if request.method == "POST":
        for deed in [DEEDS[name] for name in DEEDS if name in request.POST]:
            deed(one=made)
        if "go_on" in request.POST and not go_on(one=made) and made.state == State.MAKING:
            messages.warning(request, words_of_held())
        return redirect("course_edition", made.uid)
    if made.state == State.READY and made.page_id:
        return redirect("course_board", made.page_id)
    is_still = stands_still(made)
    context = {
        **frame(made.title, (reverse("course_boards"), _("Courses"))),
        "edition": made,
        "words": _words(made),
        "is_making": made.state == State.MAKING,
        "is_failed": made.state == State.FAILED,
        "is_still": is_still,
        "shown_state": state_of(made, is_still=is_still),
    }
    return render(request, "authoring/edition.html", context)


@never_cache
@require_GET
def progress(request: HttpRequest, uid: str) -> JsonResponse:
    """For the page's script."""
    made = _edition(request, uid)
    state = state_of(made, is_still=stands_still(made))
    return JsonResponse({"state": state, "words": _words(made), "done": made.done, "total": len(made.pages)})


def _edition(request: HttpRequest, uid: str) -> Edition:
    if not edits_the_site(request.user):
        raise PermissionDenied
    return get_object_or_404(Edition.objects.filter(of__in=course_pages_of(request.user)), uid=uid)


def _words(made: Edition) -> str:
    if made.state == State.GIVEN_UP:
        return _("This edition was given up. The old course is as it was, and another edition can be made.")
    words = _("%(done)d of %(total)d modules and lessons are copied, in every language.") % {"done": made.done, "total": len(made.pages)}
    what_is_safe = _("What is copied is kept, and nothing is copied twice.")
    if made.state == State.FAILED:
        page = next_page(made)
        where = _("It stopped at “%(title)s”.") % {"title": page.draft_title} if page else ""
        return words_of_failed(made, " ".join(filter(None, [where, words, what_is_safe])))
    if stands_still(made):
        return words_of(made, f"{words} {what_is_safe}")
    at_step = words_of_progress(made, words)
    return f"{words} {at_step}" if made.page_id and not said_now(made) else at_step
