"""When a person may get a letter: the calculation, at any hour of any year in any zone."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.notifications.governor import GATHER, GO, HOURS, Receiver, Rhythm, Verb, Verdict, Waiting, judge, opens_at
from lms.notifications.models import Letter

MUST, TIMELY, CAN_WAIT = Letter.Priority.MUST, Letter.Priority.TIMELY, Letter.Priority.CAN_WAIT
KYIV = ZoneInfo("Europe/Kyiv")
ZONES = st.sampled_from(["Europe/Kyiv", "Europe/Prague", "Asia/Yekaterinburg", "Pacific/Kiritimati", "Pacific/Niue", "Asia/Kathmandu"]).map(
    ZoneInfo
)
MOMENTS = st.integers(0, 3 * 365 * 24 * 60).map(lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))
CLAIMED = st.lists(st.integers(-9 * 24 * 60, 60), max_size=6)  # minutes before and, with a clock put right, after


@pytest.fixture(autouse=True)
def real_hours(quiet_hours):
    return HOURS


def kyiv(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=KYIV)


def receiver(*claimed, rhythm=Rhythm.AS_IT_COMES, zone=KYIV):
    return Receiver(zone, rhythm, claimed)


@pytest.mark.parametrize(
    ("priority", "claimed", "at", "opens"),
    [
        pytest.param(TIMELY, [], kyiv(24, 12), kyiv(24, 12), id="by day at once"),
        pytest.param(TIMELY, [], kyiv(24, 7, 59), kyiv(24, 8), id="early: at eight"),
        pytest.param(TIMELY, [], kyiv(24, 20), kyiv(25, 8), id="late: tomorrow at eight"),
        pytest.param(TIMELY, [kyiv(24, 8)], kyiv(24, 12), kyiv(25, 8), id="one a day"),
        pytest.param(TIMELY, [kyiv(24, 19, 59)], kyiv(25, 8), kyiv(25, 8), id="a new day is a new day"),
        pytest.param(TIMELY, [kyiv(18, 8), kyiv(20, 8), kyiv(24, 8)], kyiv(24, 12), kyiv(25, 8), id="three on seven days"),
        pytest.param(TIMELY, [kyiv(20, 8), kyiv(22, 8), kyiv(24, 8)], kyiv(24, 12), kyiv(27, 8), id="the week is rolling"),
        pytest.param(CAN_WAIT, [], kyiv(24, 9), kyiv(24, 17), id="what can wait: in the evening"),
        pytest.param(CAN_WAIT, [], kyiv(24, 18), kyiv(24, 18), id="what can wait: it is evening"),
        pytest.param(CAN_WAIT, [kyiv(20, 8), kyiv(22, 8)], kyiv(24, 18), kyiv(27, 17), id="the week's last is kept for what is timely"),
        pytest.param(TIMELY, [kyiv(20, 8), kyiv(22, 8)], kyiv(24, 18), kyiv(24, 18), id="and it takes it"),
    ],
)
def test_when_the_next_letter_may_go(priority, claimed, at, opens):
    assert opens_at(priority, receiver(*claimed), at) == opens


@pytest.mark.parametrize(
    ("rhythm", "claimed", "opens"),
    [
        pytest.param(Rhythm.DAILY, [], kyiv(24, 17), id="daily in the evening"),
        pytest.param(Rhythm.DAILY, [kyiv(day, 17) for day in range(18, 24)], kyiv(24, 17), id="daily is every day"),
        pytest.param(Rhythm.WEEKLY, [kyiv(18, 17)], kyiv(25, 17), id="weekly is once on seven days"),
    ],
)
def test_a_rhythm_of_ones_own(rhythm, claimed, opens):
    assert [opens_at(priority, receiver(*claimed, rhythm=rhythm), kyiv(24, 9)) for priority in (TIMELY, CAN_WAIT)] == [opens, opens]


@pytest.mark.parametrize("change", [date(2026, 3, 29), date(2026, 10, 25)])
def test_the_days_on_which_clocks_change_have_one_letter_like_others(change):
    """Twenty-three or twenty-five hours: a letter late the evening before does not spoil the day, one in its morning takes all of it."""
    evening, morning = (datetime.combine(day, hour, KYIV) for day, hour in ((change - timedelta(1), time(19, 59)), (change, time(8))))

    assert opens_at(TIMELY, receiver(evening), evening) == morning
    assert opens_at(TIMELY, receiver(morning), morning) == datetime.combine(change + timedelta(1), time(8), KYIV)


def test_who_flies_west_gets_no_second_letter_on_the_day_they_have_twice():
    tuesday = datetime(2026, 11, 24, 8, tzinfo=ZoneInfo("Pacific/Kiritimati"))  # it is Monday morning on Hawaii, a day behind
    west = receiver(tuesday, zone=ZoneInfo("Pacific/Honolulu"))

    assert opens_at(TIMELY, west, tuesday + timedelta(hours=3)) == datetime(2026, 11, 24, 8, tzinfo=west.zone)


@given(zone=ZONES, at=MOMENTS, ago=CLAIMED, rhythm=st.sampled_from(Rhythm.values), priority=st.sampled_from([TIMELY, CAN_WAIT]))
def test_it_always_opens_by_day_within_limits_and_no_sooner_than_need_be(zone, at, ago, rhythm, priority):
    someone = Receiver(zone, rhythm, tuple(at + timedelta(minutes=minutes) for minutes in ago))

    opens = opens_at(priority, someone, at)

    assert opens >= at
    assert time(8) <= opens.astimezone(zone).time() < time(20)
    days = Counter(moment.astimezone(zone).date() for moment in someone.claimed)
    day = opens.astimezone(zone).date()
    most = {Rhythm.AS_IT_COMES: 3, Rhythm.DAILY: 7, Rhythm.WEEKLY: 1}[rhythm]
    assert not days[day]
    assert all(sum(days[day + timedelta(back + one)] for one in range(7)) < most for back in range(-6, 1))
    assert opens_at(priority, someone, opens) == opens
    assert opens <= at + timedelta(days=9)


@given(
    zone=ZONES, at=MOMENTS, steps=st.lists(st.integers(0, 40 * 60), min_size=1, max_size=60), priority=st.sampled_from([TIMELY, CAN_WAIT])
)
def test_whoever_asks_again_and_again_never_gets_more_than_three_on_seven_days(zone, at, steps, priority):
    claimed = []
    for step in steps:
        at += timedelta(minutes=step)
        if opens_at(priority, Receiver(zone, claimed=tuple(claimed)), at) <= at:
            claimed.append(at)

    days = [moment.astimezone(zone).date() for moment in claimed]
    assert all(first < second for first, second in pairwise(days))
    assert all(fourth - first >= timedelta(7) for first, fourth in zip(days, days[3:], strict=False))


def test_all_that_waits_goes_in_one_and_what_need_not_be_told_does_not():
    waiting = [
        Waiting(CAN_WAIT),
        Waiting(TIMELY),
        Waiting(TIMELY, hindrance="seen"),
        Waiting(MUST),
        Waiting(TIMELY, good_until=kyiv(24, 11)),
    ]

    assert judge(waiting, receiver(), kyiv(24, 12)) == [
        GATHER, GATHER, Verdict(Verb.NOT_SENT, reason="seen"), GO, Verdict(Verb.NOT_SENT, reason="not_needed")
    ]  # fmt: skip


def test_one_alone_goes_by_itself():
    assert judge([Waiting(TIMELY), Waiting(TIMELY, hindrance="stopped")], receiver(), kyiv(24, 12))[0] == GO


def test_what_must_be_sent_goes_at_night_and_does_not_open_the_door_for_others():
    assert judge([Waiting(MUST), Waiting(TIMELY)], receiver(), kyiv(24, 3)) == [GO, Verdict(Verb.WAIT, until=kyiv(24, 8))]


def test_a_reminder_is_held_back_no_longer_than_it_is_of_use():
    full = receiver(kyiv(20, 8), kyiv(22, 8), kyiv(24, 8))

    assert judge([Waiting(TIMELY, good_until=kyiv(25, 0))], full, kyiv(24, 9)) == [Verdict(Verb.WAIT, until=kyiv(25, 0))]
    assert judge([Waiting(TIMELY, good_until=kyiv(25, 0))], full, kyiv(25, 0)) == [Verdict(Verb.NOT_SENT, reason="not_needed")]
