"""The JSON-LD contexts that a credential may name. Kept here, pinned by hash; nothing is ever fetched."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

FOLDER = Path(__file__).parent / "contexts"
CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"

PINNED = {  # address → file, SHA-256 of its bytes
    CREDENTIALS: ("credentials-v2.json", "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734"),
    OPEN_BADGES: ("ob-3.0.3.json", "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84"),
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json": (
        "ob-3.0.2.json",
        "00666ad080ba407687ed1846b7f5e7495f5019042b202a727de47c48a1755c53",
    ),
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json": (
        "ob-3.0.1.json",
        "5f3d9dd6288ef437ff8286cf95ffbff609c748a66f24a1e9450c45ca64be1571",
    ),
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": (
        "ob-extensions.json",
        "87c06c81bc2317663bf288d740d94fddd2818c4342b186270ff6371dfaa63f93",
    ),
}


class ContextChanged(Exception):
    """A file of this folder is not the one that was pinned: nothing may be signed or checked with it."""


@cache
def contexts() -> Mapping[str, Any]:
    """Every context by its address."""
    return MappingProxyType({address: _read(*pin) for address, pin in PINNED.items()})


def _read(name: str, pinned: str) -> Any:
    content = (FOLDER / name).read_bytes()
    if hashlib.sha256(content).hexdigest() != pinned:
        raise ContextChanged(name)
    return json.loads(content)
