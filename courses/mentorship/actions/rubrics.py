"""Rubrics and their versions. A version never changes: a review keeps the one it was begun with."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import now

from courses.catalogue.models import Course
from lms.accounts.models import User
from lms.core.saving.meanwhile import ChangedMeanwhile, has_moved_on
from lms.network.models import Organisation

from ..models import Rubric, RubricVersion
from ..rubric_definition import RubricDefinition, texts, to_json
from ..rubric_shown import forget_rubric
from ..rubric_staleness import translated_from

Translations = Mapping[str, Mapping[str, str]]


@transaction.atomic
def add_rubric(
    *,
    slug: str,
    definition: RubricDefinition,
    language: str,
    translations: Translations | None = None,
    owner: Organisation | None = None,
    course: Course | None = None,
    by: User | None = None,
) -> Rubric:
    """Raises IntegrityError where the organisation, or the course, has one of this name."""
    rubric = Rubric.objects.create(slug=slug, owner=owner, course=course)
    write_version(rubric=rubric, definition=definition, language=language, translations=translations or {}, by=by)
    return rubric


@transaction.atomic
def write_version(
    *,
    rubric: Rubric,
    definition: RubricDefinition,
    language: str,
    translations: Translations,
    by: User | None = None,
    still_right: Mapping[str, Collection[str]] | None = None,
    base: int | None = None,
) -> RubricVersion:
    """What the rubric says from now on. The same as now makes no new version. `still_right`: places by language whose translation somebody
    has compared with the source as it is now. `base`: the number of the version that somebody went on from; raises ChangedMeanwhile where
    another has changed more than translations since."""
    held = Rubric.objects.select_for_update().get(pk=rubric.pk)
    content: dict[str, Any] = {
        "language": language,
        "definition": to_json(definition),
        "translations": kept_translations(definition, translations, language),
    }
    versions = RubricVersion.objects.filter(rubric=rubric)
    current = versions.filter(is_current=True).first()
    is_same = current is not None and all(getattr(current, name) == value for name, value in content.items())
    if not is_same and has_moved_on(current, versions, base):
        raise ChangedMeanwhile(current)
    before = current if current and current.language == language else None
    marks = translated_from(held, before, definition, content["translations"], still_right or {})
    rubric.translated_from = marks
    Rubric.objects.filter(pk=rubric.pk).update(translated_from=marks)
    if current and is_same:
        return current
    versions.filter(is_current=True).update(is_current=False)
    number = (versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = RubricVersion.objects.create(rubric=rubric, number=number, created_by=by, **content)
    rubric.current_versions = [version]
    forget_rubric(rubric.pk)
    return version


def kept_translations(definition: RubricDefinition, translations: Translations, language: str) -> dict[str, dict[str, str]]:
    """Only texts that the rubric has, in languages that are not its own."""
    places = [place for place, text in texts(definition) if text]
    found = {code: {place: words[place] for place in places if words.get(place)} for code, words in sorted(translations.items())}
    return {code: words for code, words in found.items() if words and code != language}


@transaction.atomic
def duplicate_rubric(
    *, rubric: Rubric, slug: str, title: str, owner: Organisation | None, by: User, course: Course | None = None
) -> Rubric:
    """A rubric of its own that says the same, under another title."""
    version = rubric.versions.get(is_current=True)
    definition = version.in_words(version.language)
    translations = {
        code: {place: text for place, text in words.items() if place != "title"} for code, words in version.translations.items()
    }
    renamed = RubricDefinition(title, definition.criteria)
    made = add_rubric(
        slug=slug, definition=renamed, language=version.language, translations=translations, owner=owner, course=course, by=by
    )
    marks = made.translated_from
    for code, places in marks.items():  # what was translated from older words still is
        places |= {place: kept for place, kept in (rubric.translated_from.get(code) or {}).items() if place in places}
    Rubric.objects.filter(pk=made.pk).update(translated_from=marks)
    return made


def retire_rubric(*, rubric: Rubric) -> None:
    """No longer offered; assignments that name it go on with it. A repeat changes nothing."""
    Rubric.objects.live().filter(pk=rubric.pk).update(retired_at=now())


def bring_back_rubric(*, rubric: Rubric) -> None:
    Rubric.objects.filter(pk=rubric.pk).update(retired_at=None)
