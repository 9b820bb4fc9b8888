"""A formula of MathML as words on one line: `x^2/(a+b)`. It cannot stay as it is, and without its tags alone ½ would be 12."""

import re
from collections.abc import Callable
from html import escape
from html.parser import HTMLParser

_FORMULA = re.compile(r"<math\b[^>]*>(.*?)</math\s*>", re.DOTALL | re.IGNORECASE)
_NO_TAG = re.compile(r"<(?![^<>!]*>)")  # the parser would look for its end again and again, or fail at it
_LAID_OUT: dict[str, Callable[..., str]] = {
    "mfrac": lambda above, below: f"{_group(above)}/{_group(below)}",
    "msup": lambda base, power: f"{_group(base)}^{_group(power)}",
    "msub": lambda base, index: f"{_group(base)}_{_group(index)}",
    "msubsup": lambda base, index, power: f"{_group(base)}_{_group(index)}^{_group(power)}",
    "munder": lambda base, index: f"{_group(base)}_{_group(index)}",
    "mover": lambda base, power: f"{_group(base)}^{_group(power)}",
    "munderover": lambda base, index, power: f"{_group(base)}_{_group(index)}^{_group(power)}",
    "mroot": lambda base, degree: f"root({degree}; {base})",
}
_LEFT_OUT = {"annotation", "annotation-xml"}


def formulas_to_text(html: str) -> str:
    """A formula that is not closed stays as it is."""
    end = html.lower().rfind("</math")
    if end < 0:
        return html
    end += html[end:].find(">") + 1
    return _FORMULA.sub(lambda formula: escape(_text(_NO_TAG.sub("&lt;", formula[1]))), html[:end]) + html[end:]


class _Reader(HTMLParser):
    """Keeps, for every element that is open, the words of the children that are closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, list[str]]] = [("mrow", [])]

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append((tag, []))

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        self.open[-1][1].append("")

    def handle_endtag(self, tag: str) -> None:
        if len(self.open) > 1 and self.open[-1][0] == tag:
            self.close_last()

    def handle_data(self, data: str) -> None:
        if words := " ".join(data.split()):
            self.open[-1][1].append(words)

    def close_last(self) -> None:
        tag, children = self.open.pop()
        self.open[-1][1].append(_laid_out(tag, children))


def _text(content: str) -> str:
    reader = _Reader()
    reader.feed(content)
    reader.close()
    while len(reader.open) > 1:
        reader.close_last()
    return _laid_out("mrow", reader.open[0][1])


def _laid_out(tag: str, children: list[str]) -> str:
    tag = tag.rpartition(":")[2]
    if tag in _LEFT_OUT:
        return ""
    if tag == "msqrt":
        return f"√{_group(''.join(children))}"
    if tag in {"mtr", "mtable"}:
        return {"mtr": ", ", "mtable": "; "}[tag].join(children)
    lay_out = _LAID_OUT.get(tag)
    places = 3 if tag in {"msubsup", "munderover"} else 2
    return lay_out(*children) if lay_out and len(children) == places else "".join(children)


def _group(words: str) -> str:
    return words if len(words) == 1 or words.isalnum() else f"({words})"
