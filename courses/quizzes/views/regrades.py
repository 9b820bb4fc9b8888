"""Grading a quiz again, in the back office: a dry run that shows who gains and who loses, then its application."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ..actions.regrading import apply_regrade, drop_regrade, handed_in, start_regrade
from ..grade_form import shown_marks
from ..graders import attempts_named_to, quizzes_regraded_by
from ..models import Question, QuestionVersion, Quiz, Regrade, RegradeRow
from .reports import frame, title_of

PER_PAGE = 50


@dataclass
class QuestionEffect:
    """What a regrade does to the marks of one question."""

    name: str
    versions: str
    gains: int = 0
    loses: int = 0
    lost: set[str] = field(default_factory=set)


@never_cache
@require_http_methods(["GET", "POST"])
def quiz_regrades(request: HttpRequest, pk: int) -> HttpResponse:
    """All regrades of a quiz, the latest first. A POST starts a dry run."""
    quiz = _quiz(request, pk)
    if request.method == "POST":
        regrade = start_regrade(quiz=quiz, by=request.user)
        return HttpResponseRedirect(reverse("quiz_regrade", args=[pk, regrade.pk]))
    context = {
        **_frame(request, quiz, _("Grade again")),
        "quiz": quiz,
        "attempts": handed_in(quiz).count(),
        "changed": _changed(quiz),
        "regrades": quiz.regrades.select_related("created_by", "applied_by").annotate(changed=Count("rows")),
    }
    return render(request, "quizzes/admin/regrades.html", context)


@never_cache
@require_GET
def quiz_regrade(request: HttpRequest, pk: int, regrade_id: int) -> HttpResponse:
    """How far it is, and what it changes."""
    quiz = _quiz(request, pk)
    regrade = get_object_or_404(quiz.regrades.select_related("created_by", "applied_by"), pk=regrade_id)
    rows = regrade.rows.select_related("attempt__enrolment__learner", "attempt__enrolment__cohort")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    named = set(attempts_named_to(request.user).filter(pk__in=[row.attempt_id for row in page.object_list]).values_list("pk", flat=True))
    counts = rows.aggregate(
        gains=Count("pk", filter=Q(new_marks__gt=F("old_marks"))),
        loses=Count("pk", filter=Q(new_marks__lt=F("old_marks"))),
        waiting=Count("pk", filter=Q(new_marks=None) | Q(old_marks=None)),
        all=Count("pk"),
    )
    names = _names(regrade)
    here = [*_above(request, quiz), (reverse("quiz_regrades", args=[pk]), _("Grade again"))]
    context = {
        **frame(regrade.get_state_display(), *here),
        "quiz": quiz,
        "regrade": regrade,
        "is_running": regrade.state in (Regrade.State.COUNTING, Regrade.State.APPLYING),
        "is_counted": regrade.state == Regrade.State.COUNTED,
        "progress": progress_words(regrade),
        "counts": counts,
        "same": counts["all"] - counts["gains"] - counts["loses"] - counts["waiting"],
        "questions": _effects(regrade, names),
        "rows": [_row(row, names, is_named=row.attempt_id in named) for row in page.object_list],
        "page": page,
        "late": handed_in(quiz).count() - regrade.total if regrade.state == Regrade.State.COUNTED else 0,
    }
    return render(request, "quizzes/admin/regrade.html", context)


@never_cache
@require_GET
def regrade_progress(request: HttpRequest, pk: int, regrade_id: int) -> JsonResponse:
    """For the page's script."""
    regrade = get_object_or_404(_quiz(request, pk).regrades, pk=regrade_id)
    return JsonResponse({"state": regrade.state, "words": progress_words(regrade), "done": regrade.done, "total": regrade.total})


@require_POST
def decide_regrade(request: HttpRequest, pk: int, regrade_id: int) -> HttpResponse:
    """Apply it, once the box was ticked, or drop it."""
    regrade = get_object_or_404(_quiz(request, pk).regrades.select_related("quiz"), pk=regrade_id)
    if "drop" in request.POST:
        drop_regrade(regrade=regrade)
        messages.success(request, _("The dry run is dropped. No marks have changed."))
        return HttpResponseRedirect(reverse("quiz_regrades", args=[pk]))
    if "sure" not in request.POST:
        messages.error(request, _("Tick the box first: the marks of other people change."))
    elif not apply_regrade(regrade=regrade, by=request.user):
        messages.error(request, _("This dry run is not waiting to be applied any longer."))
    return HttpResponseRedirect(reverse("quiz_regrade", args=[pk, regrade_id]))


