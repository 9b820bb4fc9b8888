"""The question bank in the back office: who sees what, and what each page does."""

from dataclasses import replace

import pytest
from django.urls import reverse

from courses.quizzes.actions.bank import retire_question, write_version
from courses.quizzes.engine.definition import TYPES, Hint, from_json
from courses.quizzes.examples import EXAMPLES
from courses.quizzes.models import AttemptQuestion, Category, Question
from lms.accounts.models import Role
from tests.factories import ActivityFactory, ActivityVersionFactory, LessonFactory

from .browsing import sent_by
from .conftest import needs, person_with

pytestmark = pytest.mark.django_db
OF_A_QUESTION = [
    "question",
    "question_languages",
    "question_try",
    "question_trial",
    "question_versions",
    "question_usage",
    "question_retire",
]
POSTED = ["question_duplicate", "question_bring_back"]


def address(name, *args):
    return reverse(name, args=args)


def names(answer):
    return [row["question"].name for row in answer.context["rows"]]


def listed(client, **asked):
    return names(client.get(reverse("questions"), asked))


# Who


@pytest.mark.parametrize("name", OF_A_QUESTION)
def test_a_question_of_another_course_is_not_there(editor, others, name):
    question = others.add()

    assert editor.get(address(name, question.pk)).status_code == 404
    assert editor.post(address(name, question.pk), {"sure": "1"}).status_code in {404, 405}
    question.refresh_from_db()
    assert (question.retired_at, question.version.number) == (None, 1)


def test_nothing_of_another_course_is_changed(editor, mine, others):
    mine.add()
    question = others.add(translations={"uk": {"text": "Чиї?"}})
    versions = address("question_version", question.pk, 1), address("question_language", question.pk, "uk")

    assert [editor.get(path).status_code for path in versions] == [404, 404]
    for path in [*(address(name, question.pk) for name in POSTED), address("question_restore", question.pk, 1)]:
        assert editor.post(path).status_code == 404
    assert editor.post(reverse("questions_many"), {"question": question.pk, "deed": "retire", "sure": "1"}).status_code == 404
    assert editor.get(address("question_categories:edit", question.category_id)).status_code == 404
    assert editor.post(address("question_categories:delete", others.add("Gone", at=("Gone",)).category_id)).status_code == 404
    assert editor.get(address("question_banks:edit", question.bank_id)).status_code == 404
    assert listed(editor) == ["Needs"]
    assert Question.objects.live().count() == 3


def test_a_coordinator_looks_and_does_not_edit(coordinator, mine):
    question = mine.add()

    for name in ["question_try", "question_versions", "question_usage"]:
        assert coordinator.get(address(name, question.pk)).status_code == 200
    assert coordinator.get(address("question", question.pk))["Location"] == address("question_try", question.pk)
    assert coordinator.post(address("question", question.pk)).status_code == 404
    assert coordinator.post(address("question_retire", question.pk)).status_code == 404
    assert coordinator.get(reverse("question_add"))["Location"] == "/admin/"
    assert coordinator.get(address("question_banks:edit", mine.row.pk)).status_code in {302, 403, 404}
    assert listed(coordinator) == ["Needs"]


def test_a_site_editor_sees_all_banks_and_a_mentor_none(client, mine, others):
    mine.add()
    others.add("Others")
    client.force_login(person_with(Role.EDITOR))
    assert sorted(listed(client)) == ["Needs", "Others"]

    client.force_login(person_with(Role.MENTOR, mine.row.course))
    assert client.get(reverse("questions")).status_code in {302, 403}


# The list


def test_questions_are_found_by_what_they_are(editor, mine):
    mine.add("Needs", at=("Lesson 1", "People"), tags=["final"], translations={"uk": {"text": "Чиї потреби?"}})
    mine.add("Money", at=("Lesson 2",), idnumber="m-1", definition=needs("Who pays?"))
    retire_question(question=mine.add("Old", at=("Lesson 2",)))
    top, tag = Category.objects.get(path="Lesson 1"), mine.row.questions.get(name="Needs").tags.get()

    assert listed(editor) == ["Needs", "Money"]
    assert listed(editor, q="потреба") == ["Needs"]
    assert listed(editor, q="m-1") == ["Money"]
    assert listed(editor, category=top.pk) == ["Needs"]
    assert listed(editor, tag=tag.pk) == ["Needs"]
    assert listed(editor, without="uk") == ["Money"]
    assert listed(editor, state="retired") == ["Old"]
    assert listed(editor, state="problems") == []
    assert listed(editor, type="essay") == []


def place_in_a_quiz(course, **slot):
    activity = ActivityFactory(lesson=LessonFactory(module__course=course), kind="quiz")
    return ActivityVersionFactory(of=activity, content={"quiz": {"slots": [slot]}})


