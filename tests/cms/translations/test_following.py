"""Translations follow their source when it is published; translators' words come out only when somebody publishes them."""

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from cms.translations import tasks
from cms.translations.actions import ChangedMeanwhile, StandsByItself, current_text, publish_translation, start_translation, write_text
from cms.translations.rows import says_the_same
from cms.translations.tasks import sweep_sources
from cms.translations.untranslated import untranslated
from cms.translations.wording import mark
from courses.catalogue.models import LessonPage
from tests.factories import UserFactory
from tests.factories.pages import LessonPageFactory, body, publish, translate
from tests.factories.translations import change_block, in_progress, lesson_in_russian, said, segment_at, translated, write
from tests.support.page_forms import lesson_form

pytestmark = pytest.mark.django_db
WORDS = {
    "title": "Кому ми допомагаємо",
    "body.intro": "Кому ми допомагаємо?",
    "body.more": "Спитайте людей.",
    "body.village.title": "Село",
    "body.village.prompt": "Опишіть своє село.",
}


def shown(translation: Translation) -> LessonPage:
    return LessonPage.objects.get(translation_key=translation.source.object_id, locale=translation.target_locale)


def texts(page: LessonPage) -> dict[str, object]:
    return {block.id: block.value if block.block_type == "markdown" else block.value["title"] for block in page.body}


def test_readers_keep_the_translation_when_the_source_changes_and_get_its_new_block_in_the_source_language(
    django_capture_on_commit_callbacks,
):
    page = lesson_in_russian()
    translation = translated(page, "uk", WORDS)

    with django_capture_on_commit_callbacks(execute=True):
        page.body = body(("markdown", "intro", "Кому мы на самом деле помогаем?"), ("markdown", "new", "Новый абзац."), *_rest(page))
        publish(page)

    assert texts(shown(translation)) == {
        "intro": "Кому ми допомагаємо?",
        "new": "Новый абзац.",
        "more": "Спитайте людей.",
        "village": "Село",
    }
    assert {path for path, (_text, is_outdated) in said(translation).items() if is_outdated} == {"body.intro"}
    missing = untranslated(shown(translation))
    assert (missing.language, missing.whole, missing.part) == ("en", ("new",), ())


def _rest(page: LessonPage):
    return ((block["type"], block["id"], block["value"]) for block in page.body.raw_data if block["id"] != "intro")


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["stored as texts have them", "stored as browsers sent them"])
def test_what_the_editor_of_the_source_has_not_touched_is_not_outdated(client, settings, django_capture_on_commit_callbacks, end):
    settings.REQUIRE_SECOND_FACTOR = False
    first = "Whom?\n\n- A\n- B".replace("\n", end)
    page = LessonPageFactory(summary=f"One.{end}{end}Two.", body=body(("markdown", "intro", first), ("markdown", "more", "Ask.")))
    words = {"summary": "Один.\n\nДва.", "body.intro": "Кому?\n\n- А\n- Б", "body.more": "Спитайте."}
    translation = translated(page, "uk", words)
    client.force_login(UserFactory(is_superuser=True))
    page.body = body(("markdown", "intro", "Whom?\n\n- A\n- B"), ("markdown", "more", "Ask them."))
    sent = {name: value.replace("\n", "\r\n") if isinstance(value, str) else value for name, value in lesson_form(page).items()}

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {**sent, "action-publish": "1"})

    assert LessonPage.objects.get(pk=page.pk).body[1].value == "Ask them."
    assert {path for path, (_text, is_outdated) in said(translation).items() if is_outdated} == {"body.more"}


def test_what_is_typed_is_seen_by_readers_only_once_it_is_published(django_capture_on_commit_callbacks):
    page = lesson_in_russian()
    translation = translated(page, "uk", WORDS)
    write(translation, {"body.more": "Напівготове речен"})

    with django_capture_on_commit_callbacks(execute=True):
        change_block(page, "intro", "Кому?")

    assert texts(shown(translation))["more"] == "Спитайте людей."
    publish_translation(translation=translation, by=UserFactory(is_superuser=True))
    assert texts(shown(translation))["more"] == "Напівготове речен"


def test_a_translation_that_was_never_published_stays_a_draft(django_capture_on_commit_callbacks):
    page = lesson_in_russian()
    translation = in_progress(page, "uk")

    with django_capture_on_commit_callbacks(execute=True):
        change_block(page, "intro", "Кому?")

    assert not shown(translation).live


