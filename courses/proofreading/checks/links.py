"""Links that lead nowhere inside the site. What other sites do with their pages is not asked: no request leaves the house."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.core.files.storage import default_storage
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.documents import get_document_model
from wagtail.models import Page, Site

from cms.blocks.markdown import is_own_address
from courses.catalogue import addresses

from ..draft import Draft
from ..findings import Finding, Path, Severity

ANCHOR = "b-"
LEARNING = ("course", "module", "lesson")


def inside_the_site(draft: Draft) -> Iterator[Finding]:
    known = _Known(draft)
    for text, found in draft.marked:
        for address, words in found.links:
            yield from _say(known.fate(address), text.path, words or address, address)
        yield from (_dead(text.path, str(number)) for number in found.documents if number not in known.documents)
        for number in found.pages:
            yield from _say(known.fate_of_page(number), text.path, known.title(number), str(number))
    for block in draft.blocks_of("download"):
        if block.value["file"] is None:
            yield _dead(("body", block.id, "file"), "")


def _say(fate: str, path: Path, quote: str, about: str) -> Iterator[Finding]:
    if fate == "dead":
        yield _dead(path, quote, about)
    elif fate == "hidden":
        words = _("The link leads to a page that is not published yet. Until it is, learners find nothing there.")
        yield Finding(check="link_hidden", path=path, severity=Severity.ADVICE, words=words, quote=quote, about=about)


def _dead(path: Path, quote: str, about: str = "") -> Finding:
    words = _("The link leads nowhere: there is no such place on this site.")
    return Finding(check="link_dead", path=path, severity=Severity.STOP, words=words, quote=quote, about=about)


class _Known:
    """What there is on the site, asked once for a draft."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self._fates: dict[str, str] = {}
        self._blocks: dict[str, set[str]] = {}

    @cached_property
    def anchors(self) -> set[str]:
        return _anchors(self.draft.page)

    @cached_property
    def pages(self) -> dict[int, Page]:
        numbers = {number for _text, found in self.draft.marked for number in found.pages}
        return Page.objects.in_bulk(numbers) if numbers else {}

    @cached_property
    def documents(self) -> set[int]:
        numbers = {number for _text, found in self.draft.marked for number in found.documents}
        return set(get_document_model().objects.filter(pk__in=numbers).values_list("pk", flat=True)) if numbers else set()

    @cached_property
    def site(self) -> Any:
        return Site.objects.filter(is_default_site=True).select_related("root_page").first()

    def title(self, number: int) -> str:
        page = self.pages.get(number)
        return page.title if page else str(number)

    def fate_of_page(self, number: int) -> str:
        page = self.pages.get(number)
        return "dead" if page is None else "there" if page.live else "hidden"

    def fate(self, address: str) -> str:
        """ "there", "hidden" (it exists, unpublished), "dead", or "" for what is not ours to know."""
        own = urlsplit(address)
        is_ours = own.scheme in ("http", "https") and address.startswith(settings.BASE_URL.rstrip("/") + "/")
        if not is_ours and (own.scheme or not is_own_address(address)):
            return ""
        if not own.path and own.fragment:
            return "there" if not own.fragment.startswith(ANCHOR) or own.fragment in self.anchors else "dead"
        path = unquote(urlsplit(urljoin(self.draft.page.url or "/", address)).path)
        if path not in self._fates:
            self._fates[path] = self._look_up(path)
        if self._fates[path] == "there" and own.fragment.startswith(ANCHOR) and own.fragment not in self._anchors_at(path):
            return "dead"
        return self._fates[path]

    def _anchors_at(self, path: str) -> set[str]:
        """Of the blocks of another lesson, as its readers have it; of this one as the draft has it."""
        if path == urlsplit(self.draft.page.url or "").path:
            return self.anchors
        if path not in self._blocks:
            reached, match = _reached(path, self.draft.language)
            is_learning = match is not None and match.url_name in LEARNING
            page = addresses.page_at(*_slugs(match), language=_language(reached)) if match and is_learning else None
            self._blocks[path] = _anchors(page) if page else set()
        return self._blocks[path]

    def _look_up(self, path: str) -> str:
        if path.startswith(settings.MEDIA_URL):
            return "there" if default_storage.exists(path.removeprefix(settings.MEDIA_URL)) else "dead"
        path, match = _reached(path, self.draft.language)
        if match is None:
            return "dead"
        if match.url_name == "wagtaildocs_serve":
            return "there" if get_document_model().objects.filter(pk=match.kwargs["document_id"]).exists() else "dead"
        if match.url_name in LEARNING:
            return self._learning(_slugs(match), path)
        return self._page(path) if match.url_name == "wagtail_serve" else "there"

    def _learning(self, slugs: tuple[str, ...], path: str) -> str:
        if addresses.page_at(*slugs, language=_language(path)):
            return "there"
        return self._page(path)

    def _page(self, path: str) -> str:
        """As Wagtail's tree has it: without the language in front, below the home page of that language."""
        language, _slash, rest = path.lstrip("/").partition("/")
        home = Page.objects.filter(depth=2, locale__language_code=language).first() or (self.site and self.site.root_page)
        page = Page.objects.filter(url_path=f"{home.url_path}{rest}").first() if home else None
        return "dead" if page is None else "there" if page.live else "hidden"


def _reached(path: str, language: str) -> tuple[str, ResolverMatch | None]:
    """An address without a slash at its end leads to the one with it, one without a language to the one in the reader's."""
    whole = path if path.endswith("/") else f"{path}/"
    ways = [path, whole] if _language(path) else [path, whole, f"/{language}{whole}"]
    return next(((way, match) for way in ways if (match := _resolved(way, language))), (path, None))


def _resolved(path: str, language: str) -> ResolverMatch | None:
    """Whatever language the person reads the site in: Django knows the addresses of that one alone."""
    with override(_language(path) or language):
        try:
            return resolve(path)
        except Resolver404:
            return None


def _language(path: str) -> str:
    """The one in front of an address, or nothing."""
    first = path.split("/")[1]
    return first if first in dict(settings.LANGUAGES) else ""


def _slugs(match: ResolverMatch) -> tuple[str, ...]:
    return tuple(match.args or match.kwargs.values())


def _anchors(page: Page) -> set[str]:
    return {f"{ANCHOR}{block.id}" for block in getattr(page, "body", [])}
