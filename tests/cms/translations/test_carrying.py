"""A source that changes touches only what it changes, and loses no translation (wagtail-localize's issue 838)."""

import pytest
from django.utils.timezone import now
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from cms.translations.actions import confirm_text
from cms.translations.models import TextInWork
from cms.translations.rows import store_source
from cms.translations.settling import settle
from courses.catalogue.models import LessonPage
from lms.accounts.models import User
from tests.factories import UserFactory
from tests.factories.pages import CoursePageFactory, LessonPageFactory, ModulePageFactory, body
from tests.factories.translations import said, segment_at, write

pytestmark = pytest.mark.django_db


def lesson(texts: list[str]) -> LessonPage:
    course = CoursePageFactory(is_published=False)
    module = ModulePageFactory(parent=course, is_published=False)
    return LessonPageFactory(title="Кому мы помогаем", body=_body(texts), parent=module, is_published=False)


def _body(texts: list[str]):
    return body(*(("markdown", f"b{place}", text) for place, text in enumerate(texts)))


def begun(page: LessonPage, language: str = "uk") -> Translation:
    return Translation.objects.create(source=store_source(page), target_locale=Locale.objects.get(language_code=language))


def publish_words(translation: Translation, words: dict[str, str]) -> None:
    person = User.objects.first() or UserFactory()
    write(translation, words, person)
    settle(translation=translation, rows=list(TextInWork.objects.filter(translation=translation)), at=now())


def say(page: LessonPage, texts: list[str]) -> None:
    page.body = _body(texts)
    store_source(page)


def test_a_changed_block_keeps_its_translation_and_is_marked_and_the_others_are_not():
    page = lesson(["Кому мы помогаем?", "Спросите людей."])
    translation = begun(page)
    publish_words(translation, {"body.b0": "Кому ми допомагаємо?", "body.b1": "Спитайте людей."})

    say(page, ["Кому мы помогаем?", "Спросите соседей."])

    assert said(translation) == {"body.b0": ("Кому ми допомагаємо?", False), "body.b1": ("Спитайте людей.", True)}
    assert StringTranslation.objects.get(outdated__isnull=False).outdated.was_of.data == "Спросите людей."


def test_the_mark_says_what_the_text_was_made_from_however_often_the_source_changes():
    page = lesson(["Раз."])
    translation = begun(page)
    publish_words(translation, {"body.b0": "Один."})

    say(page, ["Два."])
    say(page, ["Три."])

    assert said(translation) == {"body.b0": ("Один.", True)}
    segment = segment_at(translation, "body.b0")
    text = StringTranslation.objects.get(translation_of=segment.string)
    assert text.outdated.was_of.data == "Раз."


def test_going_back_to_the_source_finds_its_translation_unmarked():
    page = lesson(["Раз."])
    translation = begun(page)
    publish_words(translation, {"body.b0": "Один."})

    say(page, ["Два."])
    say(page, ["Раз."])

    assert said(translation) == {"body.b0": ("Один.", False)}


def test_who_says_that_it_still_fits_takes_the_mark_away():
    page = lesson(["Раз."])
    translation = begun(page)
    publish_words(translation, {"body.b0": "Один."})
    say(page, ["Разъ."])

    confirm_text(translation=translation, segment=segment_at(translation, "body.b0"), by=UserFactory())

    assert said(translation) == {"body.b0": ("Один.", False)}


def test_a_row_that_is_put_into_a_table_moves_the_translations_of_the_rows_below():
    def table(*rows):
        value = {"caption": "", "table": {"data": [list(row) for row in rows], "first_row_is_table_header": False}}
        return body(("table", "t", value))

    page = lesson(["x"])
    page.body = table(["молоко"], ["хлеб"])
    translation = begun(page)
    publish_words(translation, {"body.t.table.0-0": "молоко!", "body.t.table.1-0": "хліб"})

    page.body = table(["молоко"], ["сыр"], ["хлеб"])
    store_source(page)

    assert said(translation) == {"body.t.table.0-0": ("молоко!", False), "body.t.table.2-0": ("хліб", False)}


