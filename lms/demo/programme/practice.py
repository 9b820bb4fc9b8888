"""Twelve placements over the year: volunteers who come to their hours, others who come for a few days. Each step is a link of its chain."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from courses.catalogue.models import Lesson
from courses.enrolment.models import Cohort
from courses.internships.chain import GENESIS, STATE_AFTER, commitment, link_hash, new_salt
from courses.internships.letters import ANSWERED, EVENING, WAITING
from courses.internships.models import ChainLink, ChainWords, Closing, Participation, Placement, PlanDay, PracticeEntry
from courses.internships.models.entry import PracticeRevision
from courses.internships.said import told
from lms.accounts.models import User
from lms.core.log.ulid import new_ulid

from . import words
from .people import INTAKES, Learner
from .year import ZONE, Staff, Year, add, change, clock

Step = ChainLink.Step
WEEKS = (334, 304, 274, 250, 226, 202, 178, 150, 122, 88, 46, 13)  # first days, so many days ago; the last one is running
LASTS = 20
ENOUGH = 40 * 60  # minutes: an intern's days go on until there are that many
GUESTS = 2  # of the staff, in each


Done = tuple[datetime, Step, dict[str, Any], User | None, str]  # when, what, what the entry said, who answered, with what words


@dataclass
class Day:
    """An entry with its steps."""

    entry: PracticeEntry
    steps: list[Done]
    answers_on: datetime | None


def load_practice(year: Year, *, cohorts: list[Cohort], learners: list[Learner], staff: Staff) -> None:
    lessons = list(Lesson.objects.live().filter(course=cohorts[0].course).order_by("position", "pk"))
    placements = [_placement(year, number, cohorts, staff) for number in range(len(WEEKS))]
    add(placements, stamped="created_at")
    for number, placement in enumerate(placements):
        placement.lessons.set(lessons[number % 3 : number % 3 + 2])
    add(
        PlanDay(placement=one, day=day, text=text)
        for one in placements
        for day, text in zip([day for day in one.days if day.weekday() < 5], words.PLAN, strict=False)
    )
    places = list(_places(year, placements, learners))
    add((place for place, _learner in places), stamped="joined_at")
    days = {place.pk: list(_days(year, place, one, number)) for number, (place, one) in enumerate(places)}
    every = [day for of_place in days.values() for day in of_place]
    add((day.entry for day in every), stamped="created_at")
    add(revision for day in every for revision in _revisions(year, day))
    _chain(year, places, days)


def _placement(year: Year, number: int, cohorts: list[Cohort], staff: Staff) -> Placement:
    house, begins = words.HOUSES[number], WEEKS[number]
    cohort = cohorts[2] if begins <= INTAKES[2].begins else cohorts[0]
    mentors = [one for place, one in enumerate(staff.mentors) if cohorts.index(cohort) in (place % 3, (place + 1) % 3)]
    return Placement(
        cohort=cohort,
        host=house.host,
        place=house.place,
        about=house.about,
        starts_on=year.day(begins),
        ends_on=year.day(begins - LASTS),
        mentor=mentors[number % len(mentors)],
        supervisor=staff.supervisor,
        created_at=clock(year.day(begins + 12), 11),
    )


def _places(year: Year, placements: list[Placement], learners: list[Learner]) -> Iterator[tuple[Participation, Learner]]:
    """Interns by turns, and others of the group who are there at that time."""
    waiting = [one for one in learners if one.fate == "interns"]
    for placement in placements:
        at = clock(placement.starts_on - timedelta(days=8), 12)
        there = [one for one in learners if one.enrolment.cohort == placement.cohort and one.begun <= at.date() and one.is_there(at.date())]
        interns = [one for one in waiting if one in there][: len(waiting) if placement is placements[-1] else 3]
        others = [one for one in there if one.fate in ("completed", "half_way") and one.until > min(placement.ends_on, year.day(10))]
        guests = year.lot.sample(others, min(GUESTS + (0 if interns else 2), len(others)))
        waiting = [one for one in waiting if one not in interns]
        for one in (*interns, *guests):
            yield Participation(placement=placement, enrolment=one.enrolment, joined_at=at), one


def _days(year: Year, place: Participation, one: Learner, number: int) -> Iterator[Day]:
    """In the running placement everybody is there every day, and the latest days still wait."""
    lot, placement = year.lot, place.placement
    open_days = [day for day in placement.days if day.weekday() < 6 and day < year.today]
    is_running = placement.ends_on >= year.today
    minutes, wanted = 0, 2 * ENOUGH if is_running else ENOUGH if one.fate == "interns" else lot.randint(3, 6) * 270
    for position, day in enumerate(open_days):
        if minutes >= wanted:
            return
        spent = lot.choice((180, 210, 240, 270, 300))
        minutes += spent
        yield _day(year, place, day, spent, number + position, waits=is_running and position >= len(open_days) - 2)


def _day(year: Year, place: Participation, day: date, minutes: int, number: int, *, waits: bool) -> Day:
    lot, mentor = year.lot, place.placement.mentor
    value: dict[str, Any] = {"date": day.isoformat(), "minutes": minutes, "did": words.DAYS[number % len(words.DAYS)]}
    value |= {"result": lot.choice(words.RESULTS), "question": lot.choice(words.QUESTIONS)}
    entry = PracticeEntry(participation=place, made_id=new_ulid(), value=value, day=day, minutes=minutes, revision=1)
    at = clock(day, 19, lot.randint(0, 55))
    entry.created_at, entry.changed_at = at, at
    handed_in = at + timedelta(minutes=lot.randint(2, 30))
    steps: list[Done] = [(handed_in, Step.SUBMITTED, value, None, "")]
    answered = _answering(place.placement, day, number)
    if not waits and answered >= year.now:
        waits = True
    if waits:
        return Day(entry, steps, None)
    if number % 17 == 5 and day + timedelta(days=3) < year.today:
        back, again = clock(day + timedelta(days=1), 10, 15), clock(day + timedelta(days=1), 20, 5)
        changed = value | {"result": words.ADDED}
        steps += [(back, Step.RETURNED, value, mentor, lot.choice(words.RETURNED_DAYS)), (again, Step.SUBMITTED, changed, None, "")]
        entry.value, entry.revision, entry.changed_at = changed, 2, again
        answered = max(answered, again + timedelta(hours=14))
        if answered >= year.now:
            return Day(entry, steps, None)
    if place.placement.ends_on >= year.today and number % 7 == 3:
        return Day(entry, [*steps, (answered, Step.RETURNED, entry.value, mentor, words.RETURNED_DAYS[0])], answered)
    return Day(entry, [*steps, (answered, Step.CONFIRMED, entry.value, mentor, "")], answered)


def _answering(placement: Placement, day: date, number: int) -> datetime:
    """The mentor reads what waits twice a week, all of it at once."""
    wait = (3 - day.weekday()) % 7 if day.weekday() < 3 else (7 - day.weekday()) % 7 or 7
    return clock(day + timedelta(days=wait or 1), 11, placement.starts_on.day)


def _revisions(year: Year, day: Day) -> Iterator[PracticeRevision]:
    said = [(day.steps[0][2], day.entry.created_at)]
    if day.entry.revision == 2:
        said.append((day.entry.value, day.entry.changed_at or day.entry.created_at))
    for number, (value, at) in enumerate(said, 1):
        yield PracticeRevision(log=day.entry, number=number, change_id=new_ulid(), base=number - 1, value=value, created_at=at)


def _chain(year: Year, places: list[tuple[Participation, Learner]], days: dict[int, list[Day]]) -> None:
    """Links in the order in which they happened; what one mentor answered at one moment is one closing."""
    closings: dict[tuple[int, datetime], Closing] = {}
    links: list[ChainLink] = []
    said: list[ChainWords] = []
    for place, _one in places:
        steps = [(at, day.entry.day, day, step, value, by, comment) for day in days[place.pk] for at, step, value, by, comment in day.steps]
        previous = GENESIS
        for number, (at, _day, day, step, value, by, comment) in enumerate(sorted(steps, key=lambda each: each[:2]), 1):
            closing = closings.setdefault((by.pk, at), Closing(how=Closing.How.PERSON, by=by, at=at)) if by else None
            salt, spoken = new_salt(), _spoken(value, by, comment)
            link = ChainLink(participation=place, entry=day.entry, number=number, step=step, at=at, minutes=day.entry.minutes or 0)
            link.closing, link.commitment = closing, commitment(salt, spoken)
            link.hash = previous = link_hash(
                previous=previous,
                number=number,
                entry=day.entry.made_id,
                step=step,
                at=at,
                minutes=link.minutes,
                commitment=link.commitment,
            )
            day.entry.state, day.entry.last_number = STATE_AFTER[step], number
            links.append(link)
            said.append(ChainWords(link=link, salt=salt, words=spoken))
    add(closings.values())
    add(links)
    for words_of in said:
        words_of.link = words_of.link  # it has a number now
    add(said)
    change([link.entry for link in links], "state", "last_number")
    _tell(year, links, {place.pk: one for place, one in places})


def _spoken(value: dict[str, Any], by: User | None, comment: str) -> dict[str, Any]:
    entry = {"entry": told(value) | {"files": []}}
    return entry | {"by": {"how": Closing.How.PERSON.value, "person": by.pk}, "comment": comment} if by else entry


def _tell(year: Year, links: list[ChainLink], learners: dict[int, Learner]) -> None:
    """Mentors of what waited, learners of what was answered. What still waits is told by the evening's own letter."""
    waiting: dict[tuple[int, date], User] = {}
    answered: dict[tuple[int, int], tuple[User, datetime]] = {}
    for link in links:
        one, mentor = learners[link.participation_id], link.participation.placement.mentor
        if link.closing:
            answered[link.closing.pk, one.enrolment.pk] = (one.person, link.at)
        elif mentor:
            local = link.at.astimezone(ZONE)
            waiting[mentor.pk, local.date() + timedelta(days=local.time() >= EVENING)] = mentor
    for (_mentor, day), person in waiting.items():
        if datetime.combine(day, EVENING, ZONE) < year.now:
            year.write(kind=WAITING, person=person, key=day.isoformat(), at=datetime.combine(day, time(18), ZONE))
    for (closing, enrolment), (person, at) in answered.items():
        year.write(kind=ANSWERED, person=person, key=f"{closing}:{enrolment}", at=at, context={"closing": closing, "enrolment": enrolment})
