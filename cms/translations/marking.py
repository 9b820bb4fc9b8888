"""Readers are told what stands in another language: in words above the block, and by `lang` at each text."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import override
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.models import Page
from wagtail.rich_text import RichText
from wagtail_localize.strings import StringValue, extract_strings, restore_strings

from cms.blocks.foreign_text import ForeignText

from .untranslated import Untranslated, untranslated

Told = Callable[[Any], Any]


def around(found: Untranslated, block_id: str, language: str) -> tuple[str, str]:
    """What stands before and behind a block for readers of `language`: whose language it is in, in words and for screen readers."""
    is_whole = block_id in found.whole
    if not is_whole and block_id not in found.part:
        return "", ""
    with override(language):
        note = render_to_string("blocks/_untranslated_note.html", {"is_whole": is_whole, "code": found.language, "language": language})
    spoken = f' lang="{found.language}"' if is_whole else ""
    return f'<div class="untranslated"{spoken}>{note}', "</div>"


def mark_page(page: Page) -> Untranslated:
    """The texts of a page that is about to be shown know their language from now on. One query."""
    found = untranslated(page) or Untranslated()
    for name in found.fields:
        setattr(page, name, ForeignText(getattr(page, name), found.language))
    if found.texts:
        mark_body(page.body, found.texts, found.language)
    return found


def mark_body(body: StreamValue, texts: Iterable[tuple[str, int]], language: str) -> None:
    """As `mark_page`, of texts inside of blocks. What is not there any more is passed over."""
    places: dict[str, set[int]] = defaultdict(set)
    for path, number in texts:
        places[path].add(number)
    for path, numbers in places.items():
        _first, *steps = path.split(".")
        _tell(body, steps, partial(_told, numbers=numbers, language=language))


def _tell(holder: Any, steps: list[str], told: Told) -> Any:
    """What the steps lead to says its language. Returns what takes the place of `holder`."""
    if not steps:
        return told(holder)
    step, *rest = steps
    if isinstance(holder, StreamValue | ListValue):
        children = holder if isinstance(holder, StreamValue) else holder.bound_blocks
        for child in children:
            if child.id == step:
                child.value = _tell(child.value, rest, told)
    elif isinstance(holder, StructValue):
        if step in holder:
            holder[step] = _tell(holder[step], rest, told)
    elif isinstance(holder, dict) and "data" in holder:
        return {**holder, "data": _cells(holder["data"], step, told)}
    return holder


def _cells(rows: list[list[Any]], step: str, told: Told) -> list[list[Any]]:
    """A table names its cells by where they stand: `3-1`."""
    return [[told(cell) if f"{row}-{column}" == step else cell for column, cell in enumerate(cells)] for row, cells in enumerate(rows)]


def _told(text: Any, numbers: set[int], language: str) -> Any:
    if isinstance(text, RichText):
        return RichText(_paragraphs_told(text.source, numbers, language))
    return ForeignText(text, language) if isinstance(text, str) else text


def _paragraphs_told(html: str, numbers: set[int], language: str) -> str:
    template, strings = extract_strings(html)
    told = [
        (StringValue(f'<span lang="{language}">{string.data}</span>') if number in numbers else string, attrs)
        for number, (string, attrs) in enumerate(strings)
    ]
    return restore_strings(template, told)
