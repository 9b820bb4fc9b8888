"""Grading again with corrected keys."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.enrolment.models import ActivityCompletion
from courses.quizzes.actions import regrading
from courses.quizzes.actions.bank import write_version
from courses.quizzes.actions.regrading import apply_regrade, drop_regrade, start_regrade
from courses.quizzes.engine import behaviours
from courses.quizzes.engine.definition import (
    Answer,
    Choice,
    Essay,
    Match,
    MultiChoice,
    Numerical,
    NumericalAnswer,
    Ordering,
    Part,
    Scale,
    ShortAnswer,
    Stem,
    TrueFalse,
)
from courses.quizzes.engine.state import Behaviour, Step, StepKind
from courses.quizzes.models import Attempt, AttemptQuestion, AttemptStep, Regrade
from courses.quizzes.regrading import Regrader
from courses.quizzes.tasks import run_regrade, sweep_regrades
from tests.courses.quizzes.attempted import attempted, cohort_of, one_of, question_of, quiz_of
from tests.factories import EnrolmentFactory, UserFactory

pytestmark = pytest.mark.django_db
A, B, C = {"choice": "a"}, {"choice": "b"}, {"choice": "c"}


@pytest.fixture
def person():
    return UserFactory()


def corrected(question, definition):
    write_version(question=question, definition=definition, language="en", translations={})
    question.refresh_from_db()


def dry_run(quiz, person) -> Regrade:
    regrade = start_regrade(quiz=quiz, by=person)
    run_regrade(regrade_id=regrade.pk)
    regrade.refresh_from_db()
    return regrade


def applied(quiz, person) -> Regrade:
    regrade = dry_run(quiz, person)
    apply_regrade(regrade=regrade, by=person)
    run_regrade(regrade_id=regrade.pk)
    regrade.refresh_from_db()
    return regrade


def marks(quiz) -> list[float | None]:
    return list(Attempt.objects.filter(quiz=quiz).order_by("pk").values_list("marks", flat=True))


def test_a_dry_run_says_who_gains_and_who_loses_and_changes_nothing(person):
    # given a key that said a, and should have said b
    question, other = question_of(one_of(1.0, 0.0, 0.0)), question_of(one_of(1.0, 0.0))
    quiz = quiz_of(question, other)
    for answer, fraction in [(A, 1.0), (B, 0.0), (C, 0.0)]:
        attempted(quiz, [(question, answer, fraction), (other, A, 1.0)])
    old = question.version
    corrected(question, one_of(0.0, 1.0, 0.0))

    # when
    regrade = dry_run(quiz, person)

    # then
    assert (regrade.state, regrade.done, regrade.total) == ("counted", 3, 3)
    assert [(row.old_marks, row.new_marks) for row in regrade.rows.all()] == [(2.0, 1.0), (1.0, 2.0)]
    assert regrade.rows.first().slots == [
        {
            "slot": 1, "question": question.pk, "old_version": old.pk, "new_version": question.version_id,
            "old": 1.0, "new": 0.0, "max": 1.0, "lost": [],
        }
    ]  # fmt: skip
    assert marks(quiz) == [2.0, 1.0, 1.0]
    assert set(AttemptQuestion.objects.filter(slot=1).values_list("version", flat=True)) == {old.pk}


def test_applying_it_moves_marks_and_versions(person):
    question = question_of(one_of(1.0, 0.0, 0.0))
    quiz = quiz_of(question)
    for answer, fraction in [(A, 1.0), (B, 0.0), (C, 0.0)]:
        attempted(quiz, [(question, answer, fraction)])
    corrected(question, one_of(0.0, 1.0, 0.5))

    regrade = applied(quiz, person)

    assert (regrade.state, regrade.applied_by, regrade.applied_at is not None) == ("applied", person, True)
    assert marks(quiz) == [0.0, 1.0, 0.5]
    assert list(Attempt.objects.order_by("pk").values_list("fraction", flat=True)) == [0.0, 1.0, 0.5]
    assert list(AttemptQuestion.objects.order_by("pk").values_list("state", "fraction", "version")) == [
        ("gradedwrong", 0.0, question.version_id),
        ("gradedright", 1.0, question.version_id),
        ("gradedpartial", 0.5, question.version_id),
    ]
    assert [row.applied_at is not None for row in regrade.rows.all()] == [True, True, True]


def test_who_keeps_their_marks_sees_the_corrected_question_too(person):
    question = question_of(one_of(1.0, 0.0, 0.0))
    quiz = quiz_of(question)
    attempted(quiz, [(question, C, 0.0)])
    corrected(question, one_of(0.0, 1.0, 0.0))

    regrade = applied(quiz, person)

    assert regrade.rows.count() == 0
    assert AttemptQuestion.objects.get().version == question.version


def test_a_choice_that_is_gone_counts_as_not_chosen(person):
    # given one who was right with a choice that was taken out since, and one who was wrong with it
    question = question_of(one_of(0.0, 0.0, 1.0))
    wrong = question_of(one_of(1.0, 0.0, 0.0))
    quiz = quiz_of(question, wrong)
    attempted(quiz, [(question, C, 1.0), (wrong, C, 0.0)])
    before = wrong.version
    corrected(question, one_of(0.0, 1.0))
    corrected(wrong, one_of(1.0, 0.0))

    # when
    regrade = applied(quiz, person)

    # then
    (row,) = regrade.rows.all()
    assert (row.old_marks, row.new_marks) == (1.0, 0.0)
    assert [slot["lost"] for slot in row.slots if slot["question"] == question.pk] == [["c"]]
    first, second = AttemptQuestion.objects.order_by("slot")
    assert (first.state, first.fraction, first.version) == ("gaveup", 0.0, question.version)
    assert (second.fraction, second.version in {before, wrong.version}) == (0.0, True)


def test_another_type_is_not_graded_again(person):
    question = question_of(one_of(1.0, 0.0))
    quiz = quiz_of(question)
    attempted(quiz, [(question, A, 1.0)])
    before = question.version
    corrected(question, ShortAnswer(text="Who?", answers=(Answer(id="1", text="we"),)))

    regrade = applied(quiz, person)

    assert (regrade.rows.count(), marks(quiz)) == (0, [1.0])
    assert AttemptQuestion.objects.get().version == before


def test_marks_that_a_person_gave_are_never_changed(person):
    # given an essay that a person graded, and a choice whose marks a person overrode
    essay, question = question_of(Essay(text="Tell us.")), question_of(one_of(1.0, 0.0))
    quiz = quiz_of(essay, question)
    attempt = attempted(quiz, [(essay, {"text": "We live here."}, 0.25), (question, B, 0.75)])
    for row in attempt.questions.all():
        AttemptStep.objects.create(
            log=row, number=3, change_id="3", base=2, value=row.value, kind="grade", fraction=row.fraction, by=person, created_at=now()
        )
    corrected(essay, Essay(text="Tell us more."))
    corrected(question, one_of(0.0, 1.0))

    regrade = applied(quiz, person)

    assert (regrade.rows.count(), marks(quiz)) == (0, [1.0])
    assert [row.fraction for row in attempt.questions.all()] == [0.25, 0.75]


def test_an_attempt_that_waits_for_a_person_is_corrected_meanwhile(person):
    essay, question = question_of(Essay(text="Tell us.")), question_of(one_of(1.0, 0.0))
    quiz = quiz_of(essay, question)
    attempt = attempted(quiz, [(essay, {"text": "We live here."}, None), (question, B, 0.0)])
    corrected(question, one_of(0.0, 1.0))

    regrade = applied(quiz, person)

    attempt.refresh_from_db()
    (row,) = regrade.rows.all()
    assert (row.old_marks, row.new_marks, attempt.marks, attempt.state) == (None, None, None, "submitted")
    assert [one.fraction for one in attempt.questions.all()] == [None, 1.0]


def test_who_reaches_the_pass_mark_now_has_completed_the_quiz_and_nobody_loses_it(person):
    question = question_of(one_of(1.0, 0.0))
    quiz = quiz_of(question, pass_mark=0.6)
    cohort = cohort_of(quiz)
    loser, gainer = EnrolmentFactory(cohort=cohort), EnrolmentFactory(cohort=cohort)
    attempted(quiz, [(question, A, 1.0)], enrolment=loser)
    attempted(quiz, [(question, B, 0.0)], enrolment=gainer)
    ActivityCompletion.objects.create(enrolment=loser, activity_id=quiz.pk, completed_at=now())
    corrected(question, one_of(0.0, 1.0))

    applied(quiz, person)

    assert marks(quiz) == [0.0, 1.0]
    assert set(ActivityCompletion.objects.filter(activity=quiz.pk).values_list("enrolment", flat=True)) == {loser.pk, gainer.pk}


def test_open_abandoned_and_unofficial_attempts_are_left_alone(person):
    question = question_of(one_of(1.0, 0.0))
    quiz = quiz_of(question)
    for fields in [{"state": "in_progress"}, {"state": "abandoned"}, {"is_unofficial": True}]:
        attempted(quiz, [(question, B, 0.0)], **fields)
    corrected(question, one_of(0.0, 1.0))

    regrade = applied(quiz, person)

    assert (regrade.total, regrade.rows.count(), marks(quiz)) == (0, 0, [0.0, 0.0, None])


def test_saves_that_came_too_late_are_not_graded(person):
    question = question_of(one_of(1.0, 0.0))
    quiz = quiz_of(question)
    attempt = attempted(quiz, [(question, A, 1.0)])
    row = attempt.questions.get()
    AttemptStep.objects.create(log=row, number=3, change_id="3", base=2, value=B, kind="save", is_unofficial=True, created_at=now())

    assert dry_run(quiz, person).rows.count() == 0


def test_what_is_handed_in_between_the_dry_run_and_its_application_is_graded_too(person):
    question = question_of(one_of(1.0, 0.0))
    quiz = quiz_of(question)
    attempted(quiz, [(question, B, 0.0)])
    old = question.version
    corrected(question, one_of(0.0, 1.0))
    regrade = dry_run(quiz, person)
    question.version = old
    attempted(quiz, [(question, A, 1.0)])
    # and the question changes once more: that was in no dry run, so it does not count
    write_version(question=question, definition=one_of(0.3, 0.3), language="en", translations={})

    apply_regrade(regrade=regrade, by=person)
    run_regrade(regrade_id=regrade.pk)

    assert marks(quiz) == [1.0, 0.0]
    assert regrade.rows.count() == 2


def test_a_dry_run_under_way_is_joined_and_one_that_waits_is_replaced(person):
    quiz = quiz_of(question_of(one_of(1.0, 0.0)))
    first = start_regrade(quiz=quiz, by=person)
    assert start_regrade(quiz=quiz, by=person) == first
    run_regrade(regrade_id=first.pk)

    second = start_regrade(quiz=quiz, by=person)

    assert second != first
    assert list(Regrade.objects.order_by("pk").values_list("state", flat=True)) == ["dropped", "counting"]


def test_only_a_dry_run_that_is_ready_is_applied_and_only_once(person):
    quiz = quiz_of(question_of(one_of(1.0, 0.0)))
    regrade = start_regrade(quiz=quiz, by=person)

    assert apply_regrade(regrade=regrade, by=person) is False
    run_regrade(regrade_id=regrade.pk)
    assert [apply_regrade(regrade=regrade, by=person) for _ in range(2)] == [True, False]
    run_regrade(regrade_id=regrade.pk)
    drop_regrade(regrade=regrade)
    regrade.refresh_from_db()
    assert regrade.state == "applied"


@pytest.mark.parametrize("dies_in", ["counting", "applying"])
def test_a_worker_that_dies_in_the_middle_is_followed_by_one_that_goes_on(person, monkeypatch, dies_in):
    # given seven attempts in chunks of two, and a worker that dies in the third chunk
    question = question_of(one_of(1.0, 0.0))
    quiz = quiz_of(question)
    cohort = cohort_of(quiz)
    for _ in range(7):
        attempted(quiz, [(question, B, 0.0)], cohort=cohort)
    corrected(question, one_of(0.0, 1.0))
    monkeypatch.setattr(regrading, "CHUNK", 2)
    regrade = start_regrade(quiz=quiz, by=person)
    if dies_in == "applying":
        run_regrade(regrade_id=regrade.pk)
        apply_regrade(regrade=regrade, by=person)
    finished = Regrader.changes
    calls = []

    def dies(self, attempts):
        calls.append(1)
        found = finished(self, attempts)
        if len(calls) == 3:
            raise SystemExit
        return found

    monkeypatch.setattr(Regrader, "changes", dies)
    with pytest.raises(SystemExit):
        run_regrade(regrade_id=regrade.pk)
    regrade.refresh_from_db()
    assert (regrade.done, regrade.state) == (4, dies_in)
    assert marks(quiz) == ([1.0] * 4 + [0.0] * 3 if dies_in == "applying" else [0.0] * 7)

    # when the sweep comes by, first too early, then in time
    monkeypatch.setattr(Regrader, "changes", finished)
    sweep_regrades()
    regrade.refresh_from_db()
    assert regrade.done == 4
    Regrade.objects.update(touched_at=now() - timedelta(minutes=2))
    sweep_regrades()

    # then
    regrade.refresh_from_db()
    assert (regrade.state, regrade.done, regrade.rows.count()) == ("applied" if dies_in == "applying" else "counted", 7, 7)
    assert marks(quiz) == ([1.0] * 7 if dies_in == "applying" else [0.0] * 7)


def test_a_chunk_costs_the_same_number_of_queries_with_one_and_with_thirty_attempts(person):
    question = question_of(one_of(1.0, 0.0))
    quiz = quiz_of(question)
    counted = []
    for more in (1, 29):
        for _ in range(more):
            attempted(quiz, [(question, B, 0.0)])
        regrade = start_regrade(quiz=quiz, by=person)
        with CaptureQueriesContext(connection) as captured:
            run_regrade(regrade_id=regrade.pk)
        counted.append(len(captured))

    assert counted[0] == counted[1]


CHOICES = (Choice(id="a", fraction=1.0), Choice(id="b", fraction=0.5), Choice(id="c", fraction=-0.5), Choice(id="d"))
DEFINITIONS = [
    MultiChoice(choices=CHOICES),
    MultiChoice(choices=CHOICES, single=False),
    TrueFalse(correct=True),
    Match(stems=(Stem(id="1", option="x"), Stem(id="2", option="y")), options=(Part(id="x", text="X"), Part(id="y", text="Y"))),
    Ordering(items=(Part(id="a"), Part(id="b"), Part(id="c"))),
    ShortAnswer(answers=(Answer(id="1", text="vil*"),)),
    Numerical(answers=(NumericalAnswer(id="1", value=4, tolerance=1),)),
    Scale(),
]
IDS = st.sampled_from("abcd")
ANSWERS = st.tuples(
    st.builds(lambda one: {"choice": one}, IDS) | st.just({}),
    st.builds(lambda some: {"choices": sorted(some)}, st.sets(IDS)),
    st.sampled_from([{"choice": "true"}, {"choice": "false"}, {}]),
    st.builds(lambda pairs: {"pairs": pairs}, st.dictionaries(st.sampled_from("12"), st.sampled_from("xy"))),
    st.builds(lambda order: {"order": list(order)}, st.permutations("abc")),
    st.sampled_from([{"text": "village"}, {"text": "town"}, {}]),
    st.sampled_from([{"text": "4,5"}, {"text": "nine"}, {"text": "7"}]),
    st.sampled_from([{"level": 2}, {}]),
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(answers=st.lists(ANSWERS, min_size=1, max_size=3), behaviour=st.sampled_from(Behaviour))
def test_with_unchanged_keys_nothing_changes(person, answers, behaviour):
    questions = [question_of(definition) for definition in DEFINITIONS]
    quiz = quiz_of(*questions, behaviour=behaviour)
    for mine in answers:
        graded = []
        for definition, question, answer in zip(DEFINITIONS, questions, mine, strict=True):
            state = behaviours.replay(definition, behaviour, [Step(kind=StepKind.SAVE, response=answer), Step(kind=StepKind.FINISH)])
            graded.append((question, answer, state))
        attempt = attempted(quiz, [(question, answer, state.fraction or 0.0) for question, answer, state in graded])
        for row, (_question, _answer, state) in zip(attempt.questions.all(), graded, strict=True):
            AttemptQuestion.objects.filter(pk=row.pk).update(state=state.name.value, fraction=state.fraction)
    before = list(AttemptQuestion.objects.order_by("pk").values())

    regrade = applied(quiz, person)

    assert regrade.rows.count() == 0
    assert list(AttemptQuestion.objects.order_by("pk").values()) == before
