"""Choosing a question or a category for a quiz."""

import pytest
from django.contrib.auth import get_user
from django.urls import reverse
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.blocks import StructBlock

from courses.quizzes.actions.bank import retire_question
from courses.quizzes.choosers import CategoryChooserBlock, QuestionChooserBlock
from courses.quizzes.models import Category

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}


def offered(client, chooser, **asked):
    results = client.get(reverse(f"{chooser}:choose_results"), asked, **HTMX)
    return [str(row) for row in results.context["results"]]


def test_only_questions_of_ones_own_banks_are_offered_and_no_retired_ones(editor, mine, others):
    mine.add("Mine")
    others.add("Not mine")
    retire_question(question=mine.add("Old"))

    assert editor.get(reverse("question_chooser:choose"), **HTMX).status_code == 200
    assert offered(editor, "question_chooser") == ["Mine"]


def test_a_question_or_category_of_others_cannot_be_chosen(editor, mine, others):
    question, other = mine.add(), others.add()

    def chosen(chooser, row):
        return editor.get(reverse(f"{chooser}:chosen", args=[row.pk]), **HTMX).status_code

    assert chosen("question_chooser", question) == 200
    assert chosen("question_chooser", other) == 404
    assert chosen("question_category_chooser", question.category) == 200
    assert chosen("question_category_chooser", other.category) == 404


def test_a_chosen_question_leads_to_its_editor_and_the_chooser_to_a_new_one(editor, mine, others):
    question, other = mine.add(), others.add()
    person = get_user(editor)

    chosen = editor.get(reverse("question_chooser:chosen", args=[question.pk]), **HTMX).json()["result"]

    assert chosen["edit_url"] == reverse("question", args=[question.pk])
    assert AdminURLFinder(person).get_edit_url(other) is None
    assert f'href="{reverse("question_add")}"' in editor.get(reverse("question_chooser:choose_results"), {"q": "nowhere"}, **HTMX).text


def test_questions_are_found_by_words_in_any_form_and_by_category_with_those_below(editor, mine):
    mine.add("Needs", at=("Lesson 1", "People"))
    mine.add("Money", at=("Lesson 2",))
    top = Category.objects.get(path="Lesson 1")

    assert offered(editor, "question_chooser", q="need") == ["Needs", "Money"]  # the text of both asks about needs
    assert offered(editor, "question_chooser", q="moneys") == ["Money"]
    assert offered(editor, "question_chooser", category=top.pk) == ["Needs"]
    assert offered(editor, "question_chooser", bank=mine.row.pk) == ["Needs", "Money"]


def test_categories_of_ones_own_banks_are_offered_as_a_tree(editor, mine, others):
    mine.add(at=("Lesson 1", "People"))
    others.add()

    assert offered(editor, "question_category_chooser") == ["Lesson 1", "Lesson 1 / People"]
    assert "— People" in editor.get(reverse("question_category_chooser:choose_results"), **HTMX).text


@pytest.mark.parametrize("rows", [1, 4])
def test_more_questions_take_no_more_queries(editor, mine, django_assert_num_queries, rows):
    for number in range(rows):
        mine.add(f"Question {number}")
    offered(editor, "question_chooser")

    with django_assert_num_queries(7):
        offered(editor, "question_chooser")


def test_blocks_for_the_editor_hold_rows(mine):
    question = mine.add()
    block = StructBlock([("question", QuestionChooserBlock()), ("category", CategoryChooserBlock(required=False))])

    value = block.to_python({"question": question.pk, "category": question.category_id})

    assert (value["question"], value["category"]) == (question, question.category)
    assert QuestionChooserBlock().deconstruct()[0] == "courses.quizzes.choosers.QuestionChooserBlock"
