"""A mentor with 5,000 pieces of work waiting, and essays of a quiz among them."""

import uuid
from datetime import timedelta

from django.db import connection
from django.utils.timezone import now

from courses.catalogue.models import Activity, ActivityVersion, Course, CourseVersion, Lesson, LessonVersion, Module, ModuleVersion
from courses.enrolment.models import Cohort, Enrolment
from courses.mentorship.models import Iteration, ReviewTask, Submission
from courses.quizzes.actions.bank import add_question, category_at
from courses.quizzes.engine.definition import Essay
from courses.quizzes.models import Attempt, AttemptQuestion, Question, QuestionBank
from courses.quizzes.quiz_definition import FixedSlot, QuizDefinition, to_json
from lms.accounts.actions import grant_role
from lms.accounts.models import Role, User

from . import data

SLUG, TASKS, ESSAYS = "bench-desk", 5000, 500
EMAIL = "mentor@desk.example"


def generate(learners: list[User]) -> None:
    """Does nothing where it has been done."""
    if ReviewTask.objects.filter(course__slug=SLUG).count() >= TASKS:
        return
    course = Course.objects.create(slug=SLUG, source_language="en", translation_key=uuid.uuid4())
    CourseVersion.objects.create(of=course, language="en", title="What waits", content_hash="1", content={"summary": "For the bench."})
    module = Module.objects.create(course=course, slug="module", translation_key=uuid.uuid4())
    ModuleVersion.objects.create(of=module, language="en", title="Module", content_hash="1")
    cohorts = [Cohort.objects.create(course=course, name=f"Group {number}", country="UA") for number in range(20)]
    Enrolment.objects.bulk_create(Enrolment(learner=one, cohort=cohorts[place % 20]) for place, one in enumerate(learners))
    enrolments = list(Enrolment.objects.filter(cohort__in=cohorts).select_related("cohort").order_by("pk"))
    for number in range(TASKS // len(learners)):
        _hand_in(_activity(course, module, number, "assignment", {"brief": "Show it."}), course, enrolments, number)
    _essays(course, module, enrolments[:ESSAYS])
    mentor, _ = User.objects.get_or_create(email=EMAIL, defaults={"name": "Mentor", "language": "en"})
    grant_role(person=mentor, role=Role.MENTOR, where=course)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def sessions(number: int) -> list[dict[str, str]]:
    """As many sessions of the same mentor."""
    mentor = User.objects.get(email=EMAIL)
    return [data.cookies(mentor) for _ in range(number)]


def _activity(course: Course, module: Module, number: int, kind: str, content: dict) -> ActivityVersion:
    lesson = Lesson.objects.create(course=course, module=module, slug=f"{kind}-{number}", position=number, translation_key=uuid.uuid4())
    LessonVersion.objects.create(of=lesson, language="en", title=f"Lesson {number}", content_hash="1", content={"body": []})
    activity = Activity.objects.create(lesson=lesson, block_id=f"{kind}-{number}", kind=kind)
    return ActivityVersion.objects.create(of=activity, language="en", title="Show your mentor", content_hash="1", content=content)


def _hand_in(version: ActivityVersion, course: Course, enrolments: list[Enrolment], number: int) -> None:
    submissions = Submission.objects.bulk_create(
        Submission(enrolment=each, assignment_id=version.of_id, state=Submission.State.HANDED_IN) for each in enrolments
    )
    at = now() - timedelta(days=number)
    rounds = Iteration.objects.bulk_create(
        Iteration(submission=each, number=1, round=1, handed_in_at=at, receipt=f"B{each.pk:07d}", language="en", version=version)
        for each in submissions
    )
    ReviewTask.objects.bulk_create(
        ReviewTask(
            iteration=each, submission=each.submission, course=course, cohort=each.submission.enrolment.cohort,
            learner_id=each.submission.enrolment.learner_id, language="en", handed_in_at=at - timedelta(seconds=each.pk),
            promised_on=(at + timedelta(days=7)).date(),
        )
        for each in rounds
    )  # fmt: skip


def _essays(course: Course, module: Module, enrolments: list[Enrolment]) -> None:
    bank, _ = QuestionBank.objects.get_or_create(name="Bench desk")
    question = Question.objects.filter(bank=bank).select_related("version").first() or add_question(
        category=category_at(bank=bank, names=[]), name="Essay", definition=Essay(text="Who lives here?"), language="en"
    )
    question.refresh_from_db()
    content = {"quiz": to_json(QuizDefinition(slots=(FixedSlot(question=question.pk),)))}
    rules, at = _activity(course, module, 99, "quiz", content), now()
    attempts = Attempt.objects.bulk_create(
        Attempt(
            enrolment=each, quiz_id=rules.of_id, number=1, version=rules, language="en", seed=1, state=Attempt.State.SUBMITTED,
            started_at=at, submitted_at=at - timedelta(hours=place), max_marks=1.0,
        )
        for place, each in enumerate(enrolments)
    )  # fmt: skip
    AttemptQuestion.objects.bulk_create(
        AttemptQuestion(
            attempt=each, slot=1, version=question.version, max_mark=1.0, seed=1, value={"text": "We."}, revision=1, changed_at=at,
            state="needsgrading",
        )
        for each in attempts
    )  # fmt: skip
