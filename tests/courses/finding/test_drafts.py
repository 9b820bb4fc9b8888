"""The search of editors: in drafts, questions and rubrics."""

import base64
import os

import psycopg
import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ReferenceIndex

from cms.pages.models import HomePage
from courses.catalogue.models import LessonPage
from courses.finding.drafts import stepping
from courses.finding.drafts.stepping import bring_in_step
from courses.finding.models import Piece, Source
from courses.finding.tasks import read_new_drafts
from courses.quizzes.actions.bank import write_version
from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from tests.factories import UserFactory
from tests.factories.mentorship import rubric
from tests.factories.pages import CoursePageFactory, LessonPageFactory, ModulePageFactory, body, catalogue_in, long_text, publish
from tests.factories.quizzes import QuestionBankFactory, category, choice_question, question
from tests.factories.translations import lesson_in_russian, segment_at, translated, write

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def editor(client):
    return signed_in(client)


def signed_in(client, where=None, role=Role.EDITOR):
    client.person = UserFactory()
    grant_role(person=client.person, role=role, where=where)
    client.force_login(client.person)
    return client


def found(client, words, **more):
    answer = client.get(reverse("search_drafts"), {"q": words, **more})
    assert answer.status_code == 200
    return answer.context.get("hits") or []


def lesson(*blocks, language="en", **fields):
    course = CoursePageFactory(parent=catalogue_in(language), title="The course", summary="")
    return LessonPageFactory(parent=ModulePageFactory(parent=course, title="A module"), body=body(*blocks), **fields)


def test_a_word_in_any_form_is_found_in_the_newest_draft_with_its_place(editor):
    page = lesson(("markdown", "a", "Nothing here."), title="Neighbours", slug="one")
    page.body = body(
        ("markdown", "a", "Nothing."), ("callout", "c", {"kind": "tip", "title": "", "text": "Two **walruses** & a <b>cat</b>."})
    )
    page.save_revision()

    (hit,) = found(editor, "walrus")

    assert hit.title == "Neighbours"
    assert hit.way == ["The course", "A module"]
    assert hit.url == f"{reverse('wagtailadmin_pages:edit', args=[page.pk])}#:w:contentpath=body.c.text"
    assert (hit.block, hit.language, hit.state) == ("Callout", "en", "changed")
    assert hit.piece == "Two **<mark>walruses</mark>** &amp; a &lt;b&gt;cat&lt;/b&gt;."


def test_what_was_saved_over_is_not_found_any_more(editor):
    page = lesson(("markdown", "a", "A walrus."))
    assert len(found(editor, "walrus")) == 1
    page.body = body(("markdown", "a", "A narwhal."))
    revision = page.save_revision()
    assert [len(found(editor, word)) for word in ("walrus", "narwhal")] == [0, 1]

    page.body = body(("markdown", "a", "An ibex."))
    page.save_revision(overwrite_revision=revision)  # as autosave does

    assert [len(found(editor, word)) for word in ("narwhal", "ibex")] == [0, 1]


@pytest.mark.parametrize(
    ("block", "words"),
    [
        (long_text("e", model_answer="A secretmodel answer."), "secretmodel"),
        (long_text("e", prompt="A quokka?"), "quokka"),
        (("choice", "e", {"title": "C", "prompt": "P", "options": ["Capybara", "None"]}), "capybara"),
        (("fill_table", "e", {"title": "T", "prompt": "P", "columns": ["Wombat", "B"], "rows": ["R"]}), "wombat"),
        (("table", "t", {"caption": "", "table": {"data": [["Ferret", "x"]]}}), "ferret"),
        (("rich_text", "r", '<p>An <b>okapi</b> <a href="https://old.example/">here</a></p>'), '"old.example"'),
        (("self_check", "s", {"title": "", "questions": [{"question": "Why?", "answer": "The tapir."}]}), "tapir"),
        (("quiz", "q", {"title": "Q", "introduction": "Meet the gecko."}), "gecko"),
        (("checklist", "l", {"title": "", "items": ["Feed the lemur"]}), "lemur"),
    ],
)
def test_every_kind_of_text_is_found(editor, block, words):
    lesson(block, is_published=False)

    (hit,) = found(editor, words)

    assert "<mark>" in hit.piece
    assert f"body.{block[1]}." in hit.url or hit.url.endswith(f"body.{block[1]}")


def test_captions_and_words_for_pictures_and_search_engines_are_found(editor):
    lesson(("picture", "p", {"image": None, "alt": "A pangolin.", "caption": "Axolotl"}), search_description="For a dugong.")

    assert [found(editor, word)[0].block for word in ("pangolin", "axolotl", "dugong")] == [
        "Picture",
        "Picture",
        "Titles, summaries and other fields",
    ]


@pytest.mark.parametrize("typed", ['"044 279-10"', "«044 279-10»", "„044 279-10“", "“44 279-1”"])
def test_between_quotation_marks_it_is_found_as_typed(editor, typed):
    lesson(("markdown", "a", "Call 044 279-10, or 279 and 044."), title="Right")
    lesson(("markdown", "a", "Call 279 10 044."), title="Wrong")

    assert [hit.title for hit in found(editor, typed)] == ["Right"]


