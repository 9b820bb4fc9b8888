"""What a mentor does before their first task in a cohort. What that is, an app above this one knows: it registers a condition in
`AppConfig.ready`. Nobody waits because of it: offers go to others, and the queue is everybody's."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from courses.enrolment.models import Cohort
from lms.accounts.models import User
from lms.accounts.scopes import covering


@dataclass(frozen=True)
class Where:
    """A course, and the scopes that cover the cohort (or cohorts) in question."""

    course: int
    covered_by: frozenset[tuple[str, int]]


@dataclass(frozen=True)
class First:
    """What comes first, in a sentence, and where it is done."""

    words: str
    link: str
    address: str


@dataclass(frozen=True, kw_only=True)
class Condition:
    """`courses`: where anything is asked at all; costs next to nothing. `unmet`: who is held back where, of people with their
    `mentor_profile`. `first`: what to say of these courses. `standing`: how each mentor of a cohort stands, in words; who has nothing to do
    is left out."""

    key: str
    courses: Callable[[], Collection[int]]
    unmet: Callable[[Collection[User], Collection[Where]], set[tuple[int, Where]]]
    first: Callable[[Collection[int]], First]
    standing: Callable[[Collection[User], Where], dict[int, str]]


_registered: dict[str, Condition] = {}


def register(condition: Condition) -> None:
    _registered[condition.key] = condition


def where(cohort: Cohort) -> Where:
    return Where(cohort.course_id, frozenset(covering(cohort)))


def concerns(course: int) -> bool:
    """Whether anything is asked for in the course at all. Next to nothing."""
    return any(course in one.courses() for one in _registered.values())


def held_back(person: User, places: Iterable[Where]) -> set[Where]:
    """Where the person does not begin yet. No query for courses that ask for nothing."""
    return {place for one in _registered.values() for _person, place in _unmet(one, [person], places)}


def what_comes_first(person: User, places: Iterable[Where]) -> list[First]:
    """For a person's own eyes."""
    places, found = list(places), []
    for one in _registered.values():
        courses = {place.course for _person, place in _unmet(one, [person], places)}
        if courses:
            found.append(one.first(courses))
    return found


def unready(people: Collection[User], cohort: Cohort) -> set[int]:
    """Who of them does not begin yet in the cohort."""
    return {person for one in _registered.values() if _concerns(one, cohort) for person, _place in one.unmet(people, [where(cohort)])}


def is_ready(person: User, cohort: Cohort) -> bool:
    return not unready([person], cohort)


def standing(people: Collection[User], cohort: Cohort) -> dict[int, list[str]]:
    """By person, how they stand with what is asked for."""
    found: dict[int, list[str]] = {}
    for one in _registered.values():
        for person, words in one.standing(people, where(cohort)).items() if _concerns(one, cohort) else ():
            found.setdefault(person, []).append(words)
    return found


def _concerns(one: Condition, cohort: Cohort) -> bool:
    return cohort.course_id in one.courses()


def _unmet(one: Condition, people: Collection[User], places: Iterable[Where]) -> set[tuple[int, Where]]:
    asked = one.courses()
    concerned = {place for place in places if place.course in asked} if asked else set()
    return one.unmet(people, concerned) if concerned else set()
