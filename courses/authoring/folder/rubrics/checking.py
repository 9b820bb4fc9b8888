"""What can only be seen with the whole folder in view: assignments that name rubrics, and rubrics in other languages."""

from collections.abc import Callable, Iterator

from courses.mentorship.rubric_definition import Criterion, Level

from ..document import CourseFolder, Mistake
from .document import FOLDER, CriterionText, RubricFile

Report = Callable[[str, int, str], None]


def check_rubrics(folder: CourseFolder, report: Report) -> None:
    source = folder.rubrics.get(folder.source_language, {})
    slugs = {file.slug for file in source.values()}
    for language in folder.languages:
        for path, file in folder.rubrics.get(language, {}).items():
            if language != folder.source_language:
                _check_translation(source.get(path), file, report)
        missing = [one for path, one in source.items() if path not in folder.rubrics.get(language, {})]
        folder.notes += [Mistake(f"{language}/{one.path}", 0, f"{one.place} is not translated") for one in missing]
        for page in folder.pages[language].values():
            for block in page.blocks:
                slug = block.value["rubric"] if block.kind == "assignment" else ""
                if slug and slug not in slugs:
                    reason = f"there is no rubric `{slug}`: it would be {folder.source_language}/{FOLDER}/{slug}.md"
                    report(page.place, block.first, reason)


def _check_translation(source: RubricFile | None, file: RubricFile, report: Report) -> None:
    if source is None:
        report(file.place, 0, "the source language has no file of this name: a translation needs something to translate")
        return
    if [one.criterion.id for one in source.criteria] != [one.criterion.id for one in file.criteria]:
        there = ", ".join(one.criterion.id for one in source.criteria)
        report(file.place, file.body_line, f"the criteria must be those of {source.place}, in the same order: {there}")
        return
    for original, here in zip(source.criteria, file.criteria, strict=True):
        for line, reason in _differences(original.criterion, here):
            report(file.place, line, f"{reason} in {source.place}:{original.first}")


def _differences(original: Criterion, here: CriterionText) -> Iterator[tuple[int, str]]:
    ids = [level.id for level in original.levels]
    if ids != [level.id for level in here.criterion.levels]:
        yield here.first, f"the levels must be {', '.join(ids)}, as"
        return
    for one, other in zip(original.levels, here.criterion.levels, strict=True):
        if reason := _difference(one, other):
            yield here.level_lines[other.id], reason


def _difference(one: Level, other: Level) -> str:
    if one.points != other.points:
        return f"`{other.id}` has {other.points:g} points here and {one.points:g}"
    if bool(one.description) != bool(other.description):
        return f"`{other.id}` is described in one language only: here it differs from"
    return ""
