"""An editor's work: saving and publishing a lesson of 200 blocks, the whole request; and what learners' pages cost while what is kept of
them is made again after a publication."""

import statistics
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

from courses.catalogue.models import Lesson, LessonPage, ModulePage
from lms.accounts.models import User

from .data import session_of
from .form_of import form_of
from .quizzes import _seconds

BLOCKS, VIEWS = 200, 100
SLUG = "two-hundred-blocks"
HOST = {"host": "127.0.0.1"}
SHARED = {"prompt": "Write about one person, without the name.", "model_answer": "", "is_required": False, "is_private": False}


def measured(learners: list[dict[str, str]], rounds: int) -> dict[str, tuple[float, str]]:
    page, editor = _lesson(), _editor()
    saves = [_save(editor, page, number) for number in range(rounds)]
    publications = [_save(editor, page, rounds + number, **{"action-publish": "1"}) for number in range(rounds)]
    page.unpublish()
    return {
        "save of a lesson of 200 blocks": (statistics.median(saves), "s"),
        "its publication": (statistics.median(publications), "s"),
        "pages after a publication, × usual": (statistics.median(_after_publication(learners) for _ in range(rounds)), "×"),
    }


def _save(editor: Client, page: LessonPage, number: int, **button: str) -> float:
    page.body[1].value = f"Other words {number}"
    address, form = reverse("wagtailadmin_pages:edit", args=[page.pk]), form_of(page) | button
    headers = HOST if button else HOST | {"accept": "application/json"}
    answers: list[Any] = []
    taken = _seconds(lambda: answers.append(editor.post(address, form, headers=headers)))
    if answers[0].status_code not in (200, 302) or (button and not LessonPage.objects.get(pk=page.pk).live):
        raise SystemExit(f"The lesson was not saved: {answers[0].status_code} {answers[0].content[:300]!r}")
    return taken


def _after_publication(learners: list[dict[str, str]]) -> float:
    """A hundred views of the ten lessons, the first of them with nothing kept, beside the same hundred once more."""
    lessons = (
        Lesson.objects.live().filter(course__slug="ten-lessons").select_related("module", "course").order_by("module__position", "position")
    )
    paths = [f"/en/courses/{lesson.course.slug}/{lesson.module.slug}/{lesson.slug}/" for lesson in lessons[:10]]
    clients = [_client(learner["session"]) for learner in learners[: VIEWS // len(paths)]]

    def views() -> None:
        for client in clients:
            for path in paths:
                if client.get(path, headers=HOST).status_code != 200:
                    raise SystemExit(f"{path} is not there.")

    views()
    usual = _seconds(views)
    LessonPage.objects.filter(live=True, alias_of=None, slug=paths[0].split("/")[-2]).first().save_revision().publish()
    return _seconds(views) / usual


def _client(session: str) -> Client:
    client = Client()
    client.cookies["sessionid"] = session
    return client


def _editor() -> Client:
    person, _is_new = User.objects.get_or_create(email="editor@bench.editors", defaults={"is_superuser": True})
    return _client(session_of(person, "lms.accounts.backends.AccountBackend"))


def _lesson() -> LessonPage:
    module = ModulePage.objects.filter(live=True, locale__language_code="en").order_by("path").first()
    page = LessonPage.objects.child_of(module).filter(slug=SLUG).first()
    if page is None:
        page = module.add_child(instance=LessonPage(title="Two hundred blocks", slug=SLUG, live=False))
    stream = page.body.stream_block
    page.body = stream.to_python([{"type": kind, "id": f"block-{n}", "value": value} for n, (kind, value) in enumerate(_blocks())])
    page.save()
    page.save_revision()
    return LessonPage.objects.get(pk=page.pk)


def _blocks() -> list[tuple[str, Any]]:
    makers: list[Callable[[int], tuple[str, Any]]] = [
        lambda n: ("section", {"heading": f"Section {n}"}),
        lambda n: ("markdown", "Ask **first** what was. Then be silent for a while. " * 12),
        lambda n: ("long_text", SHARED | {"title": f"Exercise {n}", "rows": 6}),
        lambda n: ("callout", {"kind": "tip", "title": "By the telephone", "text": "Write out ten numbers. " * 6}),
        lambda n: ("choice", SHARED | {"title": f"Choice {n}", "several": False, "options": ["The head", "The team", "Nobody"]}),
    ]
    return [makers[n % len(makers)](n) for n in range(BLOCKS)]


def alone() -> None:
    """These figures only, with ten learners (`bench.writing_alone`)."""
    from django.core.management import call_command

    from courses.catalogue.models import Course
    from courses.enrolment.models import Cohort, Enrolment

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    if not Course.objects.filter(slug="ten-lessons").exists():
        call_command("import_course", "content/ten-lessons", verbosity=0)
    cohort, _is_new = Cohort.objects.get_or_create(course=Course.objects.get(slug="ten-lessons"), name="Bench")
    learners = []
    for number in range(10):
        person, _is_new = User.objects.get_or_create(email=f"learner{number}@bench.example")
        Enrolment.objects.get_or_create(learner=person, cohort=cohort)
        learners.append({"session": session_of(person, "lms.accounts.backends.AccountBackend")})
    for name, (value, unit) in measured(learners, 3).items():
        print(f"{name:42}{value:8.2f} {unit}")
