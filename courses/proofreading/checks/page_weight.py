"""What a page weighs on the line, compressed, against the budget of its first view: with styles and scripts, without pictures and
recordings, which load when they are looked at."""

import gzip
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from posixpath import join, normpath
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from wagtail.models import Page

from ..draft import Draft
from ..findings import Finding, Severity

BUDGET = 60_000  # bytes of the first view, as docs/decisions/0007 has it
SAVING = "js/autosave.js"  # a preview has nothing to save, a learner's page has
_ASKED = re.compile(r'(?:href|src)="([^"]+\.(?:css|js|svg|woff2))"')
_IMPORTED = re.compile(r'from "(\.[^"]+)"')


def asked_at_once(html: str) -> set[str]:
    """Addresses of the site's own files that a page asks for before anything of it is looked at."""
    return {address for address in _ASKED.findall(html) if address.startswith(settings.STATIC_URL)}


def imported(script: str) -> list[str]:
    """Modules that a script asks for, as it names them."""
    return _IMPORTED.findall(script)


def within_budget(draft: Draft) -> Iterator[Finding]:
    weight = first_view(draft.page)
    if weight > BUDGET:
        words = _("The page weighs %(weight)d kB on the line, %(budget)d are the limit: make two lessons of it.")
        said = words % {"weight": weight / 1000, "budget": BUDGET / 1000}
        about = str(weight // 5000)  # not every comma makes it another one
        yield Finding(check="too_heavy", path=("title",), severity=Severity.STOP, words=said, about=about)


def first_view(page: Page) -> int:
    """Bytes, gzip: the preview of the page with everything it asks for at once. What a learner has written comes on top."""
    with override(get_language()), timezone.override(timezone.get_current_timezone()):  # the preview goes through middleware that sets both
        html = page.make_preview_request().content
    names = {urlsplit(address).path.removeprefix(settings.STATIC_URL) for address in asked_at_once(html.decode())} | {SAVING}
    return len(gzip.compress(html, 6)) + sum(size for _name, size in _with_imports(frozenset(names)))


@cache
def _with_imports(names: frozenset[str]) -> frozenset[tuple[str, int]]:
    """Static files with the modules they import, each once, with their compressed size."""
    sizes: dict[str, int] = {}
    waiting = sorted(names)
    while waiting:
        name = waiting.pop()
        found = finders.find(name) if name not in sizes else None
        if not found:
            continue
        raw = Path(str(found)).read_bytes()
        sizes[name] = len(gzip.compress(raw, 6))
        if name.endswith(".js"):
            waiting += [normpath(join(name, "..", other)) for other in imported(raw.decode())]
    return frozenset(sizes.items())
