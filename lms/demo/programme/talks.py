"""A year of consultations: booked and held, nobody came, cancelled and moved up, walk-ins, visitors; and times that nobody took."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from courses.consultations.letters import BOOKED, CANCELLED, MOVED_UP, NEWS, REMINDER
from courses.consultations.models import AgreedAction, Consultation, ConsultationEvent, Mode, Slot, Visitor
from courses.enrolment.models import Cohort
from lms.accounts.models import User
from lms.core.log.ulid import new_ulid

from . import words
from .people import INTAKES, Learner
from .visitors import load_visitors
from .year import DAYS, ZONE, Staff, Year, add, by_day, clock

State = Consultation.State
What = ConsultationEvent.What
HELD, WALK_INS, NO_SHOWS, GIVEN_UP, MOVED, UNTAKEN, AHEAD = 203, 68, 15, 11, 7, 55, 9
BY_MENTOR = 12  # walk-ins that the demo's own mentor logged
HOURS = (9, 10, 11, 12, 14, 15, 16, 17, 18)
EAGER = 24  # learners who come again and again
Step = tuple[str, User | None, datetime, bool]  # what, by whom, when, whether the mentor hears of it


@dataclass
class Talk:
    """A consultation with what happened to it, before it has a number."""

    row: Consultation
    steps: list[Step] = field(default_factory=list)
    letters: list[tuple[str, datetime, int]] = field(default_factory=list)  # kind, when, of which sequence
    agreed: str = ""


def load_consultations(year: Year, *, cohorts: list[Cohort], learners: list[Learner], staff: Staff) -> None:
    talks = list(_Diary(year, cohorts, learners, staff).written())
    slots = {id(one.row.slot): one.row.slot for one in talks if one.row.slot}
    free = list(_untaken(year, cohorts, staff))
    add([*slots.values(), *free], stamped="created_at")
    for one in talks:
        one.row.slot = one.row.slot  # it has a number now
    add(one.row for one in talks)
    _tell(year, talks)
    done = [(one, one.row.settled_at) for one in talks if one.agreed and one.row.settled_at]
    add(_agreed(year, one.row, one.agreed, at) for one, at in done)


class _Diary:
    """Who met whom on which day. A mentor's hour is given once."""

    def __init__(self, year: Year, cohorts: list[Cohort], learners: list[Learner], staff: Staff):
        self.year, self.cohorts, self.learners, self.staff = year, cohorts, learners, staff
        self.eager = {one.enrolment.pk for one in year.lot.sample([one for one in learners if one.fate == "completed"], EAGER)}
        self.taken: dict[tuple[int, date], int] = {}
        self.logged = 0
        self.visits = load_visitors(year, cohorts=cohorts, learners=learners, staff=staff)

    def written(self) -> Iterator[Talk]:
        days, weights = self.year.working_days(DAYS - 14, 1)
        chosen = sorted(self.year.lot.choices(days, weights, k=HELD + WALK_INS + NO_SHOWS + GIVEN_UP + MOVED - len(self.visits)))
        kinds = ["held"] * (HELD - len(self.visits) // 2) + ["walk_in"] * (WALK_INS - len(self.visits) + len(self.visits) // 2)
        kinds += ["no_show"] * NO_SHOWS + ["given_up"] * GIVEN_UP + ["moved"] * MOVED
        self.year.lot.shuffle(kinds)
        for day, kind in zip(chosen, kinds, strict=True):
            if came := self._learner(day):
                yield from self._talks(kind, day, came)
        for number, (visitor, day) in enumerate(self.visits):
            mentor = self._mentor(visitor.cohort)
            yield (
                self._walk_in(day, visitor.cohort, mentor, visitor=visitor)
                if number % 2
                else self._held(self._slot(day, visitor.cohort, mentor), visitor=visitor)
            )
        yield from self._ahead()

    def _talks(self, kind: str, day: date, came: Learner) -> Iterator[Talk]:
        cohort, mentor = came.enrolment.cohort, self._mentor(came.enrolment.cohort)
        match kind:
            case "walk_in":
                self.logged += 1
                yield self._walk_in(day, cohort, self.staff.mentor if self.logged <= BY_MENTOR else mentor, learner=came.person)
            case "held":
                yield self._held(self._slot(day, cohort, mentor), learner=came.person)
            case "no_show":
                talk = self._booked(self._slot(day, cohort, mentor), learner=came.person)
                self._settle(talk, State.NO_SHOW, What.NO_SHOW)
                yield talk
            case "given_up":
                yield self._given_up(self._slot(day, cohort, mentor), came.person)
            case "moved":
                slot = self._slot(day, cohort, mentor)
                first, second = self._given_up(slot, came.person), self._learner(day, cohort=cohort, besides=came)
                yield first
                if second:
                    yield self._moved_up(slot, second.person, first)

    def _learner(self, day: date, cohort: Cohort | None = None, besides: Learner | None = None) -> Learner | None:
        there = [one for one in self.learners if one.is_there(day) and one is not besides and cohort in (None, one.enrolment.cohort)]
        weights = [9 if one.enrolment.pk in self.eager else 1 for one in there]
        return self.year.lot.choices(there, weights)[0] if there else None

    def _mentor(self, cohort: Cohort) -> User:
        place = self.cohorts.index(cohort)
        return self.year.lot.choice([one for number, one in enumerate(self.staff.mentors) if place in (number % 3, (number + 1) % 3)])

    def _slot(self, day: date, cohort: Cohort, mentor: User) -> Slot:
        """The mentor's next free hour of that day, or of the first day after it that has one."""
        while self.taken.get((mentor.pk, day), 0) >= len(HOURS):
            day += timedelta(days=1)
        hour = HOURS[self.taken.get((mentor.pk, day), 0)]
        self.taken[mentor.pk, day] = self.taken.get((mentor.pk, day), 0) + 1
        return new_slot(self.year, cohort, mentor, clock(day, hour))

    def _booked(self, slot: Slot, *, learner: User | None = None, visitor: Visitor | None = None) -> Talk:
        at = max(slot.starts_at - timedelta(days=self.year.lot.randint(1, 9), hours=self.year.lot.randint(0, 5)), slot.created_at)
        at = min(at, self.year.now - timedelta(hours=2))
        row = Consultation(cohort=slot.cohort, slot=slot, seat=1, learner=learner, visitor=visitor, mentor=slot.offered_by)
        row.state, row.starts_at, row.minutes, row.sequence = State.BOOKED, slot.starts_at, slot.minutes, 1
        row.asked_at = row.booked_at = row.changed_at = at
        row.wish = self.year.lot.choice(words.WISHES) if learner else ""
        talk = Talk(row, [(What.BOOKED, learner or slot.offered_by, at, learner is not None)], [(BOOKED, at, 1)])
        return talk

    def _held(self, slot: Slot, *, learner: User | None = None, visitor: Visitor | None = None) -> Talk:
        talk = self._booked(slot, learner=learner, visitor=visitor)
        self._settle(talk, State.HELD, What.HELD)
        talk.row.minutes = self.year.lot.choice((30, 40, 45, 45, 50, 60))
        self._write(talk)
        return talk

    def _settle(self, talk: Talk, state: str, what: str) -> None:
        slot = talk.row.slot
        if slot is None:
            return
        at = min(slot.ends_at + timedelta(minutes=self.year.lot.randint(3, 200)), self.year.now - timedelta(minutes=30))
        talk.row.state, talk.row.settled_at, talk.row.changed_at = state, at, at
        talk.steps.append((what, slot.offered_by, at, False))
        morning = clock(slot.starts_at.astimezone(ZONE).date() - timedelta(days=1), 9)
        if talk.row.booked_at and talk.row.booked_at < morning:
            talk.letters.append((REMINDER, morning, 1))

    def _given_up(self, slot: Slot, learner: User) -> Talk:
        """The learner cancels, before it begins."""
        talk = self._booked(slot, learner=learner)
        booked_at = talk.row.asked_at
        at = booked_at + (slot.starts_at - booked_at) * self.year.lot.uniform(0.2, 0.9)
        talk.row.state, talk.row.seat, talk.row.sequence = State.CANCELLED, None, 2
        talk.row.settled_at = talk.row.changed_at = at
        talk.steps.append((What.CANCELLED, learner, at, True))
        talk.letters.append((CANCELLED, at, 2))
        return talk

    def _moved_up(self, slot: Slot, learner: User, gave_up: Talk) -> Talk:
        """Asked while it was taken, sat when it was given up, and came."""
        at, freed = gave_up.row.asked_at, gave_up.row.changed_at
        talk = self._booked(slot, learner=learner)
        asked = at + (freed - at) / 2
        talk.row.asked_at, talk.row.booked_at, talk.row.sequence = asked, freed, 2
        talk.steps, talk.letters = [(What.ASKED, learner, asked, True), (What.MOVED_UP, None, freed, True)], [(MOVED_UP, freed, 2)]
        self._settle(talk, State.HELD, What.HELD)
        talk.letters = [(kind, when, 2) for kind, when, _sequence in talk.letters]
        self._write(talk)
        return talk

    def _walk_in(self, day: date, cohort: Cohort, mentor: User, *, learner: User | None = None, visitor: Visitor | None = None) -> Talk:
        lot = self.year.lot
        row = Consultation(cohort=cohort, learner=learner, visitor=visitor, mentor=mentor, made_id=new_ulid(), state=State.HELD)
        row.minutes = lot.choice((15, 15, 30, 30, 45))
        row.starts_at = clock(day, lot.choice((9, 11, 13, 16)), lot.choice((5, 20, 40)))
        at = row.starts_at + timedelta(minutes=row.minutes + lot.randint(1, 40))
        row.asked_at = row.settled_at = row.changed_at = at
        talk = Talk(row, [(What.HELD, mentor, at, False)])
        self._write(talk)
        return talk

    def _write(self, talk: Talk) -> None:
        lot, row = self.year.lot, talk.row
        row.topic, row.outcome = lot.choice(words.TOPICS), lot.choice((*words.OUTCOMES, ""))
        row.next_step, row.shared_note = lot.choice(words.NEXT_STEPS), lot.choice(words.SHARED_NOTES)
        row.private_note = lot.choice(words.PRIVATE_NOTES)
        talk.agreed = lot.choice(words.AGREED) if lot.random() < 0.35 else ""

    def _ahead(self) -> Iterator[Talk]:
        """Booked by learners of the groups that go on, some days from now."""
        going_on = [one for one in self.learners if one.fate in ("half_way", "interns") and one.enrolment.cohort.closed_at is None]
        for number, one in enumerate(self.year.lot.sample(going_on, AHEAD)):
            day = self.year.today + timedelta(days=3 + number)
            day += timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)
            yield self._booked(self._slot(day, one.enrolment.cohort, self._mentor(one.enrolment.cohort)), learner=one.person)


