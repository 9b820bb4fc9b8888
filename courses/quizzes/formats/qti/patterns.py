"""Wildcards of typed answers (`*` for any characters) and the regular expressions by which QTI says the same."""

import re
from dataclasses import dataclass

ANY = None


@dataclass(frozen=True)
class Wildcard:
    """`parts` are texts, and None for any characters."""

    parts: tuple[str | None, ...]
    ignores_case: bool | None  # None: there is no letter in it

    def matches(self, text: str) -> bool:
        """In time that grows with the text, whatever the wildcard."""
        parts = self.parts
        if self.ignores_case is not False:
            text, parts = text.casefold(), tuple(part if part is ANY else part.casefold() for part in parts)
        place, is_free = 0, False
        for number, part in enumerate(parts, 1):
            if part is ANY:
                is_free = True
                continue
            if number == len(parts):
                return text.endswith(part) and (len(text) - len(part) >= place if is_free else text[place:] == part)
            found = text.find(part, place) if is_free else (place if text.startswith(part, place) else -1)
            if found < 0:
                return False
            place, is_free = found + len(part), False
        return is_free or place == len(text)

    @property
    def text(self) -> str:
        """As an answer's text: `*` for any characters, `\\*` for a star."""
        return "".join("*" if part is ANY else part.replace("*", r"\*") for part in self.parts)

    def sample(self, filling: str = "") -> str:
        return "".join(filling if part is ANY else part for part in self.parts)


def wildcard(text: str, *, ignores_case: bool) -> Wildcard:
    """Of an answer's text."""
    parts = [part for piece in re.split(r"(\\\*|\*)", text) if (part := {"*": ANY, "\\*": "*"}.get(piece, piece)) != ""]
    joined: list[str | None] = []
    for part in parts:
        if part is not ANY and joined and joined[-1] is not ANY:
            joined[-1] = str(joined[-1]) + part
        elif part is not ANY or not joined or joined[-1] is not ANY:
            joined.append(part)
    return Wildcard(tuple(joined), ignores_case)


def pattern_of(wanted: Wildcard) -> str:
    """As a regular expression of XML Schema, which has no flags: a letter of either case is written `[aA]`."""
    out = []
    for part in wanted.parts:
        if part is ANY:
            out.append(".*")
            continue
        for char in part:
            pair = _pair(char) if wanted.ignores_case else None
            out.append(f"[{pair}]" if pair else f"\\{char}" if char in r".\?*+{}()[]|-^$" else char)
    return "".join(out)


def _pair(char: str) -> str | None:
    """The letter as it is, and in its other case."""
    lower, upper = char.lower(), char.upper()
    return char + (upper if char == lower else lower) if lower != upper and len(lower) == len(upper) == 1 else None


_TOKEN = re.compile(r"(?P<any>\.\*)|\[(?P<pair>..)\]|\\(?P<escaped>[.\\?*+{}()\[\]|^$-])|(?P<plain>[^.\\?*+{}()\[\]|^$])", re.DOTALL)


def wildcard_of(pattern: str) -> Wildcard | None:
    """Of a regular expression, if it says nothing more than a wildcard can."""
    parts: list[str | None] = []
    cased = either = False
    place = 0
    while place < len(pattern):
        token = _TOKEN.match(pattern, place)
        if token is None:
            return None
        place = token.end()
        if token["any"]:
            parts.append(ANY)
            continue
        char = token["escaped"] or token["plain"]
        if token["pair"]:
            one, other = tuple(token["pair"])
            if one.lower() != other.lower():
                return None
            char, either = one, True
        elif _pair(char):
            cased = True
        if parts and parts[-1] is not ANY:
            parts[-1] = str(parts[-1]) + char
        else:
            parts.append(char)
    if cased and either:
        return None
    return Wildcard(tuple(parts), True if either else False if cased else None)
