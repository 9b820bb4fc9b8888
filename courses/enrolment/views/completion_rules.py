"""What courses ask for, in the back office: the rule in words, whom a change would touch, and what was changed before."""

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from courses.catalogue.models import Course
from courses.catalogue.outline import outline

from ..actions import RuleChanged, change_rule
from ..models import CompletionRuleChange, Enrolment
from ..rule_form import RuleForm, initial_of
from ..rule_preview import preview
from ..rule_words import in_words, kind_words, titles_of
from ..rules import courses_kept_by, keeps_cohorts_somewhere
from ..standing import facts_of

State = Enrolment.State


@require_GET
def completion_rules(request: HttpRequest) -> HttpResponse:
    """The courses in scope, each with what it asks for."""
    if not keeps_cohorts_somewhere(request.user):
        raise PermissionDenied
    counts = {
        "studying": Count("cohorts__enrolments", filter=Q(cohorts__enrolments__state=State.ACTIVE), distinct=True),
        "completed": Count("cohorts__enrolments", filter=Q(cohorts__enrolments__state=State.COMPLETED), distinct=True),
    }
    courses = list(courses_kept_by(request.user).annotate(**counts).order_by("position", "pk"))
    language = request.LANGUAGE_CODE
    rows = [{"course": one, "title": outline(one, language), "rule": in_words(one.completion_rule, one, language)} for one in courses]
    return render(request, "enrolment/admin/completion_rules.html", {**_frame(_("Completion rules")), "rows": rows})


@require_http_methods(["GET", "POST"])
def completion_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """State it, look whom it touches, then keep it. The rule that was seen is sent along: one that somebody changed meanwhile stays."""
    course = get_object_or_404(courses_kept_by(request.user), pk=pk)
    language = request.LANGUAGE_CODE
    shown = outline(course, language)
    activities = _activities(course, language)
    initial = initial_of(course.completion_rule)
    form = RuleForm(request.POST if request.method == "POST" else None, activities=activities, initial=initial or {})
    context: dict[str, Any] = {}
    if form.is_valid():
        rule = form.rule
        if "keep" in request.POST and _keep(request, course, rule, form.cleaned_data["reason"]):
            return redirect("completion_rule", pk)
        course.refresh_from_db(fields=["completion_rule"])
        context = {"preview": preview(course, rule), "new": in_words(rule, course, language), "is_same": rule == course.completion_rule}
    changes = [
        {"change": one, "before": in_words(one.before, course, language), "after": in_words(one.after, course, language)}
        for one in CompletionRuleChange.objects.filter(course=course).select_related("by")[:20]
    ]
    context |= {
        **_frame(shown.title, (reverse("completion_rules"), _("Completion rules"))),
        "course": course,
        "form": form,
        "now": in_words(course.completion_rule, course, language),
        "seen": json.dumps(course.completion_rule, sort_keys=True),
        "is_by_hand": initial is None,
        "required": len(next(iter(facts_of(course, [0], ()).values())).required),
        "changes": changes,
    }
    return render(request, "enrolment/admin/completion_rule.html", context, status=422 if form.errors else 200)


def _keep(request: HttpRequest, course: Course, rule: dict[str, Any], reason: str) -> bool:
    try:
        seen = json.loads(request.POST.get("seen", ""))
    except ValueError:
        seen = None
    try:
        change = change_rule(course=course, rule=rule, seen=seen, by=request.user, reason=reason)
    except RuleChanged:
        messages.warning(request, _("Somebody has changed the rule meanwhile, so nothing was kept. Look at it as it is now."))
        return False
    if change:
        messages.success(request, _("The rule is kept. Who meets it already completes the course within a few minutes."))
    else:
        messages.info(request, _("That is the rule already."))
    return True


def _activities(course: Course, language: str) -> dict[int, str]:
    """Lesson and title by id, in the order of the course."""
    shown = outline(course, language)
    found = [(lesson, one) for lesson in shown.lessons for one in lesson.activities]
    titles = titles_of({one.id for _lesson, one in found}, course, language)
    return {one.id: f"{lesson.number}. {lesson.title} – {kind_words(one.kind, titles.get(one.id, ('', ''))[0])}" for lesson, one in found}


def _frame(title: str, *above: tuple[str, str]) -> dict[str, Any]:
    home = {"url": reverse("wagtailadmin_home"), "label": _("Home")}
    places = [home, *({"url": url, "label": label} for url, label in above), {"url": "", "label": title}]
    return {"header_title": title, "page_title": title, "header_icon": "success", "breadcrumbs_items": places}
