"""What helps to translate a text, beside it: the terms that stand in it, and what was translated before."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from .at_once import AtOnceForm
from .glossary import Said, terms_in
from .memory import Key, Known, Match, matches
from .models import Term


@dataclass(frozen=True)
class Help:
    terms: list[Said] = field(default_factory=list)
    matches: list[Match] = field(default_factory=list)
    is_missing: bool = False


def help_with(
    texts: Mapping[Key, str],
    *,
    source: str,
    target: str,
    missing: Collection[Key],
    waiting: Collection[Key],
    contexts: Iterable[int] = (),
    rich: Collection[Key] = (),
    also: Iterable[Known] = (),
) -> dict[Key, Help]:
    """Terms for all, the memory for what is `waiting`: three queries. The others as in `matches`."""
    terms = list(Term.objects.all())
    asked = {key: text for key, text in texts.items() if key in waiting}
    found = matches(asked, source=source, target=target, contexts=contexts, rich=rich, also=also)
    return {
        key: Help(terms_in(text, terms, source=source, target=target), found.get(key, []), key in missing) for key, text in texts.items()
    }


class HelpedForm(AtOnceForm):
    """Shows help beside its fields once `bring_help` was called."""

    helped: Mapping[str, Help] = {}

    def bring_help(self, source: str, *, stale: Collection[str] = (), also: Iterable[Known] = ()) -> None:
        """`stale`: fields whose source has changed since they were translated."""
        missing = {name for name, (there, _source) in self.watched.items() if not there}
        self.helped = help_with(
            {name: text for name, (_there, text) in self.watched.items()},
            source=source,
            target=self.language_of_texts,
            missing=missing,
            waiting=missing | set(stale),
            also=also,
        )