def test_where_a_question_is_used_is_known(editor, mine):
    placed, drawn, free = mine.add("Placed"), mine.add("Drawn", at=("Pool", "Deep"), tags=["final"]), mine.add("Free", at=("Pool",))
    place_in_a_quiz(mine.row.course, question=placed.pk)
    place_in_a_quiz(mine.row.course, category=Category.objects.get(path="Pool").pk, tags=["final"])

    assert listed(editor, state="used") == ["Placed", "Drawn"]
    assert listed(editor, state="unused") == ["Free"]
    assert "Drawn at random from “Pool”" in editor.get(address("question_usage", drawn.pk)).text
    assert "No quiz places this question" in editor.get(address("question_usage", free.pk)).text


@pytest.mark.parametrize("rows", [1, 4])
def test_a_longer_list_takes_no_more_queries(editor, mine, django_assert_num_queries, rows):
    for number in range(rows):
        place_in_a_quiz(mine.row.course, question=mine.add(f"Question {number}", tags=["a", f"b{number}"]).pk)
    listed(editor)

    with django_assert_num_queries(18):
        listed(editor)


# Writing


def test_a_question_is_added_by_its_form_and_named_after_its_text(editor, mine):
    category = mine.add().category
    page = editor.get(address("question_add_type", "truefalse") + f"?category={category.pk}")
    data = sent_by(page.text)
    data["text"] = "Volunteers need a contract."

    answer = editor.post(address("question_add_type", "truefalse"), data)

    question = Question.objects.latest("pk")
    assert answer["Location"] == address("question", question.pk)
    assert (question.name, question.category, question.version.created_by) == ("Volunteers need a contract.", category, editor.person)


@pytest.mark.parametrize("kind", TYPES)
def test_every_type_has_a_page_to_begin_with(editor, mine, kind):
    page = editor.get(address("question_add_type", kind))

    answer = editor.post(address("question_add_type", kind), sent_by(page.text))

    assert answer.status_code == 422
    assert "There is nothing to read yet." in answer.text


def test_a_changed_question_makes_a_version_and_says_what_attempts_keep(editor, mine):
    question = mine.add(translations={"uk": {"text": "Чиї потреби?"}})
    data = sent_by(editor.get(address("question", question.pk)).text)
    data["text"] = "Whose needs are first?"

    answer = editor.post(address("question", question.pk), data, follow=True)

    question.refresh_from_db()
    assert "Version 2 is what new attempts get." in answer.text
    assert (question.version.number, question.version.translations) == (2, {"uk": {"text": "Чиї потреби?"}})
    ids = [choice.id for choice in from_json(question.version.definition).choices]
    assert ids == ["a", "b"]


def test_saving_without_a_change_keeps_the_version(editor, mine):
    question = mine.add(tags=["final"])
    data = sent_by(editor.get(address("question", question.pk)).text)

    editor.post(address("question", question.pk), data)

    question.refresh_from_db()
    assert (question.version.number, list(question.tags.names())) == (1, ["final"])


def test_a_button_of_the_rows_saves_nothing_and_blames_nobody(editor, mine):
    question = mine.add()
    data = sent_by(editor.get(address("question", question.pk)).text)
    data["text"], data["do"] = "", "choices:add"

    answer = editor.post(address("question", question.pk), data)

    assert answer.status_code == 200
    assert "There is nothing to read yet." not in answer.text
    assert sent_by(answer.text)["choices-total"] == "7"
    assert question.versions.count() == 1


def test_an_id_that_the_bank_has_is_refused_at_its_field(editor, mine):
    mine.add("First", idnumber="n-1")
    question = mine.add("Second")
    data = sent_by(editor.get(address("question", question.pk)).text)
    data["about-idnumber"] = "n-1"

    assert "Another question of the bank has this id." in editor.post(address("question", question.pk), data).text


# Languages, versions, trying


def test_a_translation_is_written_beside_its_source_and_marked_when_that_changes(editor, mine):
    question = mine.add()
    path = address("question_language", question.pk, "uk")
    data = sent_by(editor.get(path).text)
    data["text"] = "Чиї потреби?"

    editor.post(path, data)
    question.refresh_from_db()
    assert question.version.translations == {"uk": {"text": "Чиї потреби?"}}

    write_version(question=question, definition=needs("Whose needs are first?"), language="en", translations=question.version.translations)
    assert "The source has changed since this was translated." in editor.get(path).text
    data = sent_by(editor.get(path).text)
    data["text.still_right"] = "on"
    editor.post(path, data)
    assert "The source has changed" not in editor.get(path).text


@pytest.mark.parametrize("code", ["en", "xx"])
def test_only_other_languages_of_the_site_can_be_translated_into(editor, mine, code):
    assert editor.get(address("question_language", mine.add().pk, code)).status_code == 404


