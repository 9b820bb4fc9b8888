"""Joins each folder of static/css that has an index.css into one file: one request on a bad line. A test sees that they are current."""

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

IMPORT = re.compile(r'^@import "([\w-]+\.css)"(?: ([^;]+))?;$', re.M)
FOLDERS = {"site.css": "src", "desk.css": "desk"}  # every page loads the first; the mentor's desk the second as well
COMMENT = re.compile(r"/\*.*?\*/", re.S)


def joined(folder: Path) -> str:
    """The sources in the order of index.css, each imported with a condition inside that @media, without comments and indentation."""
    parts = []
    for name, condition in IMPORT.findall((folder / "index.css").read_text(encoding="utf-8")):
        css = COMMENT.sub("", (folder / name).read_text(encoding="utf-8"))
        lines = "\n".join(line.strip() for line in css.splitlines() if line.strip())
        parts.append(f"@media {condition} {{\n{lines}\n}}" if condition else lines)
    return "\n".join(parts) + "\n"


class Command(BaseCommand):
    help = "Join the folders of static/css into the files that pages ask for."

    def handle(self, *args: Any, **options: Any) -> None:
        css = settings.BASE_DIR / "static" / "css"
        for name, folder in FOLDERS.items():
            (css / name).write_text(joined(css / folder), encoding="utf-8")
