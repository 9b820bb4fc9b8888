"""After a question was changed: who has attempts with an earlier version is led to grade them again, if the key is another."""

from dataclasses import replace

import pytest
from django.urls import reverse

from courses.quizzes.engine.definition import Answer, Choice, Cloze, Gap, ShortAnswer
from courses.quizzes.engine.translating import is_same_key
from courses.quizzes.models import Quiz
from courses.quizzes.quiz_definition import FixedSlot, QuizDefinition, to_json
from tests.courses.quizzes.attempted import attempted
from tests.factories import ActivityFactory, ActivityVersionFactory, LessonFactory, LessonVersionFactory

from .browsing import sent_by
from .conftest import needs


@pytest.fixture
def asked(mine):
    """A question that a learner has answered, and its quiz."""
    question = mine.add()
    lesson = LessonVersionFactory(of=LessonFactory(module__course=mine.row.course)).of
    activity = ActivityFactory(kind="quiz", lesson=lesson)
    content = {"quiz": to_json(QuizDefinition(slots=(FixedSlot(question=question.pk),)))}
    ActivityVersionFactory(of=activity, title="What have you learnt?", content=content)
    quiz = Quiz.objects.get(pk=activity.pk)
    attempted(quiz, [(question, {"choice": "a"}, 1.0)])
    return question, quiz


def saved(client, question, **changes):
    page = reverse("question", args=[question.pk])
    data = sent_by(client.get(page).text)
    data.update(changes)
    return client.post(page, data, follow=True).text


def link_to(quiz):
    return f'href="{reverse("quiz_regrades", args=[quiz.pk])}"'


def test_another_key_leads_to_the_quizzes_to_grade_again(editor, asked):
    question, quiz = asked

    page = saved(editor, question, **{"choices-0-verdict": "wrong", "choices-1-verdict": "right"})

    assert "1 attempt keeps an earlier version. If the key was wrong, grade them again:" in page
    assert link_to(quiz) in page
    assert editor.get(reverse("quiz_regrades", args=[quiz.pk])).status_code == 200


def test_so_it_does_where_the_words_were_changed_in_between(editor, asked):
    question, quiz = asked
    assert link_to(quiz) not in saved(editor, question, text="Whose needs come first of all?")

    assert link_to(quiz) in saved(editor, question, **{"choices-0-verdict": "wrong", "choices-1-verdict": "right"})


@pytest.mark.parametrize(
    ("changed", "is_same"),
    [
        (needs("Whose?"), True),
        (replace(needs(), general_feedback="Because.", hints=()), True),
        (replace(needs(), choices=needs().choices[:1]), False),
        (replace(needs(), choices=(Choice(id="a", fraction=0.5, text="Those of the learners"), needs().choices[1])), False),
    ],
)
def test_words_are_no_key(changed, is_same):
    assert is_same_key(needs(), changed) is is_same


def test_what_typed_answers_are_compared_with_is_the_key():
    kyiv, kiev = (ShortAnswer(text="?", answers=(Answer(id="a", text=text),)) for text in ("Kyiv", "Kiev"))
    gaps = [Cloze(text="[[g]]", gaps=(Gap(id="g", question=one),)) for one in (kyiv, kiev)]

    assert not is_same_key(kyiv, kiev)
    assert is_same_key(kyiv, replace(kyiv, text="The capital?", answers=(replace(kyiv.answers[0], feedback="Yes."),)))
    assert not is_same_key(*gaps)
