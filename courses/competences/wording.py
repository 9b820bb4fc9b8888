"""What frameworks and competences say, in a reader's language: text by text, in the framework's own where there is no translation."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import get_language

from .models import Competence, CompetenceWords, Framework, FrameworkWords
from .scale import GENERAL, LEVELS


class Text(NamedTuple):
    """With its language, for `lang`."""

    text: str
    language: str


@dataclass(frozen=True)
class Words:
    """`levels` are five, each in words: the scale's general ones where the competence has none."""

    title: Text
    summary: Text
    levels: tuple[Text, ...]

    def level(self, number: int) -> Text:
        return self.levels[number - 1]


def source_hash(words: FrameworkWords | CompetenceWords) -> str:
    """Of what a translation is made from."""
    return hashlib.sha256(json.dumps(words.texts, sort_keys=True).replace("\\r\\n", "\\n").encode()).hexdigest()


def is_behind(words: FrameworkWords | CompetenceWords, source: FrameworkWords | CompetenceWords) -> bool:
    """Whether its source changed since it was translated."""
    return any(words.texts.values()) and words.source != source_hash(source)


def titles_of(frameworks: Iterable[Framework], language: str) -> dict[int, Text]:
    """By id. One query."""
    rows = {one.pk: one for one in frameworks}
    found: dict[int, Text] = {pk: Text(row.slug, "") for pk, row in rows.items()}
    words = FrameworkWords.objects.filter(framework__in=rows).exclude(title="")
    for one in sorted(words, key=lambda each: each.language == language):
        if one.language in (language, rows[one.framework_id].language):
            found[one.framework_id] = Text(one.title, one.language)
    return found


def words_of(competences: Iterable[Competence], language: str) -> dict[int, Words]:
    """By id; `competences` come with their framework. One query."""
    rows = {one.pk: one for one in competences}
    said: dict[int, dict[str, CompetenceWords]] = {}
    for words in CompetenceWords.objects.filter(competence__in=rows):
        said.setdefault(words.competence_id, {})[words.language] = words
    return {pk: _words(said.get(pk, {}), row.framework.language, language) for pk, row in rows.items()}


def _words(said: Mapping[str, CompetenceWords], source: str, language: str) -> Words:
    general = get_language() or ""
    title, summary = (_first(said, (language, source), name) for name in ("title", "summary"))
    levels = (_first(said, (language, source), f"level_{number}") for number in LEVELS)
    spoken = tuple(text if text.text else Text(str(words), general) for text, words in zip(levels, GENERAL, strict=True))
    return Words(title if title.text else Text("–", ""), summary, spoken)


def _first(said: Mapping[str, CompetenceWords], languages: Iterable[str], name: str) -> Text:
    texts = ((said[code].texts.get(name, ""), code) for code in languages if code in said)
    return next((Text(text, code) for text, code in texts if text), Text("", ""))


def missing_levels(words: CompetenceWords | None) -> list[int]:
    """The numbers of the levels that have no words of their own."""
    levels: list[Any] = list(words.levels) if words else []
    return [number for number in LEVELS if not (levels[number - 1] if number <= len(levels) else "")]
