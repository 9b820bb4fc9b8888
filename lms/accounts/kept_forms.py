"""Forms of the back office that were sent when their sender was signed out by then. A page names, signed, for whom it was made; what is
sent from it without that person is kept for them alone, sealed, for a few days, and offered when they have signed in again
(docs/decisions/0025-signed-out-while-writing.md)."""

import base64
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, QueryDict
from django.utils.crypto import salted_hmac
from django.utils.timezone import now

from .models import KeptForm, User

FIELD = "kept_for"
SENT_AGAIN = "kept_form"
SALT = "lms.accounts.kept_forms"
DAYS = 3
MOST = 20  # of one person: of more the oldest go
NOT_WORDS = ("-type", "-id", "-order", "-deleted", "-count", "_FORMS")
HIDDEN = {"csrfmiddlewaretoken", "next", "editing_tab", "loaded_revision_id", "loaded_revision_created_at", FIELD, SENT_AGAIN}


def mark_of(person: User) -> str:
    """What a page carries, so that it is known later for whom it was made."""
    return signing.dumps(person.pk, salt=SALT)


def made_for(request: HttpRequest) -> int | None:
    """For whom the page was made that this form comes from; None where it does not say so."""
    mark = request.POST.get(FIELD, "")
    try:
        return int(signing.loads(mark, salt=SALT, max_age=settings.SESSION_COOKIE_AGE)) if mark else None
    except (signing.BadSignature, TypeError, ValueError):
        return None


def keep(*, person_id: int, path: str, sent: QueryDict) -> KeptForm | None:
    """None where the account is gone."""
    person = User.objects.filter(pk=person_id, is_active=True).first()
    if person is None:
        return None
    fields = sent.copy()
    for name in ("csrfmiddlewaretoken", FIELD, SENT_AGAIN):
        fields.pop(name, None)
    sealed = _seal(person).encrypt(zlib.compress(fields.urlencode().encode())).decode()
    drop(person=person, key=sent.get(SENT_AGAIN, ""))
    kept = KeptForm.objects.create(person=person, path=path[:500], sealed=sealed)
    too_many = KeptForm.objects.of(person).values_list("pk", flat=True)[MOST:]
    KeptForm.objects.filter(pk__in=list(too_many)).delete()
    return kept


@dataclass(frozen=True)
class Opened:
    """A kept form as its owner sees it."""

    key: str
    path: str
    at: datetime
    fields: list[tuple[str, str]]

    @property
    def title(self) -> str:
        return dict(self.fields).get("title", "")

    @property
    def words(self) -> list[str]:
        """What looks like something that a person typed, to read and to copy."""
        return list(dict.fromkeys(value for name, value in self.fields if _is_typed(name, value)))


def opened(person: User) -> list[Opened]:
    """What lies ready for this person, the newest first. What can no longer be unsealed (the site's secret is another) is left out."""
    fresh = KeptForm.objects.of(person).filter(at__gt=_oldest())
    return [one for kept in fresh if (one := _open(person, kept))]


def drop(*, person: User, key: str) -> None:
    """It was sent again, or its owner wants it no more. A repeat changes nothing."""
    try:
        KeptForm.objects.of(person).filter(key=UUID(key)).delete()
    except ValueError:
        return


def forget_old() -> None:
    KeptForm.objects.filter(at__lte=_oldest()).delete()


def _is_typed(name: str, value: str) -> bool:
    is_for_programs = name.endswith(NOT_WORDS) or name in HIDDEN or value.startswith(("{", "[{"))
    return not is_for_programs and " " in value.strip()


def _oldest() -> datetime:
    return now() - timedelta(days=DAYS)


def _open(person: User, kept: KeptForm) -> Opened | None:
    try:
        sent = QueryDict(zlib.decompress(_seal(person).decrypt(kept.sealed.encode())), encoding="utf-8")
    except InvalidToken:
        return None
    fields = [(name, value) for name, values in sent.lists() for value in values]
    return Opened(str(kept.key), kept.path, kept.at, fields)


def _seal(person: User) -> Fernet:
    digest = salted_hmac(SALT, str(person.pk), algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(digest))
