"""A page beside its source: typing, two translators, suggestions, confirming, publishing."""

import pytest
from django.urls import reverse
from django.utils.translation import override
from wagtail_localize.models import StringTranslation, Translation

from cms.pages.models import HomePage, TextPage
from cms.translations import machine
from cms.translations.actions import current_text
from cms.translations.beside import side_by_side
from cms.translations.models import Term, TextInWork
from cms.translations.wording import NotAText, difference, mark, stored
from courses.catalogue.models import LessonPage
from lms.accounts.actions import grant_role
from lms.accounts.models import Role, RoleAssignment
from tests.factories import UserFactory
from tests.factories.pages import LessonPageFactory, body, publish
from tests.factories.translations import change_block, in_progress, lesson_in_russian, said, segment_at, translated, write

pytestmark = pytest.mark.django_db
WORDS = {
    "title": "Кому ми допомагаємо",
    "body.intro": "Кому ми допомагаємо?",
    "body.more": "Спитайте людей.",
    "body.village.title": "Село",
    "body.village.prompt": "Опишіть своє село.",
}


def address(page: LessonPage, language: str = "uk") -> str:
    return reverse("translate_page", args=[page.pk, language])


def sent(translation: Translation, words: dict[str, str], **more: str) -> dict[str, str]:
    """The form as the browser sends it."""
    data = dict(more)
    for path, text in words.items():
        segment = segment_at(translation, path)
        data |= {f"text-{segment.pk}": text, f"read-{segment.pk}": mark(current_text(translation, segment))}
    return data


def test_looking_makes_nothing_and_the_button_makes_a_draft(client, editor):
    page = lesson_in_russian()

    assert "Start translating" in client.get(address(page)).content.decode()
    assert not Translation.objects.exists()

    client.post(address(page))

    assert not LessonPage.objects.get(locale__language_code="uk").live
    assert "Кому мы помогаем?" in client.get(address(page)).content.decode()


def test_cells_of_a_table_and_lines_of_lists_are_named_by_their_place(client, editor):
    page = lesson_in_russian()
    page.body = body(
        ("table", "t", {"caption": "Село", "table": {"data": [["Кто", "Сколько"], ["Все", "Сто"]]}}),
        ("choice", "c", {"title": "Кто?", "prompt": "Выберите.", "options": [{"type": "item", "id": "o", "value": "Все"}]}),
    )
    page = publish(page)
    translation = in_progress(page, "uk")

    named = {text.segment.context.path: text.place.field for block in side_by_side(translation, page).blocks for text in block.texts}

    assert client.get(address(page)).status_code == 200
    assert named["body.t.table.1-0"] == "Table 2.1"
    assert named["body.c.options.o"] == "Options 1"


def test_what_is_typed_is_kept_and_readers_see_it_once_it_is_published(client, editor):
    page = lesson_in_russian()
    translation = in_progress(page, "uk")

    client.post(address(page), sent(translation, {"body.intro": "Кому ми **допомагаємо**?\r\n\r\nКому ні?"}))
    assert TextInWork.objects.get().data == "Кому ми **допомагаємо**?<br/><br/>Кому ні?"
    assert not LessonPage.objects.get(locale__language_code="uk").live

    client.post(address(page), {"do": "publish"})

    shown = LessonPage.objects.get(locale__language_code="uk")
    assert shown.live
    assert shown.body[0].value == "Кому ми **допомагаємо**?\n\nКому ні?"
    assert not TextInWork.objects.exists()


def test_saving_a_page_that_nobody_has_changed_changes_nothing(client, editor):
    page = lesson_in_russian()
    translation = translated(page, "uk", WORDS)

    client.post(address(page), sent(translation, {"title": "Кому ми допомагаємо", "body.intro": "Кому ми допомагаємо?"}))

    assert not TextInWork.objects.exists()


def test_when_two_write_at_once_both_texts_are_shown_and_nothing_is_lost(client, editor):
    page = lesson_in_russian()
    translation = in_progress(page, "uk")
    mine = sent(translation, {"body.intro": "Моє.", "body.more": "Теж моє."})
    write(translation, {"body.intro": "Чуже."})

    answer = client.post(address(page), mine)

    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Чуже.</blockquote>" in html
    assert ">\nМоє.</textarea>" in html
    assert {row.data for row in TextInWork.objects.all()} == {"Чуже.", "Теж моє."}
    client.post(address(page), sent(translation, {"body.intro": "Моє."}))
    assert {row.data for row in TextInWork.objects.all()} == {"Моє.", "Теж моє."}


