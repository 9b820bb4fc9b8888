"""HTML with holes: what is the same for every learner is rendered once and kept in the process, what is theirs is joined in.

Templates write `{{ hole.name }}` where something of the learner's goes. Whoever fills a hole has escaped what goes in."""

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

_SECRET = secrets.token_hex(8)  # so that nothing an editor writes can look like a hole
_HOLE = re.compile(f"<!{_SECRET}:(.*?)!>")
_MOST = 4096


def hole(name: str) -> SafeString:
    return mark_safe(f"<!{_SECRET}:{name}!>")


class Holes:
    """`{{ hole.state }}` in a template is the hole "state"."""

    def __getitem__(self, name: str) -> SafeString:
        return hole(name)


@dataclass(frozen=True)
class Skeleton:
    """`names[i]` stands between `pieces[i]` and `pieces[i + 1]`."""

    pieces: tuple[str, ...]
    names: tuple[str, ...]

    @classmethod
    def cut(cls, html: str) -> "Skeleton":
        parts = _HOLE.split(html)
        return cls(tuple(parts[::2]), tuple(parts[1::2]))

    @cached_property
    def _open(self) -> list[str]:
        """The pieces, with an empty place for each hole between them."""
        return [part for piece in self.pieces for part in (piece, "")][:-1]

    def fill(self, values: Mapping[str, str]) -> SafeString:
        """A hole without a value stays empty."""
        html = self._open.copy()
        html[1::2] = [values.get(name, "") for name in self.names]
        return SafeString("".join(html))

    def fill_some(self, values: Mapping[str, str]) -> "Skeleton":
        """What many have in common, filled once; a hole without a value stays a hole, and a value may have holes of its own."""
        html = self._open.copy()
        html[1::2] = [values[name] if name in values else hole(name) for name in self.names]
        return Skeleton.cut("".join(html))


_kept: dict[tuple, Skeleton] = {}


def skeleton(template: str, key: tuple, context: Callable[[], dict[str, Any]]) -> Skeleton:
    """`key` says everything that `context` depends on, the language among it."""
    kept = _kept.get((template, *key))
    if kept is None:
        html = get_template(template).template.render(Context({**context(), "hole": Holes()}))  # type: ignore[attr-defined]
        kept = Skeleton.cut(html)
        if len(_kept) >= _MOST:
            _kept.clear()
        _kept[(template, *key)] = kept
    return kept
