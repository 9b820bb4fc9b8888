"""Identifiers and addresses of what is published. They never change: none of them holds a name."""

from urllib.parse import quote, urlsplit
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from lms.core.links import absolute

from ..models import Badge, BadgeIssuer, SigningKey, StatusList


def did(issuer: BadgeIssuer) -> str:
    """did:web: its document is at /issuers/<uid>/did.json."""
    return f"did:web:{quote(urlsplit(settings.BASE_URL).netloc, safe='')}:issuers:{issuer.uid}"


def verification_method(issuer: BadgeIssuer, key: SigningKey) -> str:
    """With the key itself as its name: a verifier that has no document can still check the signature."""
    return f"{did(issuer)}#{key.public}"


def issuer_profile(issuer: BadgeIssuer) -> str:
    return absolute(reverse("badge_issuer", args=[issuer.uid]))


def achievement(course: UUID) -> str:
    return absolute(reverse("badge_achievement", args=[course]))


def badge(badge: Badge) -> str:
    return absolute(reverse("badge", args=[badge.uid]))


def status_list(listed: StatusList, purpose: str) -> str:
    return absolute(reverse("badge_status", args=[listed.uid, purpose]))
