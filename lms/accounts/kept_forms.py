"""Forms of the back office that the site could not take: their sender was signed out by then, or what they were to change was gone. A page
names, signed, for whom it was made; what is sent from it without that person is kept for them alone, sealed, for a few days, and offered
when they have signed in again (docs/decisions/0025-signed-out-while-writing.md)."""

import base64
import json
import re
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, QueryDict
from django.utils.crypto import salted_hmac
from django.utils.timezone import now

from .models import KeptForm, User
from .models.kept_form import KeptFormQuerySet

FIELD = "kept_for"
SENT_AGAIN = "kept_form"
MENDED = "kept_form_mended"  # the same, with what was wrong in it put right: dropped once that is saved
SALT = "lms.accounts.kept_forms"
DAYS = 3
MOST = 20  # of one person: of more the oldest go
LONGEST_ANSWER = timedelta(minutes=2)  # then whoever answered is taken to have died
ONE_WORD = re.compile(r"(title|heading|name|caption|label|term)$|^text-")  # is enough in these; `text-…`: a text beside its source
NOT_WORDS = ("-type", "-id", "-order", "-deleted", "-count", "_FORMS")
LOADED = {"loaded_revision_id", "loaded_revision_created_at", "seen"}  # what the page was made from
HIDDEN = {"csrfmiddlewaretoken", "next", "editing_tab", *LOADED, FIELD, SENT_AGAIN, MENDED}


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


@transaction.atomic
def keep(*, person_id: int, path: str, sent: QueryDict, has_no_place: bool = False) -> KeptForm | None:
    """None where the account is gone."""
    person = User.objects.filter(pk=person_id, is_active=True).first()
    if person is None:
        return None
    fields = sent.copy()
    for name in ("csrfmiddlewaretoken", FIELD, SENT_AGAIN, MENDED):
        fields.pop(name, None)
    sealed = _seal(person).encrypt(zlib.compress(fields.urlencode().encode())).decode()
    kept = KeptForm.objects.create(person=person, path=path[:500], sealed=sealed, has_no_place=has_no_place)
    drop(person=person, key=sent.get(SENT_AGAIN) or sent.get(MENDED, ""))
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
    has_no_place: bool = False

    @property
    def title(self) -> str:
        return dict(self.fields).get("title", "")

    @property
    def words(self) -> list[str]:
        """What looks like something that a person typed, to read and to copy."""
        typed = (text for name, value in self.fields if not _is_technical(name) for text in _typed_in(name, value))
        return list(dict.fromkeys(typed))

    @property
    def filled_in(self) -> list[dict[str, str]]:
        """All that a person could have typed or chosen, field by field."""
        return [{"field": name, "said": _readable(value)} for name, value in self.fields if value.strip() and not _is_technical(name)]


def opened(person: User) -> list[Opened]:
    """What lies ready for this person, the newest first. What can no longer be unsealed (the site's secret is another) is left out."""
    fresh = KeptForm.objects.of(person).filter(at__gt=_oldest())
    return [one for kept in fresh if (one := _open(person, kept))]


def waiting(person: User) -> int:
    return KeptForm.objects.of(person).filter(at__gt=_oldest()).count()


def claim(*, person: User, key: str) -> bool:
    """Before it is sent again: of two presses one goes on."""
    is_free = Q(sent_at=None) | Q(sent_at__lt=now() - LONGEST_ANSWER)
    return bool(_named(person, key).filter(is_free).update(sent_at=now()))


def give_back(*, person: User, key: str) -> None:
    """It was sent again, and nothing was saved."""
    _named(person, key).update(sent_at=None)


def drop(*, person: User, key: str) -> None:
    """It is saved, or its owner wants it no more. A repeat changes nothing."""
    _named(person, key).delete()


def forget_old() -> None:
    KeptForm.objects.filter(at__lte=_oldest()).delete()


def _named(person: User, key: str) -> KeptFormQuerySet:
    try:
        return KeptForm.objects.of(person).filter(key=UUID(key))
    except ValueError:
        return KeptForm.objects.none()


def _is_technical(name: str) -> bool:
    return name.endswith(NOT_WORDS) or name.startswith("read-") or name in HIDDEN


def _typed_in(name: str, value: str) -> list[str]:
    packed = _unpacked(value)
    if packed is not None:
        return packed
    return [value] if " " in value.strip() or (value.strip() and ONE_WORD.search(name)) else []


def _readable(value: str) -> str:
    return "\n".join(_unpacked(value) or [value])


def _unpacked(value: str) -> list[str] | None:
    """The texts of rich text and of tables, which their fields send packed for programs. None where it is no such field."""
    if not value.startswith(("{", "[{")):
        return None
    try:
        held = json.loads(value)
    except ValueError:
        return None  # words that begin with a brace
    try:
        texts = [block["text"] for block in held["blocks"]] if "blocks" in held else [cell for row in held["data"] for cell in row]
    except (KeyError, TypeError):
        return []
    return [str(text) for text in texts if text not in (None, "")]


def _oldest() -> datetime:
    return now() - timedelta(days=DAYS)


def _open(person: User, kept: KeptForm) -> Opened | None:
    try:
        sent = QueryDict(zlib.decompress(_seal(person).decrypt(kept.sealed.encode())), encoding="utf-8")
    except InvalidToken:
        return None
    fields = [(name, value) for name, values in sent.lists() for value in values]
    return Opened(str(kept.key), kept.path, kept.at, fields, kept.has_no_place)


def _seal(person: User) -> Fernet:
    digest = salted_hmac(SALT, str(person.pk), algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(digest))
