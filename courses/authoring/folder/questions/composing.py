"""A file of questions after some were edited: what did not change keeps its lines to the byte, the rest is written anew."""

from difflib import SequenceMatcher

from .. import front_matter
from ..reasons import Reason
from .document import QuestionFile, QuestionText
from .reader import parse_questions
from .writer import write_question


def compose(old: QuestionFile | None, title: str, questions: list[QuestionText]) -> str:
    """The text of a file with these questions in this order. `old` is the file as it was, read."""
    if old is None:
        head = front_matter.change("", {"title": title})
        return f"---\n{head}\n---\n" + "".join(f"\n{write_question(question)}\n" for question in questions)
    lines = old.text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    is_same_title = old.front.get("title") == title
    if is_same_title and questions == old.questions:
        return old.text
    source = "\n".join(lines[1 : old.body_line - 2]) + "\n"
    head = source if is_same_title else front_matter.change(source, {"title": title})
    text = f"---\n{head}{'' if head.endswith(chr(10)) else chr(10)}---\n" + _body(old, lines, questions)
    text = text.replace("\n", "\r\n") if "\r\n" in old.text else text
    return f"\ufeff{text}" if old.text.startswith("\ufeff") else text


def _body(old: QuestionFile, lines: list[str], questions: list[QuestionText]) -> str:
    places = {question.id: place for place, question in enumerate(old.questions)}
    parts: list[str] = []
    for question in questions:
        place = places.get(question.id)
        if place is None:
            parts.append(f"\n{write_question(question)}\n")
            continue
        was = old.questions[place]
        start = old.questions[place - 1].last if place else old.body_line - 1
        gap = lines[start : was.first - 1]
        parts.append("".join(f"{line}\n" for line in (gap if parts or place == 0 else [""])))
        kept = lines[was.first - 1 : was.last]
        parts.append("\n".join(kept if was == question else _merged(kept, question)) + "\n")
    ending = lines[old.questions[-1].last :] if old.questions else lines[old.body_line - 1 :]
    return "".join(parts) + "\n".join(ending)


def _merged(kept: list[str], question: QuestionText) -> list[str]:
    """The question written anew, with the lines it had where they say the same, if it then still reads as the same question."""
    new = write_question(question).split("\n")
    merged = [*new]
    for start, other, size in SequenceMatcher(None, _signs(kept), _signs(new), autojunk=False).get_matching_blocks():
        merged[other : other + size] = kept[start : start + size]
    return merged if _reads_as("\n".join(merged), question) else new


def _signs(lines: list[str]) -> list[str]:
    """What each line says, whatever the spaces between its columns. The headings of a table are for whoever reads the file."""
    return [_sign(line, below) for line, below in zip(lines, [*lines[1:], ""], strict=True)]


def _sign(line: str, below: str) -> str:
    if line.startswith("|") and _is_rule(below):
        return "| head |"
    return "| rule |" if _is_rule(line) else " ".join(line.replace("|", " | ").split())


def _is_rule(line: str) -> bool:
    return line.startswith("|") and set(line) <= set("|-: ")


def _reads_as(text: str, question: QuestionText) -> bool:
    mistakes: list[Reason] = []
    file = QuestionFile("", "", f"---\ntitle: x\n---\n{text}\n")
    parse_questions(file, lambda _line, reason: mistakes.append(reason))
    return not mistakes and file.questions == [question]
