"""The credential of a certificate, before it is signed: names as in Open Badges 3.0."""

from datetime import UTC, datetime, time
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import Badge, Certificate
from . import addresses, proof
from .bits import REVOCATION
from .identity import hashed
from .vocabulary import CREDENTIALS, OPEN_BADGES


def credential_of(badge: Badge) -> dict[str, Any]:
    """Everything it says is a copy that the certificate keeps. How the course was completed is not in it."""
    certificate = badge.certificate
    with translation.override(certificate.language):
        return {
            "@context": [CREDENTIALS, OPEN_BADGES],
            "id": addresses.badge(badge),
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": certificate.course_title,
            "issuer": {
                "id": addresses.did(badge.issuer),
                "type": ["Profile"],
                "name": certificate.issuer_name,
                "url": settings.BASE_URL.rstrip("/") + "/",
            },
            "validFrom": proof.moment(badge.awarded_at),
            **_until(certificate),
            "credentialSubject": _subject(badge, certificate),
            "credentialStatus": status_entry(badge),
        }


def _until(certificate: Certificate) -> dict[str, str]:
    """To the last second of its last day. Nothing is said where it is valid for ever, so those keep the bytes that were signed."""
    if certificate.expires_on is None:
        return {}
    return {"validUntil": proof.moment(datetime.combine(certificate.expires_on, time(23, 59, 59), UTC))}


def status_entry(badge: Badge) -> dict[str, str]:
    listed = addresses.status_list(badge.status_list, REVOCATION)
    return {
        "id": f"{listed}#{badge.status_index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": REVOCATION,
        "statusListIndex": str(badge.status_index),
        "statusListCredential": listed,
    }


def _subject(badge: Badge, certificate: Certificate) -> dict[str, Any]:
    achieved = addresses.achievement(certificate.enrolment.cohort.course.translation_key)
    subject: dict[str, Any] = {
        "type": ["AchievementSubject"],
        "activityEndDate": proof.moment(datetime.combine(certificate.completed_on, time(), UTC)),
        "identifier": _identities(badge, certificate),
        "achievement": {
            "id": achieved,
            "type": ["Achievement"],
            "achievementType": "Course",
            "name": certificate.course_title,
            "description": _description(certificate),
            "criteria": {"narrative": _("Everything that the course requires was done.")},
            "inLanguage": certificate.title_language,
        },
    }
    if certificate.hours:
        hours = {"id": f"{achieved}#hours", "type": ["ResultDescription"], "name": _("Hours of study"), "resultType": "ext:HoursOfStudy"}
        subject["achievement"]["resultDescription"] = [hours]
        subject["result"] = [{"type": ["Result"], "resultDescription": hours["id"], "value": str(certificate.hours)}]
    return subject


def _identities(badge: Badge, certificate: Certificate) -> list[dict[str, Any]]:
    """Whose it is, as salted hashes: who holds the badge decides whether to say the name or the address that belongs to it."""
    said = {"name": certificate.holder_name, "emailAddress": (certificate.enrolment.learner.email or "").lower()}
    return [
        {"type": "IdentityObject", "hashed": True, "identityHash": hashed(words, badge.salt), "identityType": kind, "salt": badge.salt}
        for kind, words in said.items()
        if words
    ]


def _description(certificate: Certificate) -> str:
    course = _("The course “%(title)s”") % {"title": certificate.course_title}
    if not certificate.hours:
        return course
    hours = ngettext("%(hours)d hour of study", "%(hours)d hours of study", certificate.hours) % {"hours": certificate.hours}
    return f"{course}, {hours}"
