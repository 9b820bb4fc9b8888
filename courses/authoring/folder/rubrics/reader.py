"""A file of a rubric, read: every mistake is named with its line."""

import re
from dataclasses import replace

from courses.mentorship.rubric_definition import MOST_CRITERIA, MOST_LEVELS, MOST_POINTS, Criterion, Level

from .. import attributes, front_matter
from ..questions.items import position_id
from ..reasons import counted as ngettext
from ..reasons import reason as _
from ..scanner import Report
from ..sentences import no_such_key, too_long
from .document import CriterionText, RubricFile

HEADING = re.compile(r"^##[ \t]+(.*)$")
LEVEL = re.compile(r"^[-*+] \[([^\[\]]*)\](?: (.*))?$")
DESCRIPTION = re.compile(r"^\s+:[ \t]+(.*)$")
POINTS = re.compile(r"^\d{1,4}(?:[.,]\d{1,2})?$")
ESCAPED = re.compile(r"\\([\\{])")
LONGEST = 200


def parse_rubric(file: RubricFile, report: Report) -> RubricFile:
    """Fills in what the text of the file says."""
    body = front_matter.open_file(file, report)
    if body is None:
        return file
    file.body_line = body.first
    _check_front(file, body.places, report)
    for number, line in enumerate(body.lines, body.first):
        _read_line(file, number, line, report)
    for one in file.criteria:
        _check_criterion(one, report)
    if not file.criteria:
        report(file.body_line, _("a rubric needs a criterion: ## What is looked at {#short-name}"))
    elif len(file.criteria) > MOST_CRITERIA:
        reason = ngettext(
            "more than %(number)d criterion: nobody could keep them in mind",
            "more than %(number)d criteria: nobody could keep them in mind",
            MOST_CRITERIA,
        )
        report(file.criteria[MOST_CRITERIA].first, reason)
    return file


def _check_front(file: RubricFile, places: dict[str, int], report: Report) -> None:
    title = file.front.get("title")
    if not isinstance(title, str) or not title.strip():
        report(places.get("title", 1), _("the title is missing: title: … is what editors choose the rubric by"))
    elif len(title) > LONGEST:
        report(places["title"], too_long("title", LONGEST))
    for key in file.front.keys() - {"title"}:
        report(places.get(key, 1), no_such_key(key, ("title",)))


def _read_line(file: RubricFile, number: int, line: str, report: Report) -> None:
    now = file.criteria[-1] if file.criteria else None
    if heading := HEADING.match(line):
        words, criterion_id = _words(heading[1], number, report)
        criterion_id = criterion_id or position_id(len(file.criteria))
        if any(one.criterion.id == criterion_id for one in file.criteria):
            report(number, _("the id `%(id)s` is taken by another criterion", id=criterion_id))
        file.criteria.append(CriterionText(Criterion(criterion_id, words, ()), number, number))
    elif now and (found := LEVEL.match(line)):
        _add_level(now, number, found[1].strip(), found[2] or "", report)
    elif now and now.criterion.levels and (described := DESCRIPTION.match(line)) and not now.criterion.levels[-1].description:
        _describe(now, described[1].strip(), number)
    elif now and now.criterion.levels and now.criterion.levels[-1].description and line.startswith("  "):
        _describe(now, f"{now.criterion.levels[-1].description}\n{line.strip()}", number)
    elif now and now.criterion.levels and now.criterion.levels[-1].description and not line.strip():
        _describe(now, f"{now.criterion.levels[-1].description}\n", now.last)
    elif line.strip():
        report(
            number,
            _("this is neither a criterion (## What is looked at), nor a level (- [2] Well done), nor what a level means (  : …)"),
        )


def _words(text: str, number: int, report: Report) -> tuple[str, str | None]:
    words, given = attributes.split_id(text)
    problem = attributes.id_problem(given) if given is not None else None
    if problem:
        report(number, problem)
    words = " ".join(ESCAPED.sub(r"\1", words).split())
    if not words:
        report(number, _("this needs words before its id"))
    elif len(words) > LONGEST:
        reason = ngettext(
            "this is longer than %(number)d character: put the rest into the description of a level",
            "this is longer than %(number)d characters: put the rest into the description of a level",
            LONGEST,
        )
        report(number, reason)
    return words, given


def _add_level(now: CriterionText, number: int, points: str, text: str, report: Report) -> None:
    words, level_id = _words(text, number, report)
    level_id = level_id or position_id(len(now.criterion.levels))
    if level_id in now.level_lines:
        report(number, _("the id `%(id)s` is taken by another level of the same criterion", id=level_id))
    value = float(points.replace(",", ".")) if POINTS.match(points) else -1.0
    if not 0 <= value <= MOST_POINTS:
        report(number, _("`[%(said)s]` must be the points of this level: a number from 0 to %(most)s", said=points, most=MOST_POINTS))
    _finish(now)
    now.criterion = replace(now.criterion, levels=(*now.criterion.levels, Level(level_id, words, value)))
    now.level_lines[level_id], now.last = number, number


def _describe(now: CriterionText, description: str, number: int) -> None:
    *before, level = now.criterion.levels
    now.criterion = replace(now.criterion, levels=(*before, replace(level, description=description)))
    now.last = number


def _finish(now: CriterionText) -> None:
    """Blank lines after a description are none of its own."""
    if now.criterion.levels:
        _describe(now, now.criterion.levels[-1].description.strip(), now.last)


def _check_criterion(one: CriterionText, report: Report) -> None:
    _finish(one)
    levels = one.criterion.levels
    if len(levels) < 2:
        reason = _("a criterion needs two levels or more: - [2] Well done, and what that means on the next line after `: `")
        report(one.first, reason)
    elif len(levels) > MOST_LEVELS:
        reason = ngettext("a criterion has %(number)d level at most", "a criterion has %(number)d levels at most", MOST_LEVELS)
        report(one.first, reason)
