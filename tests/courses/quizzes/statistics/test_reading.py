"""The golden table of `test_formulas` again, now as attempts in the database. A, B and C are questions of one mark, each a third of the
quiz: grades are 100, 100, 66.7, 33.3 and 0 per cent, and what was in marks is in percent of the quiz, 33.3 times as much."""

import pytest

from courses.quizzes.actions.bank import write_version
from courses.quizzes.engine.definition import Answer as Pattern
from courses.quizzes.engine.definition import Essay, Scale, ShortAnswer
from courses.quizzes.models import Attempt
from courses.quizzes.statistics.reading import Which, figures
from tests.courses.quizzes.attempted import attempted, cohort_of, one_of, question_of, quiz_of
from tests.factories import EnrolmentFactory

pytestmark = pytest.mark.django_db
RIGHT, WRONG = ({"choice": "a"}, 1.0), ({"choice": "b"}, 0.0)
PEOPLE = ["111", "111", "110", "100", "000"]


@pytest.fixture
def questions():
    return [question_of(one_of(1.0, 0.0, 0.0, text=f"Question {name}"), name) for name in "ABC"]


@pytest.fixture
def quiz(questions):
    quiz = quiz_of(*questions)
    cohort = cohort_of(quiz)
    for person in PEOPLE:
        attempted(
            quiz, [(question, *(RIGHT if mark == "1" else WRONG)) for question, mark in zip(questions, person, strict=True)], cohort=cohort
        )
    return quiz


def of(quiz, which=Which.ALL, language="en"):
    return figures(Attempt.objects.filter(quiz=quiz), which, language)


def near(*values):
    return [pytest.approx(value, abs=1e-3) for value in values]


def test_the_figures_of_the_quiz(quiz):
    found = of(quiz).quiz

    assert (found.attempts, found.is_same_questions) == (5, True)
    # 1.8 / 3, 2 / 3, 1.30384 / 3; skewness, kurtosis and consistency know no unit; 0.45374 · 43.4613
    assert [found.mean, found.median, found.deviation] == near(60.0, 66.6667, 43.4613)
    assert [found.skewness, found.kurtosis] == near(-0.54139, -1.48789)
    assert [found.consistency, found.error_ratio, found.standard_error] == near(79.41176, 45.37426, 19.72027)


def test_the_figures_of_a_question(quiz):
    a, b, c = of(quiz).questions

    assert [each.name for each in (a, b, c)] == ["A", "B", "C"]
    # 3 of 5 right; √0.3 of a mark; one of three; a third
    assert [b.facility, b.deviation, b.random_guess, b.intended_weight] == near(60.0, 54.77226, 33.33333, 33.33333)
    assert [b.discrimination, b.efficiency] == near(76.37626, 100.0)
    assert [a.effective_weight, b.effective_weight, c.effective_weight] == near(29.79245, 35.80611, 34.40144)


def test_how_often_each_choice_was_taken_and_by_whom(quiz):
    (part,) = of(quiz).questions[1].current.parts

    # a by the three with 100, 100 and 66.7; b by those with 33.3 and 0; c by nobody
    assert [(option.id, each.count, each.mean_grade) for option, each in part.choices] == [
        ("a", 3, pytest.approx(88.8889, abs=1e-3)),
        ("b", 2, pytest.approx(16.6667, abs=1e-3)),
        ("c", 0, None),
    ]
    assert (part.answered, part.other, part.functional_distractors, part.effective_choices) == (5, 0, 1, 2)


@pytest.mark.parametrize(("which", "mean", "count"), [("first", 0.0, 1), ("last", 50.0, 1), ("highest", 100.0, 1), ("all", 50.0, 3)])
def test_which_attempts_of_a_learner_count(which, mean, count):
    questions = [question_of(one_of(1.0, 0.0)) for _ in range(2)]
    quiz = quiz_of(*questions)
    enrolment = EnrolmentFactory(cohort=cohort_of(quiz))
    for marks in ["00", "11", "10"]:
        attempted(quiz, [(q, *(RIGHT if mark == "1" else WRONG)) for q, mark in zip(questions, marks, strict=True)], enrolment=enrolment)

    found = of(quiz, which).quiz

    assert (found.mean, found.attempts) == (mean, count)


def test_unofficial_and_unfinished_attempts_do_not_count(questions, quiz):
    answers = [(question, *WRONG) for question in questions]
    attempted(quiz, answers, is_unofficial=True)
    attempted(quiz, answers, state=Attempt.State.ABANDONED)

    assert of(quiz).quiz.attempts == 5


def test_versions_and_languages_count_together(questions, quiz):
    b = questions[1]
    write_version(
        question=b, definition=one_of(1.0, 0.0, 0.0, text="Better said"), language="en", translations={"uk": {"text": "Хто тут живе?"}}
    )
    b.refresh_from_db()
    attempted(quiz, [(questions[0], *RIGHT), (b, *RIGHT), (questions[2], *RIGHT)], language="uk")

    found = of(quiz, language="uk").questions[1]

    assert (found.attempts, [version.attempts for version in found.versions]) == (6, [1, 5])
    assert (found.current.definition.text, found.current.language, found.versions[1].definition.text) == (
        "Хто тут живе?",
        "uk",
        "Question B",
    )
    assert found.facility == pytest.approx(100 * 4 / 6)


def test_drawn_questions_are_not_set_against_the_whole(questions):
    quiz = quiz_of(*questions)
    for pair in [(0, 1), (1, 2), (0, 2)]:
        attempted(quiz, [(questions[number], *RIGHT) for number in pair])

    found = of(quiz)

    assert found.quiz.is_same_questions is False
    assert [(one.attempts, one.effective_weight, one.intended_weight) for one in found.questions] == [(2, None, 50.0)] * 3


def test_what_people_wrote_freely_is_not_shown():
    typed = question_of(ShortAnswer(text="Where?", answers=(Pattern(id="1", text="village"),)))
    essay, scale = question_of(Essay(text="Tell us.")), question_of(Scale(text="How sure are you?"))
    quiz = quiz_of(typed, essay, scale)
    for words in ["Village", " village", "VILLAGE", "I am Olena Gudz"]:
        answers = [(typed, {"text": words}, 1.0), (essay, {"text": "My name is Olena"}, 0.5), (scale, {"level": 4}, 0.0)]
        attempted(quiz, answers)

    found = {one.type: one for one in of(quiz).questions}

    (part,) = found["shortanswer"].current.parts
    assert ([(option.text, each.count) for option, each in part.choices], part.other) == ([("village", 3)], 1)
    assert found["essay"].current.parts == ()
    assert [each.count for _option, each in found["scale"].current.parts[0].choices] == [0, 0, 0, 4, 0]
    assert (found["scale"].facility, found["scale"].is_marked) == (None, False)
    assert "Olena" not in repr(found)


def test_three_hundred_attempts_cost_as_many_queries_as_three(questions, quiz, django_assert_num_queries):
    with django_assert_num_queries(3):
        of(quiz)
    for _ in range(10):
        attempted(quiz, [(question, *WRONG) for question in questions])
    with django_assert_num_queries(3):
        of(quiz)


def test_a_quiz_that_nobody_took_has_no_figures():
    found = of(quiz_of(question_of(one_of(1.0, 0.0))))

    assert (found.quiz.attempts, found.quiz.mean, found.quiz.consistency, found.questions) == (0, None, None, ())
