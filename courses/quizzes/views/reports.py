"""Statistics of quizzes in the back office: within the person's scope, and nobody's name in them."""

from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from courses.catalogue.models import Activity, ActivityVersion
from courses.catalogue.outline import outline, preferred
from courses.enrolment.models import Cohort
from lms.accounts.models import User
from lms.core.spreadsheet import CSV, as_csv, download

from ..engine.state import StateName
from ..graders import attempts_watched_by, quizzes_regraded_by, quizzes_watched_by, watches_somewhere
from ..models import Attempt, Quiz
from ..statistics import plots, tables, words
from ..statistics.reading import Figures, QuestionFigures, Which, figures


@never_cache
@require_GET
def quizzes(request: HttpRequest) -> HttpResponse:
    """The quizzes in scope, by course and lesson, with how many attempts there are."""
    if not watches_somewhere(request.user):
        raise PermissionDenied
    found = quizzes_watched_by(request.user).filter(retired_at=None).select_related("lesson__course", "lesson__module")
    rows = sorted(found.order_by("position", "pk"), key=lambda quiz: (quiz.lesson.course_id, lesson_number(quiz, request.LANGUAGE_CODE)))
    titles = titles_of(rows, request.LANGUAGE_CODE)
    numbers = counts_of(request.user, rows)
    listed = [
        {
            "title": titles[quiz.pk],
            "lesson": lesson_title(quiz, request.LANGUAGE_CODE),
            "course": outline(quiz.lesson.course, request.LANGUAGE_CODE).title,
            "url": reverse("quiz_statistics", args=[quiz.pk]),
            "attempts": numbers.get(quiz.pk, 0),
        }
        for quiz in rows
    ]
    return render(request, "quizzes/admin/quizzes.html", {**frame(_("Quizzes")), "quizzes": listed})


@never_cache
@require_GET
def statistics(request: HttpRequest, pk: int) -> HttpResponse:
    quiz = _quiz(request, pk)
    found, chosen = _figures(request, quiz)
    context = {
        **frame(title_of(quiz, request.LANGUAGE_CODE), (reverse("quiz_reports"), _("Quizzes"))),
        **chosen,
        "quiz": quiz,
        "figures": found.quiz,
        "waiting": words.of_waiting(waiting_attempts(request.user, quiz, chosen["cohort"]).count()),
        "questions": [{"figures": one, "words": words.of_question(one)} for one in found.questions],
        "few": words.of_few(found.quiz.attempts),
        "mean_words": words.of_mean(found.quiz.mean),
        "consistency_words": words.of_consistency(found.quiz),
        "bars": plots.histogram(found.quiz.grades),
        "dots": plots.scatter(found.questions),
        "may_regrade": quizzes_regraded_by(request.user).filter(pk=quiz.pk).exists(),
    }
    return render(request, "quizzes/admin/statistics.html", context)


@never_cache
@require_GET
def question_statistics(request: HttpRequest, pk: int, question_id: int) -> HttpResponse:
    """One question with each of its versions and their choices."""
    quiz = _quiz(request, pk)
    found, chosen = _figures(request, quiz)
    number, one = _one(found, question_id)
    title = title_of(quiz, request.LANGUAGE_CODE)
    context = {
        **frame(_("Question %(number)d") % {"number": number}, (reverse("quiz_reports"), _("Quizzes")), (chosen["here"], title)),
        **chosen,
        "quiz": quiz,
        "question": one,
        "few": words.of_few(one.attempts),
        "facility_words": words.of_facility(one.facility),
        "discrimination_words": words.of_discrimination(one.discrimination) if one.is_marked else "",
        "versions": [{"figures": version, "parts": [_part(part) for part in version.parts]} for version in one.versions],
    }
    return render(request, "quizzes/admin/question_statistics.html", context)


@never_cache
@require_GET
def quiz_csv(request: HttpRequest, pk: int) -> HttpResponse:
    quiz = _quiz(request, pk)
    return download(as_csv(tables.of_quiz(_figures(request, quiz)[0])), f"{title_of(quiz, request.LANGUAGE_CODE)}.csv", CSV)


