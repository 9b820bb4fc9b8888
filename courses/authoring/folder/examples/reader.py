"""A file of a prepared example, read: every mistake is named with its line. What only the course can say (whether there is such an
exercise, such a level, such words) is looked at when it is imported."""

from courses.mentorship.models.review import Outcome

from .. import front_matter
from ..document import CourseFolder, FolderReport
from ..parts import parts_of
from ..reasons import reason as _
from ..scanner import Container, Report, TextRun, scan, trim, unheard
from ..sentences import no_such_attribute, no_such_key, none_of, too_long
from .document import AnswerText, CommentText, ExampleFile, LevelText

KEYS = ("title", "lesson", "assignment", "outcome")
ALLOWED = {"answer": {"outcome"}, "added-text": set(), "criterion": {"level"}, "comment": {"words"}}
LONGEST = 200


def parse_example(file: ExampleFile, report: Report) -> ExampleFile:
    """Fills in what the text of the file says."""
    body = front_matter.open_file(file, report)
    if body is None:
        return file
    file.lines = body.places
    _check_front(file, report)
    pieces = scan(body.lines, first=body.first, report=report)
    file.summary, _line = _text(pieces, body.first)
    for piece in pieces:
        if isinstance(piece, Container):
            _read(file, piece, report if piece.last else unheard)
            file.is_whole = file.is_whole and bool(piece.last)
    if not file.summary:
        report(body.first, _("a few words in general are missing: they stand before the first container"))
    return file


def _check_front(file: ExampleFile, report: Report) -> None:
    for key in KEYS:
        if not isinstance(file.front.get(key), str) or not file[key]:
            reason = _("`%(key)s` is missing: an example says title, lesson, assignment and the outcome of the whole", key=key)
            report(file.lines.get(key, 1), reason)
    if len(file["title"]) > LONGEST:
        report(file.lines["title"], too_long("title", LONGEST))
    _check_outcome(file["outcome"], file.lines.get("outcome", 1), report)
    for key in file.front.keys() - set(KEYS):
        report(file.lines.get(key, 1), no_such_key(key, KEYS))


def _check_outcome(outcome: str, line: int, report: Report) -> None:
    if outcome and outcome not in Outcome.values:
        report(line, none_of("outcome", outcome, Outcome.values))


def _read(file: ExampleFile, container: Container, report: Report) -> None:
    given = container.attributes
    for name in given.values.keys() - ALLOWED.get(container.name, set()):
        report(container.first, no_such_attribute(container, name))
    match container.name:
        case "answer":
            answer = _answer(container, report)
            if any(one.block_id == answer.block_id for one in file.answers):
                report(container.first, _("`%(id)s` is answered twice", id=answer.block_id))
            _check_outcome(answer.outcome, container.first, report)
            file.answers.append(answer)
        case "added-text":
            file.added = _answer(container, report)
        case "criterion":
            file.levels.append(LevelText(given.id or "", given.values.get("level", ""), _own(container), container.first))
            if not given.id or not given.values.get("level") or not file.levels[-1].reason:
                reason = _('a criterion has an id, a level, and one sentence why: ::: criterion {#map level="nearly"}')
                report(container.first, reason)
        case "comment":
            file.comments.append(_comment(container, report))
            if file.comments[-1].words:
                report(container.first, _("a comment on words stands inside the answer that holds them"))
        case _:
            parts = _("`%(name)s` is no part of an example; there are %(known)s", name=container.name, known=", ".join(ALLOWED))
            report(container.first, parts)


def _answer(container: Container, report: Report) -> AnswerText:
    given = container.attributes
    if container.name == "answer" and not given.id:
        report(container.first, _("an answer says which exercise it is about: ::: answer {#village-map}"))
    body, first = _text(container.pieces, container.first + 1)
    inner = parts_of(container)
    for other in [one for one in inner if one.name != "comment"]:
        report(other.first, _("inside an answer there are comments only, not `%(name)s`", name=other.name))
    comments = [_comment(one, report) for one in inner if one.name == "comment"]
    return AnswerText(given.id or "", body, given.values.get("outcome", ""), comments, container.first, first)


def _comment(container: Container, report: Report) -> CommentText:
    text = _own(container)
    if not text:
        report(container.first, _("the comment says nothing: write it, or remove it"))
    return CommentText(text, container.attributes.values.get("words", ""), container.first)


def _own(container: Container) -> str:
    return _text(container.pieces, container.first + 1)[0]


def _text(pieces: list, line: int) -> tuple[str, int]:
    """What is written before the first container."""
    return trim(pieces[0].lines, pieces[0].first) if pieces and isinstance(pieces[0], TextRun) else ("", line)


def check_examples(folder: CourseFolder, report: FolderReport) -> None:
    """What can be seen with the whole folder in view."""
    for language in folder.languages:
        lessons = folder.pages[language]
        for file in folder.examples.get(language, {}).values():
            page = lessons.get(file["lesson"])
            if not file["lesson"] or not file["assignment"] or (page and not page.is_whole):
                continue
            if page is None:
                reason = _("there is no lesson `%(name)s` in %(there)s/", name=file["lesson"], there=language)
                report(file.place, file.lines.get("lesson", 1), reason)
            elif not any(block.kind == "assignment" and block.id == file["assignment"] for block in page.blocks):
                where = f"{language}/{file['lesson']}"
                reason = _("there is no assignment `%(name)s` in %(there)s", name=file["assignment"], there=where)
                report(file.place, file.lines.get("assignment", 1), reason)
