r"""GIFT's marks inside texts: `\~ \= \# \{ \} \:` are the signs themselves, `\n` is a new line, `\\` a backslash.

Before a question is taken apart its escaped signs become characters that no text has (Unicode's "noncharacters"), afterwards the signs."""

import re

WHITE = " \t\n\r\v"  # what is cut off around a text; a no-break space is not
_SIGNS = ":#={}~"
_HIDDEN = {sign: chr(0xFDD0 + number) for number, sign in enumerate([*_SIGNS, "\n"])}
_SHOWN = str.maketrans({hidden: sign for sign, hidden in _HIDDEN.items()})
_NONCHARACTERS = re.compile("[\ufdd0-\ufdef]")
_ESCAPED = re.compile(r"\\([\\:#={}~n])")
_TO_ESCAPE = re.compile(r"[\\:#={}~]")


def without_noncharacters(text: str) -> str:
    return _NONCHARACTERS.sub("\ufffd", text)


def hide(text: str) -> str:
    return _ESCAPED.sub(_hidden, text)


def _hidden(escaped: re.Match[str]) -> str:
    sign = escaped[1]
    return "\\" if sign == "\\" else _HIDDEN["\n" if sign == "n" else sign]


def show(text: str) -> str:
    return text.translate(_SHOWN)


def escape(text: str) -> str:
    """On one line, so that no blank line ends the question and no indentation is lost."""
    return _TO_ESCAPE.sub(r"\\\g<0>", without_noncharacters(text.strip(WHITE))).replace("\n", r"\n")
