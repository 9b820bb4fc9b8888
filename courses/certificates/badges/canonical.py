"""The form of a document that is signed: RDF Dataset Canonicalization (RDFC-1.0) of its JSON-LD.

Stricter than JSON-LD asks: whatever would not become part of the signed form (a term no context knows, a null, a relative
address) is refused, so that nobody can add a claim that no signature covers.
"""

import json
import re
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from pyld import jsonld

from .vocabulary import contexts as our_contexts

ABSOLUTE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:[^\s<>\"{}|\\^`]*")
BASE = "relative://here/"  # what is not a whole address is found by it afterwards
MAX_LOOK_ALIKES = 8  # the algorithm tries the orders of nameless nodes that look alike: 8! at the very worst
MAX_NODES = 500

# The library keeps resolved contexts in a cache that is not made for threads.
_one_at_a_time = threading.Lock()


class CannotBeSigned(Exception):
    """The document says something that its signed form would leave out, or uses what we do not know. The text says what."""


def canonical(document: dict[str, Any], contexts: Mapping[str, Any] | None = None) -> str:
    """N-Quads in canonical order. Raises CannotBeSigned."""
    known = our_contexts() if contexts is None else contexts
    _check_contexts(document.get("@context"), known)
    _check_words({name: value for name, value in document.items() if name != "@context"})
    with _one_at_a_time:
        try:
            expanded = jsonld.expand(document, {"documentLoader": _loader(known), "base": BASE}, on_property_dropped=_refuse)
            nodes = list(_nodes(expanded))
            _check_addresses(nodes)
            _check_look_alikes(nodes)
            options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": _loader({})}
            return jsonld.normalize(expanded, options)
        except jsonld.JsonLdError as error:
            raise CannotBeSigned(_said(error)) from error


def _loader(known: Mapping[str, Any]) -> Any:
    def load(address: str, options: object = None) -> dict[str, Any]:
        if address not in known:
            raise CannotBeSigned(f"unknown context {address}")
        return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": address, "document": known[address]}

    return load


def _check_contexts(named: Any, known: Mapping[str, Any]) -> None:
    for address in named if isinstance(named, list) else [named]:
        if not isinstance(address, str) or address not in known:
            raise CannotBeSigned(f"unknown context {str(address)[:200]}")


def _check_words(value: Any) -> None:
    if value is None:
        raise CannotBeSigned("an empty value (null) is not covered by a signature")
    if isinstance(value, str) and value.startswith("_:"):
        raise CannotBeSigned("names of nameless nodes are not accepted")
    if isinstance(value, list):
        for each in value:
            _check_words(each)
    if isinstance(value, dict):
        for name, inner in value.items():
            if name.startswith("@"):
                raise CannotBeSigned(f"the keyword {name[:40]} is not accepted here")
            _check_words(inner)


def _refuse(term: object) -> None:
    raise CannotBeSigned(f"a term that no context knows: {str(term)[:80]}")


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every object of an expanded document that is a node, with the nodes inside it."""
    if isinstance(value, list):
        for each in value:
            yield from _nodes(each)
    elif isinstance(value, dict) and "@value" not in value:
        if not {"@list", "@set", "@graph"} & set(value):
            yield value
        for inner in value.values():
            if isinstance(inner, list):
                yield from _nodes(inner)


def _check_addresses(nodes: list[dict[str, Any]]) -> None:
    for node in nodes:
        for address in [*node.get("@type", []), *([node["@id"]] if "@id" in node else [])]:
            if not isinstance(address, str) or not ABSOLUTE.fullmatch(address) or address.startswith(BASE):
                raise CannotBeSigned(f"neither a known term nor a whole address: {str(address)[:80]}")


def _check_look_alikes(nodes: list[dict[str, Any]]) -> None:
    nameless = [json.dumps(_own_words(node), sort_keys=True) for node in nodes if "@id" not in node]
    alike = sum(times for times in Counter(nameless).values() if times > 1)
    if len(nodes) > MAX_NODES or alike > MAX_LOOK_ALIKES:
        raise CannotBeSigned("too many parts, or too many that look alike")


def _own_words(node: dict[str, Any]) -> dict[str, Any]:
    """What a node says by itself: its values and the names of others, without what is inside nameless ones."""

    def plain(value: Any) -> Any:
        if isinstance(value, list):
            return [plain(each) for each in value]
        if isinstance(value, dict) and "@value" not in value:
            return value.get("@id", "") if "@list" not in value else plain(value["@list"])
        return value

    return {name: plain(value) for name, value in node.items()}


def _said(error: BaseException) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, CannotBeSigned):
            return str(cause)
        cause = cause.__cause__ or getattr(cause, "cause", None)
    return f"JSON-LD: {getattr(error, 'code', None) or 'not understood'}"
