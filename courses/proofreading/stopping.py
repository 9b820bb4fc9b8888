"""What stops keeps a page from going live, until it is mended or somebody has said why it should all the same."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.pages.going_live import Publication, Refusal

from .findings import Finding
from .linting import open_stops


def does_nothing_stop_it(wanted: Publication) -> Refusal | None:
    stops = open_stops(wanted.page)
    if not stops:
        return None
    fate = _("It is saved as a draft and not published.")
    if wanted.is_one_of_several:
        fate = _("Nothing was published: “%(page)s” is not ready.") % {"page": wanted.page.title}
    return Refusal(told(stops, fate), reverse("page_findings", args=[wanted.page.pk]))


def told(stops: Sequence[Finding], fate: str) -> str:
    count = len(stops)
    words = ngettext("%(count)d thing has to be mended first.", "%(count)d things have to be mended first.", count) % {"count": count}
    return f"{words} {fate}"
