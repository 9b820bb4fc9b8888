"""The engine: layouts, fonts and pictures in, PDF or PNG out."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import typst

from lms.core.paper.glyphs import fonts

LAYOUTS = Path(__file__).parent / "layouts"
MAIN = "paper.typ"
PREVIEW_DOTS = 110  # an inch


def pdf(
    sheets: list[dict[str, Any]],
    *,
    title: str,
    author: str,
    language: str,
    on: date,
    pictures: dict[str, bytes],
    attach: bool = True,
) -> bytes:
    """Of the same input the same bytes. Raises typst.TypstError when the result would not be accessible."""
    data = _data(sheets, title=title, author=author, language=language, on=on, attach=attach)
    with _folder(pictures) as folder:
        made = typst.compile(
            folder / MAIN,
            font_paths=fonts(),
            sys_inputs=data,
            pdf_standards=["ua-1"],
            timestamp=datetime.combine(on, time(), UTC),
        )
    assert isinstance(made, bytes)  # noqa: S101 - typst gives a list for pictures only
    return made


def pictures_of_pages(sheet: dict[str, Any], *, language: str, on: date, pictures: dict[str, bytes]) -> list[bytes]:
    """Each page as PNG."""
    data = _data([sheet], title="–", author="–", language=language, on=on, attach=False)
    with _folder(pictures) as folder:
        made = typst.compile(folder / MAIN, font_paths=fonts(), sys_inputs=data, format="png", ppi=PREVIEW_DOTS)
    return [made] if isinstance(made, bytes) else list(made or [])


def _data(sheets: list[dict[str, Any]], *, title: str, author: str, language: str, on: date, attach: bool) -> dict[str, str]:
    whole = {"document_title": title, "author": author, "language": language, "attach": attach, "sheets": sheets}
    return {"data": json.dumps(whole | {"year": on.year, "month": on.month, "day": on.day}, ensure_ascii=False)}


@contextmanager
def _folder(pictures: dict[str, bytes]) -> Iterator[Path]:
    """The layouts, with the pictures beside them: the engine reads nothing that lies elsewhere."""
    if not pictures:
        yield LAYOUTS
        return
    with tempfile.TemporaryDirectory(prefix="certificate-") as name:
        folder = Path(name)
        for layout in LAYOUTS.glob("*.typ"):
            (folder / layout.name).write_bytes(layout.read_bytes())
        for digest, content in pictures.items():
            (folder / digest).write_bytes(content)
        yield folder
