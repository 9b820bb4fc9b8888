"""The real ledger, and everything that can happen to it, one thing after the other, in any order (hypothesis chooses).

After each step the rules of docs/letters.md are counted from what the mail server got, without the governor's own calculation."""

import smtplib
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from unittest import mock
from zoneinfo import ZoneInfo

import time_machine
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.utils.timezone import now
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from lms.notifications import bounces, handing, kinds, outbox, turns
from lms.notifications.actions import post_letter
from lms.notifications.choosing import choose_letters, resume_letters, stop_letters
from lms.notifications.gathering import Told
from lms.notifications.governor import A_WEEK, HOURS
from lms.notifications.inbox import see_kinds, see_letters
from lms.notifications.models import BouncedAddress, Letter, LetterSettings
from lms.notifications.tasks import sweep_letters
from tests.factories import UserFactory

State, Reason, Trouble, Rhythm = Letter.State, Letter.Reason, Letter.Trouble, LetterSettings.Rhythm
START = datetime(2026, 11, 24, 12, tzinfo=UTC)
ZONES = ("Europe/Kyiv", "Asia/Yekaterinburg")
MUST, TIMELY, PATIENT, REMINDER = "must", "timely", "patient", "reminder"
KINDS = {MUST: kinds.MUST, TIMELY: kinds.TIMELY, PATIENT: kinds.CAN_WAIT, REMINDER: kinds.TIMELY}
GOVERNED = [TIMELY, PATIENT, REMINDER]
WELL, BEFORE, AFTER, TAKEN, COMES_BACK, AWAY, LATER, NOBODY, SPAM, BROKEN = FATES = (
    "well", "dies before the claim", "dies after the claim", "dies when it is taken", "was taken for dead", "server away",
    "asked to come again", "nobody there", "refused", "breaks on the way",
)  # fmt: skip
ANSWERS = {
    AWAY: smtplib.SMTPDataError(421, b"Too many"),
    LATER: smtplib.SMTPDataError(451, b"Come again"),
    NOBODY: smtplib.SMTPDataError(550, b"5.1.1 Nobody"),
    SPAM: smtplib.SMTPDataError(554, b"5.7.1 Spam"),
    BROKEN: smtplib.SMTPServerDisconnected("gone"),
}
DEEDS = ("stop", "resume", "rhythm", "see", "see", "pause", "go_on", "go_on", "try_again", "bounce", "mend", "mend")
DRAINED = 80  # beats at most until nothing waits any more


class Killed(BaseException):
    """The process dies here."""


def _plain(letter: Letter, *_more: object) -> EmailMessage:
    return EmailMessage("", "", to=[str(letter.person.email)], headers={"Message-ID": f"<{letter.message_id}>"})


def until(letter: Letter) -> datetime | None:
    return datetime.fromisoformat(letter.context["until"]) if "until" in letter.context else None


