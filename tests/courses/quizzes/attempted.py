"""A quiz that people have taken: rows as they stand after the last step, made without going through the pages."""

from itertools import count

from django.utils.timezone import now

from courses.enrolment.models import Cohort, Enrolment
from courses.quizzes.actions.bank import add_question, category_at
from courses.quizzes.engine.definition import Choice, MultiChoice
from courses.quizzes.models import Attempt, AttemptQuestion, AttemptStep, Question, QuestionBank, Quiz
from courses.quizzes.quiz_definition import FixedSlot, QuizDefinition, QuizSettings, to_json
from tests.factories import ActivityFactory, ActivityVersionFactory, CohortFactory, EnrolmentFactory, LessonVersionFactory

_names = count(1)


def one_of(*fractions: float, text: str = "Who lives here?", **more) -> MultiChoice:
    """Choices a, b, c … worth so much."""
    choices = tuple(Choice(id=id_, text=f"Choice {id_}", fraction=fraction) for id_, fraction in zip("abcdefgh", fractions, strict=False))
    return MultiChoice(text=text, choices=choices, **more)


def question_of(definition, name: str = "", bank: QuestionBank | None = None) -> Question:
    number = next(_names)
    bank = bank or QuestionBank.objects.create(name=f"Bank {number}")
    question = add_question(
        category=category_at(bank=bank, names=[]), name=name or f"Question {number}", definition=definition, language="en"
    )
    question.refresh_from_db()
    return question


def quiz_of(*questions: Question, marks: float = 1.0, **settings) -> Quiz:
    """Published, with a fixed slot for each question."""
    activity = ActivityFactory(kind="quiz", lesson=LessonVersionFactory().of)
    slots = tuple(FixedSlot(question=question.pk, mark=marks) for question in questions)
    content = {"quiz": to_json(QuizDefinition(settings=QuizSettings(**settings), slots=slots))}
    ActivityVersionFactory(of=activity, title="What have you learnt?", content=content)
    return Quiz.objects.get(pk=activity.pk)


def cohort_of(quiz: Quiz, **fields) -> Cohort:
    return CohortFactory(course=quiz.lesson.course, **fields)


def attempted(
    quiz: Quiz,
    answers: list[tuple[Question, dict, float | None]],
    *,
    enrolment: Enrolment | None = None,
    cohort: Cohort | None = None,
    state: str = Attempt.State.FINISHED,
    most: float = 1.0,
    **fields,
) -> Attempt:
    """An attempt with these answers and fractions; None waits for a person. Each question has a save and a finish among its steps."""
    enrolment = enrolment or EnrolmentFactory(cohort=cohort or cohort_of(quiz))
    at = now()
    fractions = [fraction for _question, _value, fraction in answers]
    is_graded = None not in fractions
    marks = sum(fractions) * most if is_graded and not fields.get("is_unofficial") else None
    attempt = Attempt.objects.create(
        **{
            "enrolment": enrolment,
            "quiz": quiz,
            "number": Attempt.objects.filter(enrolment=enrolment, quiz=quiz).count() + 1,
            "version": quiz.versions.get(),
            "language": "en",
            "seed": 7,
            "state": state if is_graded else Attempt.State.SUBMITTED,
            "started_at": at,
            "submitted_at": at,
            "finished_at": at if is_graded else None,
            "marks": marks,
            "max_marks": most * len(answers),
            "fraction": None if marks is None else marks / (most * len(answers)),
            **fields,
        }
    )
    for slot, (question, value, fraction) in enumerate(answers, 1):
        row = AttemptQuestion.objects.create(
            attempt=attempt,
            slot=slot,
            version=question.version,
            max_mark=most,
            seed=slot,
            value=value,
            revision=2,
            changed_at=at,
            state=named(fraction),
            fraction=fraction,
        )
        for number, kind in [(1, "save"), (2, "finish")]:
            AttemptStep.objects.create(
                log=row, number=number, change_id=f"{number:026d}", base=number - 1, value=value, kind=kind, created_at=at
            )
    return attempt


def named(fraction: float | None) -> str:
    if fraction is None:
        return "needsgrading"
    return "gradedright" if fraction > 0.999999 else "gradedwrong" if fraction < 0.000001 else "gradedpartial"
