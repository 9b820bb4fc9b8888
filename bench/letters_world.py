"""The people of the simulated year of letters, and what happens to them."""

import random
import smtplib
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import time_machine
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.db.models import F
from django.utils.timezone import now

from lms.accounts.models import User
from lms.notifications import handing, kinds, turns
from lms.notifications.actions import post_letter
from lms.notifications.choosing import choose_letters, stop_letters
from lms.notifications.gathering import Told
from lms.notifications.governor import A_WEEK, HOURS
from lms.notifications.inbox import see_letters
from lms.notifications.kinds import CAN_WAIT, MUST, TIMELY, LetterKind
from lms.notifications.message import zone_of
from lms.notifications.models import Letter, LetterSettings

from .letters_year import Found

UTC = ZoneInfo("UTC")
START = datetime(2026, 9, 1, tzinfo=UTC)
ZONES = ["Europe/Kyiv", "Asia/Yekaterinburg", "Europe/Sofia", "Europe/Prague"]
BEATS = (1, 3, 5, 6, 7, 9, 12, 15, 16, 18)  # o'clock, UTC
DOWN, KILLED, AWAY = 0.08, 0.05, 0.05  # shares: of days, of letters handed over, of beats
SIMULATED = {"sim_must": MUST, "sim_timely": TIMELY, "sim_reminder": TIMELY, "sim_patient": CAN_WAIT}
CHANCES = {"sim_must": 0.005, "sim_timely": 0.04, "sim_reminder": 0.01, "sim_patient": 0.05}  # of a person and a day
State = Letter.State


class Killed(BaseException):
    """The process dies here."""


class Words(LetterKind):
    @property
    def template_folder(self) -> str:
        return "emails/welcome"


def _words(letter: Letter) -> dict[str, object]:
    return {"course": letter.subject_key, "group": "Spring", "lessons": 10, "lesson": letter.kind, "link": "https://year.example/"}


def _plain(letter: Letter, *_more: object) -> EmailMessage:
    return EmailMessage("", "", to=[str(letter.person.email)], headers={"Message-ID": f"<{letter.message_id}>"})


def _until(letter: Letter) -> datetime | None:
    return datetime.fromisoformat(letter.context["until"]) if "until" in letter.context else None


