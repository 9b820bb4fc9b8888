"""Each text of a block says which language it is in, where that is not the page's."""

import re

import pytest
from bs4 import BeautifulSoup
from django.core.cache import caches
from django.utils.translation import override
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import StreamFieldSegmentExtractor

from cms.blocks.foreign_text import ForeignText
from cms.translations.marking import mark_body
from courses.catalogue.models import LessonPage

BODY = LessonPage._meta.get_field("body")
LATIN, CYRILLIC = re.compile("[A-Za-z]{2}"), re.compile("[А-Яа-яіїєґІЇЄҐ]{2}")


def stream(block_type: str, value=None):
    block = BODY.stream_block.child_blocks[block_type]
    kept = block.get_prep_value(block.get_preview_value()) if value is None else value
    return BODY.stream_block.to_python([{"type": block_type, "id": "here", "value": kept}])


def texts_of(body) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    for segment in StreamFieldSegmentExtractor(BODY).handle_stream_block(body):
        if isinstance(segment, StringSegmentValue) and not segment.is_empty():
            path = f"body.{segment.path}"
            found.append((path, sum(1 for known, _number in found if known == path)))
    return found


def html_of(body, **context) -> str:
    with override("uk"):
        return "".join(block.block.render(block.value, context={"block_id": block.id, **context}) for block in body)


def misread(html: str) -> list[str]:
    """What a screen reader would say with the wrong voice: English words not marked as such, Ukrainian words marked as English."""
    soup = BeautifulSoup(html, "html.parser")
    wrong = []
    for text in soup.find_all(string=True):
        holder = text.find_parent(lang=True)
        is_english = holder is not None and holder["lang"] == "en"
        is_said_in_english = LATIN.search(text) and not CYRILLIC.search(text)  # “PDF” is said in Ukrainian, too
        if (is_said_in_english and not is_english) or (CYRILLIC.search(text) and is_english):
            wrong.append(str(text).strip())
    return wrong


@pytest.mark.django_db
@pytest.mark.parametrize("block_type", sorted(BODY.stream_block.child_blocks))
def test_no_block_forgets_to_say_the_language_of_one_of_its_texts(block_type):
    body = stream(block_type)
    texts = texts_of(body)

    mark_body(body, texts, "en")

    assert texts
    assert misread(html_of(body)) == []


@pytest.mark.django_db
@pytest.mark.parametrize("block_type", ["audio", "callout", "key_term", "video"])
def test_the_site_s_own_words_in_a_block_that_is_foreign_are_the_reader_s(block_type):
    html = html_of(stream(block_type), ui_language="uk")

    assert misread(f'<div lang="en">{html}</div>') == []


def test_only_the_text_that_is_not_translated_is_marked():
    body = stream("callout", {"kind": "tip", "title": "Порада", "text": "Ask people."})

    mark_body(body, [("body.here.text", 0)], "en")

    html = html_of(body)
    assert '<p class="callout__title">Порада</p>' in html
    assert '<div class="callout__text prose" lang="en">' in html


def test_a_paragraph_of_a_text_with_buttons_is_marked_by_itself():
    body = stream("rich_text", '<p>Перше</p><ul><li>Second <b>line</b></li></ul><p><a href="https://example.org">Третє</a></p>')

    mark_body(body, [("body.here", 1)], "en")

    assert html_of(body).strip() == (
        '<div class="prose" id="b-here"><p>Перше</p><ul><li><span lang="en">Second <b>line</b></span></li></ul>'
        '<p><a href="https://example.org">Третє</a></p></div>'
    )


def test_a_cell_of_a_table_and_an_item_of_a_list_are_marked_by_themselves():
    table = stream("table", {"caption": "", "table": {"data": [["Питання", "For"], ["Хто?", "All"]], "first_row_is_table_header": True}})
    ticks = [{"type": "item", "id": "one", "value": "Перше"}, {"type": "item", "id": "two", "value": "Second"}]
    items = stream("checklist", {"title": "", "items": ticks})

    mark_body(table, [("body.here.table.0-1", 0)], "en")
    mark_body(items, [("body.here.items.two", 0)], "en")

    assert '<th scope="col">Питання</th><th scope="col" lang="en">For</th>' in html_of(table)
    assert "<td>All</td>" in html_of(table)
    assert '<li>Перше</li><li lang="en">Second</li>' in html_of(items)


def test_what_is_not_there_any_more_is_passed_over():
    body = stream("callout")

    mark_body(body, [("body.gone.text", 0), ("body.here.gone", 0), ("body.here.title.deeper", 0)], "en")

    assert "lang=" not in html_of(body)


@pytest.mark.caches
def test_a_text_keeps_its_language_in_a_cache_and_is_else_the_same_text():
    text = ForeignText("Ask people.", "en")

    caches["lessons"].set("text", text)
    kept = caches["lessons"].get("text")

    assert (kept, kept.language, str(text).language) == ("Ask people.", "en", "en")
    assert repr(text) != repr("Ask people.")
