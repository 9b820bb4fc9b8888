"""A file of questions, read: every mistake is named with its line."""

from typing import Any

from courses.quizzes.engine.definition import Definition, Format, Hint

from .. import attributes, front_matter
from ..parts import parts_of, runs_of
from ..reasons import reason as _
from ..scanner import Container, Report, scan, trim, unheard
from ..sentences import no_number, no_such_attribute, no_such_flag, no_such_key, none_of, not_inside, too_long
from .document import QuestionFile, QuestionText
from .items import PER_CENT, of_hundred
from .kinds import GAP_FLAGS, GAP_VALUES, KINDS, Asked, Kind

COMMON = ("title", "tags", "mark", "penalty", "format")
FEEDBACK = {"right": "correct_feedback", "partly": "partially_correct_feedback", "wrong": "incorrect_feedback"}
HINT_FLAGS = ("clear-wrong", "show-count")
LONGEST = 200


def parse_questions(file: QuestionFile, report: Report) -> QuestionFile:
    """Fills in what the text of the file says."""
    body = front_matter.open_file(file, report)
    if body is None:
        return file
    file.body_line = body.first
    _check_front(file, body.places, report)
    for piece in scan(body.lines, first=body.first, report=report):
        if isinstance(piece, Container):
            question = read_question(piece, report if piece.last else unheard)
            file.is_whole = file.is_whole and bool(question and piece.last)
            if question and file.question(question.id):
                report(piece.first, _("the id `%(id)s` is taken by another question of this file", id=question.id))
            elif question:
                file.questions.append(question)
        else:
            words, line = trim(piece.lines, piece.first)
            if words:
                report(line, _("text between questions: use a `description`, or a comment in the front matter"))
    return file


def _check_front(file: QuestionFile, places: dict[str, int], report: Report) -> None:
    title = file.front.get("title")
    if not isinstance(title, str) or not title.strip():
        report(places.get("title", 1), _("the title is missing: title: … names the category in the question bank"))
    elif len(title) > LONGEST:
        report(places["title"], too_long("title", LONGEST))
    for key in file.front.keys() - {"title"}:
        report(places.get(key, 1), no_such_key(key, ("title",)))


def read_question(container: Container, report: Report) -> QuestionText | None:
    kind = KINDS.get(container.name)
    if kind is None:
        if container.name != "?":
            report(container.first, _("there is no question `%(name)s`; there are %(known)s", name=container.name, known=", ".join(KINDS)))
        return None
    _check_attributes(container, (*COMMON, *kind.values), kind.flags, report)
    text, first = own_text(container, report)
    asked = Asked(container, report, text, first)
    values = _common(container, report)
    values |= _parts(asked, kind, report)
    values |= kind.read(asked)
    if not values["text"].strip():
        report(container.first, _("`%(container)s` asks nothing: write the question before its list", container=container.name))
    question_id = container.attributes.id
    if not question_id:
        report(container.first, _("`%(container)s` needs an id: {#short-name}", container=container.name))
        return None
    problem = attributes.id_problem(question_id)
    if problem:
        report(container.first, problem)
    given = container.attributes.values
    tags = tuple(sorted(set(given.get("tags", "").split())))
    definition: Definition = kind.model(**values)
    return QuestionText(question_id, definition, given.get("title", ""), tags, frozenset(given), container.first, container.last)


def own_text(container: Container, report: Report) -> tuple[str, int]:
    """The text of a container before what is inside it. Text after that is a mistake."""
    runs, inner = runs_of(container), parts_of(container)
    for run in runs[1:] if runs and (not inner or runs[0].first < inner[0].first) else runs:
        reason = _("text after a container inside `%(container)s`: everything else comes before it", container=container.name)
        report(trim(run.lines, run.first)[1], reason)
    return trim(runs[0].lines, runs[0].first) if runs else ("", container.first)


def _check_attributes(container: Container, values: tuple[str, ...], flags: tuple[str, ...], report: Report) -> None:
    for name in container.attributes.values:
        if name not in values:
            report(container.first, no_such_attribute(container, name))
    for flag in container.attributes.flags:
        if flag not in flags:
            report(container.first, no_such_flag(container, flag))


def _common(container: Container, report: Report) -> dict[str, Any]:
    given = container.attributes.values
    values: dict[str, Any] = {}
    if "mark" in given:
        values["default_mark"] = _decimal(container, "mark", report, most=1000.0)
    if "penalty" in given:
        values["penalty"] = _share(container, "penalty", report)
    if "format" in given:
        if given["format"] not in list(Format):
            report(container.first, none_of("format", given["format"], Format))
        else:
            values["format"] = Format(given["format"])
    return values


def _decimal(container: Container, name: str, report: Report, *, most: float) -> float:
    said = container.attributes.values[name].replace(",", ".")
    try:
        number = float(said)
    except ValueError:
        number = -1.0
    if not 0 <= number <= most:
        report(container.first, no_number(name, said, most))
        return 1.0
    return number


def _share(container: Container, name: str, report: Report) -> float:
    _decimal(container, name, report, most=100.0)
    return of_hundred(container.attributes.values[name]) if PER_CENT.match(f"{container.attributes.values[name]}%") else 1.0


def _parts(asked: Asked, kind: Kind, report: Report) -> dict[str, Any]:
    values: dict[str, Any] = {}
    hints: list[Hint] = []
    for part in parts_of(asked.container):
        if part.name == "gap" and "gap" in kind.parts:
            _check_attributes(part, GAP_VALUES, GAP_FLAGS, report)
            if not part.attributes.id:
                report(part.first, _("a gap needs an id: {#who}, as in its place [[who]]"))
            asked.gaps.append(part)
        elif part.name == "hint":
            _check_attributes(part, (), HINT_FLAGS, report)
            flags = part.attributes.flags
            words = own_text(part, report)[0]
            hints.append(Hint(text=words, clear_wrong="clear-wrong" in flags, show_right_count="show-count" in flags))
        elif part.name == "feedback":
            _check_attributes(part, (), tuple(FEEDBACK), report)
            name = FEEDBACK[part.attributes.flags[0]] if part.attributes.flags else "general_feedback"
            if name in values:
                report(part.first, _("this feedback stands there twice: keep one"))
            values[name] = own_text(part, report)[0]
        elif part.name in ("grader", "template") and part.name in kind.parts:
            setattr(asked, part.name, own_text(part, report)[0])
        else:
            report(part.first, not_inside(part, asked.container))
    return values | ({"hints": tuple(hints)} if hints else {})
