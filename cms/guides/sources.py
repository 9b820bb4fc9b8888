"""A guide as it stands in docs/guides: Markdown that also reads well where the code is kept. No database.

# Title
A paragraph that says what it is for.
<a id="begin"></a>
## Heading
1. Steps, with **words of the interface** in bold.
![What it shows](../../img/guides/uk/learner-road.webp)
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

INDEX = "README"
_ANCHOR = re.compile(r'<a id="([a-z-]+)"></a>\Z')
_PICTURE = re.compile(r"!\[([^\]]*)\]\(\.\./\.\./img/guides/([\w/-]+)\.webp\)\Z")
_TO_ANOTHER = re.compile(r"\]\((\w+)\.md(#[a-z-]+)?\)")


@dataclass(frozen=True)
class Piece:
    """A block of the page: its kind and what is in it. `name` is the same for the same piece of the next version."""

    kind: str
    name: str
    value: dict[str, str] | str


@dataclass(frozen=True)
class Source:
    title: str
    summary: str
    pieces: list[Piece]
    digest: str


class NotAGuide(Exception):
    """The file has not the form above."""


def path_of(language: str, name: str) -> Path:
    return settings.GUIDES / language / f"{name}.md"


def read(language: str, name: str) -> Source:
    text = path_of(language, name).read_text(encoding="utf-8")
    return parse(text)


def parse(text: str) -> Source:
    paragraphs = [part.strip("\n") for part in re.split(r"\n{2,}", text.strip())]
    if len(paragraphs) < 2 or not paragraphs[0].startswith("# "):
        raise NotAGuide("It begins with a title and a paragraph.")
    return Source(
        title=paragraphs[0].removeprefix("# ").strip(),
        summary=" ".join(paragraphs[1].split()),
        pieces=_pieces(paragraphs[2:]),
        digest=hashlib.sha256(text.encode()).hexdigest(),
    )


def _pieces(paragraphs: list[str]) -> list[Piece]:
    """Text between pictures and headings is one block, as an editor would have it."""
    pieces: list[Piece] = []
    texts: list[str] = []
    anchor, number = "", 0

    def close() -> None:
        nonlocal number
        if texts:
            number += 1
            pieces.append(Piece("markdown", f"{anchor}/{number}", _TO_ANOTHER.sub(r"](../\1/\2)", "\n\n".join(texts))))
            texts.clear()

    for paragraph in paragraphs:
        first, _, rest = paragraph.partition("\n")
        if found := _ANCHOR.match(first):
            close()
            if not rest.startswith("## "):
                raise NotAGuide(f"A heading follows {first}.")
            anchor, number = found[1], 0
            pieces.append(Piece("part", anchor, {"heading": rest.removeprefix("## ").strip(), "anchor": anchor}))
        elif picture := _PICTURE.match(paragraph):
            close()
            pieces.append(Piece("screen", picture[2], {"name": picture[2], "alt": picture[1]}))
        else:
            texts.append(paragraph)
    close()
    names = [(piece.kind, piece.name) for piece in pieces if piece.kind != "screen"]
    if repeated := {name for kind, name in names if names.count((kind, name)) > 1}:
        raise NotAGuide(f"Each part has an anchor of its own: {', '.join(sorted(repeated))}.")  # blocks are known by them
    return pieces
