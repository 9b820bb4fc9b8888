"""Ids of ours as QTI's identifiers and back. An identifier is a letter or `_`, then letters, digits, `_`, `-` and `.`."""

import re

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*\Z")


def identifier_of(own_id: str, prefix: str = "") -> str:
    """What is none already begins with `_` and has other characters by their numbers. A prefix keeps apart what may have the same ids."""
    if not prefix and _PLAIN.match(own_id):
        return own_id
    return (prefix or "_") + re.sub(r"[^A-Za-z0-9_-]", lambda found: f".{ord(found[0]):x}.", own_id)


def id_of(identifier: str, prefix: str = "") -> str:
    """Of an identifier that we wrote."""
    begins = prefix or "_"
    if not identifier.startswith(begins):
        return identifier
    return re.sub(r"\.([0-9a-f]+)\.", lambda found: chr(int(found[1], 16)), identifier.removeprefix(begins))


def plain_ids(identifiers: list[str]) -> dict[str, str]:
    """Ids for the identifiers of somebody else's file: `a` to `z`, digits and `-`, each once."""
    ids: dict[str, str] = {}
    for identifier in identifiers:
        plain = re.sub(r"[^a-z0-9]+", "-", identifier.lower()).strip("-") or "a"
        candidate, number = plain, 1
        while candidate in ids.values():
            number += 1
            candidate = f"{plain}-{number}"
        ids[identifier] = candidate
    return ids
