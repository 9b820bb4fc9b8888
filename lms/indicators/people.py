"""Who somebody is, and what they told. One person is an account, else the account that a visitor was tied to, else the visitor, as in
`courses.consultations.counting`."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from courses.consultations.models import Visitor
from lms.accounts.models import About

from .names import NOT_GIVEN

CHUNK = 5000


@dataclass(frozen=True, slots=True)
class Told:
    sex: str = NOT_GIVEN
    born: int | None = None
    district: str = ""


def account_key(account: int) -> str:
    return f"a{account}"


def visitor_key(visitor: int) -> str:
    return f"v{visitor}"


def told_by(accounts: Collection[int]) -> dict[int, Told]:
    """What the account says; what it leaves open, the visitor that was tied to it. Two queries for each 5,000 people."""
    found: dict[int, Told] = {}
    for chunk in _chunks(accounts):
        for pk, sex, born, district in About.objects.filter(person__in=chunk).values_list("person_id", "sex", "born", "district"):
            found[pk] = Told(sex, born, district)
        visits = Visitor.objects.filter(account__in=chunk).order_by("pk").values_list("account_id", "sex", "born", "district")
        for pk, sex, born, district in visits:
            has = found.get(pk, Told())
            found[pk] = Told(has.sex or sex, born if has.born is None else has.born, has.district or district)
    return found


def _chunks(numbers: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(numbers)
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]


def same_district(typed: str) -> str:
    """However it was typed: one key for capitals and spaces of all kinds."""
    return " ".join(typed.split()).casefold()


class Districts:
    """Gathers the ways in which districts were typed, and says which one is shown: the most usual."""

    def __init__(self) -> None:
        self._typed: dict[str, Counter[str]] = defaultdict(Counter)

    def key(self, typed: str) -> str:
        shown = " ".join(typed.split())
        if not shown:
            return NOT_GIVEN
        key = shown.casefold()
        self._typed[key][shown] += 1
        return key

    @property
    def labels(self) -> dict[str, str]:
        return {key: min(typed, key=lambda shown: (-typed[shown], shown)) for key, typed in self._typed.items()}
