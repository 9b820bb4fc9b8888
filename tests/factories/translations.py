"""Pages with translations as translators make them."""

from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.strings import StringValue

from cms.translations.actions import current_text, publish_translation, start_translation, write_text
from cms.translations.wording import mark
from courses.catalogue.models import LessonPage

from . import UserFactory
from .pages import LessonPageFactory, body, long_text, publish


def lesson_in_russian(**fields) -> LessonPage:
    """Two passages and an exercise."""
    blocks = body(("markdown", "intro", "Кому мы помогаем?"), ("markdown", "more", "Спросите людей."), long_text("village", "Село"))
    return LessonPageFactory(title="Кому мы помогаем", body=blocks, **fields)


def in_progress(page: Page, language: str, by=None) -> Translation:
    return start_translation(page=page, locale=Locale.objects.get(language_code=language), by=by or UserFactory())


def segment_at(translation: Translation, path: str) -> StringSegment:
    return StringSegment.objects.select_related("string", "context").get(source=translation.source_id, context__path=path)


def write(translation: Translation, words: dict[str, str], by=None) -> None:
    """Typed, not published."""
    for path, text in words.items():
        segment = segment_at(translation, path)
        data = StringValue.from_plaintext(text).data
        read = mark(current_text(translation, segment))
        write_text(translation=translation, segment=segment, data=data, read=read, by=by or UserFactory())


def translated(page: Page, language: str, words: dict[str, str]) -> Translation:
    """Typed and published."""
    person = UserFactory(is_superuser=True)
    translation = in_progress(page, language, person)
    write(translation, words, person)
    publish_translation(translation=translation, by=person)
    return translation


def change_block(page: LessonPage, block_id: str, text: str) -> LessonPage:
    """A passage says something else, and the page is published."""
    page = LessonPage.objects.get(pk=page.pk)
    raw = list(page.body.raw_data)
    page.body = body(*((block["type"], block["id"], text if block["id"] == block_id else block["value"]) for block in raw))
    return publish(page)


def said(translation: Translation) -> dict[str, tuple[str, bool]]:
    """By path: the text that readers see, and whether it is marked as outdated."""
    segments = StringSegment.objects.filter(source=translation.source_id).values_list("context__path", "context_id", "string_id")
    rows = StringTranslation.objects.filter(locale=translation.target_locale_id).select_related("outdated")
    known = {(row.context_id, row.translation_of_id): row for row in rows}
    found = {path: known.get((context, string)) for path, context, string in segments}
    return {path: (StringValue(row.data).render_text(), hasattr(row, "outdated")) for path, row in found.items() if row}