def progress_words(regrade: Regrade) -> str:
    return _("%(done)d of %(total)d attempts looked at.") % {"done": regrade.done, "total": regrade.total}


def _quiz(request: HttpRequest, pk: int) -> Quiz:
    return get_object_or_404(quizzes_regraded_by(request.user).select_related("lesson__course").distinct(), pk=pk)


def _above(request: HttpRequest, quiz: Quiz) -> list[tuple[str, str]]:
    title = title_of(quiz, request.LANGUAGE_CODE)
    return [(reverse("quiz_reports"), _("Quizzes")), (reverse("quiz_statistics", args=[quiz.pk]), title)]


def _frame(request: HttpRequest, quiz: Quiz, title: str) -> dict:
    return frame(title, *_above(request, quiz))


def _changed(quiz: Quiz) -> list[Question]:
    """Questions that say something else now than in an attempt: why one would grade again."""
    met = handed_in(quiz).values("questions__version")
    versions = QuestionVersion.objects.filter(pk__in=met).exclude(pk=F("question__version"))
    return list(Question.objects.filter(versions__in=versions).distinct().order_by("name"))


def _names(regrade: Regrade) -> dict[int, tuple[str, dict[int, int]]]:
    """Name and numbers of versions of each question, by its id."""
    found: dict[int, tuple[str, dict[int, int]]] = {}
    asked = [int(pk) for pk in regrade.versions]
    for pk, name, version, number in Question.objects.filter(pk__in=asked).values_list("pk", "name", "versions", "versions__number"):
        found.setdefault(pk, (name, {}))[1][version] = number
    return found


def _effects(regrade: Regrade, names: dict[int, tuple[str, dict[int, int]]]) -> list[QuestionEffect]:
    effects: dict[tuple[int, int, int], QuestionEffect] = {}
    for slots in regrade.rows.values_list("slots", flat=True).iterator(chunk_size=2000):
        for slot in slots:
            key = (slot["question"], slot["old_version"], slot["new_version"])
            if key not in effects:
                name, numbers = names.get(slot["question"], ("?", {}))
                effects[key] = QuestionEffect(name, f"{numbers.get(key[1], '?')} → {numbers.get(key[2], '?')}")
            old, new = slot["old"] or 0.0, slot["new"] or 0.0
            effects[key].gains += new > old
            effects[key].loses += new < old
            effects[key].lost.update(slot["lost"])
    return sorted(effects.values(), key=lambda one: one.name)


def _row(row: RegradeRow, names: dict[int, tuple[str, dict[int, int]]], *, is_named: bool) -> dict:
    changes, enrolment = [], row.attempt.enrolment
    for slot in row.slots:
        name = names.get(slot["question"], ("?", {}))[0]
        words = _("%(question)s: %(old)s → %(new)s") % {"question": name, "old": _marks(slot["old"]), "new": _marks(slot["new"])}
        if slot["lost"]:
            words += " " + ngettext(
                "(a choice that is gone counts as not chosen: %(ids)s)",
                "(choices that are gone count as not chosen: %(ids)s)",
                len(slot["lost"]),
            ) % {"ids": ", ".join(slot["lost"])}
        changes.append(words)
    return {
        "learner": str(enrolment.learner) if is_named else _("Learner %(number)d") % {"number": enrolment.pk},
        "cohort": enrolment.cohort.name,
        "number": row.attempt.number,
        "old": _marks(row.old_marks),
        "new": _marks(row.new_marks),
        "difference": _difference(row),
        "changes": changes,
        "applied_at": row.applied_at,
    }


def _difference(row: RegradeRow) -> str:
    if row.old_marks is None or row.new_marks is None:
        return ""
    gained = row.new_marks - row.old_marks
    if abs(gained) < 0.005:
        return _("the same")
    return f"+{shown_marks(gained)}" if gained > 0 else f"−{shown_marks(-gained)}"


def _marks(marks: float | None) -> str:
    return "–" if marks is None else shown_marks(marks)
