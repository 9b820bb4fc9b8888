"""What completion rules can count besides activities. Whoever knows registers a measure (`AppConfig.ready`)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from .completion import Amount
from .models import Enrolment


class Way(NamedTuple):
    """What the learner can do about it: a sentence, and the page where it is done, if there is one."""

    words: str
    url: str = ""


@dataclass(frozen=True)
class Measure:
    """`key` is its name in rules. `count` takes ids of enrolments and gives an exact amount for each that has any, in the unit that rules
    ask in; `asks` says what a rule asks for, `lacks` what is still missing, `way` what can be done about it."""

    key: str
    label: Any  # translated when it is read
    help_text: Any
    most: int
    count: Callable[[Sequence[int]], Mapping[int, Amount]]
    asks: Callable[[int], str]
    lacks: Callable[[Amount], str]
    way: Callable[[Enrolment], Way]


_measures: dict[str, Measure] = {}


def register(measure: Measure) -> None:
    _measures[measure.key] = measure


def all_measures() -> list[Measure]:
    return list(_measures.values())


def measure(key: str) -> Measure:
    """Raises KeyError."""
    return _measures[key]


def amounts_of(enrolments: Iterable[int], keys: Iterable[str]) -> dict[int, dict[str, Amount]]:
    """By enrolment and name, each of those that somebody counts. One count for each name."""
    wanted = list(enrolments)
    counted = {key: _measures[key].count(wanted) for key in sorted(keys) if key in _measures}
    return {pk: {key: amounts.get(pk, 0) for key, amounts in counted.items()} for pk in wanted}
