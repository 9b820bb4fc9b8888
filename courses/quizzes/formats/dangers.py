"""What in a text would do something in a reader's browser, found in one pass over it.

Texts are cleaned again when they are shown (`courses/quizzes/rendering.py`); a question that brings such things is not taken in the first
place. What is not quite HTML is rather refused than read as a browser might."""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

DEEPEST = 500  # elements inside one another: the time to clean a text grows with its length times its depth

_TAG = re.compile(r"<!--|<(/?)([A-Za-z][^\s/>]*)")
_ATTRIBUTE = re.compile(r"""[\s/]*(?:(>)|([^\s/>][^\s/>=]*)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>]*))?)""")
_COMMENT_END = re.compile(r"--!?>")
_RUNS = frozenset(["script", "iframe", "object", "embed", "applet", "frame", "frameset", "base", "meta", "link", "form"])
_CHANGES = frozenset(["animate", "animatecolor", "animatemotion", "animatetransform", "set"])  # of SVG: they can write an address
_ADDRESSES = frozenset(["href", "src", "action", "formaction", "data", "xlink:href", "poster"])
_SCHEME = r"(?:javascript|vbscript|data(?!:image/(?:png|jpe?g|gif|webp)[;,])):"
_UNSAFE_ADDRESS = re.compile(_SCHEME, re.IGNORECASE)
_UNSAFE_LINK = re.compile(rf"(?:\]\(|\]:|<)[\s<]{{0,9}}({_SCHEME})", re.IGNORECASE)
_SCRIPT = re.compile(r"<script\b", re.IGNORECASE)
_SCRIPT_END = re.compile(r"</script\b", re.IGNORECASE)
_BACKTICKS = re.compile(r"(`+)")
_NEVER_CLOSED = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"])
_CLOSED_BY_OTHERS = frozenset(
    ["p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup", "colgroup", "rt", "rp"]
)


def danger_in(html: str) -> str | None:
    """The first danger of an HTML text: the name of an element or attribute."""
    return next(_dangers(html, _RUNS | _CHANGES), None) if "<" in html else None


def danger_in_markdown(text: str) -> str | None:
    """What is shown as code is not looked at."""
    words = _without_code(text)
    link = _UNSAFE_LINK.search(unescape(words))
    return link[1] if link else danger_in_plain(words)


def danger_in_plain(text: str) -> str | None:
    """Its HTML is shown as text, so a question may name `<script>`; one that holds a whole script, or what would begin one, was meant to
    run somewhere."""
    start = _SCRIPT.search(text)
    if start and _SCRIPT_END.search(text, start.end()):
        return "<script>"
    return next(_dangers(text, frozenset()), None) if "<" in text else None


def is_too_deep(html: str) -> bool:
    """Whether more than `DEEPEST` elements stand inside one another."""
    open_now: Counter[str] = Counter()
    depth = 0
    for tag in _tags(html):
        if tag.name in _NEVER_CLOSED or tag.name in _CLOSED_BY_OTHERS:
            continue
        if not tag.closes:
            open_now[tag.name] += 1
            depth += 1
        elif open_now[tag.name]:
            open_now[tag.name] -= 1
            depth -= 1
        if depth > DEEPEST:
            return True
    return False


class _Tag(NamedTuple):
    name: str
    closes: bool
    attributes: list[tuple[str, str]]


def _tags(html: str) -> Iterator[_Tag]:
    place = 0
    while tag := _TAG.search(html, place):
        place = tag.end()
        if tag[2]:
            attributes: list[tuple[str, str]] = []
            while (attribute := _ATTRIBUTE.match(html, place)) and not attribute[1]:
                place = attribute.end()
                attributes.append((attribute[2].lower(), attribute[3] or ""))
            yield _Tag(tag[2].lower(), bool(tag[1]), attributes)
        elif not html.startswith((">", "->"), place):
            end = _COMMENT_END.search(html, place)
            place = end.end() if end else len(html)


def _dangers(html: str, elements: frozenset[str]) -> Iterator[str]:
    for tag in _tags(html):
        if tag.closes:
            continue
        if tag.name in elements:
            yield f"<{tag.name}>"
        yield from (name for name, value in tag.attributes if _acts(name, value))


def _acts(name: str, value: str) -> bool:
    if name.startswith("on") or name == "srcdoc":
        return True
    address = re.sub(r"[\x00-\x20]", "", unescape(value.strip("\"'"))) if name in _ADDRESSES else ""
    return _UNSAFE_ADDRESS.match(address) is not None


def _without_code(text: str) -> str:
    """Markdown without what stands between backticks: as many of them close it as opened it."""
    pieces = _BACKTICKS.split(text)
    last = {len(marks): place for place, marks in enumerate(pieces) if place % 2}
    kept: list[str] = []
    place = 0
    while place < len(pieces):
        if place % 2 and last[len(pieces[place])] > place:
            size = len(pieces[place])
            place += 2
            while len(pieces[place]) != size or not place % 2:
                place += 1
        else:
            kept.append(pieces[place])
        place += 1
    return " ".join(kept)
