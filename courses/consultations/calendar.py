"""What stands in people's calendars: what they have booked or wait for, and what they offer."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.accounts.models import User
from lms.calendars.entries import Entry, Status
from lms.calendars.sources import CANCELLED_STAYS
from lms.core.links import absolute

from .models import Consultation, Slot
from .rules import slots_kept_by
from .wording import how_of, how_words

State = Consultation.State


def entries_of(person: User, since: datetime) -> Iterator[Entry]:
    gone = now() - CANCELLED_STAYS
    mine = Consultation.objects.of(person).filter(slot__isnull=False, starts_at__gte=since).exclude(state=State.NO_SHOW)
    mine = mine.exclude(state=State.CANCELLED, changed_at__lt=gone).select_related("slot", "mentor", "learner", "visitor__account")
    yield from (entry_of(each) for each in mine.order_by("starts_at", "pk"))
    slots = slots_kept_by(person).filter(offered_by=person, ends_at__gte=since).exclude(state=Slot.State.CANCELLED, changed_at__lt=gone)
    yield from (_offered(slot) for slot in slots.annotate(taken=_seated()).order_by("starts_at", "pk"))


def entry_of(consultation: Consultation) -> Entry:
    """For whoever comes. Its slot is there; after it was held the calendar keeps the time that was booked."""
    slot = consultation.slot
    if slot is None:
        raise ValueError("Only what has a time stands in a calendar.")
    statuses = {State.ASKED: Status.TENTATIVE, State.CANCELLED: Status.CANCELLED}
    mentor = str(consultation.mentor or "")
    return Entry(
        uid=consultation.uid,
        sequence=consultation.sequence,
        changed_at=consultation.changed_at,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        zone=slot.time_zone,
        summary=_("Consultation with %(name)s") % {"name": mentor} if mentor else _("Consultation"),
        status=statuses.get(State(consultation.state), Status.CONFIRMED),
        location=how_of(consultation),
        link=absolute(reverse("consultation", args=[consultation.pk])),
        description=slot.about,
        organiser=mentor,
    )


def _offered(slot: Slot) -> Entry:
    """For who offers it. Who comes is said on the page: calendars are shown to others."""
    taken = slot.taken  # type: ignore[attr-defined]
    booked = ngettext("%(count)d place booked", "%(count)d places booked", taken) % {"count": taken}
    return Entry(
        uid=slot.uid,
        sequence=slot.sequence,
        changed_at=slot.changed_at,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        zone=slot.time_zone,
        summary=_("Consultation: %(booked)s") % {"booked": booked},
        status=Status.CONFIRMED if slot.is_open else Status.CANCELLED,
        location=how_words(slot.mode, slot.where),
        link=absolute(reverse("offered_time", args=[slot.pk])),
        description=slot.about,
    )


def _seated() -> Count:
    return Count("consultations", filter=Q(consultations__state__in=Consultation.SEATED))