def test_what_a_lost_task_left_behind_is_swept_up():
    page = lesson_in_russian()
    translation = translated(page, "uk", WORDS)
    change_block(page, "intro", "Кому?")
    assert said(translation)["body.intro"] == ("Кому ми допомагаємо?", False)

    sweep_sources()
    sweep_sources()

    assert said(translation)["body.intro"] == ("Кому ми допомагаємо?", True)


def test_each_source_that_is_behind_is_followed_by_a_task_of_its_own(monkeypatch):
    """So that one that cannot be followed holds up no other."""
    pages = [lesson_in_russian(), lesson_in_russian()]
    translations = [translated(page, "uk", WORDS) for page in pages]
    for page in pages:
        change_block(page, "intro", "Кому?")
    sent = []
    monkeypatch.setattr(tasks.follow_source, "apply_async", lambda kwargs, **options: sent.append(kwargs["source_id"]))

    tasks.sweep_sources()

    assert sorted(sent) == sorted(translation.source_id for translation in translations)


def test_publishing_without_a_change_makes_no_new_revision_of_the_translations(django_capture_on_commit_callbacks):
    page = lesson_in_russian()
    translation = translated(page, "uk", WORDS)
    before = shown(translation).latest_revision_id

    with django_capture_on_commit_callbacks(execute=True):
        publish(LessonPage.objects.get(pk=page.pk))

    assert shown(translation).latest_revision_id == before


def test_two_translators_overwrite_nobody_in_silence():
    translation = in_progress(lesson_in_russian(), "uk")
    segment = segment_at(translation, "body.intro")
    read = mark(current_text(translation, segment))
    write_text(translation=translation, segment=segment, data="Перша.", read=read, by=UserFactory())

    with pytest.raises(ChangedMeanwhile) as caught:
        write_text(translation=translation, segment=segment, data="Друга.", read=read, by=UserFactory())

    assert caught.value.theirs == "Перша."
    assert current_text(translation, segment) == "Перша."


def _twin(page: LessonPage, **fields) -> LessonPage:
    """In Ukrainian, made by hand together with what is above it."""
    for above in page.get_ancestors().filter(depth__gt=3).specific():
        translate(above, "uk")
    return translate(page, "uk", **fields)


def test_a_page_that_stands_by_itself_is_tied_to_its_source_word_for_word():
    page = lesson_in_russian()
    twin = _twin(page, title="Кому ми допомагаємо")

    translation = in_progress(page, "uk")

    assert said(translation)["title"] == ("Кому ми допомагаємо", False)
    assert shown(translation).latest_revision_id == twin.latest_revision_id


def test_a_page_with_other_blocks_than_its_source_goes_on_standing_by_itself():
    page = lesson_in_russian()
    _twin(page, body=body(("markdown", "other", "Своє.")))

    with pytest.raises(StandsByItself):
        in_progress(page, "uk")

    assert not Translation.objects.exists()
    assert not StringTranslation.objects.exists()


@pytest.mark.parametrize("kind", ["home", "catalogue"])
def test_pages_that_came_with_the_site_can_be_tied_to_the_english_ones(kind):
    depth = {"home": 2, "catalogue": 3}[kind]
    page = Page.objects.get(depth=depth, locale__language_code="en", alias_of=None).specific

    translation = in_progress(page, "bg")

    assert translation.enabled
    assert TranslationSource.objects.get().get_translated_instance(translation.target_locale).live


def test_starting_twice_changes_nothing():
    page = lesson_in_russian()
    first = in_progress(page, "uk")

    again = start_translation(page=page, locale=first.target_locale, by=None)

    assert again == first


def test_the_order_of_keys_in_a_stream_is_no_change_and_a_word_in_it_is():
    as_typed = '{"title": "[not JSON", "body": "[{\\"type\\": \\"markdown\\", \\"value\\": \\"A.\\", \\"id\\": \\"a\\"}]"}'
    as_kept = '{"body": "[{\\"id\\": \\"a\\", \\"type\\": \\"markdown\\", \\"value\\": \\"A.\\"}]", "title": "[not JSON"}'

    assert says_the_same(as_typed, as_kept)
    assert not says_the_same(as_typed, as_kept.replace("A.", "B."))
    assert not says_the_same(as_typed, as_kept.replace("[not", "(not"))


def test_a_language_that_is_begun_before_the_task_has_run_keeps_no_other_from_following():
    source = lesson_in_russian()
    first = translated(source, "uk", WORDS)
    page = LessonPage.objects.get(pk=source.pk)
    page.body = body(*((one["type"], one["id"], one["value"]) for one in page.body.raw_data), ("markdown", "new", "И ещё."))
    page = publish(page)

    in_progress(page, "bg")

    assert [block.id for block in shown(first).body] == ["intro", "more", "village", "new"]
