"""The private address of a calendar: made, made anew, stopped, asked for by strangers."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import vobject
from django.test import Client
from django.urls import reverse

from lms.accounts.actions import erase_person
from lms.calendars import sources
from lms.calendars.actions import make_feed
from lms.calendars.entries import Entry, Status
from lms.calendars.models import Feed
from lms.calendars.writing import Method, invitation
from lms.core.personal_data import registered
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
STARTS_AT = datetime(2026, 12, 8, 8, tzinfo=UTC)


def meeting(person, **more):
    fields = {
        "uid": UUID(int=person.pk),
        "sequence": 3,
        "changed_at": datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
        "starts_at": STARTS_AT,
        "ends_at": STARTS_AT + timedelta(minutes=45),
        "zone": "Europe/Kyiv",
        "summary": "Consultation",
        "location": "Library",
        "link": "https://learn.example.org/en/consultations/1/",
        "organiser": "Hanna",
        **more,
    }
    return Entry(**fields)


@pytest.fixture
def person(monkeypatch):
    monkeypatch.setattr(sources, "_sources", {"meetings": lambda person, since: [meeting(person)]})
    return UserFactory(name="Oksana Koval", language="en")


def address(person):
    return reverse("calendar_feed", args=[Feed.objects.get(person=person).token])


def test_the_address_is_made_on_the_profile_page_and_gives_what_is_registered(client, person):
    client.force_login(person)
    before = client.get(reverse("profile")).content.decode()

    client.post(reverse("make_calendar_feed"))
    after = client.get(reverse("profile")).content.decode()
    answer = Client().get(address(person))

    assert (address(person) in before, address(person) in after) == (False, True)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    event = vobject.readOne(answer.content.decode()).vevent
    said = {name: event.contents[name][0].value for name in ("uid", "sequence", "status", "summary", "location", "url")}
    assert said == {
        "uid": f"{UUID(int=person.pk)}@localhost",
        "sequence": "3",
        "status": "CONFIRMED",
        "summary": "Consultation",
        "location": "Library",
        "url": "https://learn.example.org/en/consultations/1/",
    }
    assert event.last_modified.value == event.dtstamp.value == datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def test_the_feed_says_nothing_about_whose_it_is(client, person):
    make_feed(person=person)

    text = client.get(address(person)).content.decode()

    assert not any(word in address(person) + text for word in (person.name, person.email, "ATTENDEE", "ORGANIZER", "Oksana"))


def test_a_new_address_stops_the_old_one_and_stopping_leaves_none(client, person):
    client.force_login(person)
    client.post(reverse("make_calendar_feed"))
    old = address(person)

    client.post(reverse("make_calendar_feed"))
    new = address(person)
    answers = [Client().get(old).status_code, Client().get(new).status_code]
    client.post(reverse("stop_calendar_feed"))
    client.post(reverse("stop_calendar_feed"))

    assert answers == [404, 200]
    assert (Client().get(new).status_code, Feed.objects.count()) == (404, 0)


def test_a_feed_without_entries_is_a_calendar(client, person, monkeypatch):
    monkeypatch.setattr(sources, "_sources", {})
    make_feed(person=person)

    assert client.get(address(person)).content.decode().startswith("BEGIN:VCALENDAR\r\n")


def test_guesses_and_reads_are_limited_each_by_itself(client, person):
    make_feed(person=person)
    other = make_feed(person=UserFactory())

    guesses = [client.get(f"/calendar/guess-{number}.ics").status_code for number in range(61)]
    reads = [client.get(address(person)).status_code for _ in range(61)]

    assert (guesses[59:], reads[59:]) == ([404, 429], [200, 429])
    assert client.get(f"/calendar/{other.token}.ics").status_code == 200


def test_who_may_not_sign_in_any_more_has_no_feed(client, person):
    make_feed(person=person)
    gone = address(person)

    person.is_active = False
    person.save()

    assert client.get(gone).status_code == 404


def test_the_archive_says_that_there_is_an_address_and_erasing_stops_it(client, person):
    feed = make_feed(person=person)
    data = next(each for each in registered() if each.key == "calendar")

    handed_over = data.export(person)
    erase_person(person=person)

    assert handed_over == {"has_address": True, "made": feed.made_at}
    assert client.get(f"/calendar/{feed.token}.ics").status_code == 404


@pytest.mark.parametrize(("method", "status"), [(Method.REQUEST, Status.CONFIRMED), (Method.CANCEL, Status.CANCELLED)])
def test_a_letter_names_the_one_who_is_invited_and_the_site_as_organiser(person, settings, method, status):
    settings.DEFAULT_FROM_EMAIL = "Workbook <workbook@learn.example.org>"

    calendar = vobject.readOne(invitation(meeting(person, status=status), method=method, person=person).decode())

    event = calendar.vevent
    assert (calendar.method.value, event.status.value, event.sequence.value) == (method.value, status.value, "3")
    assert (event.organizer.value, event.organizer.params["CN"]) == ("mailto:workbook@learn.example.org", ["Hanna"])
    assert [(one.value, one.params["CN"]) for one in event.attendee_list] == [(f"mailto:{person.email}", ["Oksana Koval"])]
    assert calendar.validate()


def test_a_line_break_in_a_name_adds_no_property(person):
    sly = meeting(person, summary="Hello\r\nATTENDEE:mailto:x@example.org", location="A;B,C\\D\nE")

    event = vobject.readOne(invitation(sly, method=Method.REQUEST, person=person).decode()).vevent

    assert len(event.attendee_list) == 1
    assert event.location.value == "A;B,C\\D\nE"


@pytest.mark.parametrize("token", ["%00", "%0D%0A", "%C3%A9", "x" * 5000])
def test_an_address_that_no_database_takes_is_no_address(client, token):
    assert client.get(f"/calendar/{token}.ics").status_code == 404
