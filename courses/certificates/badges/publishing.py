"""What anybody may fetch: the issuer, its keys, an achievement, a status list."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.utils.timezone import now

from courses.catalogue.models import Course
from courses.catalogue.outline import outline

from ..models import Badge, BadgeIssuer, Certificate, SigningKey, StatusList
from . import addresses, bits
from .bits import REFRESH, REVOCATION
from .keys import current_key, private_half
from .proof import as_text, moment, signed
from .vocabulary import CREDENTIALS, OPEN_BADGES

DID = "https://www.w3.org/ns/did/v1"
MULTIKEY = "https://w3id.org/security/multikey/v1"
STATES = {
    REVOCATION: [Certificate.State.REVOKED, Certificate.State.SUPERSEDED, Certificate.State.WITHDRAWN],
    REFRESH: [Certificate.State.SUPERSEDED],
}
KEPT_FOR = timedelta(hours=1)  # a list is signed anew so often
GOOD_FOR = timedelta(days=7)  # after that nobody should rely on a copy


def did_document(issuer: BadgeIssuer) -> dict[str, Any]:
    """Every key that may have signed. Which one signed when is in the key log; a withdrawn one is in neither list of methods."""
    keys = [key for key in SigningKey.objects.all() if key.state != SigningKey.State.WITHDRAWN]
    return {
        "@context": [DID, MULTIKEY],
        "id": addresses.did(issuer),
        "verificationMethod": [_method(issuer, key) for key in keys],
        "assertionMethod": [addresses.verification_method(issuer, key) for key in keys],
    }


def key_log(issuer: BadgeIssuer) -> dict[str, Any]:
    return {
        "id": addresses.did(issuer),
        "keys": [
            {
                "id": addresses.verification_method(issuer, key),
                "publicKeyMultibase": key.public,
                "from": moment(key.active_from),
                "until": moment(key.active_until) if key.active_until else None,
                "withdrawn": key.state == SigningKey.State.WITHDRAWN,
            }
            for key in SigningKey.objects.all()
        ],
    }


def profile(issuer: BadgeIssuer) -> dict[str, Any]:
    name = issuer.organisation.name if issuer.organisation else settings.SITE_NAME
    home = settings.BASE_URL.rstrip("/") + "/"
    return {"@context": [CREDENTIALS, OPEN_BADGES], "id": addresses.did(issuer), "type": ["Profile"], "name": name, "url": home}


def achievement(course: Course) -> dict[str, Any]:
    """As it is called today, in the language it was written in; each credential says it as its certificate does."""
    shown = outline(course, course.source_language)
    return {
        "@context": [CREDENTIALS, OPEN_BADGES],
        "id": addresses.achievement(course.translation_key),
        "type": ["Achievement"],
        "achievementType": "Course",
        "name": shown.title,
        "description": shown.summary or shown.title,
        "criteria": {"narrative": "Everything that the course requires was done."},
        "inLanguage": shown.language,
    }


def status_list(listed: StatusList, purpose: str) -> str:
    """The signed list. Signed anew each hour and whenever a bit has turned; in between the same bytes. Raises KeyIsMissing."""
    key = current_key()
    hour = now().replace(minute=0, second=0, microsecond=0)
    name = f"badge-status:{listed.pk}:{purpose}:{listed.revision}:{key.pk}:{hour:%Y%m%d%H}"
    kept = cache.get(name)
    if kept is None:
        kept = _signed_list(listed, purpose, key, max(hour, listed.changed_at, key.active_from))
        cache.set(name, kept, timeout=KEPT_FOR.total_seconds())
    return kept


def _signed_list(listed: StatusList, purpose: str, key: SigningKey, at: datetime) -> str:
    turned = Badge.objects.filter(status_list=listed, certificate__state__in=STATES[purpose])
    address = addresses.status_list(listed, purpose)
    document = {
        "@context": [CREDENTIALS],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": addresses.did(listed.issuer),
        "validFrom": moment(at),
        "validUntil": moment(at + GOOD_FOR),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": bits.packed(turned.values_list("status_index", flat=True), length=StatusList.LENGTH),
        },
    }
    method = addresses.verification_method(listed.issuer, key)
    return as_text(signed(document, key=private_half(key), method=method, created=at))


def _method(issuer: BadgeIssuer, key: SigningKey) -> dict[str, Any]:
    """Without `expires`: a verifier would refuse what a retired key signed while it was in charge."""
    return {
        "id": addresses.verification_method(issuer, key),
        "type": "Multikey",
        "controller": addresses.did(issuer),
        "publicKeyMultibase": key.public,
    }
