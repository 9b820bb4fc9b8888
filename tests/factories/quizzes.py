"""Banks, questions, quizzes and attempts."""

import secrets
from datetime import timedelta

import factory
from django.utils.timezone import now
from factory.django import DjangoModelFactory

from courses.catalogue.models import Activity, ActivityVersion
from courses.enrolment.models import ActivityDates, Extension
from courses.quizzes.actions.bank import add_question, category_at, write_version
from courses.quizzes.engine.definition import Answer as TypedAnswer
from courses.quizzes.engine.definition import Choice, Definition, Description, Essay, MultiChoice, ShortAnswer, TrueFalse
from courses.quizzes.models import Attempt, AttemptQuestion, AttemptStep, Category, Question, QuestionBank, Quiz
from courses.quizzes.quiz_definition import DrawSlot, FixedSlot, Slot, from_json, to_json

from . import ActivityFactory, ActivityVersionFactory, EnrolmentFactory


class QuestionBankFactory(DjangoModelFactory):
    class Meta:
        model = QuestionBank

    name = factory.Sequence(lambda n: f"Bank {n}")


def category(*names: str, bank: QuestionBank | None = None) -> Category:
    """The category with these names from the top, of a new bank unless one is given."""
    return category_at(bank=bank or QuestionBankFactory(), names=names)


def choice_question(right: str = "b", **fields) -> MultiChoice:
    """Three lines, one of them right."""
    choices = tuple(Choice(id=id_, text=f"Line {id_}", fraction=1.0 if id_ == right else 0.0, feedback=f"About {id_}.") for id_ in "abc")
    return MultiChoice(**{"text": "Which line?", "choices": choices, **fields})


def true_question(**fields) -> TrueFalse:
    return TrueFalse(**{"text": "Water is wet.", "correct": True, **fields})


def short_question(**fields) -> ShortAnswer:
    return ShortAnswer(**{"text": "The capital of Ukraine?", "answers": (TypedAnswer(id="a", text="Kyiv"),), **fields})


def essay_question(**fields) -> Essay:
    return Essay(**{"text": "Whom do you help?", **fields})


def description(**fields) -> Description:
    return Description(**{"text": "Read this first.", **fields})


def question(definition: Definition | None = None, *, of: Category | None = None, **fields) -> Question:
    """A question of the bank with its first version."""
    fields = {"name": "A question", "language": "en", **fields}
    made = add_question(category=of or category(), definition=definition or choice_question(), **fields)
    made.refresh_from_db()
    return made


def new_version(of: Question, definition: Definition, **fields) -> None:
    """An editor corrects the question."""
    write_version(question=of, definition=definition, language="en", translations={}, **fields)
    of.refresh_from_db()


def quiz(*slots: Slot | Question | Definition, activity: Activity | None = None, title: str = "What do you know?", **settings) -> Quiz:
    """A published quiz: of slots, or of questions placed one by one (definitions become questions of a bank)."""
    placed = tuple(_slot(slot) for slot in slots or (choice_question(),))
    definition = from_json({"settings": settings, "slots": [vars(slot) for slot in placed]})
    activity = activity or ActivityFactory(kind="quiz")
    asked = sum(slot.count if isinstance(slot, DrawSlot) else _is_asked(slot.question) for slot in placed)
    content = {"introduction": "Try it.", "quiz": to_json(definition), "questions": asked}
    ActivityVersion.objects.filter(of=activity, is_current=True).update(is_current=False)
    ActivityVersionFactory(of=activity, title=title, content=content, language=activity.lesson.course.source_language)
    return Quiz.objects.get(pk=activity.pk)


def _slot(slot) -> Slot:
    if isinstance(slot, FixedSlot | DrawSlot):
        return slot
    return FixedSlot(question=(slot if isinstance(slot, Question) else question(slot)).pk)


def _is_asked(question: int) -> bool:
    return not Question.objects.filter(pk=question, type=Description.type).exists()


def learner_of(quiz: Quiz, **fields):
    """The enrolment of a new learner in a cohort of the quiz's course."""
    if "cohort" not in fields:
        fields["cohort__course"] = quiz.lesson.course
    return EnrolmentFactory(**fields)


def dates(quiz: Activity, cohort, **fields) -> ActivityDates:
    return ActivityDates.objects.create(activity_id=quiz.pk, cohort=cohort, **fields)


def extension(quiz: Activity, enrolment, **fields) -> Extension:
    return Extension.objects.create(activity_id=quiz.pk, enrolment=enrolment, **fields)


class AttemptFactory(DjangoModelFactory):
    """An attempt as a row alone; `courses.quizzes.actions.attempts.start_attempt` makes a whole one."""

    class Meta:
        model = Attempt

    quiz = factory.LazyFunction(quiz)
    enrolment = factory.LazyAttribute(lambda attempt: learner_of(attempt.quiz))
    version = factory.LazyAttribute(lambda attempt: attempt.quiz.rules)
    number = factory.LazyAttribute(lambda attempt: 1 + Attempt.objects.filter(enrolment=attempt.enrolment, quiz=attempt.quiz).count())
    language = "en"
    seed = factory.LazyFunction(lambda: secrets.randbits(63))
    started_at = factory.LazyFunction(now)

    class Params:
        finished = factory.Trait(
            state=Attempt.State.FINISHED,
            started_at=factory.LazyFunction(lambda: now() - timedelta(hours=1)),
            submitted_at=factory.LazyFunction(lambda: now() - timedelta(minutes=30)),
            finished_at=factory.LazyFunction(lambda: now() - timedelta(minutes=30)),
            max_marks=1.0,
        )


class AttemptQuestionFactory(DjangoModelFactory):
    class Meta:
        model = AttemptQuestion

    attempt = factory.SubFactory(AttemptFactory)
    slot = factory.LazyAttribute(lambda one: one.attempt.questions.count() + 1)
    version = factory.LazyFunction(lambda: question().version)
    max_mark = 1.0
    seed = factory.LazyFunction(lambda: secrets.randbits(63))


class AttemptStepFactory(DjangoModelFactory):
    class Meta:
        model = AttemptStep

    log = factory.SubFactory(AttemptQuestionFactory)
    number = factory.LazyAttribute(lambda step: step.log.revision + 1)
    change_id = factory.Sequence(lambda n: f"{n:026}")
    base = factory.LazyAttribute(lambda step: step.number - 1)
    value = factory.LazyFunction(lambda: {"choice": "b"})
    created_at = factory.LazyFunction(now)
