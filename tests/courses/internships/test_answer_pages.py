"""Pages of those who answer: mentors, supervisors, hosts."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.utils.timezone import localtime, now

from courses.internships.actions.hosting import Host, confirm_sheet, make_host_link, make_sheet
from courses.internships.hosts import address_of, key_of, link_of
from courses.internships.models import HostLink, PracticeEntry
from lms.core.uploads import CheckedFile
from lms.notifications import kinds
from lms.notifications.message import compose, zone_of
from lms.notifications.models import Letter
from tests.factories import UserFactory
from tests.factories.internships import answered, confirmed, entry, fresh, handed_in, participation, supervisor, write
from tests.factories.mentorship import mentor

pytestmark = pytest.mark.django_db
HERE = "/en/mentor/practice/"


def test_several_are_answered_with_one_press(who, sign_in):
    one, two, three = (handed_in(participation(who.placement), did=f"Day {number}") for number in range(3))
    client = sign_in(who.placement.mentor)
    page = client.get(HERE).content.decode()
    assert all(f"Day {number}" in page for number in range(3))

    form = {
        f"e-{one.pk}": "confirm",
        f"n-{one.pk}": "1",
        f"e-{two.pk}": "return",
        f"n-{two.pk}": "1",
        f"c-{two.pk}-comment": "Which letters?",
    }
    page = client.post(HERE, form, follow=True).content.decode()

    assert [fresh(made).state for made in (one, two, three)] == ["confirmed", "returned", "submitted"]
    assert "2 entries are answered." in page


def test_all_that_were_seen_are_confirmed_but_those_to_be_returned(who, sign_in):
    one, two = handed_in(participation(who.placement)), handed_in(participation(who.placement))
    later = handed_in(participation(who.placement))
    form = {"confirm-all": "1", "seen": [one.pk, two.pk], f"n-{one.pk}": "1", f"n-{two.pk}": "1"}
    form |= {f"e-{two.pk}": "return", f"c-{two.pk}-comment": "Which one?"}

    sign_in(who.placement.mentor).post(HERE, form)

    assert [fresh(made).state for made in (one, two, later)] == ["confirmed", "returned", "submitted"]


def test_a_comment_that_is_missing_is_asked_for_and_nothing_typed_is_lost(who, sign_in):
    one, two = handed_in(participation(who.placement)), handed_in(participation(who.placement))
    form = {f"e-{one.pk}": "return", f"n-{one.pk}": "1", f"c-{two.pk}-comment": "Half a thought"}

    response = sign_in(who.placement.mentor).post(HERE, form)

    assert (response.status_code, "Half a thought" in response.content.decode()) == (422, True)
    assert "Say in a few words what is missing" in response.content.decode()
    assert fresh(one).state == "submitted"


def test_entries_of_others_are_left_alone_whatever_is_sent(who, sign_in):
    others = handed_in()

    sign_in(who.placement.mentor).post(HERE, {f"e-{others.pk}": "confirm", f"n-{others.pk}": "1"})

    assert fresh(others).state == "submitted"


def test_what_is_being_written_again_is_the_learners_alone(who, sign_in):
    made = handed_in(who)
    answered(made, who.placement.mentor, "Which letters?")
    write(fresh(made), did="Not for your eyes yet")
    entry(who, did="Nor this")

    page = sign_in(who.placement.mentor).get(f"{HERE}{who.pk}/").content.decode()

    assert ("Which letters?" in page, "Not for your eyes yet" in page, "Nor this" in page) == (True, False, False)


def test_only_a_supervisor_says_that_it_was_a_mistake(who, sign_in):
    made = confirmed(who)
    address = f"{HERE}entries/{made.pk}/mistake/"
    assert sign_in(who.placement.mentor).get(address).status_code == 404
    client = sign_in(supervisor(who.placement))
    assert address in client.get(f"{HERE}{who.pk}/").content.decode()

    refused = client.post(address, {"number": made.last_number, "reason": " "})
    assert (refused.status_code, fresh(made).state) == (422, "confirmed")
    client.post(address, {"number": made.last_number, "reason": "That was another day."})

    assert fresh(made).state == "returned"


def test_a_mentor_types_in_a_signed_sheet_of_their_learners_alone(who, sign_in):
    mine, others = handed_in(who), handed_in()
    sheet = make_sheet(participation=who, by=who.enrolment.learner)
    foreign = make_sheet(participation=others.participation, by=others.participation.enrolment.learner)
    client = sign_in(who.placement.mentor)
    signed = {"name": "Hanna Koval", "role": "head"}

    assert client.post(f"{HERE}sheet/", {"code": foreign.code, **signed}).status_code == 422
    assert client.post(f"{HERE}sheet/", {"code": sheet.code, **signed}).status_code == 302

    assert (fresh(mine).state, fresh(others).state) == ("confirmed", "submitted")


# The host


def test_the_host_sees_their_placement_confirms_some_and_the_link_is_used(who, sign_in, client):
    one, two = handed_in(who, did="First day", minutes=30), handed_in(who, did="Second day", minutes=30)
    handed_in(participation(), did="Elsewhere")
    address = f"{HERE}placements/{who.placement_id}/host/"
    page = sign_in(who.placement.mentor).post(address, follow=True).content.decode()
    link = HostLink.objects.get()
    assert address_of(link) in page
    here = f"/host/{key_of(link)}/"

    listed = client.get(here)
    assert all(words in listed.content.decode() for words in ("First day", "Second day", "Village library"))
    assert ("Elsewhere" in listed.content.decode(), listed["X-Robots-Tag"], listed["Referrer-Policy"]) == (False, "noindex", "same-origin")
    assert client.post(here, {"entry": [one.pk], f"n-{one.pk}": "1", "name": "", "role": "head"}).status_code == 422
    told = client.post(here, {"entry": [one.pk], f"n-{one.pk}": "1", "name": "Hanna Koval", "role": "head"}, follow=True)

    assert (fresh(one).state, fresh(two).state) == ("confirmed", "submitted")
    assert (told.status_code, "Hanna Koval: 1 entry is confirmed" in told.content.decode()) == (410, True)
    client.post(here, {"entry": [two.pk], f"n-{two.pk}": "2", "name": "Hanna Koval", "role": "head"})
    assert fresh(two).state == "submitted"


def test_what_changed_while_the_host_was_reading_is_not_confirmed_unseen(who, client):
    made = handed_in(who)
    link = make_host_link(placement=who.placement, by=who.placement.mentor)
    answered(made, who.placement.mentor, "Which letters?")

    said = client.post(f"/host/{key_of(link)}/", {"entry": [made.pk], f"n-{made.pk}": "1", "name": "Hanna", "role": "head"})

    assert (said.status_code, fresh(made).state) == (422, "returned")
    assert "changed meanwhile" in said.content.decode()
    link.refresh_from_db()
    assert link.used_at is None


def test_an_address_that_was_guessed_or_ran_out_opens_nothing(who, client):
    link = make_host_link(placement=who.placement, by=who.placement.mentor)
    handed_in(who)

    assert client.get(f"/host/{link.pk}-{'0' * 26}/").status_code == 404
    assert client.get("/host/nonsense/").status_code == 404
    assert link_of(f"{link.pk}-") is None
    with time_machine.travel(now() + timedelta(days=31)):
        gone = client.get(f"/host/{key_of(link)}/")
    assert (gone.status_code, "Sorted the letters" in gone.content.decode()) == (410, False)


def test_a_revoked_link_opens_nothing(who, sign_in, client):
    link = make_host_link(placement=who.placement, by=who.placement.mentor)

    sign_in(who.placement.mentor).post(f"{HERE}placements/{who.placement_id}/host/{link.pk}/revoke/")

    assert client.get(f"/host/{key_of(link)}/").status_code == 410


def test_guessing_is_slowed_down(client, settings):
    answers = [client.get(f"/host/{number}-{'a' * 26}/").status_code for number in range(62)]

    assert (answers[0], answers[-1]) == (404, 429)


# Strangers


def test_who_answers_nothing_here_sees_nothing(who, sign_in):
    made = confirmed(who)
    link = make_host_link(placement=who.placement, by=who.placement.mentor)
    addresses = [f"{HERE}{who.pk}/", f"{HERE}entries/{made.pk}/mistake/", f"{HERE}placements/{who.placement_id}/host/"]
    revoke = f"{HERE}placements/{who.placement_id}/host/{link.pk}/revoke/"
    people = [UserFactory(), who.enrolment.learner, mentor(), participation().placement.mentor]

    for person in people:
        client = sign_in(person)
        assert {one: client.get(one).status_code for one in addresses} == dict.fromkeys(addresses, 404)
        assert client.post(revoke).status_code == 404
    assert [sign_in(person).get(HERE).status_code for person in people] == [404, 404, 200, 200]
    assert [sign_in(person).get(f"{HERE}sheet/").status_code for person in people[:2]] == [404, 404]


def test_a_photo_is_for_whoever_answers_once_it_is_handed_in(who, sign_in):
    from courses.internships.actions.handing_in import submit
    from courses.internships.actions.writing import add_file

    made = entry(who)
    file = add_file(entry=made, file=CheckedFile("table.jpg", "image/jpeg", b"a picture"))
    address, client = f"/practice/shown/{file.pk}/", sign_in(who.placement.mentor)
    assert client.get(address).status_code == 404
    submit(entry=made)

    assert client.get(address).getvalue() == b"a picture"
    assert sign_in(mentor()).get(address).status_code == 404


def test_the_host_sees_the_photos_of_what_waits_as_long_as_the_link_works(who, client):
    from courses.internships.actions.handing_in import submit
    from courses.internships.actions.writing import add_file

    made, elsewhere = entry(who), entry(participation())
    mine = add_file(entry=made, file=CheckedFile("table.jpg", "image/jpeg", b"a picture"))
    others = add_file(entry=elsewhere, file=CheckedFile("table.jpg", "image/jpeg", b"another"))
    link = make_host_link(placement=who.placement, by=who.placement.mentor)
    here = f"/host/{key_of(link)}/"
    assert client.get(f"{here}files/{mine.pk}/").status_code == 404  # a draft
    submit(entry=made)
    submit(entry=elsewhere)

    assert f"{here}files/{mine.pk}/" in client.get(here).content.decode()
    shown = client.get(f"{here}files/{mine.pk}/")
    assert (shown.getvalue(), shown["Content-Disposition"]) == (b"a picture", 'attachment; filename="table.jpg"')
    assert client.get(f"{here}files/{others.pk}/").status_code == 404
    assert client.get(f"/host/{link.pk}-{'0' * 26}/files/{mine.pk}/").status_code == 404
    with time_machine.travel(now() + timedelta(days=31)):
        assert client.get(f"{here}files/{mine.pk}/").status_code == 404


def test_the_signed_paper_is_for_the_learner_and_whoever_answers(who, sign_in):
    handed_in(who)
    sheet = make_sheet(participation=who, by=who.enrolment.learner)
    photo = CheckedFile("signed.jpg", "image/jpeg", b"a signature")
    confirm_sheet(sheet=sheet, host=Host("Hanna Koval", "head"), by=who.enrolment.learner, photo=photo)
    address, desk = f"/practice/sheets/{sheet.pk}/photo/", sign_in(who.placement.mentor)

    page = desk.get(f"{HERE}{who.pk}/").content.decode()
    assert ("Hanna Koval, head" in page, address in page) == (True, True)
    for client in (desk, sign_in(who.enrolment.learner)):
        assert client.get(address).getvalue() == b"a signature"
    assert [sign_in(person).get(address).status_code for person in (mentor(), participation().enrolment.learner)] == [404, 404]


# Letters


def written(kind: str) -> str:
    letter = Letter.objects.get(kind=kind)
    assert kinds.get(kind).still_needed(letter)
    message = compose(letter, kinds.get(kind))
    return f"{message.subject}\n{message.body}"


def test_the_mentor_is_told_once_a_day_and_not_of_what_is_answered(who):
    made = handed_in(who)
    handed_in(participation(who.placement))

    text = written("practice_waiting")
    assert ("2 practice entries wait for you" in text, "/mentor/practice/" in text) == (True, True)
    for one in PracticeEntry.objects.submitted():
        answered(fresh(one), who.placement.mentor)

    assert not kinds.get("practice_waiting").still_needed(Letter.objects.get(kind="practice_waiting"))
    assert fresh(made).state == "confirmed"


def test_what_is_handed_in_after_the_evenings_letter_is_in_the_next_evenings(who):
    mentor = who.placement.mentor
    evening = datetime.combine(localtime(now(), zone_of(mentor)).date(), time(18, 30), zone_of(mentor))
    with time_machine.travel(evening, tick=False):
        handed_in(who)

    letter = Letter.objects.get(kind="practice_waiting")
    assert localtime(letter.due_at, zone_of(mentor)) == evening.replace(minute=0) + timedelta(days=1)


def test_the_learner_is_told_what_came_back_without_its_words(who):
    answered(handed_in(who), who.placement.mentor, "Which letters?")

    text = written("practice_answered")

    assert ("1 entry comes back to you with a comment." in text, f"/my/{who.enrolment_id}/practice/" in text) == (True, True)
    assert "Which letters?" not in text
