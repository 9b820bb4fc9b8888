"""A prepared example as a file. What is written here reads back as the same example."""

from .. import attributes, front_matter
from .document import AnswerText, CommentText, ExampleFile


def write_example_file(file: ExampleFile) -> str:
    head = front_matter.change("", {key: file[key] for key in ("title", "lesson", "assignment", "outcome")})
    parts = [file.summary, *(_answer("answer", one) for one in file.answers)]
    if file.added is not None:
        parts.append(_answer("added-text", file.added))
    parts += [_container("criterion", one.criterion, {"level": one.level}, one.reason) for one in file.levels]
    parts += [_comment(one) for one in file.comments]
    return f"---\n{head}\n---\n\n" + "\n\n".join(parts) + "\n"


def _answer(name: str, one: AnswerText) -> str:
    body = "\n\n".join(filter(None, [one.body, *(_comment(comment) for comment in one.comments)]))
    return _container(name, one.block_id, {"outcome": one.outcome} if one.outcome else {}, body)


def _comment(one: CommentText) -> str:
    return _container("comment", "", {"words": one.words} if one.words else {}, one.text)


def _container(name: str, block_id: str, values: dict[str, str], body: str) -> str:
    return f"::: {name}{attributes.braces(block_id or None, [], values)}\n{body}\n:::"
