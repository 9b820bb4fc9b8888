import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationContext, TranslationSource
from wagtail_localize.strings import StringValue

from cms.translations.untranslated import untranslated
from courses.authoring.exporting import export_course
from courses.authoring.stream import clean_text
from courses.catalogue.models import LessonPage
from tests.factories.pages import body, publish

from .folders import FILES, TRANSLATED, change, contents, imported, write

NEW = "A passage that nobody has translated yet."
WHOM = "ru/01-people/01-whom-we-help.md"


def lesson(slug: str, language: str) -> LessonPage:
    return LessonPage.objects.get(slug=slug, locale__language_code=language)


@pytest.mark.django_db
def test_every_segment_of_a_translated_folder_is_stored(tmp_path):
    report = imported(write(tmp_path, FILES | TRANSLATED))

    assert report.notes == []
    assert [(row.enabled, row.get_progress()[0] == row.get_progress()[1]) for row in Translation.objects.all()] == [(True, True)] * 4
    assert StringTranslation.objects.filter(has_error=True).count() == 0


@pytest.mark.django_db
def test_rows_are_those_that_wagtail_localize_would_have_made(tmp_path):
    imported(write(tmp_path, FILES | TRANSLATED))
    source = TranslationSource.objects.get_for_instance(lesson("whom-we-help", "en"))
    rows = StringSegment.objects.filter(source=source).order_by("order")
    ours = list(rows.values_list("string__data", "context__path", "context__field_path", "order", "attrs"))

    TranslationContext.objects.filter(object_id=source.object_id).update(field_path="")
    source.update_from_db()

    assert list(rows.values_list("string__data", "context__path", "context__field_path", "order", "attrs")) == ours


@pytest.mark.django_db
def test_a_translation_made_again_from_its_segments_is_the_same_page(tmp_path):
    imported(write(tmp_path, FILES | TRANSLATED))
    before = lesson("whom-we-help", "ru")

    Translation.objects.get(source__object_id=before.translation_key).save_target(publish=False)

    draft = lesson("whom-we-help", "ru").get_latest_revision_as_object()
    assert (draft.title, draft.summary) == (before.title, before.summary)
    assert draft.body.get_prep_value() == before.body.get_prep_value()


@pytest.mark.django_db
def test_an_edited_source_keeps_the_translation_it_has(tmp_path):
    root = write(tmp_path, FILES | TRANSLATED)
    imported(root)
    revision = lesson("needs", "ru").latest_revision_id

    change(root, "en/01-people/02-needs.md", "Talk with ten people.", "Talk with twelve people.")
    imported(root)

    assert lesson("needs", "ru").latest_revision_id == revision
    row = Translation.objects.get(source__object_id=lesson("needs", "ru").translation_key)
    assert row.enabled
    assert row.get_progress()[0] == row.get_progress()[1]


@pytest.mark.django_db
def test_a_translation_of_another_shape_stands_by_itself_and_the_difference_is_listed(tmp_path):
    root = write(tmp_path, FILES | TRANSLATED)
    change(root, WHOM, '::: tip {title="Сначала спросите"}\nСпросите, прежде чем *помогать*.\n:::\n', "::: warning\nБерегите себя.\n:::\n")

    report = imported(root)

    assert [str(note) for note in report.notes] == [
        f"{WHOM}:15: `warning` has no counterpart in en/01-people/01-whom-we-help.md",
        f"{WHOM}: nothing here translates `tip` of en/01-people/01-whom-we-help.md:15",
    ]
    page = lesson("whom-we-help", "ru")
    assert "Берегите себя." in [block.value["text"] for block in page.body if block.block_type == "callout"]
    assert not Translation.objects.get(source__object_id=page.translation_key).enabled


@pytest.mark.django_db
def test_a_block_that_nobody_has_translated_goes_through_a_folder_and_stays_untranslated(tmp_path, django_capture_on_commit_callbacks):
    imported(write(tmp_path / "first", FILES | TRANSLATED))
    page = lesson("needs", "en")
    with django_capture_on_commit_callbacks(execute=True):
        page.body = body(*((one["type"], one["id"], one["value"]) for one in page.body.raw_data), ("markdown", "new", NEW))
        publish(page)

    export_course(slug="small", directory=tmp_path / "out")
    before = contents(tmp_path / "out")
    with django_capture_on_commit_callbacks(execute=True):
        imported(tmp_path / "out")
    export_course(slug="small", directory=tmp_path / "out")

    assert NEW.encode() in before["ru/01-people/02-needs.md"]
    assert contents(tmp_path / "out") == before
    assert untranslated(lesson("needs", "ru")).whole == ("new",)


texts = st.lists(st.text(alphabet="aЖї <>&\"'`*_#-|[]()\\\n\t0.:", max_size=30), max_size=6).map("\n".join)


@given(texts)
def test_markdown_survives_wagtail_localize_to_the_letter(text):
    assert StringValue.from_plaintext(clean_text(text)).render_text() == clean_text(text)