def new_slot(year: Year, cohort: Cohort, mentor: User, starts_at: datetime) -> Slot:
    mode = year.lot.choices([Mode.PLACE, Mode.PHONE, Mode.ONLINE], [7, 2, 1])[0]
    where = {Mode.PLACE: year.lot.choice(words.WHERE), Mode.PHONE: "Я позвоню Вам", Mode.ONLINE: "https://meet.example.org/tropa"}[mode]
    at = min(starts_at - timedelta(days=14), year.now - timedelta(days=4))
    slot = Slot(cohort=cohort, offered_by=mentor, time_zone=ZONE.key, mode=mode, where=where, created_at=at, changed_at=at)
    slot.set_time(starts_at, 45)
    return slot


def _untaken(year: Year, cohorts: list[Cohort], staff: Staff) -> Iterator[Slot]:
    """Offered and not taken, two of them cancelled for the snow; some are still to come. Early, before the hours that people took."""
    days, weights = year.working_days(DAYS - 14, -12)
    mornings = {(year.lot.choice(range(len(staff.mentors))), day) for day in year.lot.choices(days, weights, k=UNTAKEN)}
    for number, (place, day) in enumerate(sorted(mornings)):
        cohort = next(one for each, one in zip(INTAKES, cohorts, strict=True) if one.closed_at is None or day <= year.day(each.ends))
        slot = new_slot(year, cohort, staff.mentors[place], clock(day, 8))
        if number in (3, 9):
            slot.state, slot.reason, slot.sequence = Slot.State.CANCELLED, words.TIME_CANCELLED, 1
            slot.changed_at = slot.starts_at - timedelta(days=1)
        yield slot


