"""Lines of a question's list: `- [x] The council {#council}`, and under it `  : feedback`."""

import re
from dataclasses import dataclass
from decimal import Decimal

from .. import attributes
from ..attributes import Attributes
from ..reasons import reason as _
from ..scanner import Report, fence_after, trim
from ..sentences import taken_in_the_list

MARKED = re.compile(r"^[-*+] \[([^\[\]]*)\](?: (.*))?$")
NUMBERED = re.compile(r"^(\d+)[.)] (.*)$")
BRACES = re.compile(r"[ \t]*(?<!\\)\{([^{}]*)\}[ \t]*$")
PER_CENT = re.compile(r"^(-?\d+(?:[.,]\d+)?) ?%$")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass
class ListLine:
    mark: str
    text: str
    given: Attributes
    feedback: str
    line: int


def split_list(text: str, first: int, pattern: re.Pattern[str] = MARKED) -> tuple[str, list[tuple[int, list[str]]]]:
    """The text before the list that ends it, and the list's items as lines with the line number each begins on."""
    lines, fence, start = text.split("\n"), "", None
    for place, line in enumerate(lines):
        is_outside, fence = not fence, fence_after(fence, line)
        if is_outside and pattern.match(line):
            start = place if start is None else start
        elif line.strip() and not line.startswith("  "):
            start = None  # text after it: that list belonged to the text
    if start is None:
        return text, []
    items: list[tuple[int, list[str]]] = []
    for place, line in enumerate(lines[start:], start):
        if pattern.match(line):
            items.append((first + place, [line]))
        else:
            items[-1][1].append(line)
    return trim(lines[:start], first)[0], items


def read_items(items: list[tuple[int, list[str]]], report: Report, pattern: re.Pattern[str] = MARKED) -> list[ListLine]:
    return [_read_item(number, lines, report, pattern) for number, lines in items]


def _read_item(number: int, lines: list[str], report: Report, pattern: re.Pattern[str]) -> ListLine:
    found = pattern.match(lines[0])
    mark, words = (found[1], found[2] or "") if found else ("", "")
    text: list[str] = [words]
    feedback: list[str] = []
    is_feedback = False
    for line in lines[1:]:
        bare = line[2:] if line.startswith("  ") else line
        if bare.startswith(": ") and not is_feedback:
            is_feedback = True
            feedback.append(bare[2:])
        elif is_feedback:
            feedback.append(bare[2:] if bare.startswith("  ") else bare)
        else:
            text.append(bare)
    first, given = split_braces(text[0], number, report)
    whole = "\n".join([first, *text[1:]]).strip()
    return ListLine(mark.strip(), whole, given, "\n".join(feedback).strip(), number)


def split_braces(text: str, line: int, report: Report) -> tuple[str, Attributes]:
    """`the council {#council .unlimited}` → the words and what the braces say. Other braces are words."""
    found = BRACES.search(text)
    if not found or not re.match(r"\s*[#.]|\s*[\w-]+=", found[1]):
        return text.replace("\\{", "{") if found is None else text, Attributes()
    try:
        given = attributes.parse(found[1])
    except attributes.NotReadable as error:
        report(line, error.reason)
        return text[: found.start()], Attributes()
    problem = attributes.id_problem(given.id) if given.id else None
    if problem:
        report(line, problem)
    return text[: found.start()].rstrip(), given


def position_id(place: int) -> str:
    """The id of an item that gives none: a, b, … z, a2, b2, …"""
    return LETTERS[place % 26] + (str(place // 26 + 1) if place >= 26 else "")


def ids_of(lines: list[ListLine], report: Report) -> list[str]:
    """Each line's id, given or by position. Two of one name are a mistake."""
    found: list[str] = []
    for place, item in enumerate(lines):
        name = item.given.id or position_id(place)
        if name in found:
            report(item.line, taken_in_the_list(name))
        found.append(name)
    return found


def fraction_of(item: ListLine, report: Report) -> float | None:
    """1 for `[x]`, 0 for `[ ]`, a part for `[50%]`."""
    if item.mark in ("x", "X", "х", "Х"):  # the Cyrillic letters look the same and are typed as often
        return 1.0
    if not item.mark:
        return 0.0
    found = PER_CENT.match(item.mark)
    if found:
        fraction = of_hundred(found[1])
        if -1 <= fraction <= 1:
            return fraction
    report(item.line, _("`[%(said)s]` must be [x], [ ] or a part of the mark like [50%%]", said=item.mark))
    return None


def of_hundred(words: str) -> float:
    """33.33333333333333 → a third: as a decimal fraction, so that what was written reads back as the same number."""
    return float(Decimal(words.replace(",", ".")) / 100)


def per_cent(fraction: float) -> str:
    words = f"{Decimal(repr(fraction)) * 100:f}"
    return f"{words.rstrip('0').rstrip('.') if '.' in words else words}%"
