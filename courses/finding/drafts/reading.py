"""What is written in a draft, a question or a rubric, block by block. The texts stay as they were typed: an editor looks for an address
or a sign as well."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from wagtail.fields import StreamField
from wagtail.models import Page

from courses.mentorship.models import RubricVersion
from courses.mentorship.rubric_definition import from_json as rubric_of
from courses.mentorship.rubric_definition import texts as texts_of_rubric
from courses.proofreading.marked import marked
from courses.proofreading.texts import Kind, Text, texts
from courses.quizzes.engine.definition import DefinitionError
from courses.quizzes.engine.definition import from_json as question_of
from courses.quizzes.engine.translating import texts as texts_of_question
from courses.quizzes.models import Question, QuestionVersion

from ..words import small, without_data

QUESTION, RUBRIC = "question", "rubric"
FOR_SEARCH_ENGINES = ("seo_title", "search_description")


@dataclass
class Written:
    """What becomes a `Piece`: texts that stand together, each with its path."""

    language: str
    kind: str = ""
    texts: list[tuple[str, str]] = field(default_factory=list)


def written_in_page(page: Page) -> Iterator[Written]:
    """The fields first, then each block of a stream. `page` is the draft."""
    language = page.locale.language_code
    kinds = _kinds_of_blocks(page)
    fields, blocks = Written(language), dict[str, Written]()
    for text in texts(page):
        words = _as_typed(text)
        block = ".".join(text.path[:2])
        if block in kinds:
            blocks.setdefault(block, Written(language, kinds[block])).texts.append((".".join(text.path), words))
        else:
            fields.texts.append((".".join(text.path), words))
    fields.texts += [(name, getattr(page, name)) for name in FOR_SEARCH_ENGINES if getattr(page, name)]
    return _with_words([fields, *blocks.values()])


def written_in_question(question: Question, version: QuestionVersion) -> Iterator[Written]:
    try:
        own = texts_of_question(question_of(version.definition))
    except DefinitionError:
        return iter([])
    names = {"name": question.name, "idnumber": question.idnumber}
    return _with_words(_in_languages(QUESTION, version.language, names | own, version.translations))


def written_in_rubric(version: RubricVersion) -> Iterator[Written]:
    return _with_words(_in_languages(RUBRIC, version.language, dict(texts_of_rubric(rubric_of(version.definition))), version.translations))


def folded(text: str) -> str:
    """For looking something up exactly as it was typed, whatever its capitals and the ends of its lines."""
    return " ".join(small(text).split())


def _kinds_of_blocks(page: Page) -> dict[str, str]:
    streams = [one.name for one in page._meta.get_fields() if isinstance(one, StreamField)]
    return {f"{name}.{block.id}": block.block_type for name in streams for block in getattr(page, name)}


def _as_typed(text: Text) -> str:
    """Of a text with buttons its words and the addresses of its links: nobody types its tags."""
    if text.kind is not Kind.HTML:
        return text.source
    found = marked(text)
    return " ".join([*found.passages, *(address for address, _words in found.links if address)])


def _in_languages(kind: str, language: str, own: Mapping[str, str], translations: Mapping[str, Any]) -> Iterator[Written]:
    yield Written(language, kind, list(own.items()))
    for code, words in translations.items():
        yield Written(code, kind, list(words.items()))


def _with_words(found: Iterable[Written]) -> Iterator[Written]:
    for one in found:
        one.texts = [(place, without_data(unicodedata.normalize("NFC", text))) for place, text in one.texts if text and text.strip()]
        if one.texts:
            yield one
