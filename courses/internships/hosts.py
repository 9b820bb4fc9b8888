"""The address that a host is given: computed from the row and the site's secret key, and stored nowhere."""

import segno
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from lms.core.links import absolute

from .models import HostLink, PracticeEntry, PracticeFile

_LENGTH = 26  # 104 bits


def key_of(link: HostLink) -> str:
    return f"{link.pk}-{_signed(link.pk, link.made_at.isoformat())}"


def address_of(link: HostLink) -> str:
    return absolute(reverse("host_confirmation", args=[key_of(link)]))


def link_of(key: str) -> HostLink | None:
    """The row behind an address; None for one that is not ours."""
    pk, _dash, _signature = key.partition("-")
    if not pk.isdecimal() or len(pk) > 15:
        return None
    link = HostLink.objects.select_related("placement__cohort", "placement__mentor", "closing").filter(pk=int(pk)).first()
    return link if link and constant_time_compare(key_of(link), key) else None


def waiting_for(link: HostLink) -> QuerySet[PracticeEntry]:
    """What whoever holds the link may read and confirm: what is handed in in its placement, learner by learner."""
    waiting = PracticeEntry.objects.filter(state=PracticeEntry.State.SUBMITTED, participation__placement=link.placement_id)
    around = ("participation__placement__cohort", "participation__enrolment__learner")
    return waiting.select_related(*around).order_by("participation__enrolment__learner__name", "participation", "day", "pk")


def files_waiting_for(link: HostLink) -> QuerySet[PracticeFile]:
    return PracticeFile.objects.filter(entry__in=waiting_for(link), removed_at=None)


def qr_svg(address: str) -> str:
    return segno.make(address, error="m", micro=False).svg_inline(scale=5, border=2, dark="#24211c", light="#ffffff")


def _signed(pk: int, made_at: str) -> str:
    return salted_hmac("internships.host", f"{pk}:{made_at}", algorithm="sha256").hexdigest()[:_LENGTH]
