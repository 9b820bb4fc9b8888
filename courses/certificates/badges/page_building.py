"""`verify.html`: one file that checks a badge with no network at all. Its scripts are inside, so it is the one page outside the site's
policy; it brings a stricter one of its own, which lets run only what has these hashes and lets nothing reach any network."""

import base64
import hashlib
import re
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import now

from lms.core.links import absolute

from ..models import BadgeIssuer
from .known import own_lists
from .proof import as_text, moment
from .publishing import key_log
from .vocabulary import contexts
from .words import without_scripts, words

FOLDER = Path(__file__).parent / "page"
LIBRARIES = "vendor/libraries.js"
LIBRARIES_PINNED = "b9f0e9613eb578a812b537bf5f97606c75591e1cb1111225405a08a1229d2ab2"  # SHA-256; made by bin/vendor-verify-libraries
OURS = ["strict.js", "carriers.js", "proofs.js", "verdicts.js", "squares.js", "page.js"]
DATA = 'const Page = JSON.parse(document.getElementById("data").textContent);'


class LibrariesChanged(Exception):
    """The vendored script is not the one that was pinned."""


def build_page() -> str:
    """With what the site knows now: contexts, issuers with their keys, status lists. Raises KeyIsMissing."""
    script, style = _script(), _read("page.css")
    parts = {
        "policy": policy(script, style),
        "title": escape(words()[settings.LANGUAGE_CODE]["title"]),
        "style": style,
        "languages": "".join(f'<option value="{code}" lang="{code}">{escape(name)}</option>' for code, name in settings.LANGUAGES),
        "without_scripts": "".join(f'<p lang="{code}">{escape(text)}</p>' for code, text in without_scripts().items()),
        "data": as_text(_data(now())).replace("<", "\\u003c"),
        "script": script,
    }
    return re.sub(r"\{\{(\w+)\}\}", lambda place: parts[place[1]], _read("page.html"))


def policy(script: str, style: str) -> str:
    return (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; img-src data: blob:; media-src blob:; "
        "base-uri 'none'; form-action 'none'"
    )


def _data(at: datetime) -> dict[str, Any]:
    logs = [key_log(issuer) for issuer in BadgeIssuer.objects.all()]
    return {
        "madeAt": moment(at),
        "address": absolute(reverse("verify_page")),
        "language": settings.LANGUAGE_CODE,
        "contexts": dict(contexts()),
        "issuers": {log["id"]: log["keys"] for log in logs},
        "lists": own_lists(),
        "words": words(),
    }


def _script() -> str:
    libraries = _read(LIBRARIES)
    if hashlib.sha256(libraries.encode()).hexdigest() != LIBRARIES_PINNED:
        raise LibrariesChanged(LIBRARIES)
    script = "\n".join(['"use strict";', libraries, DATA, *map(_read, OURS)])
    return re.sub(r"</(script)", r"<\\/\1", script, flags=re.I)


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def _read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")