def test_a_paragraph_that_is_added_to_a_text_with_buttons_leaves_the_others_alone():
    page = lesson(["x"])
    page.body = body(("rich_text", "r", "<p>Один вопрос.</p><p>Другой вопрос.</p>"))
    translation = begun(page)
    source = translation.source
    person = UserFactory()
    for segment in source.stringsegment_set.filter(context__path="body.r").select_related("string"):
        StringTranslation.objects.create(
            translation_of=segment.string,
            context=segment.context,
            locale=translation.target_locale,
            data=f"«{segment.string.data}»",
            translation_type="manual",
            last_translated_by=person,
        )

    page.body = body(("rich_text", "r", "<p>Один вопрос.</p><p>Ещё один, новый.</p><p>Другой вопрос?</p>"))
    store_source(page)

    rows = source.stringsegment_set.filter(context__path="body.r").order_by("order")
    found = {row.string.data: row.string.translations.filter(context=row.context).first() for row in rows.select_related("string")}
    assert {source: text and (text.data, hasattr(text, "outdated")) for source, text in found.items()} == {
        "Один вопрос.": ("«Один вопрос.»", False),
        "Ещё один, новый.": None,
        "Другой вопрос?": ("«Другой вопрос.»", True),
    }


def test_what_is_in_work_goes_along_and_says_that_its_source_has_changed():
    page = lesson(["Раз."])
    translation = begun(page)
    write(translation, {"body.b0": "Один."})

    say(page, ["Два."])

    [work] = translation.texts_in_work.all()
    assert (work.data, work.string.data, work.was_of.data) == ("Один.", "Два.", "Раз.")


BLOCKS = 3
SOURCES = ["Раз.", "Два.", "Три.", "Четыре и пять."]
deeds = st.lists(
    st.one_of(
        st.tuples(st.just("source"), st.integers(0, BLOCKS - 1), st.sampled_from(SOURCES)),
        st.tuples(st.just("translate"), st.integers(0, BLOCKS - 1), st.just("")),
        st.tuples(st.just("confirm"), st.integers(0, BLOCKS - 1), st.just("")),
    ),
    max_size=9,
)


@settings(max_examples=12)
@given(deeds)
def test_no_order_of_edits_and_translations_loses_a_text_or_marks_a_block_that_nobody_touched(steps):
    sources = [f"{place}: начало" for place in range(BLOCKS)]
    page = lesson(sources)
    translation = begun(page)
    ever: dict[int, set[str]] = {place: set() for place in range(BLOCKS)}

    for number, (deed, place, text) in enumerate(steps):
        path = f"body.b{place}"
        before = said(translation)
        if deed == "source":
            sources[place] = f"{place}: {text}"
            say(page, sources)
        elif deed == "translate":
            publish_words(translation, {path: f"переклад {number}"})
            ever[place].add(f"переклад {number}")
        else:
            confirm_text(translation=translation, segment=segment_at(translation, path), by=User.objects.first() or UserFactory())
        after = said(translation)

        assert {one: each for one, each in after.items() if one != path} == {one: each for one, each in before.items() if one != path}
        assert path not in before or path in after
        if deed == "translate":
            assert after[path] == (f"переклад {number}", False)
        if deed == "confirm" and path in before:
            assert after[path] == (before[path][0], False)
        if path in after:
            assert after[path][0] in ever[place]


def test_a_text_keeps_its_row_when_others_come_and_go_around_it():
    page = lesson(["Раз.", "Два.", "Три."])
    translation = begun(page)
    before = {path: segment_at(translation, path).pk for path in ("body.b1", "body.b2", "title")}

    page.body = body(("markdown", "new", "Раньше."), ("markdown", "b2", "Три."), ("markdown", "b1", "Два."))
    store_source(page)

    segments = StringSegment.objects.filter(source=translation.source).order_by("order")
    assert {path: segment_at(translation, path).pk for path in before} == before
    assert [segment.string.data for segment in segments if segment.context.path.startswith("body")] == ["Раньше.", "Три.", "Два."]
