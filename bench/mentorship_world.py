"""The people of the simulated year, as processes over the site's own actions."""

import random
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import simpy
import time_machine
from django.core import mail
from django.utils.timezone import now

from courses.enrolment.models import Cohort, Enrolment
from courses.enrolment.working_days import is_working_day, local_day, working_days_between
from courses.mentorship.actions import keeping_promises
from courses.mentorship.actions.claiming import claim, open_review
from courses.mentorship.actions.handing_in import submission_of
from courses.mentorship.actions.offering import open_task
from courses.mentorship.actions.reviewing import send_review
from courses.mentorship.actions.stepping_aside import go_away
from courses.mentorship.desk_letters import PASSED, WAITING, post_desk_letters
from courses.mentorship.letters import LATE
from courses.mentorship.models import Assignment, Iteration, MentorProfile, Pairing, Reminder, Review, ReviewTask, Submission
from courses.mentorship.room import can_read, room_of, waiting_by_mentor
from courses.mentorship.rules import Refused, tasks_taken_by
from lms.accounts.models import Role, User
from lms.core.codes import new_code
from lms.notifications.handing import hand_over
from lms.notifications.models import Letter
from tests.factories.mentorship import assignment, mentor

from .mentorship_year import (
    BEATS,
    FIRST_DAY,
    KILLED,
    LAST_DAY,
    LEARNERS,
    LEFT_OPEN,
    MENTORS,
    NEIGHBOUR,
    PLACES,
    RETURNED,
    REVIEW,
    SUPERVISORS,
    Absences,
    Found,
    absences,
    days,
    downtimes,
    is_term,
    silent_mentors,
)

Process = Iterator[Any]
UTC = ZoneInfo("UTC")
START = datetime.combine(FIRST_DAY, time(0), UTC)
ASSIGNMENTS, ROUNDS = 24, 3
ROOM = room_of(MentorProfile())


# A round is frozen in the least that a task needs; from there on everything is the site's own: offers, claims, reviews, promises, letters.


class Killed(BaseException):
    """Beat's process dies here."""