def test_soft_hyphens_that_came_with_a_paste_hide_no_word_and_no_phrase(editor):
    lesson(("markdown", "a", "Тут громад\u00adська орга\u00adнізація у Сухоріччі."), language="uk")

    pieces = [hit.piece for typed in ("організації сухоріччя", "«Громадська організація»") for hit in found(editor, typed)]

    assert pieces == [
        "Тут громад\u00adська <mark>орга\u00adнізація</mark> у <mark>Сухоріччі</mark>.",
        "Тут <mark>громад\u00adська орга\u00adнізація</mark> у Сухоріччі.",
    ]


def test_quotation_marks_are_spoken_of_only_where_there_are_some(editor):
    lesson(("markdown", "a", "Visits."))
    word = {"q": "Візити", "language": "en"}  # in letters that the language does not have, so it is looked for as it stands

    told = [
        "What stands between quotation marks" in editor.get(reverse("search_drafts"), asked).text for asked in (word, {"q": '"Візити"'})
    ]

    assert told == [False, True]


def test_signs_alone_and_capitals_are_found(editor):
    lesson(("markdown", "a", "Сільська РАДА → люди"), language="uk", title="Урок")

    assert [len(found(editor, typed)) for typed in ("→", '"сільська рада"', "сільською", '"→ люди" рада', '"люди →"')] == [1, 1, 1, 1, 0]


@pytest.mark.parametrize(
    "typed", ["", "   ", "日本", 'a" OR b NEAR(*', "' & | ! <-> :*", "\x00", "x" * 10_000, "%%(", "слово visit", '""', "«»"]
)
def test_whatever_is_typed_is_answered(editor, typed):
    lesson(("markdown", "a", "Слово."), language="uk")

    assert editor.get(reverse("search_drafts"), {"q": typed, "page": "x", "course": "x", "language": "x"}).status_code == 200


def test_all_languages_are_searched_the_own_one_first(editor):
    lesson(("markdown", "a", "Люди."), language="ru", title="Russian")
    lesson(("markdown", "a", "Люди."), language="uk", title="Ukrainian")

    assert {hit.language for hit in found(editor, "людей")} == {"ru", "uk"}
    assert [hit.language for hit in found(editor, "людей", language="uk")] == ["uk"]


def test_filters_narrow_it_down(editor):
    first = lesson(("markdown", "a", "A walrus."), long_text("e", prompt="A walrus?"), title="First")
    draft = lesson(("markdown", "a", "A walrus."), title="Second", is_published=False)
    course = first.get_parent().get_parent()

    assert len(found(editor, "walrus")) == 3
    assert {hit.title for hit in found(editor, "walrus", course=course.pk)} == {"First"}
    assert [hit.block for hit in found(editor, "walrus", kind="long_text")] == ["Long text"]
    assert [hit.title for hit in found(editor, "walrus", state="draft")] == [draft.title]
    assert {hit.title for hit in found(editor, "walrus", state="live")} == {"First"}
    assert found(editor, "second", kind="fields", course=course.pk) == []


def test_an_editor_of_one_course_finds_nothing_of_another(client):
    mine, other = (lesson(("markdown", "a", "A walrus."), title=title) for title in ("Mine", "Other"))
    bank = QuestionBankFactory(course=other.row.course)
    question(choice_question(text="A walrus?"), of=category("X", bank=bank))
    rubric(course=other.row.course)
    HomePage.objects.first().save_revision()
    signed_in(client, mine.row.course)

    assert [hit.title for hit in found(client, "walrus")] == ["Mine"]
    assert found(client, "neighbour") == []
    assert [hit.title for hit in found(client, '"walrus"')] == ["Mine"]


def test_strangers_are_shown_out(client):
    address = reverse("search_drafts")
    assert client.get(address).status_code == 302
    client.force_login(UserFactory())
    assert client.get(address).status_code in (302, 403)
    signed_in(client, role=Role.MENTOR)
    assert client.get(address).status_code in (302, 403)


def test_questions_and_rubrics_are_found_in_each_of_their_languages(editor):
    one = question(choice_question(text="A walrus?"), name="Animals")
    write_version(question=one, definition=choice_question(text="A walrus?"), language="en", translations={"uk": {"text": "Тюлені?"}})
    made = rubric()

    (english,) = found(editor, "walrus")
    (ukrainian,) = found(editor, "тюлень")
    (of_rubric,) = found(editor, "neighbours")

    assert (english.title, english.url) == ("Animals", reverse("question", args=[one.pk]))
    assert ukrainian.url == reverse("question_language", args=[one.pk, "uk"])
    assert of_rubric.url == reverse("rubric", args=[made.pk])


def test_a_translated_page_leads_to_its_text_beside_the_source(editor):
    page = lesson_in_russian()
    translation = translated(page, "uk", {"body.intro": "Кому ми допомагаємо?"})
    write(translation, {"body.more": "Спитайте тюленів."})

    (published,) = found(editor, "допомагаємо")
    (typed,) = found(editor, "тюлень")

    beside = reverse("translate_page", args=[page.pk, "uk"])
    assert published.url == f"{beside}#t-{segment_at(translation, 'body.intro').pk}"
    assert typed.url == f"{beside}#t-{segment_at(translation, 'body.more').pk}"


