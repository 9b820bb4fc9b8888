"""What a question said and says: versions with who and when, what changed between two word by word, an old one back."""

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lms.core.log.words import marked

from ...actions.bank import restore_version
from ...engine.definition import DefinitionError, from_json
from ...engine.translating import texts
from ...graders import quizzes_regraded_by
from ...models import AttemptQuestion, QuestionVersion
from ...placed_elsewhere import placed_elsewhere
from ...usage import used_in
from ..reports import lesson_title, titles_of
from .languages import place_words
from .pages import edited, question_frame, seen
from .values import values_in_words


@require_GET
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    question = seen(request, pk)
    rows = list(question.versions.select_related("created_by").order_by("-number"))
    counts = attempts_by_version(question)
    listed = [{"version": row, "attempts": counts.get(row.pk, 0), "is_current": row.pk == question.version_id} for row in rows]
    return render(request, "quizzes/admin/versions.html", {**question_frame(request, question, "question_versions"), "rows": listed})


def attempts_by_version(question) -> dict[int, int]:
    found = AttemptQuestion.objects.filter(version__question=question).order_by().values("version")
    return {row["version"]: row["attempts"] for row in found.annotate(attempts=Count("attempt", distinct=True))}


@require_GET
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What changed from `with` (else the version before) to this one."""
    question = seen(request, pk)
    chosen = get_object_or_404(question.versions.select_related("created_by"), number=number)
    asked = request.GET.get("with", "")
    other = number - 1 if not asked.isdecimal() or len(asked) > 6 else int(asked)
    before = question.versions.filter(number=other).first()
    context = {
        **question_frame(request, question, "question_versions"),
        "version": chosen,
        "before": before,
        "others": question.versions.exclude(pk=chosen.pk).order_by("-number"),
        "changes": changes(before, chosen),
        "is_current": chosen.pk == question.version_id,
    }
    return render(request, "quizzes/admin/version.html", context)


def changes(before: QuestionVersion | None, after: QuestionVersion) -> list[dict[str, Any]]:
    """Every text and value that is not the same, in the order of the question; then the translations."""
    old, new = _said(before), _said(after)
    places = [*new, *(place for place in old if place not in new)]
    return [
        {"place": label, "html": mark_safe(marked(old.get((key, label), ""), new.get((key, label), "")))}
        for key, label in places
        if old.get((key, label), "") != new.get((key, label), "")
    ]


def _said(version: QuestionVersion | None) -> dict[tuple[str, str], str]:
    """By (place, its name in words)."""
    if version is None:
        return {}
    try:
        definition = from_json(version.definition)
    except DefinitionError:
        return {("", _("Cannot be read")): str(version.definition)}
    names = dict(settings.LANGUAGES)
    said = {(place, place_words(place)): text for place, text in texts(definition).items()}
    said |= {(place, label): value for place, label, value in values_in_words(asdict(definition))}
    said[("language", _("Language of the texts"))] = names.get(version.language, version.language)
    for code, words in version.translations.items():
        said |= {(f"{code}.{place}", f"{names.get(code, code)}: {place_words(place)}"): text for place, text in words.items()}
    return said


@require_POST
def restore(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    question = edited(request, pk)
    chosen = get_object_or_404(question.versions.select_related("question"), number=number)
    try:
        new = restore_version(version=chosen, by=request.user)
    except DefinitionError:
        messages.error(request, _("Version %(number)d is written in a form that cannot be read any more.") % {"number": number})
        return redirect("question_versions", question.pk)
    facts = {"old": chosen.number, "new": new.number}
    messages.success(request, _("The question says again what it said in version %(old)d, as version %(new)d.") % facts)
    return redirect("question_versions", question.pk)


@require_GET
def usage(request: HttpRequest, pk: int) -> HttpResponse:
    """The quizzes that place it or may draw it, published, in drafts and before, and the attempts that hold each version."""
    question = seen(request, pk)
    placed = used_in([question])[question.pk]
    titles = titles_of([each.version.of for each in placed], request.LANGUAGE_CODE)
    mine = set(quizzes_regraded_by(request.user).filter(pk__in=titles).values_list("pk", flat=True))
    rows = [
        {
            "placement": each,
            "title": titles[each.version.of_id],
            "lesson": lesson_title(each.version.of, request.LANGUAGE_CODE),
            "may_regrade": each.version.of_id in mine,
        }
        for each in placed
    ]
    counts = attempts_by_version(question)
    held = question.versions.filter(pk__in=counts).order_by("-number").annotate(current=F("question__version"))
    attempts = [{"number": row.number, "attempts": counts[row.pk], "is_current": row.current == row.pk} for row in held]
    drafts = placed_elsewhere(question, request.user)
    context = {**question_frame(request, question, "question_usage"), "rows": rows, "attempts": attempts, "drafts": drafts}
    return render(request, "quizzes/admin/usage.html", context)
