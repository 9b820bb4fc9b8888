"""Why something in a folder is not taken, as its text in the catalogues and what is put into it: found by a task today, said in the
language of whoever looks at it tomorrow. Imported as `_` and `ngettext`, so that the texts are gathered like all others."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime

LONGEST_VALUE = 1_000  # of what a file says and a sentence repeats


@dataclass(frozen=True)
class Reason:
    """A whole sentence. `values` are names of files, keys and words as they were typed; a day is written as the language writes days."""

    text: str
    plural: str = ""
    values: tuple[tuple[str, Any], ...] = ()

    def __str__(self) -> str:
        said = dict(self.values)
        text = translation.ngettext(self.text, self.plural, said["number"]) if self.plural else translation.gettext(self.text)
        return text % {name: _said(value) for name, value in said.items()}

    def as_data(self) -> dict[str, Any]:
        """For a JSONField, and back by `from_data`."""
        return {"text": self.text, "plural": self.plural, "values": {name: _as_data(value) for name, value in self.values}}


def reason(text: str, /, **values: Any) -> Reason:
    return Reason(text, "", _short(values))


def counted(text: str, plural: str, number: int, /, **values: Any) -> Reason:
    """The texts call the number `number`."""
    return Reason(text, plural, _short({**values, "number": number}))


def as_typed(words: str) -> Reason:
    """Words that are in no catalogue."""
    return reason("%(words)s", words=words)


def from_data(data: Mapping[str, Any] | str) -> Reason:
    """Reports that were stored before reasons were have a text in place of one."""
    if isinstance(data, str):
        return as_typed(data)
    return Reason(data["text"], data["plural"], tuple((name, _from_data(value)) for name, value in data["values"].items()))


def _short(values: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    return tuple((name, _cut(value) if isinstance(value, str) else value) for name, value in values.items())


def _cut(value: str) -> str:
    value = str(value).replace("\0", "")
    return value if len(value) <= LONGEST_VALUE else f"{value[: LONGEST_VALUE - 1]}…"


def _said(value: Any) -> Any:
    return date_format(localtime(value), "DATETIME_FORMAT") if isinstance(value, datetime) else value


def _as_data(value: Any) -> Any:
    if isinstance(value, Reason):
        return {"reason": value.as_data()}
    return {"at": value.isoformat()} if isinstance(value, datetime) else value


def _from_data(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    return from_data(value["reason"]) if "reason" in value else datetime.fromisoformat(value["at"])