def test_a_text_is_kept_while_it_is_typed(client, editor):
    page = lesson_in_russian()
    translation = in_progress(page, "uk")
    segment = segment_at(translation, "body.intro")
    url = reverse("translate_text", args=[page.pk, "uk", segment.pk])
    first = sent(translation, {"body.intro": "Пер"})

    kept = client.post(url, first)
    assert (kept.status_code, kept.json()) == (200, {"read": mark("Пер"), "is_blank": False})

    again = client.post(url, {**first, f"text-{segment.pk}": "Інше"})
    assert (again.status_code, again.json()["theirs"]) == (409, "Пер")


def test_a_changed_source_is_shown_with_what_changed_and_confirmed_with_one_button(client, editor, django_capture_on_commit_callbacks):
    page = lesson_in_russian()
    translation = translated(page, "uk", WORDS)
    with django_capture_on_commit_callbacks(execute=True):
        change_block(page, "more", "Спросите соседей.")

    html = client.get(f"{address(page)}?show=waiting").content.decode()
    assert "Спросите <del>людей</del><ins>соседей</ins>." in html
    assert html.count("data-text ") == 1

    client.post(address(page), {"do": f"confirm:{segment_at(translation, 'body.more').pk}"})

    assert said(translation)["body.more"] == ("Спитайте людей.", False)


def test_who_may_not_publish_keeps_what_they_wrote(client, editor):
    page = lesson_in_russian()
    translation = in_progress(page, "uk")
    RoleAssignment.objects.filter(person=editor, role=Role.PUBLISHER).delete()

    client.post(address(page), sent(translation, {"title": "Кому"}, do="publish"))

    assert TextInWork.objects.get().data == "Кому"
    assert not LessonPage.objects.get(locale__language_code="uk").live
    assert "Publish the translation" not in client.get(address(page)).content.decode()


def test_the_preview_shows_what_is_in_work(client, editor):
    page = lesson_in_russian()
    write(in_progress(page, "uk"), {"body.intro": "Ще не опубліковано."})

    html = client.get(reverse("translation_preview", args=[page.pk, "uk"])).content.decode()

    assert "Ще не опубліковано." in html
    assert "Спросите людей." in html


def test_the_editor_of_a_translated_page_opens_beside_its_source(client, editor):
    page = lesson_in_russian()
    translated(page, "uk", WORDS)
    target = LessonPage.objects.get(locale__language_code="uk")

    assert client.get(reverse("wagtailadmin_pages:edit", args=[target.pk]))["Location"] == address(page)
    as_page = client.get(reverse("wagtailadmin_pages:edit", args=[target.pk]) + "?as=page")
    assert as_page["Location"] == reverse("translate_otherwise", args=[page.pk, "uk"])


def test_the_page_asks_the_same_number_of_questions_for_three_texts_and_for_nine(editor):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for size in (3, 9):
        page = LessonPageFactory(body=body(*(("markdown", f"b{n}", f"Абзац номер {n}.") for n in range(size))))
        translation = in_progress(page, "uk")
        write(translation, {"body.b0": "Абзац."})
        translation = Translation.objects.select_related("source__locale", "target_locale").get(pk=translation.pk)
        source = translation.source.as_instance()
        with CaptureQueriesContext(connection) as found:
            assert len(side_by_side(translation, source).texts) == size + 1
        counts.append(len(found))

    assert counts[0] == counts[1]


def test_the_site_comes_with_terms_in_all_languages():
    assert Term.objects.count() >= 50
    assert all(len([word for word in term.words.values() if word]) == 5 for term in Term.objects.all())


def test_terms_are_changed_by_editors_of_the_whole_site_only(client, editor):
    term = Term.objects.first()
    url = reverse("translation_term", args=[term.pk])
    seen = client.get(url).context["form"]["seen"].value()
    client.post(url, {"word-en": "course", "word-uk": "курс, програма", "note": "", "seen": seen})
    assert Term.objects.get(pk=term.pk).words == {"en": "course", "uk": "курс, програма"}
    assert client.post(reverse("translation_term_add"), {"word-en": "alone"}).status_code == 422

    person = UserFactory()
    from lms.network.models import Organisation

    grant_role(person=person, role=Role.EDITOR, where=Organisation.objects.create(name="Other", slug="other"))
    client.force_login(person)

    assert client.get(reverse("translation_terms")).status_code == 200
    assert client.post(url, {"word-en": "mine", "word-uk": "моє"}).status_code in (302, 403)
    assert Term.objects.get(pk=term.pk).words["en"] == "course"


class Fake:
    name = "Fake machine"

    def suggest(self, texts, *, source, target):
        return [f"{target}: {text}" for text in texts]


def test_without_a_machine_none_is_offered(client, editor):
    page = lesson_in_russian()
    translation = in_progress(page, "uk")

    assert ">Suggest<" not in client.get(address(page)).content.decode()
    client.post(address(page), {"do": f"suggest:{segment_at(translation, 'title').pk}"})

    assert not TextInWork.objects.exists()


