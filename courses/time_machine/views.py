import re
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.log_actions import log

from courses.catalogue.rendering import lesson_body
from courses.enrolment.rule_words import in_words
from courses.enrolment.rules import cohorts_kept_by, keeps_cohorts_somewhere
from courses.enrolment.slots import Reading, fill

from .forms import MomentForm
from .road import road, version_at

FIRST_HEADING = re.compile(r"<h([1-6])\b")


@require_safe
def time_machine(request: HttpRequest) -> HttpResponse:
    """The cohorts that the person keeps."""
    if not keeps_cohorts_somewhere(request.user):
        raise PermissionDenied
    cohorts = cohorts_kept_by(request.user).order_by("name", "pk")
    return render(request, "time_machine/cohorts.html", {**_frame(), "cohorts": cohorts})


@require_safe
def time_machine_of_cohort(request: HttpRequest, pk: int) -> HttpResponse:
    """What a learner of the cohort is shown at a time in a language, and what is open for them."""
    cohort = get_object_or_404(cohorts_kept_by(request.user).select_related("course"), pk=pk)
    language = get_language() or "en"
    with timezone.override(ZoneInfo(cohort.time_zone)):
        initial = {"at": timezone.localtime(), "language": cohort.course.source_language}
        form = MomentForm(request.GET if {"learner", "at"} & request.GET.keys() else None, cohort=cohort, initial=initial)
        context: dict[str, Any] = {**_frame(cohort.name), "cohort": cohort, "form": form}
        if form.is_valid():
            chosen = form.cleaned_data
            _remember(request, cohort, chosen)
            found = road(chosen["learner"], at=chosen["at"], now=timezone.now(), language=chosen["language"])
            context |= {"road": found, "at": chosen["at"], "rule": in_words(cohort.course.completion_rule, cohort.course, language)}
        return render(request, "time_machine/road.html", context)


@require_safe
def time_machine_lesson(request: HttpRequest, pk: int, lesson_id: int) -> HttpResponse:
    """A lesson as it reads then: with empty fields, without anything of the learner's."""
    cohort = get_object_or_404(cohorts_kept_by(request.user).select_related("course"), pk=pk)
    form = MomentForm(request.GET, cohort=cohort)
    if not form.is_valid():
        raise Http404
    chosen = form.cleaned_data
    _remember(request, cohort, chosen)
    version = version_at(chosen["learner"], lesson_id, at=chosen["at"], now=timezone.now(), language=chosen["language"])
    if version is None:
        raise Http404
    with override(chosen["language"]):
        body = lesson_body(version)
        shown = [replace(slot, activity_id=None) for slot in body.slots]  # for nobody, as in a preview
        slots = fill(Reading(request, None, shown, version.language))
    parts = [body.pieces[0]]
    for slot, piece in zip(body.slots, body.pieces[1:], strict=True):
        parts += [slots.get(slot.block_id, ""), piece]
    html = "".join(parts)
    first = FIRST_HEADING.search(html)
    context = {
        "version": version,
        "at": chosen["at"].astimezone(ZoneInfo(cohort.time_zone)),
        "body": mark_safe(html),
        "begins_below_a_section": first is not None and first[1] > "2",
        "cohort": cohort,
        "query": request.GET.urlencode(),
    }
    return render(request, "time_machine/lesson.html", context)


def _remember(request: HttpRequest, cohort: Any, chosen: Any) -> None:
    """Who looked, for whom; the log is that of the cohort in the back office."""
    data = {"enrolment": chosen["learner"].pk, "at": chosen["at"].isoformat(), "language": chosen["language"]}
    log(instance=cohort, action="workbook.time_machine", user=request.user, data=data)


def _frame(*more: str) -> dict[str, Any]:
    title = _("Time machine")
    crumbs = [{"url": reverse("time_machine") if more else "", "label": title}, *({"url": "", "label": one} for one in more)]
    return {"page_title": title, "header_title": title, "header_icon": "history", "breadcrumbs_items": crumbs}