class World:
    def __init__(self, seed: int, *, people: int, days: int, is_plain: bool = False):
        """`is_plain`: words are not asked about, and writing them would take most of the time."""
        self.is_plain = is_plain
        self.chance = random.Random(seed)
        self.found = Found(people=people, days=days)
        self.went: Counter[str] = Counter()
        self.days_of: dict[int, list[tuple[date, str]]] = defaultdict(list)  # governed letters of a person: local day, rhythm
        self.is_away = False

    def run(self) -> Found:
        kept, sends, composes = dict(kinds._kinds), EmailBackend.send_messages, (handing.compose, handing.compose_gathered, turns.tell)
        for key, priority in SIMULATED.items():
            kinds.register(Words(key=key, label=key, context=_words, priority=priority, good_until=_until))
        EmailBackend.send_messages = lambda backend, messages: self._send(messages)
        if self.is_plain:
            handing.compose, turns.tell = _plain, lambda letter: Told(letter, letter.kind, "https://year.example/")
            handing.compose_gathered = _plain
        try:
            with time_machine.travel(START, tick=False) as clock:
                self._live(clock)
                self._count()
        finally:
            kinds._kinds.clear()
            kinds._kinds.update(kept)
            EmailBackend.send_messages = sends
            handing.compose, handing.compose_gathered, turns.tell = composes
        return self.found

    # A day

    def _live(self, clock: time_machine.Traveller) -> None:
        people = [
            User.objects.create(email=f"person{number}@year.example", name=f"P {number}", language="en", time_zone=ZONES[number % 4])
            for number in range(self.found.people)
        ]
        for day in range(self.found.days + 10):  # in the last days nothing new is told
            is_down = day < self.found.days and self.chance.random() < DOWN
            self.found.down += is_down
            doings = self._doings(people) if day < self.found.days else []
            for hour in BEATS:
                moment = START + timedelta(days=day, hours=hour, minutes=1)
                clock.move_to(moment)
                while doings and doings[0][0] <= hour:
                    self._do(*doings.pop(0)[1:])
                if not is_down:
                    self.is_away = day < self.found.days and self.chance.random() < AWAY
                    self._beat(clock)

    def _doings(self, people: list[User]) -> list[tuple[int, str, User]]:
        doings = []
        for person in people:
            for kind, chance in CHANCES.items():
                bursts = 4 if self.chance.random() < 0.01 else 1
                doings += [(self.chance.randint(0, 18), kind, person) for _ in range(bursts) if self.chance.random() < chance]
            if self.chance.random() < 0.02:
                doings.append(
                    (self.chance.randint(6, 18), self.chance.choice(["sees", "sees", "sees", "stops", "chooses", "moves"]), person)
                )
        return sorted(doings, key=lambda doing: doing[0])

    def _do(self, what: str, person: User) -> None:
        if what in SIMULATED:
            self.found.posted[SIMULATED[what].label] = self.found.posted.get(SIMULATED[what].label, 0) + 1
            context = {"until": (now() + timedelta(hours=30)).isoformat()} if what == "sim_reminder" else {}
            post_letter(
                kind=what,
                person=person,
                subject_key=f"{self.chance.getrandbits(60):x}",
                context=context,
                due_at=now() + timedelta(seconds=1),
            )
        elif what == "sees":
            see_letters(letters=Letter.objects.of(person).told_on_site())
        elif what == "stops":
            stop_letters(person=person, kind=kinds.get(self.chance.choice(["sim_patient", "sim_timely"])))
        elif what == "chooses":
            rhythm = self.chance.choice(LetterSettings.Rhythm.values)
            choose_letters(person=person, rhythm=rhythm, channels={"sim_patient": "email", "sim_timely": "email"})
        else:
            person.time_zone = self.chance.choice(ZONES)
            person.save(update_fields=["time_zone"])

    # Beat, and a worker that may die

    def _beat(self, clock: time_machine.Traveller) -> None:
        clock.shift(timedelta(seconds=20))
        for letter in Letter.objects.abandoned():
            handing.settle_abandoned(letter=letter)
        Letter.objects.queued().filter(attempts__gt=0).update(due_at=F("created_at"))  # the back-off is not what is asked about
        for pk in list(Letter.objects.due().order_by("priority", "due_at").values_list("pk", flat=True)):
            letter = Letter.objects.due().filter(pk=pk).select_related("person").first()
            if letter is None:
                continue
            try:
                handing.hand_over(letter=letter)
            except Killed:
                self.found.killed += 1

    def _send(self, messages) -> int:
        if self.is_away:
            self.found.away += 1
            raise smtplib.SMTPDataError(452, b"Away")
        before = self.chance.random() < KILLED
        if before and self.chance.random() < 0.5:
            raise Killed
        for message in messages:
            self._arrived(message.extra_headers["Message-ID"].strip("<>"))
        if before:
            raise Killed
        return len(messages)

    # What is watched

    def _arrived(self, message_id: str) -> None:
        self.went[message_id] += 1
        letter = Letter.objects.select_related("person").get(message_id=message_id)
        if letter.priority == MUST:
            return
        person = letter.person
        local = now().astimezone(zone_of(person))
        self.found.by_night += not HOURS.first <= local.time() < HOURS.last
        settings = LetterSettings.objects.filter(person=person).first()
        self.days_of[person.pk].append((local.date(), settings.rhythm if settings else "as_it_comes"))

    def _count(self) -> None:
        """Once more, without the governor's own rules. A person's days are those of the zone in which each letter came."""
        for person, days in self.days_of.items():
            for index, (day, rhythm) in enumerate(days):
                earlier = [other for other, _rhythm in days[:index] if day - timedelta(days=7) < other]
                if day in earlier or len(earlier) >= A_WEEK[LetterSettings.Rhythm(rhythm)]:
                    self.found.broken.append((person, day.isoformat()))
        rows = {row.message_id: row for row in Letter.objects.all()}
        for message_id, count in self.went.items():
            row = rows[message_id]
            is_repeat = row.priority == MUST and row.interruptions
            self.found.repeated += count > 1 and bool(is_repeat)
            if count > (2 if is_repeat else 1):
                self.found.doubled.append(message_id)
        told = Counter(row.gathered_in_id for row in rows.values() if row.gathered_in_id)
        for row in rows.values():
            if row.gathered_in_id and self.went[row.message_id]:
                self.found.doubled.append(row.message_id)
            elif row.priority == MUST and not self.went[row.message_id] and row.interruptions < 2:
                self.found.lost.append(row.pk)
            vessel = row.gathered_in or row
            if row.kind == "sim_timely" and vessel.claimed_at and vessel.state == State.HANDED_OVER:
                waited = (vessel.claimed_at - row.due_at) / timedelta(days=1)
                rhythm = LetterSettings.objects.filter(person=row.person_id).exclude(rhythm="as_it_comes")
                if waited > self.found.longest_wait and not rhythm.exists():
                    self.found.longest_wait = waited
        self.found.messages = sum(self.went.values())
        self.found.digests, self.found.told = len(told), sum(told.values())
        self.found.most_in_one = max(told.values(), default=0)
        self.found.states = dict(Counter(row.state for row in rows.values()))
