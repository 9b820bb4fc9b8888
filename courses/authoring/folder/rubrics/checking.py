"""What can only be seen with the whole folder in view: assignments that name rubrics, and rubrics in other languages."""

from collections.abc import Iterator

from courses.mentorship.rubric_definition import Criterion, Level

from ..document import CourseFolder, FolderReport, Mistake
from ..reasons import Reason
from ..reasons import reason as _
from ..sentences import nothing_to_translate
from .document import FOLDER, CriterionText, RubricFile


def check_rubrics(folder: CourseFolder, report: FolderReport) -> None:
    source = folder.rubrics.get(folder.source_language, {})
    slugs = {file.slug for file in source.values()}
    for language in folder.languages:
        for path, file in folder.rubrics.get(language, {}).items():
            if language != folder.source_language:
                _check_translation(source.get(path), file, report)
        missing = [one for path, one in source.items() if path not in folder.rubrics.get(language, {})]
        folder.notes += [Mistake(f"{language}/{one.path}", 0, _("%(there)s is not translated", there=one.place)) for one in missing]
        for page in folder.pages[language].values():
            for block in page.blocks:
                slug = block.value["rubric"] if block.kind == "assignment" else ""
                if slug and slug not in slugs and folder.original(page, block) is None:
                    place = f"{folder.source_language}/{FOLDER}/{slug}.md"
                    reason = _("there is no rubric `%(name)s`: it would be %(there)s", name=slug, there=place)
                    report(page.place, block.first, reason)


def _check_translation(source: RubricFile | None, file: RubricFile, report: FolderReport) -> None:
    if source is None:
        report(file.place, 0, nothing_to_translate())
        return
    if not source.is_whole or not file.is_whole:
        return
    if [one.criterion.id for one in source.criteria] != [one.criterion.id for one in file.criteria]:
        there = ", ".join(one.criterion.id for one in source.criteria)
        reason = _("the criteria must be those of %(there)s, in the same order: %(known)s", there=source.place, known=there)
        report(file.place, file.body_line, reason)
        return
    for original, here in zip(source.criteria, file.criteria, strict=True):
        for line, reason in _differences(original.criterion, here, f"{source.place}:{original.first}"):
            report(file.place, line, reason)


def _differences(original: Criterion, here: CriterionText, there: str) -> Iterator[tuple[int, Reason]]:
    ids = [level.id for level in original.levels]
    if ids != [level.id for level in here.criterion.levels]:
        yield here.first, _("the levels must be %(known)s, as in %(there)s", known=", ".join(ids), there=there)
        return
    for one, other in zip(original.levels, here.criterion.levels, strict=True):
        if reason := _difference(one, other, there):
            yield here.level_lines[other.id], reason


def _difference(one: Level, other: Level, there: str) -> Reason | None:
    if one.points != other.points:
        points = {"ours": f"{other.points:g}", "theirs": f"{one.points:g}"}
        return _("the points of `%(id)s`: %(ours)s here, %(theirs)s in %(there)s", id=other.id, there=there, **points)
    if bool(one.description) != bool(other.description):
        return _("`%(id)s` is described either here or in %(there)s only: describe it in both", id=other.id, there=there)
    return None
