"""A quiz of 20 questions with 5,000 finished attempts, and one that learners are in the middle of; what figures and a regrade cost."""

import statistics
import time
import uuid
from collections.abc import Callable
from itertools import islice
from random import Random

from django.db import connection
from django.utils.timezone import now

from courses.catalogue.models import Activity, ActivityVersion, Course, CourseVersion, Lesson, LessonVersion, Module, ModuleVersion
from courses.enrolment.models import Cohort, Enrolment
from courses.quizzes.actions import regrading
from courses.quizzes.actions.attempts import start_attempt, submit_attempt
from courses.quizzes.actions.bank import add_question, category_at, write_version
from courses.quizzes.engine.definition import Choice, MultiChoice
from courses.quizzes.models import Attempt, AttemptQuestion, AttemptStep, Question, QuestionBank, Quiz, Regrade
from courses.quizzes.quiz_definition import FixedSlot, QuizDefinition, QuizSettings, to_json
from courses.quizzes.statistics.reading import Which, figures
from lms.accounts.models import User

from .servers import cpu_seconds

ATTEMPTS, QUESTIONS = 5000, 20
SLUG, TAKEN, OPEN = "bench-quiz", "quiz-taken", "quiz-open"
IDS = "abcd"


def generate(learners: list[User]) -> None:
    """Takes about a minute; does nothing where it has been done."""
    course = Course.objects.filter(slug=SLUG).first() or _course(_questions())
    cohort = course.cohorts.get()
    if Enrolment.objects.filter(cohort=cohort).count() < len(learners):
        Enrolment.objects.bulk_create([Enrolment(learner=learner, cohort=cohort) for learner in learners], ignore_conflicts=True)
    quiz = _quiz(TAKEN)
    made = Attempt.objects.filter(quiz=quiz).count()
    enrolments = list(cohort.enrolments.order_by("pk").values_list("pk", flat=True))
    waiting = islice(((enrolment, number) for number in range(1, 100) for enrolment in enrolments), made, ATTEMPTS)
    while batch := list(islice(waiting, 250)):
        _attempts(quiz, batch)
    if made < ATTEMPTS:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _quiz(block_id: str) -> Quiz:
    return Quiz.objects.select_related("lesson__course").get(block_id=block_id, lesson__course__slug=SLUG)


def _definition(number: int, right: str) -> MultiChoice:
    choices = tuple(Choice(id=id_, text=f"What one may say, {id_}", fraction=float(id_ == right), feedback="Because.") for id_ in IDS)
    return MultiChoice(text=f"What do we know about the village, part {number}?", choices=choices)


def _questions() -> list[Question]:
    bank, _ = QuestionBank.objects.get_or_create(name="Bench")
    category = category_at(bank=bank, names=[])
    return [
        add_question(category=category, name=f"Question {number}", definition=_definition(number, "a"), language="en")
        for number in range(QUESTIONS)
    ]


def _course(questions: list[Question]) -> Course:
    course = Course.objects.create(slug=SLUG, source_language="en", translation_key=uuid.uuid4())
    CourseVersion.objects.create(of=course, language="en", title="Quizzes", content_hash="1", content={"summary": "For the bench."})
    module = Module.objects.create(course=course, slug="module", translation_key=uuid.uuid4())
    ModuleVersion.objects.create(of=module, language="en", title="Module", content_hash="1")
    lesson = Lesson.objects.create(course=course, module=module, slug="lesson", translation_key=uuid.uuid4())
    LessonVersion.objects.create(of=lesson, language="en", title="Lesson", content_hash="1", content={"body": []})
    slots = tuple(FixedSlot(question=question.pk) for question in questions)
    content = {"quiz": to_json(QuizDefinition(settings=QuizSettings(pass_mark=0.6), slots=slots))}
    for position, block_id in enumerate([TAKEN, OPEN]):
        activity = Activity.objects.create(lesson=lesson, block_id=block_id, kind="quiz", position=position)
        ActivityVersion.objects.create(of=activity, language="en", title="What do we know?", content_hash=block_id, content=content)
    Cohort.objects.create(course=course, name="Bench")
    return course


