"""All findings of a page's newest draft, with what editors decided about them."""

from collections.abc import Iterator
from dataclasses import dataclass

from wagtail.models import Page

from cms.pages.models import BasePage

from .checks import CHECKS
from .draft import Draft
from .findings import Finding
from .models import Override


@dataclass(frozen=True)
class Looked:
    """A finding with the override that holds for it, if any."""

    finding: Finding
    override: Override | None = None


def look_through(page: Page) -> list[Looked]:
    """`page` is a draft as an object, of its own class. What stops comes first, each in the order of the page."""
    overrides = {override.mark: override for override in Override.objects.in_force().of_page(page).select_related("by")}
    found = {finding.mark: finding for finding in _findings(page)}
    place = {path: number for number, path in enumerate(_places(page))}
    ordered = sorted(found.values(), key=lambda finding: (not finding.is_stop, place.get(finding.path[1:2], -1)))
    return [Looked(finding, overrides.get(finding.mark)) for finding in ordered]


def open_stops(page: Page) -> list[Finding]:
    """What keeps the draft from being published."""
    if not is_looked_through(page):
        return []
    return [looked.finding for looked in look_through(page) if looked.finding.is_stop and looked.override is None]


def is_looked_through(page: Page) -> bool:
    """Pages of ours; not what other apps of Wagtail may bring."""
    return isinstance(page, BasePage) and not page.alias_of_id


def _findings(page: Page) -> Iterator[Finding]:
    draft = Draft(page)
    for check in CHECKS:
        yield from check(draft)


def _places(page: Page) -> Iterator[tuple[str, ...]]:
    for block in getattr(page, "body", []):
        yield (block.id,)
