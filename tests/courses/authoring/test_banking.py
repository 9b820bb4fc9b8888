"""Files of questions into the course's bank, and back."""

import pytest
from wagtail.images import get_image_model

from courses.authoring.exporting import export_course
from courses.authoring.importing import EditedSinceError, OnConflict
from courses.quizzes.actions.bank import write_version
from courses.quizzes.engine.definition import from_json
from courses.quizzes.engine.translating import translated
from courses.quizzes.models import Question, QuestionBank, QuestionVersion
from courses.quizzes.wording import wording
from tests.factories import UserFactory

from .folders import FILES, TRANSLATED, change, contents, imported, write
from .questions import QUESTIONS, SAMPLE

pytestmark = pytest.mark.django_db
RUSSIAN = QUESTIONS.replace("How many?", "Сколько?").replace("Whom we help", "Кому мы помогаем").replace("- [x] need*", "- [x] нужд*")
ASKED = FILES | {SAMPLE: QUESTIONS}
IN_TWO = ASKED | TRANSLATED | {"ru/questions/people.md": RUSSIAN}


def question(name: str) -> Question:
    return Question.objects.select_related("version", "category").get(idnumber=f"people#{name}")


def edit(name: str, place: str, words: str, by=None) -> None:
    row = question(name)
    definition = translated(from_json(row.version.definition), {place: words})
    write_version(question=row, definition=definition, language="en", translations=row.version.translations, by=by)


def test_a_file_becomes_a_category_of_the_courses_bank(tmp_path):
    report = imported(write(tmp_path, ASKED))

    bank = QuestionBank.objects.get()
    assert (bank.name, bank.course.slug, bank.questions.count()) == ("small", "small", 13)
    assert question("everyone").category.path == "small / Whom we help"
    assert set(question("everyone").tags.names()) == {"final"}
    assert report.questions == {"new": 13, "changed": 0, "same": 0}


def test_importing_twice_changes_nothing(tmp_path):
    imported(write(tmp_path, IN_TWO))
    versions = list(QuestionVersion.objects.values_list("pk", flat=True))

    report = imported(tmp_path)

    assert report.questions == {"new": 0, "changed": 0, "same": 13}
    assert list(QuestionVersion.objects.values_list("pk", flat=True)) == versions


def test_languages_are_one_question_with_one_key(tmp_path):
    imported(write(tmp_path, IN_TWO))

    version = question("n").version
    assert (wording(version, "en").text, wording(version, "ru").text) == ("How many?", "Сколько?")
    assert wording(question("s").version, "ru").answers[0].text == "нужд*"
    assert wording(version, "ru").answers == wording(version, "en").answers


def test_a_question_that_changed_gets_a_version_and_the_others_do_not(tmp_path):
    imported(write(tmp_path, IN_TWO))
    change(tmp_path, SAMPLE, "How many?", "How many are there?")

    report = imported(tmp_path)

    assert report.questions == {"new": 0, "changed": 1, "same": 12}
    assert [version.number for version in question("n").versions.all()] == [2, 1]


def test_a_question_that_is_gone_is_retired_and_comes_back(tmp_path):
    imported(write(tmp_path, ASKED))
    gone = "::: description {#d}\nRead.\n:::\n"
    change(tmp_path, SAMPLE, gone, "")
    imported(tmp_path)
    assert question("d").retired_at is not None

    change(tmp_path, SAMPLE, "::: scale", f"{gone}\n::: scale")
    imported(tmp_path)

    assert question("d").retired_at is None


def test_a_title_that_changed_renames_the_category(tmp_path):
    imported(write(tmp_path, ASKED))
    change(tmp_path, SAMPLE, "title: Whom we help", "title: People")

    imported(tmp_path)

    assert question("everyone").category.path == "small / People"
    assert QuestionBank.objects.get().categories.count() == 2


def test_a_question_that_somebody_edited_is_not_overwritten(tmp_path):
    imported(write(tmp_path, ASKED))
    edit("n", "text", "How many then?", by=UserFactory(name="Oksana"))
    change(tmp_path, SAMPLE, "How many?", "How many people?")

    with pytest.raises(EditedSinceError) as caught:
        imported(tmp_path)

    assert "people#n" in str(caught.value)
    assert "Oksana" in str(caught.value)
    assert wording(question("n").version, "en").text == "How many then?"


@pytest.mark.parametrize(("settled", "words"), [(OnConflict.THEIRS, "How many people?"), (OnConflict.OURS, "How many then?")])
def test_the_importer_may_say_whose_question_stands(tmp_path, settled, words):
    imported(write(tmp_path, ASKED))
    edit("n", "text", "How many then?")
    change(tmp_path, SAMPLE, "How many?", "How many people?")

    imported(tmp_path, on_conflict=settled)

    assert wording(question("n").version, "en").text == words


def test_a_dry_run_writes_no_question(tmp_path):
    imported(write(tmp_path, ASKED), dry_run=True)

    assert (Question.objects.count(), QuestionBank.objects.count()) == (0, 0)


def test_what_did_not_change_comes_back_to_the_byte(tmp_path):
    files = write(tmp_path / "in", IN_TWO)
    imported(files)

    export_course(slug="small", directory=tmp_path / "out")

    assert contents(tmp_path / "out") == contents(files)


def test_a_question_edited_on_the_site_changes_its_own_lines(tmp_path):
    imported(write(tmp_path / "in", IN_TWO))
    edit("o", "text", "Put them in order.")

    export_course(slug="small", directory=tmp_path / "out")

    assert (tmp_path / "out" / SAMPLE).read_text() == QUESTIONS.replace("Order.", "Put them in order.")
    assert (tmp_path / "out" / "ru/questions/people.md").read_text() == RUSSIAN
    imported(tmp_path / "out")
    assert wording(question("o").version, "en").text == "Put them in order."


def test_a_question_made_on_the_site_gets_a_name_and_a_place(tmp_path):
    imported(write(tmp_path / "in", ASKED))
    made = Question.objects.create(bank=question("n").bank, category=question("n").category, name="New", type="description")
    write_version(question=made, definition=from_json({"type": "description", "text": "A new one."}), language="en", translations={})

    export_course(slug="small", directory=tmp_path / "out")

    written = (tmp_path / "out" / SAMPLE).read_text()
    assert written.startswith(QUESTIONS)
    assert f'::: description {{#q{made.pk} title="New"}}\nA new one.\n:::' in written
    report = imported(tmp_path / "out")
    assert report.questions == {"new": 0, "changed": 0, "same": 14}


def test_pictures_of_questions_are_those_of_the_folder(tmp_path):
    shown = QUESTIONS.replace("How many?", "How many?\n\n![A road](../../media/road.svg)")
    imported(write(tmp_path / "in", FILES | {SAMPLE: shown}))

    assert get_image_model().objects.get().file.url in wording(question("n").version, "en").text
    export_course(slug="small", directory=tmp_path / "out")
    assert (tmp_path / "out" / SAMPLE).read_text() == shown
