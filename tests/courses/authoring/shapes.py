"""What has to be the same in every language of a course, and what has to be other: the shape of its files, and their words."""

from collections.abc import Iterator
from typing import Any

from courses.authoring.folder.document import MARKDOWN_FIELDS, Block, CourseFolder, Item, PageFile
from courses.authoring.folder.examples.document import ExampleFile
from courses.authoring.folder.markdown import tokens
from courses.authoring.folder.questions.document import QuestionFile
from courses.authoring.folder.rubrics.document import RubricFile
from courses.mentorship.rubric_definition import to_json as rubric_json
from courses.quizzes.engine.definition import to_json

# fields of blocks and of the front matter whose words are rules, not text
RULES = {"kind", "rubric", "slots", "exercises", "settings", "lesson", "assignment", "outcome"}
QUESTION_RULES = {"id", "type", "option", "choice", "format", "grading", "layout", "unit_handling"}


def files_of(folder: CourseFolder, language: str) -> dict[str, Any]:
    kinds = (folder.pages, folder.questions, folder.rubrics, folder.examples)
    return {path: file for kind in kinds for path, file in kind.get(language, {}).items()}


# Shape --------------------------------------------------------------------------------------------------------------------


def shape_of(file: Any) -> Any:
    match file:
        case PageFile():
            front = {key: value if isinstance(value, int) else bool(value) for key, value in file.front.items()}
            return front, _markdown(file.introduction), [_block(block) for block in file.blocks]
        case QuestionFile():
            return [(one.id, one.tags, bool(one.title), _words_away(to_json(one.definition), QUESTION_RULES)) for one in file.questions]
        case RubricFile():
            return _words_away(rubric_json(file.definition), {"id"})
        case ExampleFile():
            return _example(file)
    raise TypeError(file)


def _block(block: Block) -> Any:
    return block.kind, block.id, {name: _field(block, name, value) for name, value in block.value.items()}


def _field(block: Block, name: str, value: Any) -> Any:
    if name in RULES or (block.kind == "assignment" and name == "text"):
        return value
    return _markdown(value) if name in MARKDOWN_FIELDS and isinstance(value, str) else _words_away(value, set())


def _markdown(text: str) -> list[str]:
    """Paragraphs, headings, lists and tables, in their order."""
    return [token.type for token in tokens(text) if token.nesting == 1]


def _words_away(value: Any, rules: set[str]) -> Any:
    """Ids, numbers and flags, and where there are words at all."""
    match value:
        case str():
            return bool(value.strip())
        case Item():
            return value.id, _words_away(value.value, rules)
        case list() | tuple():
            return [_words_away(part, rules) for part in value]
        case dict():
            return {key: part if key in rules else _words_away(part, rules) for key, part in value.items()}
    return value


def _example(file: ExampleFile) -> Any:
    answers = [(one.block_id, one.outcome, _markdown(one.body), len(one.comments)) for one in _answers(file)]
    comments = [bool(one.words) for answer in _answers(file) for one in answer.comments]
    front = {key: value if key in RULES else bool(value) for key, value in file.front.items()}
    return front, answers, comments, [(one.criterion, one.level) for one in file.levels], len(file.comments)


def _answers(file: ExampleFile) -> list[Any]:
    return [*file.answers, *([file.added] if file.added else [])]


# Words --------------------------------------------------------------------------------------------------------------------


def words_of(file: Any) -> Iterator[str]:
    """Every text that a reader sees, ids and rules left out."""
    match file:
        case PageFile():
            yield from (value for value in file.front.values() if isinstance(value, str))
            yield file.introduction
            for block in file.blocks:
                for name, value in block.value.items():
                    if name not in RULES and not (block.kind == "assignment" and name == "text"):
                        yield from _strings(value, set())
        case QuestionFile():
            yield str(file.front["title"])
            for one in file.questions:
                yield from (one.title, *_strings(to_json(one.definition), QUESTION_RULES))
        case RubricFile():
            yield from _strings(rubric_json(file.definition), {"id"})
        case ExampleFile():
            yield from (file["title"], file.summary, *(one.reason for one in file.levels), *(one.text for one in file.comments))
            for answer in _answers(file):
                yield from (answer.body, *(one.text for one in answer.comments))


def _strings(value: Any, rules: set[str]) -> Iterator[str]:
    match value:
        case str():
            yield value
        case Item():
            yield from _strings(value.value, rules)
        case list() | tuple():
            for part in value:
                yield from _strings(part, rules)
        case dict():
            for key, part in value.items():
                if key not in rules:
                    yield from _strings(part, rules)
