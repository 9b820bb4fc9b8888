"""What happens to the signed form of a certificate: a place is kept for it, it is signed, its bit is turned, it is forgotten."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Count, F
from django.utils.timezone import now

from lms.network.models import Organisation

from ..models import Badge, BadgeIssuer, Certificate, StatusList
from . import addresses
from .building import credential_of
from .keys import current_key, private_half
from .proof import as_text, signed

TRIES = 20
FULL = StatusList.LENGTH // 2  # beyond that a random place is too often taken


def reserve(*, certificate: Certificate) -> Badge:
    """Write down what the signature will depend on: issuer, key, moment, salt, place on a list. A repeat finds the same."""
    kept = Badge.objects.filter(certificate=certificate).first()
    if kept:
        return kept
    issuer, key = issuer_for(certificate), current_key()
    for _try in range(TRIES):
        listed = _list_with_room(issuer)
        fields = {"issuer": issuer, "key": key, "status_list": listed, "status_index": secrets.randbelow(StatusList.LENGTH)}
        try:
            with transaction.atomic():
                return Badge.objects.create(certificate=certificate, awarded_at=_second(), salt=secrets.token_hex(8), **fields)
        except IntegrityError:  # the place is taken, or somebody was quicker
            kept = Badge.objects.filter(certificate=certificate).first()
            if kept:
                return kept
    raise IntegrityError("No free place on the status list was found")


@transaction.atomic
def sign(*, certificate: Certificate) -> str:
    """The signed credential: the same bytes, however often it is asked for. Raises KeyIsMissing."""
    badge = _whole().select_for_update(of=("self",), no_key=True).get(pk=reserve(certificate=certificate).pk)
    if badge.credential:
        return badge.credential
    key = current_key()
    if badge.key_id != key.pk:  # the key changed before anything was handed out: the new one signs
        badge.key, badge.awarded_at = key, _second()
    method = addresses.verification_method(badge.issuer, key)
    document = signed(credential_of(badge), key=private_half(key), method=method, created=badge.awarded_at)
    badge.credential = as_text(document)
    badge.save(update_fields=["key", "awarded_at", "credential"])
    return badge.credential


def turn_bits(*, certificates: Iterable[Certificate]) -> None:
    """Their state has changed, so have the lists that they are on: what is kept of those is not up to date any more."""
    lists = StatusList.objects.filter(badges__certificate__in=certificates)
    StatusList.objects.filter(pk__in=lists.values("pk")).update(revision=F("revision") + 1, changed_at=_second())


def forget_signature(*, certificate: Certificate) -> None:
    """What was signed goes, and what it depends on stays, but for a key that is no longer in charge."""
    Badge.objects.filter(certificate=certificate).update(credential="")


def forget(*, certificates: Iterable[Certificate]) -> None:
    """What was signed goes, and the salt with it; the place on the list is never given to another."""
    Badge.objects.filter(certificate__in=certificates).update(credential="", salt="")


def issuer_for(certificate: Certificate) -> BadgeIssuer:
    """Whoever runs the cohort, as on the paper; one that is made again keeps the issuer that it had."""
    before = BadgeIssuer.objects.filter(badges__certificate__superseded_by=certificate).first()
    if before:
        return before
    cohort = certificate.enrolment.cohort
    return _issuer_of(cohort.owner or cohort.course.owner)


def _issuer_of(organisation: Organisation | None) -> BadgeIssuer:
    known = BadgeIssuer.objects.filter(organisation=organisation).first()
    if known:
        return known
    try:
        with transaction.atomic():
            return BadgeIssuer.objects.create(organisation=organisation)
    except IntegrityError:
        return BadgeIssuer.objects.get(organisation=organisation)


def _list_with_room(issuer: BadgeIssuer) -> StatusList:
    newest = StatusList.objects.filter(issuer=issuer).annotate(taken=Count("badges")).order_by("-pk").first()
    if newest and newest.taken < FULL:
        return newest
    return StatusList.objects.create(issuer=issuer, changed_at=_second())


def _whole():
    return Badge.objects.select_related(
        "certificate__enrolment__cohort__course", "certificate__enrolment__learner", "issuer", "status_list"
    )


def _second() -> datetime:
    return now().replace(microsecond=0)