def test_what_a_translator_takes_back_is_not_found_any_more(editor):
    translation = translated(lesson_in_russian(), "uk", {"body.intro": "Кому ми допомагаємо?"})
    write(translation, {"body.more": "Спитайте тюленів."})
    assert len(found(editor, "тюлень")) == 1

    translation.texts_in_work.all().delete()

    assert found(editor, "тюлень") == []


def test_reading_twice_changes_nothing_and_saving_reads_nothing(django_assert_max_num_queries):
    page = lesson(("markdown", "a", "A walrus."))
    read_new_drafts()
    before = list(Piece.objects.values_list("pk", flat=True))

    with django_assert_max_num_queries(10):
        assert bring_in_step() == 0
    page.body = body(("markdown", "a", "A narwhal."))
    page.save_revision()

    assert list(Piece.objects.values_list("pk", flat=True)) == before
    assert bring_in_step(0) == 1


def test_what_is_deleted_goes_from_the_index():
    page = lesson(("markdown", "a", "A walrus."))
    bring_in_step()
    assert Source.objects.filter(page=page).exists()

    LessonPage.objects.get(pk=page.pk).delete()

    assert not Piece.objects.filter(source__page=page.pk).exists()
    assert not ReferenceIndex.objects.filter(base_content_type__model="source").exists()


def test_a_draft_that_cannot_be_read_keeps_no_other_from_being_found(editor, monkeypatch, caplog):
    broken = lesson(("markdown", "a", "A walrus and an ibex."))
    good = lesson(("markdown", "a", "A walrus."))
    written = stepping.written_in_page

    def fail(draft):
        if draft.pk == broken.pk:
            raise KeyError("a block of a kind that is gone")
        return written(draft)

    monkeypatch.setattr(stepping, "written_in_page", fail)

    assert [hit.url.partition("#")[0] for hit in found(editor, "walrus")] == [reverse("wagtailadmin_pages:edit", args=[good.pk])]
    assert "could not be read" in caplog.text
    monkeypatch.undo()
    broken.save_revision()
    assert len(found(editor, "walrus")) == 2


def refused(cause):
    error = OperationalError("no")
    error.__cause__ = cause
    return error


def test_a_text_that_the_database_refuses_keeps_no_other_from_being_found(editor, monkeypatch):
    broken = lesson(("markdown", "a", "A walrus."))
    lesson(("markdown", "a", "A walrus."))
    written = stepping.written_in_page

    def fail(draft):
        if draft.pk == broken.pk:
            raise refused(psycopg.errors.ProgramLimitExceeded())
        return written(draft)

    monkeypatch.setattr(stepping, "written_in_page", fail)

    assert len(found(editor, "walrus")) == 1


def test_a_lost_connection_is_no_fault_of_a_draft(monkeypatch):
    def fail(draft):
        raise refused(psycopg.OperationalError())

    lesson(("markdown", "a", "A walrus."))
    monkeypatch.setattr(stepping, "written_in_page", fail)

    with pytest.raises(OperationalError):
        bring_in_step()
    assert not Source.objects.filter(page__isnull=False).exists()


@pytest.mark.parametrize("put", ["![Map](data:image/png;base64,{})", "{}"])
def test_a_huge_text_stops_no_search(editor, put):
    huge = base64.b64encode(os.urandom(1_500_000)).decode()
    page = lesson(("markdown", "a", f"A walrus. {put.format(huge)} An ibex."), is_published=False)

    assert len(found(editor, "walrus")) == 1
    assert len(found(editor, "ibex")) == ("data:" in put)
    piece = Piece.objects.get(source__page=page, kind="markdown")
    assert len(piece.words) <= 300_000
    assert ("data:image/png;base64,…) An ibex." in piece.text) == ("data:" in put)


def test_what_is_longer_than_any_word_moves_no_mark(editor):
    lesson(("markdown", "a", f"{'x' * 65} walrus"))

    (hit,) = found(editor, "walrus")

    assert hit.piece.endswith(" <mark>walrus</mark>")
    assert len(found(editor, "x" * 65)) == 1


def test_only_so_many_are_read_while_somebody_waits(editor, monkeypatch):
    monkeypatch.setattr("courses.finding.drafts.views.MOST_READ", 1)
    lesson(("markdown", "a", "A walrus."))

    page = editor.get(reverse("search_drafts"), {"q": "zebra"})

    assert page.context["unread"] > 1
    assert "not read yet" in page.content.decode()


def test_as_many_queries_for_one_place_as_for_three(editor):
    counts = []
    for number in (1, 2):
        for _each in range(number):
            publish(lesson(("markdown", "a", "A walrus."), title="L"))
        bring_in_step()
        editor.get(reverse("search_drafts"), {"q": "walrus"})
        with CaptureQueriesContext(connection) as captured:
            assert len(found(editor, "walrus")) == (1 if number == 1 else 3)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 40
