"""Bringing the guides of docs/guides to the site, without overwriting what somebody changed there."""

import hashlib
import json
import uuid
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.db import transaction
from wagtail.models import Page

from cms.pages.models import HomePage

from . import sources
from .models import BroughtPage, GuidePage, GuidesPage
from .readers import Reader
from .sources import Source

NAMES = [sources.INDEX, *Reader.values]
SLUG = "guide"
_SPACE = uuid.UUID("5e0c2a5c-3a53-4a0e-9d5f-0a2f3b1c7d11")  # ids of blocks and translation keys are made of names within it


def bring_guides(*, theirs: bool = False, say: Callable[[str], object] = lambda words: None) -> int:
    """How many pages are new or were written again. `theirs`: the files' text also where somebody has changed or deleted the page."""
    remembered = {(each.language, each.name): each for each in BroughtPage.objects.all()}
    brought = 0
    for language, name, source in _files():
        memory = remembered.get((language, name))
        if memory is None or theirs or memory.source != source.digest:
            brought += _bring(language=language, name=name, source=source, memory=memory, theirs=theirs, say=say)
    return brought


def _files() -> Iterator[tuple[str, str, Source]]:
    """Parents first. A guide that is not there in a language is left out there."""
    for language, _label in settings.LANGUAGES:
        for name in NAMES:
            if sources.path_of(language, name).exists():
                yield language, name, sources.read(language, name)


@transaction.atomic
def _bring(*, language: str, name: str, source: Source, memory: BroughtPage | None, theirs: bool, say: Callable[[str], object]) -> bool:
    page = memory.page.specific.get_latest_revision_as_object() if memory and memory.page else None
    if memory and not theirs:
        if page is None:
            say(f"{memory}: left as it is, because somebody has deleted it. --theirs brings it back.")
            return False
        if digest(page) != memory.written:
            say(f"{memory}: left as it is, because somebody has changed it. --theirs takes the text of the file.")
            return False
    page = page or _new_page(language, name)
    if page is None:
        return False
    _write(page, source)
    BroughtPage.objects.update_or_create(
        language=language, name=name, defaults={"page_id": page.pk, "source": source.digest, "written": digest(page)}
    )
    return True


def digest(page: Page) -> str:
    """Of what the page says. Browsers add line ends to texts, which change nothing."""
    said = [page.title, page.summary, _plain(page.body.get_prep_value()) if isinstance(page, GuidePage) else ""]
    return hashlib.sha256(json.dumps(said, sort_keys=True).replace("\\r\\n", "\\n").encode()).hexdigest()


def _plain(body: list) -> list:
    return [[block["type"], block["value"]] for block in body]


def _new_page(language: str, name: str) -> Page | None:
    """None where there is no place for it: somebody has deleted the page above, or put another at its address."""
    home = HomePage.objects.filter(locale__language_code=language).first()
    parent = home if name == sources.INDEX else GuidesPage.objects.child_of(home).first() if home else None
    slug = SLUG if name == sources.INDEX else name
    if parent is None or Page.objects.child_of(parent).filter(slug=slug).exists():
        return None
    known = {"slug": slug, "locale": home.locale, "translation_key": uuid.uuid5(_SPACE, name), "title": name, "live": False}
    page = GuidesPage(**known) if name == sources.INDEX else GuidePage(reader=name, **known)
    return parent.add_child(instance=page)


def _write(page: Page, source: Source) -> None:
    page.title, page.summary = source.title, source.summary
    if isinstance(page, GuidePage):
        blocks: Any = [
            {"id": str(uuid.uuid5(_SPACE, f"{page.reader}/{piece.name}")), "type": piece.kind, "value": piece.value}
            for piece in source.pieces
        ]
        page.body = blocks
    page.save_revision(log_action=False).publish(log_action=False)