def _tell(year: Year, talks: list[Talk]) -> None:
    """The events, each with the day's letter that told of it, and the letters to learners."""
    told: list[ConsultationEvent] = []
    for one in talks:
        for what, by, at, is_news in one.steps:
            reason = year.lot.choice(words.CANCELLED) if what == What.CANCELLED else ""
            told.append(
                ConsultationEvent(consultation=one.row, what=what, by=by, at=at, reason=reason, tells=one.row.mentor if is_news else None)
            )
        for kind, at, sequence in one.letters:
            _letter(year, one.row, kind, at, sequence)
    told.sort(key=lambda event: event.at)
    news: dict[tuple[User, date], list[ConsultationEvent]] = {}
    for event in told:
        if event.tells:
            news.setdefault((event.tells, by_day(event.at).astimezone(ZONE).date()), []).append(event)
    for (mentor, day), events in news.items():
        letter = year.write(kind=NEWS, person=mentor, key=day.isoformat(), at=by_day(events[0].at))
        for event in events:
            event.letter = letter
    add((events[0].letter for events in news.values() if events[0].letter), stamped="created_at")
    add(told)


def _letter(year: Year, row: Consultation, kind: str, at: datetime, sequence: int) -> None:
    person = row.person
    if person is None or row.starts_at is None:
        return
    key = f"{row.pk}:{row.starts_at.astimezone(UTC):%Y-%m-%dT%H:%M}" if kind == REMINDER else f"{row.pk}:{sequence}"
    year.write(kind=kind, person=person, key=key, at=at, context={"consultation": row.pk, "sequence": sequence})


def _agreed(year: Year, row: Consultation, text: str, at: datetime) -> AgreedAction:
    done = at + timedelta(days=year.lot.randint(2, 20))
    is_done = done < year.now and year.lot.random() < 0.7
    return AgreedAction(consultation=row, text=text, due_on=(at + timedelta(days=14)).date(), done_at=done if is_done else None)
