"""A course's rubrics as files of its folder: unchanged ones to the byte, edited ones with their own lines written anew."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from courses.catalogue.models import Course
from courses.mentorship.models import Rubric

from .folder.document import Block
from .folder.paths import SLUG
from .folder.rubrics.composing import compose
from .folder.rubrics.document import FOLDER, RubricFile
from .folder.rubrics.reader import parse_rubric
from .models import Folder, FolderFile
from .rubric_names import RubricNames, RubricRows
from .rubrics_in import digest_of, remembered_rubrics


@dataclass
class RubricsExport:
    """`texts` by language and path; `agreed` is what each file of the source language is remembered with."""

    names: RubricNames = field(default_factory=RubricNames)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    agreed: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


def named_rubrics(blocks: Iterable[Block]) -> set[int]:
    """The rubrics that assignments among these blocks name, by their rows."""
    return {RubricRows().pk(block.value["rubric"]) for block in blocks if block.kind == "assignment" and block.value["rubric"]}


def export_rubrics(
    *, course: Course, row: Folder | None, rows: Iterable[FolderFile], languages: list[str], named: set[int]
) -> RubricsExport:
    """Those that came with the folder and those that assignments of the course name, whoever owns them."""
    export, source = RubricsExport(), course.source_language
    remembered = {pk: slug for slug, (_digest, pk) in remembered_rubrics(row, source).items()}
    old_rows = {(one.language, one.path): one for one in rows if one.path.startswith(f"{FOLDER}/") and one.language}
    wanted = Rubric.objects.filter(pk__in=named) | Rubric.objects.live().filter(pk__in=remembered)
    for rubric in sorted(wanted.with_version(), key=lambda one: (one.pk not in remembered, one.pk)):
        slug = remembered.get(rubric.pk) or _free_slug(export, rubric)
        export.names.rows[slug] = rubric.pk
        path = f"{FOLDER}/{slug}.md"
        for language in languages:
            if language in (source, rubric.version.language, *rubric.version.translations):
                old = _old(old_rows.get((language, path)))
                export.texts[language, path] = compose(old, rubric.version.in_words(language))
        export.agreed[path] = [{"id": slug, "hash": digest_of(rubric), "rubric": rubric.pk}]
    return export


def _free_slug(export: RubricsExport, rubric: Rubric) -> str:
    """Two owners may each have one of this name."""
    is_free = SLUG.match(rubric.slug) and rubric.slug not in export.names.rows
    return rubric.slug if is_free else f"rubric-{rubric.pk}"


def _old(row: FolderFile | None) -> RubricFile | None:
    """The file as it was remembered."""
    if row is None or not row.text or row.is_gone:
        return None
    return parse_rubric(RubricFile(row.path, row.language, row.text), lambda _line, _reason: None)