def test_two_versions_differ_word_by_word_and_an_old_one_comes_back(editor, mine):
    question = mine.add()
    write_version(question=question, definition=needs("Whose needs come <b>last</b>?"), language="en", translations={})

    page = editor.get(address("question_version", question.pk, 2)).text
    editor.post(address("question_restore", question.pk, 1))

    question.refresh_from_db()
    assert "<del>first</del>" in page
    assert "&lt;<" in page or "&lt;" in page
    assert (question.version.number, question.version.definition["text"]) == (3, "Whose needs come first?")


def tried(client, question, data=None, **chosen):
    """The learner's page in its frame, and what its form would send."""
    path = address("question_trial", question.pk)
    page = client.post(path, data).text if data else client.get(path, chosen).text
    return page, sent_by(page)


def test_an_answer_is_tried_and_nothing_is_stored(editor, mine):
    question = mine.add()
    frame = editor.get(address("question_try", question.pk), {"behaviour": "interactive"}).text
    assert f'src="{address("question_trial", question.pk)}?language=en&amp;behaviour=interactive"' in frame

    _page, data = tried(editor, question)
    data["q1-choice"], data["do"] = "b", "check:1"
    page, _data = tried(editor, question, data)

    assert "They come later." in page
    assert "0 of 1" in page
    assert "Saved" not in page
    assert not AttemptQuestion.objects.exists()


def test_tries_go_on_with_hints(editor, mine):
    question = mine.add(definition=replace(needs(), hints=(Hint(text="Think again."),)))
    _page, data = tried(editor, question, behaviour="interactive")
    data["q1-choice"], data["do"] = "b", "check:1"

    page, data = tried(editor, question, data)
    data["q1-choice"], data["do"] = "a", "check:1"
    end, _data = tried(editor, question, data)

    assert "Think again." in page
    assert "0.67 of 1" in end


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_type_is_tried_to_its_end_in_the_learners_own_fields(editor, mine, name):
    question = mine.add(definition=EXAMPLES[name])
    page, data = tried(editor, question, behaviour="deferredfeedback")
    assert 'id="q1"' in page

    data["finish"] = ""
    page, data = tried(editor, question, data)

    assert "Begin again" in page or name == "a text between"


def test_a_line_is_moved_and_the_order_stays(editor, mine):
    question = mine.add(definition=EXAMPLES["order"])
    _page, data = tried(editor, question)
    before = data.getlist("q1-order")

    _page, data = tried(editor, question, {**data.dict(), "q1-order": before, "do": f"move:1:{before[0]}:down"})

    assert data.getlist("q1-order") == [before[1], before[0], *before[2:]]


def test_the_frame_speaks_the_language_of_the_trial(editor, mine):
    question = mine.add(translations={"uk": {"text": "Чиї потреби?"}})

    page, _data = tried(editor, question, language="uk")

    assert '<html lang="uk">' in page
    assert "Чиї потреби?" in page


@pytest.mark.parametrize("tries", ["{", "[1]", '[{"choice": "zz"}]', "null"])
def test_tries_that_somebody_wrote_are_left_out(editor, mine, tries):
    path = address("question_trial", mine.add().pk)

    assert editor.post(path, {"tries": tries, "q1-choice": "zz", "seed": "x"}).status_code == 200


# Many at once, retire


def test_many_are_changed_after_a_question(editor, mine):
    first, second = mine.add("First"), mine.add("Second")
    to = mine.add("Third", at=("Elsewhere",)).category
    chosen = {"question": [first.pk, second.pk]}

    asked = editor.post(reverse("questions_many"), {**chosen, "deed": "move", "to": to.pk})
    assert asked.status_code == 200
    assert Question.objects.filter(category=to).count() == 1
    editor.post(reverse("questions_many"), {**chosen, "deed": "move", "to": to.pk, "sure": ""})
    editor.post(reverse("questions_many"), {**chosen, "deed": "tag", "tags": "final, easy", "sure": ""})
    editor.post(reverse("questions_many"), {**chosen, "deed": "retire", "sure": ""})

    assert Question.objects.filter(category=to).count() == 3
    assert sorted(first.tags.names()) == ["easy", "final"]
    assert Question.objects.live().count() == 1


def test_a_question_stays_in_its_bank(client, mine, others):
    client.force_login(person_with(Role.EDITOR))
    to = others.add().category

    answer = client.post(reverse("questions_many"), {"question": mine.add().pk, "deed": "move", "to": to.pk, "sure": ""})

    assert "A question stays in its bank." in answer.text


def test_retiring_says_first_what_it_means(editor, mine):
    question = mine.add()
    place_in_a_quiz(mine.row.course, question=question.pk)

    assert "1 quiz uses it" in editor.get(address("question_retire", question.pk)).text
    editor.post(address("question_retire", question.pk))
    assert listed(editor) == []
    editor.post(address("question_bring_back", question.pk))
    assert listed(editor) == ["Needs"]


def test_a_copy_is_opened(editor, mine):
    question = mine.add()

    answer = editor.post(address("question_duplicate", question.pk))

    assert answer["Location"] == address("question", Question.objects.latest("pk").pk)
