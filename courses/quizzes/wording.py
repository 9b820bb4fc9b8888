"""A question in one reader's words."""

from collections.abc import Iterable
from typing import Any

from courses.catalogue.versioning import content_hash

from .engine.definition import Definition, from_json, to_json
from .engine.translating import translated
from .models import QuestionVersion

_MOST = 4096
_kept: dict[tuple[str, str], Definition] = {}
_read: dict[str, tuple[Any, Any]] = {}


def wording(version: QuestionVersion, language: str) -> Definition:
    """The definition in `language`; what is not translated stays in the question's own. Versions never change, so each is read once
    in a process: under its content, not its number."""
    key = (version.content_hash, language)
    kept = _kept.get(key)
    if kept is None:
        kept = translated(from_json(version.definition), version.translations.get(language) or {})
        if len(_kept) >= _MOST:
            _kept.clear()
        _kept[key] = kept
    return kept


def read(versions: Iterable[QuestionVersion]) -> None:
    """Gives each version, loaded without its words, what it says: as this process has read it before, under its content; what it has not
    comes with one query for all. It is the same data for everybody, so nobody changes it."""
    waiting = list(versions)
    unknown = {version.content_hash: version.pk for version in waiting if version.content_hash not in _read}
    if len(_read) + len(unknown) > _MOST:
        _read.clear()
        unknown = {version.content_hash: version.pk for version in waiting}
    if unknown:
        for row in QuestionVersion.objects.filter(pk__in=unknown.values()):
            _read[row.content_hash] = (row.definition, row.translations)
    for version in waiting:
        version.definition, version.translations = _read[version.content_hash]


def shown_in(version: QuestionVersion, language: str) -> str:
    """The language that most of its words are in then: for `lang` attributes."""
    return language if language == version.language or version.translations.get(language) else version.language


def version_hash(definition: Definition, language: str, translations: dict[str, dict[str, str]]) -> str:
    """Two versions that say the same have the same."""
    return content_hash(language, {"definition": to_json(definition), "translations": translations})