@never_cache
@require_GET
def choices_csv(request: HttpRequest, pk: int) -> HttpResponse:
    quiz = _quiz(request, pk)
    name = _("%(quiz)s, choices.csv") % {"quiz": title_of(quiz, request.LANGUAGE_CODE)}
    return download(as_csv(tables.of_choices(_figures(request, quiz)[0])), name, CSV)


def titles_of(quizzes: list[Quiz], language: str) -> dict[int, str]:
    """In the reader's language, else in the course's; a quiz that was never published has its block's id."""
    titles: dict[int, str] = {}
    for source in {quiz.lesson.course.source_language for quiz in quizzes}:
        mine = [quiz.pk for quiz in quizzes if quiz.lesson.course.source_language == source]
        versions = preferred(ActivityVersion.objects.filter(of__in=mine), language=language, source_language=source)
        titles |= {pk: version.title for pk, version in versions.items()}
    return {quiz.pk: titles.get(quiz.pk) or quiz.block_id for quiz in quizzes}


def title_of(quiz: Quiz, language: str) -> str:
    return titles_of([quiz], language)[quiz.pk]


def lesson_number(quiz: Activity, language: str) -> int:
    """Its lesson's place in the course; lessons that are not in it any more come last."""
    return next((one.number for one in outline(quiz.lesson.course, language).lessons if one.id == quiz.lesson_id), 10_000)


def lesson_title(quiz: Activity, language: str) -> str:
    """With its number in the course."""
    lessons = (lesson for lesson in outline(quiz.lesson.course, language).lessons if lesson.id == quiz.lesson_id)
    return next((f"{lesson.number}. {lesson.title}" for lesson in lessons), quiz.lesson.slug)


def waiting_attempts(person: User, quiz: Quiz, cohort: Cohort | None) -> QuerySet[Attempt]:
    """Handed in, and a person has to grade an answer before they count."""
    found = attempts_watched_by(person).official().filter(quiz=quiz, state=Attempt.State.SUBMITTED)
    return (found.filter(enrolment__cohort=cohort) if cohort else found).filter(questions__state=StateName.NEEDS_GRADING.value).distinct()


def counts_of(person, quizzes: list[Quiz]) -> dict[int, int]:
    found = attempts_watched_by(person).finished().official().filter(quiz__in=quizzes).order_by()
    return dict(found.values_list("quiz").annotate(number=Count("pk")))


def _quiz(request: HttpRequest, pk: int) -> Quiz:
    return get_object_or_404(quizzes_watched_by(request.user).select_related("lesson__course").distinct(), pk=pk)


def _figures(request: HttpRequest, quiz: Quiz) -> tuple[Figures, dict]:
    """The figures, and what was chosen to see them by: which attempts, of which cohort."""
    attempts = attempts_watched_by(request.user).filter(quiz=quiz)
    cohorts = list(Cohort.objects.filter(enrolments__attempts__in=attempts).distinct().order_by("name", "pk"))
    asked = request.GET.get("cohort", "")
    cohort = next((one for one in cohorts if str(one.pk) == asked), None)
    which = request.GET.get("which", "")
    which = which if which in Which.values else Which.FIRST.value
    query = f"?which={which}" + (f"&cohort={cohort.pk}" if cohort else "")
    chosen = {
        "which": which,
        "ways": Which.choices,
        "cohort": cohort,
        "cohorts": cohorts,
        "query": query,
        "here": reverse("quiz_statistics", args=[quiz.pk]) + query,
    }
    return figures(attempts.filter(enrolment__cohort=cohort) if cohort else attempts, which, request.LANGUAGE_CODE), chosen


def _one(found: Figures, question_id: int) -> tuple[int, QuestionFigures]:
    for number, one in enumerate(found.questions, 1):
        if one.question_id == question_id:
            return number, one
    raise Http404


def _part(part) -> dict:
    lines = [
        {"name": words.name_of(option), "taken": each, "worth": round(100 * option.fraction), "words": words.of_choice(option, part)}
        for option, each in part.choices
    ]
    return {"figures": part, "lines": lines}


def frame(title: str, *above: tuple[str, str]) -> dict:
    """What Wagtail's page asks for."""
    home = {"url": reverse("wagtailadmin_home"), "label": _("Home")}
    places = [home, *({"url": url, "label": label} for url, label in above), {"url": "", "label": title}]
    return {"header_title": title, "page_title": title, "header_icon": "help", "breadcrumbs_items": places}
