"""Banks and the tree of their categories in the back office."""

import pytest
from django.urls import reverse

from courses.quizzes.models import Category, QuestionBank

pytestmark = pytest.mark.django_db


def test_an_editor_of_a_course_makes_a_bank_for_it_and_for_nobody_else(editor, mine, others):
    path = reverse("question_banks:add")

    assert "Choose the course or the organisation" in editor.post(path, {"name": "New"}).text
    editor.post(path, {"name": "New", "course": others.row.course_id})
    editor.post(path, {"name": "New", "course": mine.row.course_id})

    assert QuestionBank.objects.get(name="New").course == mine.row.course


def test_moving_and_renaming_a_category_takes_the_paths_below_along(editor, mine):
    mine.add(at=("A", "B", "C"))
    mine.add(at=("Z",))
    a, z = Category.objects.get(path="A"), Category.objects.get(path="Z")

    editor.post(reverse("question_categories:edit", args=[a.pk]), {"name": "AA", "parent": z.pk, "description": ""})

    assert sorted(Category.objects.values_list("path", flat=True)) == ["Z", "Z / AA", "Z / AA / B", "Z / AA / B / C"]
    assert "— — — C" in editor.get(reverse("question_categories:index")).text


def test_a_category_cannot_go_into_itself_or_take_a_name_twice(editor, mine):
    mine.add(at=("A", "B"))
    mine.add(at=("Z",))
    a, b = Category.objects.get(path="A"), Category.objects.get(path="A / B")

    editor.post(reverse("question_categories:edit", args=[a.pk]), {"name": "A", "parent": b.pk})
    answer = editor.post(reverse("question_categories:edit", args=[a.pk]), {"name": "Z"})

    assert "There is a category of this name here already." in answer.text
    assert sorted(Category.objects.values_list("path", flat=True)) == ["A", "A / B", "Z"]
