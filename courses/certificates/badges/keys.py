"""The key log: which key signs, which ones signed. Private halves are in the environment (BADGE_SIGNING_KEY) or in files of their own,
readable by nobody else; the embedded default makes one when it is first needed."""

import contextlib
import os
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.timezone import now

from ..models import SigningKey
from . import multibase

State = SigningKey.State


class KeyIsMissing(Exception):
    """The log names a current key whose private half is neither in the environment nor in its file."""


class KeyComesFromOutside(Exception):
    """BADGE_SIGNING_KEY says which key signs: it is changed there."""


def current_key() -> SigningKey:
    """The key that signs now: the one of the environment, the one of the log, or a new one. Raises KeyIsMissing."""
    known = SigningKey.objects.current().first()
    given = _given()
    if given:
        public = public_half(given)
        return known if known and known.public == public else _put_in_charge(public, instead_of=known, as_state=State.RETIRED)
    if known is None:
        return _put_in_charge(_made(), instead_of=None, as_state=State.RETIRED)
    private_half(known)
    return known


def private_half(key: SigningKey) -> Ed25519PrivateKey:
    """Raises KeyIsMissing."""
    given = _given()
    if given and public_half(given) == key.public:
        return given
    try:
        text = _file(key.public).read_text(encoding="ascii")
    except OSError as missing:
        raise KeyIsMissing(f"The private half of {key.name} is not in {_file(key.public)}. Put it back, or make a new key.") from missing
    return _read(text)


def rotate(*, withdraw: bool = False) -> SigningKey:
    """A new key signs from now on. What the old one signed stays valid, unless it is withdrawn because others may have it.
    Raises KeyComesFromOutside."""
    if _given():
        raise KeyComesFromOutside
    old = SigningKey.objects.current().first()
    new = _put_in_charge(_made(), instead_of=old, as_state=State.WITHDRAWN if withdraw else State.RETIRED)
    if old:
        _file(old.public).unlink(missing_ok=True)
    return new


def public_half(key: Ed25519PrivateKey) -> str:
    return multibase.encode(multibase.PUBLIC + key.public_key().public_bytes_raw())


def secret_text(key: Ed25519PrivateKey) -> str:
    return multibase.encode(multibase.PRIVATE + key.private_bytes_raw())


def _put_in_charge(public: str, *, instead_of: SigningKey | None, as_state: str) -> SigningKey:
    """Of two processes that do it at once, one finds the place taken, and goes on with the other's key."""
    at = _this_second()
    try:
        with transaction.atomic():
            if instead_of:
                taken = SigningKey.objects.current().filter(pk=instead_of.pk).update(state=as_state, active_until=at)
                if not taken:
                    raise IntegrityError
            again = SigningKey.objects.filter(public=public).first()
            if again:  # the environment went back to an older key
                SigningKey.objects.filter(pk=again.pk).update(state=State.CURRENT, active_until=None)
                return SigningKey.objects.get(pk=again.pk)
            last = SigningKey.objects.aggregate(last=Max("number"))["last"] or 0
            return SigningKey.objects.create(number=last + 1, public=public, active_from=at)
    except IntegrityError:
        current = SigningKey.objects.current().first()
        if current is None:
            raise
        if current.public != public:
            _file(public).unlink(missing_ok=True)
        return current


def _made() -> str:
    """A new key in its file, which is on the disk before anything is signed with it."""
    key = Ed25519PrivateKey.generate()
    public = public_half(key)
    path = _file(public)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with contextlib.closing(os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w")) as file:
        file.write(secret_text(key))
        file.flush()
        os.fsync(file.fileno())
    return public


def _given() -> Ed25519PrivateKey | None:
    return _read(settings.BADGE_SIGNING_KEY) if settings.BADGE_SIGNING_KEY else None


def _read(text: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(multibase.decode(text.strip(), length=multibase.KEY_LENGTH, kind=multibase.PRIVATE))


def _file(public: str) -> Path:
    return Path(settings.BADGE_KEYS) / public


def _this_second() -> datetime:
    """Times in proofs have no fractions."""
    return now().replace(microsecond=0)
