"""Every half hour around each change of the clock, in the four time zones of the programmes, written and read back by other libraries: the
moment is the same. Moscow's clock does not change any more."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import vobject

from lms.calendars.entries import Entry
from lms.calendars.writing import Method as LetterMethod
from lms.calendars.writing import comes_twice, feed, invitation, single
from tests.factories import UserFactory
from tests.support.reasons import MAY_BE_ABSENT, leave_out

ZONES = ["Europe/Kyiv", "Europe/Moscow", "Europe/Sofia", "Europe/Prague"]
SPRING, AUTUMN = datetime(2027, 3, 28, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)
WRITTEN = datetime(2026, 9, 1, 12, tzinfo=UTC)


def entry(zone, starts_at, minutes=45, **more):
    fields = {"sequence": 0, "changed_at": WRITTEN, "summary": "Консультація, наставниця; “Ганна”", **more}
    return Entry(
        uid=UUID(int=int(starts_at.timestamp())), starts_at=starts_at, ends_at=starts_at + timedelta(minutes=minutes), zone=zone, **fields
    )


def around(change, zone):
    """From two hours before midnight UTC to six hours after: every change of the four zones lies within."""
    return [entry(zone, change + timedelta(minutes=30 * step)) for step in range(-4, 13)]


def read_back(written):
    events = vobject.readOne(written.decode()).vevent_list
    return [(event.dtstart.value.astimezone(UTC), event.dtend.value.astimezone(UTC)) for event in events]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("change", [SPRING, AUTUMN], ids=["spring", "autumn"])
def test_each_moment_is_read_back_as_it_was(zone, change):
    entries = around(change, zone)

    alone = [read_back(single(one))[0] for one in entries]
    together = read_back(feed(entries, name="Workbook"))

    meant = [(one.starts_at, one.ends_at) for one in entries]
    assert (alone, together) == (meant, meant)


@pytest.mark.parametrize(("zone", "hour"), [("Europe/Kyiv", 3), ("Europe/Sofia", 3), ("Europe/Prague", 2)])
def test_the_hour_that_comes_twice_is_said_in_utc_and_every_other_by_the_clock(zone, hour):
    clock = ZoneInfo(zone)
    first = datetime(2026, 10, 25, hour, 30, tzinfo=clock)
    second = first.replace(fold=1)
    later = datetime(2026, 10, 25, hour + 2, 30, tzinfo=clock)

    written = [single(entry(zone, at.astimezone(UTC))).decode() for at in (first, second, later)]

    assert [comes_twice(at) for at in (first, second, later)] == [True, True, False]
    said = [
        line
        for text in written
        for line in text.split("\r\n")
        if line.startswith("DTSTART;TZID") or (line.endswith("Z") and line.startswith("DTSTART"))
    ]
    assert said == [f"DTSTART:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}" for at in (first, second)] + [
        f"DTSTART;TZID={zone}:20261025T{hour + 2:02}3000"
    ]


@pytest.mark.parametrize("zone", ZONES)
def test_ten_in_the_morning_stays_ten_on_both_sides_of_the_change(zone):
    clock = ZoneInfo(zone)
    days = [(2026, 10, 23), (2026, 10, 26), (2027, 3, 26), (2027, 3, 29)]
    entries = [entry(zone, datetime(*day, 10, tzinfo=clock).astimezone(UTC)) for day in days]

    events = vobject.readOne(feed(entries, name="Workbook").decode()).vevent_list

    assert [event.dtstart.value.strftime("%Y-%m-%d %H:%M") for event in events] == [f"{y}-{m:02}-{d:02} 10:00" for y, m, d in days]


def files(folder):
    """A feed and a letter of each kind, for every zone and change."""
    person = UserFactory.build(email="oksana@example.org", name="Оксана Коваль")
    for zone in ZONES:
        for name, change in (("spring", SPRING), ("autumn", AUTUMN)):
            stem = f"{zone.replace('/', '-')}-{name}"
            path = folder / f"{stem}-feed.ics"
            path.write_bytes(feed(around(change, zone), name="Workbook"))
            yield path, around(change, zone)
            one = entry(
                zone,
                change + timedelta(hours=1),
                location="Клуб, вул. Шевченка, 4",
                link="https://learn.example.org/uk/consultations/",
                organiser="Ганна",
            )
            path = folder / f"{stem}-request.ics"
            path.write_bytes(invitation(one, method=LetterMethod.REQUEST, person=person))
            yield path, [one]


def test_other_readers_find_nothing_wrong(shared, tmp_path):
    written = list(files(tmp_path))
    paths = [str(path) for path, _entries in written]

    checked = [
        subprocess.run([sys.executable, str(shared / "corpora/civic/checks/check_ical.py"), path], capture_output=True, text=True)
        for path in paths
    ]
    read = subprocess.run([sys.executable, str(shared / "tools/ical/ical_py.py"), *paths], capture_output=True, text=True, check=True)

    assert [one.stdout.strip() for one in checked] == ["ok"] * len(paths)
    counted = [json.loads(line) for line in read.stdout.splitlines()]
    assert [(one["events"], one["errors"]) for one in counted] == [(len(entries), []) for _path, entries in written]


def test_calendars_of_browsers_and_servers_read_the_same_moments(shared, tmp_path):
    modules = os.environ.get("NODE_MODULES", "")
    if not os.path.isdir(os.path.join(modules, "ical.js")):
        leave_out(f"{MAY_BE_ABSENT} that has ical.js and node-ical for its tools (NODE_MODULES)")
    written = list(files(tmp_path))

    read = subprocess.run(
        ["node", str(shared / "tools/ical/ical_check.mjs"), *[str(path) for path, _entries in written]],
        capture_output=True,
        text=True,
        check=True,
    )

    found = [json.loads(line) for line in read.stdout.splitlines()]
    meant = [[f"{one.starts_at:%Y-%m-%dT%H:%M:%S.000Z}" for one in entries] for _path, entries in written]
    assert [[event["utc"] for event in one["icaljs"]] for one in found] == meant
    assert [sorted(event["utc"] for event in one["nodeical"]) for one in found] == meant
    assert {(one["crlf"], one["long"], one["dtstamp"], one["uids"], one["agree"]) for one in found} == {(True, 0, True, True, True)}
