"""What a check found. No database."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise

Path = tuple[str, ...]  # as Wagtail's editor names fields: ("body", id of the block, "prompt"), ("title",)
SHOWN = 160


class Severity(StrEnum):
    STOP = "stop"  # nothing is published before it is mended, or somebody says why not
    ADVICE = "advice"  # worth a second look


@dataclass(frozen=True, kw_only=True)
class Finding:
    """`quote` is the text it is about, or its beginning. `mark` is the same as long as what it is about does not change: an override
    holds for that, and not for what is written there next."""

    check: str
    path: Path
    severity: Severity
    words: str | Promise
    quote: str = ""
    about: str = ""  # what the mark is made of, where that is more than the quote

    @property
    def mark(self) -> str:
        said = "\x1f".join([self.check, *self.path, self.about or self.quote]).replace("\r\n", "\n")  # as a browser ends lines
        return hashlib.sha256(said.encode()).hexdigest()[:32]

    @property
    def place(self) -> str:
        """The path as one word, for addresses and `data-` attributes."""
        return ".".join(self.path)

    @property
    def short_quote(self) -> str:
        return self.quote if len(self.quote) <= SHOWN else f"{self.quote[:SHOWN].rstrip()}…"

    @property
    def is_stop(self) -> bool:
        return self.severity is Severity.STOP