class World:
    def __init__(self, seed: int, *, together: bool):
        self.chance, self.together = random.Random(seed), together
        self.env = simpy.Environment()
        self.found = Found()
        self.clock = time_machine.travel(START, tick=False)
        self.down = downtimes(self.chance)
        self.mentors: list[int] = []
        mail.outbox = []

    def run(self) -> Found:
        self.moved = self.clock.start()
        self._people()
        self.env.run()
        self.moved.move_to(START + timedelta(days=365))
        self._count()
        self.clock.stop()
        return self.found

    # Time

    def _until(self, moment: datetime) -> Any:
        return self.env.timeout(max((moment - START).total_seconds() - self.env.now, 0))

    def _tick(self) -> datetime:
        at = START + timedelta(seconds=self.env.now)
        self.moved.move_to(at)
        return at

    # People

    def _people(self) -> None:
        first = assignment(title="Assignment 0")
        course = first.lesson.course
        self.assignments = [first, *(_another(first, number) for number in range(1, ASSIGNMENTS))]
        self.wordings = {one.pk: one.versions.get() for one in self.assignments}
        cohorts = [
            Cohort.objects.create(course=course, name=country, country=country, time_zone=zone) for country, zone, _language in PLACES
        ]
        silent = silent_mentors(self.chance, together=self.together)
        mentors: dict[str, list[User]] = {language: [] for _country, _zone, language in PLACES}
        for number in range(MENTORS + SUPERVISORS):
            _country, zone, language = PLACES[number % len(PLACES)]
            role = Role.MENTOR if number < MENTORS else Role.SUPERVISOR
            person = mentor(course, role, name=f"Mentor {number}", language=language, time_zone=zone)
            if role == Role.MENTOR:
                MentorProfile.objects.create(person=person, languages=[language, NEIGHBOUR[language]])
                mentors[language].append(person)
                self.mentors.append(person.pk)
            away = absences(self.chance, silent.get(number))
            self.env.process(self._mentor(person, away, number, role))
        for number in range(LEARNERS):
            cohort, (_country, zone, language) = cohorts[number % len(PLACES)], PLACES[number % len(PLACES)]
            learner = User.objects.create(email=f"learner{number}@year.example", name=f"L {number}", language=language, time_zone=zone)
            enrolment = Enrolment.objects.create(learner=learner, cohort=cohort)
            Pairing.objects.create(enrolment=enrolment, mentor=mentors[language][number // len(PLACES) % len(mentors[language])])
            self.env.process(self._learner(enrolment, zone, language))
        self.env.process(self._beat())

    def _learner(self, enrolment: Enrolment, zone: str, language: str) -> Process:
        """Every two weeks in term, on whatever day it is, until late in the evening: what was returned first, else the next assignment."""
        for day in days(FIRST_DAY + timedelta(days=self.chance.randrange(14)), LAST_DAY):
            if (day - FIRST_DAY).days % 14 != hash_of(enrolment.pk) or not is_term(day):
                continue
            yield self._until(datetime.combine(day, time(self.chance.randint(7, 23), self.chance.randrange(60)), ZoneInfo(zone)))
            self._tick()
            self._hand_in(enrolment, language)

    def _hand_in(self, enrolment: Enrolment, language: str) -> None:
        begun = list(Submission.objects.filter(enrolment=enrolment))
        made = next((each for each in begun if each.state == Submission.State.RETURNED), None)
        if made is None:
            made = submission_of(enrolment=enrolment, assignment=self.assignments[len(begun)])
        number = made.iterations.count() + 1
        round_ = Iteration.objects.create(
            submission=made,
            number=number,
            round=number,
            handed_in_at=now(),
            receipt=new_code(),
            language=language,
            version=self.wordings[made.assignment_id],
            text="Two hundred people. Most are old.",
        )
        Submission.objects.filter(pk=made.pk).update(state=Submission.State.HANDED_IN)
        task = open_task(iteration=round_, reason=ReviewTask.Reason.HAND_IN, is_last_round=number >= ROUNDS)
        if task.offered_to:
            self._check_room([task.offered_to_id])

    def _mentor(self, person: User, away: Absences, number: int, role: Role) -> Process:
        """Four hours a week, in two to four sittings; a supervisor a little every day."""
        for since, until in away.announced:
            self.env.process(self._says_so(person, since, until))
        zone = ZoneInfo(person.time_zone)
        country = PLACES[number % len(PLACES)][0]
        for monday in range(0, 365, 7):
            count = 5 if role == Role.SUPERVISOR else self.chance.randint(2, 4)
            for weekday in sorted(self.chance.sample(range(5), count)):
                day = FIRST_DAY - timedelta(days=FIRST_DAY.weekday()) + timedelta(days=monday + weekday)
                if day < FIRST_DAY or away.covers(day) or not is_working_day(day, country):
                    continue
                yield self._until(datetime.combine(day, time(self.chance.randint(9, 18)), zone))
                yield from self._sitting(person, timedelta(hours=4) / count)

    def _says_so(self, person: User, since: date, until: date) -> Process:
        """Some days ahead, or on the morning."""
        day = max(since - timedelta(days=self.chance.choice([0, 3])), FIRST_DAY)
        yield self._until(datetime.combine(day, time(7), ZoneInfo(person.time_zone)))
        self._tick()
        go_away(mentor=person, since=since, until=until)

    def _sitting(self, person: User, length: timedelta) -> Process:
        until = self._tick() + length
        while self._tick() + REVIEW <= until:
            task = self._next_for(person)
            if task is None:
                return
            try:
                claim(task=task, person=person)
                review = open_review(task=task, person=person)
            except Refused:
                return
            yield self.env.timeout(REVIEW.total_seconds())
            self._tick()
            if self.chance.random() < LEFT_OPEN:
                continue  # the tab was closed; the lease runs out
            verdict = "do_again" if self.chance.random() < RETURNED else "accepted"
            Review.objects.filter(pk=review.pk).update(value={"summary": "Tell more about the old.", "overall": verdict})
            send_review(review=review)

    def _next_for(self, person: User) -> ReviewTask | None:
        """As the desk offers it: one's own first, then whatever is promised soonest; in a language that one reads."""
        at = now()
        profile = User.objects.select_related("mentor_profile").get(pk=person.pk)
        supervises = any(role == Role.SUPERVISOR for role, _scope, _number in person.roles_held)
        free = tasks_taken_by(person, at).free(at).order_by("promised_on", "handed_in_at", "pk")
        able = [task for task in free if (task.is_for_supervisor if supervises else can_read(profile, task.language))]
        return next((task for task in able if task.offered_to_id == person.pk), None) or next(iter(able), None)

    # Beat

    def _beat(self) -> Process:
        for day in days(FIRST_DAY, LAST_DAY):
            for hour in BEATS:
                yield self._until(datetime.combine(day, time(hour), UTC))
                self._tick()
                self._hand_letters_over()
                if day in self.down:
                    self.found.missed += 1
                elif self.chance.random() < KILLED:
                    self._killed_run()
                else:
                    keeping_promises.keep_promises()
                    post_desk_letters()
                    self.found.runs += 1
                    self._check_ledger()
            keeping_promises.close_what_is_accepted()

    def _killed_run(self) -> None:
        """After a few steps, in the middle of a transaction."""
        left, step = self.chance.randint(0, 6), keeping_promises.record_step

        def dies(*args: Any) -> None:
            nonlocal left
            step(*args)
            left -= 1
            if left < 0:
                raise Killed

        keeping_promises.record_step = dies
        try:
            keeping_promises.keep_promises()
        except Killed:
            self.found.killed += 1
        finally:
            keeping_promises.record_step = step

    def _hand_letters_over(self) -> None:
        """Those about waiting. (That somebody has answered is another letter.)"""
        for letter in Letter.objects.due().filter(kind__in=[WAITING, PASSED, LATE]).select_related("person"):
            hand_over(letter=letter)

    # What is watched

    def _check_room(self, people: list[int]) -> None:
        for person, waiting in waiting_by_mentor(people, now()).items():
            self.found.most[person] = max(waiting, self.found.most.get(person, 0))
            self.found.over_capacity += waiting > ROOM

    def _check_ledger(self) -> None:
        """After a run nothing is left that was due: counted here once more, without the site's own rules."""
        at = now()
        for task in ReviewTask.objects.open().select_related("cohort").prefetch_related("reminders"):
            passed = working_days_between(local_day(task.handed_in_at, task.cohort), local_day(at, task.cohort), task.cohort.country)
            wanted = {"third_day": 3, "fifth_day": 5} | ({} if task.is_held(at) else {"reassigned": 7, "to_supervisor": 9})
            done = {row.step for row in task.reminders.all()}
            self.found.lost |= {(task.pk, step) for step, day in wanted.items() if passed >= day and step not in done}
        self._check_room(self.mentors)

    def _count(self) -> None:
        self._hand_letters_over()
        for task in ReviewTask.objects.select_related("cohort"):
            if task.settled_at is None:
                self.found.unanswered += 1
                continue
            handed_in, settled = (local_day(at, task.cohort) for at in (task.handed_in_at, task.settled_at))
            self.found.waits.append(working_days_between(handed_in, settled, task.cohort.country))
        self.found.steps = dict(Counter(Reminder.objects.exclude(step="closed").values_list("step", flat=True)))
        self.found.lost |= set(Reminder.objects.not_told().values_list("task", "step"))
        told = Counter(Reminder.objects.filter(letter__isnull=False).values_list("person__email", "task"))
        said = Counter(
            (message.to[0], int(task)) for message in mail.outbox for task in set(re.findall(r"/mentor/tasks/(\d+)/", message.body))
        )
        self.found.doubled = sum(count > told[key] for key, count in said.items())
        self.found.letters = len(mail.outbox)


def hash_of(number: int) -> int:
    """A learner's day of the two weeks."""
    return number * 7919 % 14


def _another(first: Assignment, number: int) -> Assignment:
    made = assignment(title=f"Assignment {number}")
    type(made).objects.filter(pk=made.pk).update(lesson=first.lesson)
    return Assignment.objects.get(pk=made.pk)