def test_what_a_machine_suggests_is_marked_and_not_published_until_somebody_has_confirmed_it(client, editor, settings):
    settings.TRANSLATOR = f"{__name__}.Fake"
    machine._made.cache_clear()
    page = lesson_in_russian()
    translation = in_progress(page, "uk")
    segment = segment_at(translation, "body.intro")
    assert ">Suggest<" in client.get(address(page)).content.decode()

    client.post(address(page), {"do": f"suggest:{segment.pk}"})
    client.post(address(page), {"do": "publish"})

    assert TextInWork.objects.get().is_machine
    assert not StringTranslation.objects.exists()
    assert "Suggested by Fake machine" in client.get(address(page)).content.decode()

    client.post(address(page), {"do": f"confirm:{segment.pk}"})
    client.post(address(page), {"do": "publish"})

    text = StringTranslation.objects.get()
    assert (text.data, text.translation_type) == ("uk: Кому мы помогаем?", "machine")


def test_tags_are_checked_where_a_text_has_them_and_are_words_elsewhere():
    assert stored("5 < 6", is_rich=False, source="") == "5 &lt; 6"
    assert stored("Так, <b>усі</b>.", is_rich=True, source="Да, <b>все</b>.") == "Так, <b>усі</b>."
    with pytest.raises(NotAText):
        stored('<a id="a7">тут</a>', is_rich=True, source="здесь")
    with pytest.raises(NotAText):
        stored("<script>x</script>", is_rich=True, source="x")


@pytest.mark.parametrize(("language", "word"), [("bg", "тагове"), ("cs", "značky"), ("uk", "теги")])
def test_what_cannot_stand_there_is_said_in_the_translators_language(language, word):
    with override(language), pytest.raises(NotAText) as refused:
        stored("<p>x</p>", is_rich=True, source="x")
    with override(language):
        assert word in str(refused.value)


def test_a_difference_names_the_words():
    assert [(one.words, one.change) for one in difference("Раз два три", "Раз четыре три")] == [
        ("Раз ", ""),
        ("два", "del"),
        ("четыре", "ins"),
        (" три", ""),
    ]


def test_syncing_by_hand_takes_no_translation_away(client, editor):
    page = lesson_in_russian()
    translation = translated(page, "uk", WORDS)
    change_block(page, "more", "Спросите соседей.")

    client.post(reverse("wagtail_localize:update_translations", args=[translation.source_id]))

    assert said(translation)["body.more"] == ("Спитайте людей.", True)


@pytest.mark.parametrize("kind", ["home", "catalogue"])
def test_pages_of_the_site_are_translated_in_the_same_way(client, editor, kind):
    from wagtail.models import Page

    page = Page.objects.get(depth={"home": 2, "catalogue": 3}[kind], locale__language_code="en", alias_of=None)
    url = reverse("translate_page", args=[page.pk, "uk"])

    assert "Tie it to its source" in client.get(url).content.decode()
    client.post(url)

    html = client.get(url).content.decode()
    assert "Publish the translation" in html
    assert page.title in html


@pytest.mark.parametrize("kind", ["course", "module", "lesson", "text"])
def test_wagtails_own_button_begins_a_draft_that_opens_beside_its_source(client, editor, kind):
    from wagtail.models import Locale

    lesson = lesson_in_russian()
    home = HomePage.objects.get(locale__language_code="en")
    pages = {
        "lesson": lambda: lesson,
        "module": lambda: lesson.get_parent().specific,
        "course": lambda: lesson.get_parent().get_parent().specific,
        "text": lambda: publish(home.add_child(instance=TextPage(title="About us", slug="about-us", summary="Who we are."))),
    }
    page = pages[kind]()
    czech = Locale.objects.get(language_code="cs")

    answer = client.post(reverse("wagtail_localize:submit_page_translation", args=[page.pk]), {"locales": [czech.pk]}, follow=True)

    target = type(page).objects.get(translation_key=page.translation_key, locale=czech)
    assert not target.live
    assert answer.redirect_chain[-1][0] == address(page, "cs")
    assert page.title in answer.content.decode()


def test_copying_the_source_over_what_somebody_has_written_at_that_moment_says_so(client, editor, monkeypatch):
    page = lesson_in_russian()
    translation = in_progress(page, "uk")
    segment = segment_at(translation, "body.intro")
    write(translation, {"body.intro": "Їхній текст."})
    monkeypatch.setattr("cms.translations.views.beside.mark", lambda text: mark("as it was before"))

    answer = client.post(address(page), {"do": f"copy:{segment.pk}"}, follow=True)

    assert "Their text stands in the field now." in answer.text
    assert current_text(translation, segment) == "Їхній текст."