class Ledger(RuleBasedStateMachine):
    people = st.sampled_from([0, 0, 0, 1])  # mostly one person: what is in one another's way is what one person gets

    @initialize()
    def begin(self) -> None:
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.travelling = time_machine.travel(START, tick=False)
        self.clock = self.travelling.start()
        self.patches = [
            mock.patch.object(handing, "compose", self._compose),
            mock.patch.object(handing, "compose_gathered", self._compose),
            mock.patch.object(turns, "tell", lambda letter: Told(letter, letter.kind, "https://ledger.example/")),
            mock.patch.object(EmailBackend, "send_messages", lambda backend, messages: self._send(messages)),
        ]
        for patch in self.patches:
            patch.start()
        self.persons = [UserFactory(time_zone=zone) for zone in ZONES]
        self.fate, self.paused, self.number = WELL, "", 0
        self.stopped: set[tuple[int, str]] = set()
        self.seen: set[int] = set()
        self.copies: Counter[str] = Counter()
        self.days: dict[int, list[date]] = defaultdict(list)  # of governed letters, in the person's own time
        self.faults: list[str] = []

    # What apps and people do

    @rule(who=people, what=st.lists(st.tuples(st.sampled_from(list(KINDS)), st.sampled_from([0, 0, 0, 5, 30])), min_size=1, max_size=3))
    def post(self, who: int, what: list[tuple[str, int]]) -> None:
        """Each twice: the second time changes nothing."""
        for kind, ahead in what:
            self.number += 1
            context = {"until": (now() + timedelta(hours=30)).isoformat()} if kind == REMINDER else {}
            for _time in range(2):
                due_at = now() + timedelta(hours=ahead)
                post_letter(kind=kind, person=self.persons[who], subject_key=str(self.number), context=context, due_at=due_at)

    @rule(who=people, deed=st.sampled_from(DEEDS), kind=st.sampled_from(GOVERNED), data=st.data())
    def somebody_does(self, who: int, deed: str, kind: str, data: st.DataObject) -> None:
        getattr(self, f"_{deed}")(who, kind, data)

    def _stop(self, who: int, kind: str, data: st.DataObject) -> None:
        is_all = data.draw(st.booleans())
        stop_letters(person=self.persons[who], kind=kinds.get("digest" if is_all else kind))
        self.stopped |= {(who, one) for one in (GOVERNED if is_all else [kind])}

    def _resume(self, who: int, kind: str, data: st.DataObject) -> None:
        resume_letters(person=self.persons[who], kind=kinds.get(kind))
        self.stopped.discard((who, kind))

    def _rhythm(self, who: int, kind: str, data: st.DataObject) -> None:
        choose_letters(person=self.persons[who], rhythm=data.draw(st.sampled_from(Rhythm.values)), channels={})

    def _see(self, who: int, kind: str, data: st.DataObject) -> None:
        """In the inbox all of it, on a page one kind. What waits is then not told any more."""
        letters, is_all = Letter.objects.of(self.persons[who]), data.draw(st.booleans())
        waiting = letters.governed().filter(state__in=[State.QUEUED, State.GATHERED], **({} if is_all else {"kind": kind}))
        self.seen |= set(waiting.told_on_site().exclude(gathered_in__state=State.HANDING_OVER).values_list("pk", flat=True))
        if is_all:
            see_letters(letters=letters.told_on_site())
        else:
            see_kinds(person=self.persons[who], keys={kind, MUST})

    def _pause(self, who: int, kind: str, data: st.DataObject) -> None:
        must_send_goes_on = data.draw(st.booleans())
        outbox.pause(by=None, because="", must_send_goes_on=must_send_goes_on)
        self.paused = "governed" if must_send_goes_on else "all"

    def _go_on(self, who: int, kind: str, data: st.DataObject) -> None:
        outbox.go_on()
        self.paused = ""

    def _try_again(self, who: int, kind: str, data: st.DataObject) -> None:
        outbox.try_again()

    def _bounce(self, who: int, kind: str, data: st.DataObject) -> None:
        person = self.persons[who]
        letter = Letter.objects.of(person).filter(message_id__in=self.copies).order_by("-pk").first()
        if letter:
            trouble = data.draw(st.sampled_from([Trouble.NOBODY, Trouble.FULL]))
            source = BouncedAddress.Source.REPORT
            bounces.take_report(message_id=letter.message_id, address=str(person.email), trouble=trouble, said="", source=source)

    def _mend(self, who: int, kind: str, data: st.DataObject) -> None:
        bounces.forget_bounces(address=str(self.persons[who].email))

    # Time, beat that may be down for long, and what befalls a worker

    @rule(fate=st.sampled_from([*[WELL] * 6, *FATES]), minutes=st.sampled_from([1, 1, 1, 4, 60, 400, 1440, 4000]))
    def beat(self, fate: str, minutes: int) -> None:
        self.clock.shift(timedelta(minutes=minutes))
        self.fate = fate
        try:
            sweep_letters()
        except Killed:
            self.fate = WELL

    def _compose(self, letter: Letter, *_more: object) -> EmailMessage:
        if self.fate == BEFORE:
            raise Killed
        return _plain(letter)

    def _send(self, messages: list[EmailMessage]) -> int:
        fate, self.fate = self.fate, WELL  # it befalls the first letter of the round
        if fate == AFTER:
            raise Killed
        if fate in ANSWERS:
            raise ANSWERS[fate]
        for message in messages:
            self._arrived(str(message.extra_headers["Message-ID"]).strip("<>"))
        if fate == TAKEN:
            raise Killed
        if fate == COMES_BACK:  # another process sweeps meanwhile
            self.clock.shift(Letter.LEASE + timedelta(seconds=1))
            sweep_letters()
        return len(messages)

    # What is watched

    def _arrived(self, message_id: str) -> None:
        letter = Letter.objects.get(message_id=message_id)
        who = next(index for index, person in enumerate(self.persons) if person.pk == letter.person_id)
        self.copies[message_id] += 1
        self._check(not (self.paused == "all" or (self.paused and letter.priority != kinds.MUST)), f"{letter} went while all was paused")
        if letter.priority == kinds.MUST:
            return
        told = list(letter.gathered.filter(state=State.GATHERED)) or [letter]
        self._check(not {one.pk for one in told} & self.seen, f"{letter} tells what was seen")
        self._check(not {(who, one.kind) for one in told} & self.stopped, f"{letter} tells what was stopped")
        local = now().astimezone(ZoneInfo(ZONES[who]))
        self._check(HOURS.first <= local.time() < HOURS.last, f"{letter} went at night")
        lately = [day for day in self.days[who] if day > local.date() - timedelta(days=7)]
        settings = LetterSettings.objects.filter(person=letter.person_id).first()
        limit = A_WEEK[Rhythm(settings.rhythm if settings else Rhythm.AS_IT_COMES)]
        self._check(local.date() not in lately, f"{letter} is the second of the day")
        self._check(len(lately) < limit, f"{letter} is one more than {limit} a week")
        self.days[who].append(local.date())

    def _check(self, is_so: bool, fault: str) -> None:
        """Kept until the step is over: an AssertionError in the middle of sending would be taken for something else."""
        if not is_so:
            self.faults.append(fault)

    @invariant()
    def no_rule_was_broken(self) -> None:
        assert getattr(self, "faults", []) == []

    @invariant()
    def nothing_goes_twice_that_may_not(self) -> None:
        copies = getattr(self, "copies", {})
        for letter in Letter.objects.filter(message_id__in=copies):
            is_repeat = letter.priority == kinds.MUST and letter.interruptions
            assert copies[letter.message_id] <= (2 if is_repeat else 1), f"{letter} came {copies[letter.message_id]} times"
            assert letter.gathered_in_id is None, f"{letter} came, and was told in another"

    @invariant()
    def no_must_is_kept_back(self) -> None:
        kept_back = [Reason.STOPPED, Reason.SEEN, Reason.NOT_NEEDED]
        assert not Letter.objects.filter(kind=MUST, reason__in=kept_back).exists()
        assert not Letter.objects.filter(kind=MUST, state=State.GATHERED).exists()

    def teardown(self) -> None:
        if not hasattr(self, "transaction"):
            return
        try:
            self._drain()
        finally:
            for patch in self.patches:
                patch.stop()
            self.travelling.stop()
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    def _drain(self) -> None:
        """All is well again, and nobody does anything: nothing is lost and nothing waits for ever."""
        outbox.go_on()
        self.paused = ""
        for _beat in range(DRAINED):
            self.fate = WELL
            waiting = Letter.objects.filter(state__in=[State.QUEUED, State.HANDING_OVER])
            moments = [max(one.due_at, one.held_until or one.due_at) for one in waiting if one.state == State.QUEUED]
            moments += [one.claimed_at + Letter.LEASE for one in waiting if one.claimed_at and one.state == State.HANDING_OVER]
            if not moments:
                break
            self.clock.move_to(max(now(), min(moments), outbox.the_outbox().held_until or now()) + timedelta(seconds=2))
            sweep_letters()
        self.no_rule_was_broken()
        self.nothing_goes_twice_that_may_not()
        self.no_must_is_kept_back()
        assert not waiting.exists(), f"still waiting: {list(waiting)}"
        for letter in Letter.objects.filter(kind=MUST):
            is_excused = letter.interruptions > 1 or letter.reason in (Reason.BOUNCED, Reason.REFUSED, Reason.UNREACHABLE)
            assert self.copies[letter.message_id] or is_excused, f"{letter} is lost"
