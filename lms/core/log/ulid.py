"""Names for changes: ULIDs, as devices make them. They sort by the maker's clock, which nothing here relies on."""

import re
import secrets
import time

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PATTERN = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}")


def new_ulid() -> str:
    number = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))


def is_ulid(text: object) -> bool:
    return isinstance(text, str) and _PATTERN.fullmatch(text) is not None
