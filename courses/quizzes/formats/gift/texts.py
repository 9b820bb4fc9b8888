"""A text of a GIFT file: `[html]`, `[markdown]`, `[plain]` or `[moodle]` before it is its format."""

from ...engine.definition import Format
from ..texts import Text
from .escapes import WHITE, show

_FORMATS = {f"[{each}]": each for each in Format}


def read_text(text: str, format: Format = Format.MOODLE) -> Text:
    """`format` is that of a text which does not say one."""
    text = text.strip(WHITE)
    for prefix, said in _FORMATS.items():
        if text.startswith(prefix):
            text, format = text[len(prefix) :], said
            break
    return Text(show(text).strip(WHITE), format)


def with_feedback(text: str, format: Format) -> tuple[Text, Text]:
    """`answer # feedback`"""
    answer, _sign, feedback = text.partition("#")
    return read_text(answer, format), read_text(feedback, format)
