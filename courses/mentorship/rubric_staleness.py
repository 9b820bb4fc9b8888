"""Which translations of a rubric are of a source text that has changed since. As with questions, a rubric keeps by language and place a
mark of the text that each translation was made from; it is no part of a version."""

from collections.abc import Collection, Mapping

from courses.quizzes.staleness import Marks, mark

from .models import Rubric, RubricVersion
from .rubric_definition import RubricDefinition, from_json, texts


def translated_from(
    rubric: Rubric,
    before: RubricVersion | None,
    definition: RubricDefinition,
    translations: Mapping[str, Mapping[str, str]],
    still_right: Mapping[str, Collection[str]],
) -> Marks:
    """The marks from now on. A translation that stays word for word keeps the mark that it has, unless it was looked at; any other is of
    the source as it is now. `before`: the version that was current until now."""
    source = dict(texts(definition))
    old_source = dict(texts(from_json(before.definition))) if before else {}
    old_words = before.translations if before else {}

    def mark_of(language: str, place: str, text: str) -> str:
        is_same = text == (old_words.get(language) or {}).get(place) and place in old_source
        if not is_same or place in still_right.get(language, ()):
            return mark(source[place])
        return (rubric.translated_from.get(language) or {}).get(place) or mark(old_source[place])

    return {code: {place: mark_of(code, place, text) for place, text in words.items()} for code, words in translations.items()}


def stale_places(rubric: Rubric, definition: RubricDefinition, language: str) -> set[str]:
    """Where the source has changed since it was translated into the language."""
    marks, source = rubric.translated_from.get(language) or {}, dict(texts(definition))
    return {place for place, kept in marks.items() if place in source and kept != mark(source[place])}


def stale_languages(rubric: Rubric) -> list[str]:
    """Those with something to look at again."""
    version = rubric.version
    if version is None:
        return []
    definition = from_json(version.definition)
    return [code for code in sorted(version.translations) if stale_places(rubric, definition, code)]
