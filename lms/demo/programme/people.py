"""The programme's people: three groups, their learners, and who mentors them. None of them can sign in: they have no address and no
password."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import product

from django.contrib.auth.hashers import make_password

from courses.catalogue.models import Course
from courses.enrolment.letters import WELCOME
from courses.enrolment.models import Cohort, Country, Enrolment, EnrolmentEvent
from courses.mentorship.models import MentorProfile
from lms.accounts.actions import grant_role
from lms.accounts.models import About, Role, RoleAssignment, RoleEvent, Sex, User
from lms.network.models import Organisation

from . import words
from .year import Staff, Year, add, clock, profile

State = Enrolment.State


@dataclass(frozen=True)
class Intake:
    """A group: begun and ended so many days ago (below 0: still to come), and what became of how many. `ages` from and to."""

    name: str
    begins: int
    ends: int
    ages: tuple[int, int]
    completed: int
    interns: int  # of those under way, who will have their hours
    half_way: int
    asleep: int
    withdrawn: int
    removed: int = 0

    @property
    def fates(self) -> list[str]:
        names = ("completed", "interns", "half_way", "asleep", "withdrawn", "removed")
        return [name for name in names for _ in range(getattr(self, name))]


INTAKES = (
    Intake(words.STAFF_ONE, 358, 172, (24, 66), completed=104, interns=0, half_way=3, asleep=5, withdrawn=5, removed=1),
    Intake(words.STAFF_TWO, 205, -25, (23, 64), completed=98, interns=0, half_way=10, asleep=4, withdrawn=3),
    Intake(words.VOLUNTEERS, 322, -40, (16, 76), completed=34, interns=28, half_way=5, asleep=4, withdrawn=3),
)


@dataclass
class Learner:
    """`until` is when they completed, left, or were last there."""

    enrolment: Enrolment
    fate: str
    begun: date
    until: date

    @property
    def person(self) -> User:
        return self.enrolment.learner

    def is_there(self, day: date) -> bool:
        """Comes to consultations: a month longer than they learn, if they have not left."""
        stays = timedelta(days=0 if self.fate in ("withdrawn", "removed") else 40)
        return self.begun <= day <= self.until + stays


def load_cohorts(year: Year, *, course: Course, owner: Organisation) -> list[Cohort]:
    return add(
        Cohort(
            course=course,
            owner=owner,
            name=each.name,
            policy=Cohort.Policy.INVITATION,
            country=Country.UKRAINE,
            starts_on=year.day(each.begins),
            ends_on=year.day(each.ends),
            closed_at=clock(year.day(each.ends - 14), 12) if each.ends > 14 else None,
            seats_taken=sum(fate not in ("withdrawn", "removed") for fate in each.fates),
        )
        for each in INTAKES
    )


def load_mentors(year: Year, *, cohorts: list[Cohort], coordinator: User) -> list[User]:
    """Each mentors two of the three groups."""
    begun = clock(year.day(362), 10)
    made = add(User(name=name, language="ru", password=make_password(None), date_joined=begun, email=None) for name in words.MENTORS)
    for number, person in enumerate(made):
        for cohort in (cohorts[number % 3], cohorts[(number + 1) % 3]):
            grant_role(person=person, role=Role.MENTOR, where=cohort, by=coordinator)
    RoleAssignment.objects.filter(person__in=made).update(granted_at=begun)
    RoleEvent.objects.filter(person__in=made).update(at=begun)
    MentorProfile.objects.bulk_create(profile(person) for person in made)
    return made


def load_learners(year: Year, *, cohorts: list[Cohort], staff: Staff) -> list[Learner]:
    names = _names(year)
    made: list[Learner] = []
    abouts: list[About] = []
    for intake, cohort in zip(INTAKES, cohorts, strict=True):
        for fate in intake.fates:
            name, sex = names.pop()
            person = User(name=name, language="ru", password=make_password(None), email=None)
            begun = intake.begins - year.lot.randrange(12)
            made.append(
                Learner(Enrolment(learner=person, cohort=cohort), fate, year.day(begun), year.day(_until(year, intake, fate, begun)))
            )
            if about := _about(year, person, sex, intake.ages):
                abouts.append(about)
    for one in made:
        one.person.date_joined = clock(one.begun, 9)
    add(one.person for one in made)
    add(abouts)
    _enrol(year, made, staff)
    return made


def _until(year: Year, intake: Intake, fate: str, begun: int) -> int:
    """How many days ago."""
    length = begun - max(intake.ends, 2)
    match fate:
        case "completed":
            return max(begun - int(length * year.lot.uniform(0.45, 1)), 3)
        case "asleep":
            return begun - int(length * year.lot.uniform(0.05, 0.2))
        case "withdrawn" | "removed":
            return begun - int(length * year.lot.uniform(0.1, 0.5))
    return max(intake.ends, year.lot.randrange(1, 9))


def _about(year: Year, person: User, sex: str, ages: tuple[int, int]) -> About | None:
    """Some told nothing, some only a part."""
    lot = year.lot
    if lot.random() < 0.05:
        return None
    born = year.today.year - lot.randint(*ages)
    given = About(person=person)
    given.sex = sex if lot.random() < 0.93 else ""
    given.born = born if lot.random() < 0.87 else None
    given.district = lot.choice(words.DISTRICTS) if lot.random() < 0.95 else ""
    return given if given.is_given else None


def _names(year: Year) -> list[tuple[str, str]]:
    """Four of five are women."""
    women = [(f"{first} {last}", Sex.FEMALE.value) for first, (last, _his) in product(words.WOMEN, words.SURNAMES)]
    men = [(f"{first} {last}", Sex.MALE.value) for first, (_hers, last) in product(words.MEN, words.SURNAMES)]
    chosen = year.lot.sample(women, 260) + year.lot.sample(men, 65)
    year.lot.shuffle(chosen)
    return chosen


def _enrol(year: Year, learners: list[Learner], staff: Staff) -> None:
    states = {"completed": State.COMPLETED, "withdrawn": State.WITHDRAWN, "removed": State.REMOVED}
    events: list[EnrolmentEvent] = []
    for one in learners:
        one.enrolment.state = states.get(one.fate, State.ACTIVE)
        one.enrolment.created_at = clock(one.begun, 10)
        one.enrolment.last_seen_at = clock(one.until, 20)
    add((one.enrolment for one in learners), stamped="created_at")
    for one in learners:
        begun = one.enrolment.created_at
        events.append(EnrolmentEvent(enrolment=one.enrolment, to_state=State.ACTIVE, by=staff.coordinator, at=begun))
        year.write(kind=WELCOME, person=one.person, key=str(one.enrolment.pk), at=begun, context={"enrolment": one.enrolment.pk})
        if one.enrolment.state != State.ACTIVE:
            events.append(_left(year, one, staff))
    add(events, stamped="at")


def _left(year: Year, one: Learner, staff: Staff) -> EnrolmentEvent:
    """Completed, withdrawn, removed: by the last of their facts, by themselves, by the coordinator."""
    event = EnrolmentEvent(enrolment=one.enrolment, from_state=State.ACTIVE, to_state=one.enrolment.state, at=completed_at(one))
    if one.fate == "withdrawn":
        event.by, event.reason = one.person, year.lot.choice(words.LEFT)
    if one.fate == "removed":
        event.by, event.reason = staff.coordinator, words.REMOVED
    return event


def completed_at(one: Learner) -> datetime:
    return clock(one.until, 20)