def _attempts(quiz: Quiz, batch: list[tuple[int, int]]) -> None:
    """Learners differ, and so do questions: who knows more is right more often."""
    at, chance = now(), Random(batch[0][0] + 1000 * batch[0][1])
    rules = quiz.rules
    asked = list(Question.objects.filter(bank__name="Bench").order_by("pk").select_related("version"))
    attempts, answers = [], []
    for enrolment, number in batch:
        knows = chance.random()
        mine = ["a" if chance.random() < 0.2 + 0.7 * knows - 0.02 * place + 0.1 else chance.choice("bcd") for place in range(QUESTIONS)]
        marks = float(mine.count("a"))
        attempts.append(
            Attempt(
                enrolment_id=enrolment, quiz=quiz, number=number, version=rules, language="en", seed=number, state=Attempt.State.FINISHED,
                started_at=at, submitted_at=at, finished_at=at, marks=marks, max_marks=QUESTIONS, fraction=marks / QUESTIONS,
            )
        )  # fmt: skip
        answers.append(mine)
    attempts = Attempt.objects.bulk_create(attempts)
    rows = AttemptQuestion.objects.bulk_create(
        AttemptQuestion(
            attempt=attempt, slot=slot, page=slot - 1, version=question.version, max_mark=1.0, seed=slot, value={"choice": chosen},
            revision=2, changed_at=at, state="gradedright" if chosen == "a" else "gradedwrong", fraction=float(chosen == "a"),
        )
        for attempt, mine in zip(attempts, answers, strict=True)
        for slot, (question, chosen) in enumerate(zip(asked, mine, strict=True), 1)
    )  # fmt: skip
    AttemptStep.objects.bulk_create(
        AttemptStep(log=row, number=number, change_id=f"{number:026d}", base=number - 1, value=row.value, kind=kind, created_at=at)
        for row in rows
        for number, kind in [(1, "save"), (2, "finish")]
    )


def begin(session: dict[str, str]) -> None:
    """A fresh attempt of the session's learner, with every question answered; the one that was open is handed in."""
    quiz = _quiz(OPEN)
    enrolment = Enrolment.objects.select_related("cohort__course").get(learner_id=session["learner"], cohort__course__slug=SLUG)
    for open_one in Attempt.objects.filter(enrolment=enrolment, quiz=quiz).open():
        submit_attempt(attempt=open_one)
    attempt = start_attempt(enrolment=enrolment, quiz=quiz, language="en")
    questions = list(attempt.questions.order_by("slot"))
    at = now()
    for question in questions:
        question.value, question.revision, question.changed_at, question.state = {"choice": "a"}, 1, at, "complete"
    AttemptQuestion.objects.bulk_update(questions, ["value", "revision", "changed_at", "state"])
    AttemptStep.objects.bulk_create(
        AttemptStep(log=question, number=1, change_id=f"{1:026d}", base=0, value=question.value, kind="save", created_at=at)
        for question in questions
    )
    session.update(attempt=str(attempt.pk), question=str(questions[0].pk), step="1", quiz=str(quiz.pk))


def measured(rounds: int) -> dict[str, tuple[float, str]]:
    """By name: the median over the rounds, and its unit."""
    quiz, everybody = _quiz(TAKEN), Attempt.objects.filter(quiz=_quiz(TAKEN))
    figures(everybody, Which.ALL, "en")  # definitions are read once in a process
    counted = [_seconds(lambda: figures(everybody, Which.ALL, "en")) for _ in range(rounds)]
    dry, applied = zip(*(_regrade(quiz) for _ in range(rounds)), strict=True)
    return {
        "statistics of 5,000 attempts": (statistics.median(counted), "s"),
        "regrade, dry run": (statistics.median(dry), "attempts/s"),
        "regrade, applied to all of them": (statistics.median(applied), "attempts/s"),
    }


def _regrade(quiz: Quiz) -> tuple[float, float]:
    """Each time the keys say something else, so that the marks of nearly all attempts change."""
    questions = list(Question.objects.filter(bank__name="Bench").order_by("pk").select_related("version"))
    for number, question in enumerate(questions):
        right = next(choice["id"] for choice in question.version.definition["choices"] if choice.get("fraction"))
        write_version(question=question, definition=_definition(number, "b" if right == "a" else "a"), language="en", translations={})
    person = User.objects.order_by("pk").first()
    Regrade.objects.filter(quiz=quiz).delete()
    regrade = regrading.start_regrade(quiz=quiz, by=person)
    dry = _seconds(lambda: regrading.run(regrade_id=regrade.pk))
    regrading.apply_regrade(regrade=regrade, by=person)
    applied = _seconds(lambda: regrading.run(regrade_id=regrade.pk))
    regrade.refresh_from_db()
    if regrade.state != Regrade.State.APPLIED or regrade.rows.count() < ATTEMPTS // 2:
        raise SystemExit(f"The regrade is {regrade.state} with {regrade.rows.count()} rows.")
    return ATTEMPTS / dry, ATTEMPTS / applied


def _seconds(work: Callable[[], object]) -> float:
    """CPU seconds of this process and of the server of the database that works for it, so that other load on the machine counts little."""
    begun = time.process_time() + _of_database()
    work()
    return time.process_time() + _of_database() - begun


def _of_database() -> float:
    """SQLite works in this process."""
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cpu_seconds(cursor.fetchone()[0])
