"""The learner's pages: without a script, and what a queue sends."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from courses.enrolment.models import Enrolment
from courses.internships.actions.closing import Decision, close_entries
from courses.internships.actions.placing import set_plan
from courses.internships.models import HostSheet, PracticeEntry, PracticeFile
from courses.internships.rules import today_of
from lms.core.log.ulid import new_ulid
from tests.factories import ActivityFactory, CourseVersionFactory
from tests.factories.internships import answered, confirmed, entry, fresh, handed_in, participation, write

pytestmark = pytest.mark.django_db


def picture(name="table.jpg"):
    import io

    made = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(made, "JPEG")
    return SimpleUploadedFile(name, made.getvalue(), "image/jpeg")


def saving_address(made):
    return f"/practice/{made.participation.enrolment_id}/{made.participation_id}/{made.made_id}/"


def test_a_new_entry_is_proposed_for_today_and_is_there_from_the_first_thing_kept(client, who, log):
    page = client.get(f"{log}{who.pk}/new/", follow=True)
    here = page.redirect_chain[-1][0]
    today = today_of(who.placement).isoformat()
    assert f'value="{today}" max="{today}"' in page.content.decode()
    assert not PracticeEntry.objects.exists()

    made_id = here.rstrip("/").split("/")[-1]
    form = {"date": today, "hours": "1", "minutes": "30", "did-text": "Sorted letters.", "base": "0", "next": f"{here}check/"}
    page = client.post(f"/practice/{who.enrolment_id}/{who.pk}/{made_id}/", form, follow=True)

    assert page.redirect_chain[-1][0] == f"{here}check/"
    assert "Sorted letters." in page.content.decode()
    assert PracticeEntry.objects.get().minutes == 90


def test_it_is_looked_over_handed_in_and_taken_back(client, who, log):
    made = entry(who)
    here = f"{log}{who.pk}/{made.made_id}/"

    page = client.post(f"{here}check/", follow=True)
    assert "Handed in. You can take it back" in page.content.decode()
    assert "<textarea" not in client.get(here).content.decode()
    client.post(f"{here}take-back/")

    assert fresh(made).state == "draft"


def test_what_is_missing_is_said_before_handing_in(client, who, log):
    made = entry(who, did="", minutes=None)

    page = client.get(f"{log}{who.pk}/{made.made_id}/check/").content.decode()

    assert ("Say what you did." in page, "Say how long you worked." in page, ">Hand in<" in page) == (True, True, False)
    assert client.post(f"{log}{who.pk}/{made.made_id}/check/").status_code == 422


def test_what_looks_odd_has_to_be_said_to_be_right(client, who, log):
    made = entry(who, minutes=700)
    check = f"{log}{who.pk}/{made.made_id}/check/"

    assert "more than 10 hours" in client.get(check).content.decode()
    refused = client.post(check)
    assert (refused.status_code, "Say first that it is right" in refused.content.decode()) == (422, True)
    client.post(check, {"sure": "1"})

    assert fresh(made).state == "submitted"


def test_the_queue_of_an_open_page_saves_and_asks_what_is_there(client, who, log):
    made = entry(who)
    value = {"date": "2026-11-02", "minutes": 45, "did": "Read aloud.", "result": "", "question": ""}
    sent = {"change_id": new_ulid(), "base": made.revision, "value": value}

    told = client.post(saving_address(made), json.dumps(sent), content_type="application/json").json()
    session = client.get(f"/practice/session/?log={who.pk}&items={made.made_id},nonsense").json()

    assert (told["value"], told["revision"]) == (value, made.revision + 1)
    assert session["entries"][made.made_id]["value"] == value


def test_what_was_frozen_is_refused_in_words(client, who, log):
    made = handed_in(who)
    sent = {"change_id": new_ulid(), "base": made.revision, "value": {**made.value, "did": "More"}}

    response = client.post(saving_address(made), json.dumps(sent), content_type="application/json")

    assert (response.status_code, response.json()["error"]) == (409, "handed_in")


@pytest.mark.parametrize("hours", ["many", "-1", "1.5"])
def test_time_that_is_none_gives_the_words_back(client, who, log, hours):
    made = entry(who)

    page = client.post(saving_address(made), {"hours": hours, "did-text": "Sorted letters.", "base": made.revision})

    assert (page.status_code, "Sorted letters." in page.content.decode()) == (422, True)


def test_a_photo_is_added_seen_and_taken_out(client, who, log):
    made = entry(who)
    client.post(f"{saving_address(made)}files/", {"file": picture(), "next": f"{log}{who.pk}/{made.made_id}/"})

    row = PracticeFile.objects.get()
    assert (row.content_type, fresh(made).value["files"]) == ("image/jpeg", [row.pk])
    assert client.get(f"/practice/files/{row.pk}/")["Content-Disposition"].startswith("attachment")
    client.post(f"/practice/files/{row.pk}/remove/")
    assert "files" not in fresh(made).value


def test_a_draft_is_thrown_away_after_a_question(client, who, log):
    made = entry(who)
    here = f"{log}{who.pk}/{made.made_id}/throw-away/"

    assert "Nobody has seen it" in client.get(here).content.decode()
    client.post(here)

    assert not PracticeEntry.objects.exists()


def test_the_log_shows_days_plan_comments_and_sums(client, who, log):
    set_plan(placement=who.placement, plan={who.placement.starts_on: "Meet the readers"})
    made = confirmed(who, minutes=90)
    back = handed_in(who, did="Another day", minutes=30)
    answered(back, who.placement.mentor, "Which letters?")

    page = client.get(log).content.decode()

    assert all(words in page for words in ("Meet the readers", "1 h 30 min", "Which letters?", "Confirmed", made.value["did"]))


def test_the_log_takes_as_many_queries_for_three_entries_as_for_one(client, who, log, django_assert_max_num_queries):
    confirmed(who, minutes=30)
    client.get(log)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        client.get(log)
    few = len(one)
    for _more in range(2):
        confirmed(who, minutes=30)
    client.get(log)  # marks the letters about them as seen

    with django_assert_max_num_queries(few):
        client.get(log)


def test_a_sheet_is_printed_signed_and_typed_in_with_a_photo(client, who, log):
    made = handed_in(who)
    here = f"{log}{who.pk}/sheet/"
    client.post(here, {"make": "1"})
    sheet = HostSheet.objects.get()

    pdf = client.get(f"{here}{sheet.code}.pdf")
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    typed = {"code": f"{sheet.code[:4].lower()}-{sheet.code[4:]}", "name": "Hanna Koval", "role": "head"}
    assert client.post(here, typed).status_code == 422
    assert fresh(made).state == "submitted"
    client.post(here, {**typed, "photo": picture()})

    assert fresh(made).state == "confirmed"


def test_somebody_elses_code_is_no_code_here(client, who, log):
    others = handed_in()
    from courses.internships.actions.hosting import make_sheet

    sheet = make_sheet(participation=others.participation, by=others.participation.placement.mentor)

    page = client.post(f"{log}{who.pk}/sheet/", {"code": sheet.code, "name": "X", "role": "Y", "photo": picture()})

    assert (page.status_code, fresh(others).state) == (422, "submitted")


def test_a_changed_entry_says_so(client, who, log):
    made = confirmed(who)
    PracticeEntry.objects.filter(pk=made.pk).update(value={**made.value, "did": "Much more"})

    assert "Changed in the database" in client.get(log).content.decode()


def test_another_learner_and_a_stranger_see_nothing(client, who, log, sign_in):
    made = entry(who)
    client.post(f"{saving_address(made)}files/", {"file": picture()})
    file = PracticeFile.objects.get()
    here = f"{log}{who.pk}/{made.made_id}/"
    reads = [
        log,
        here,
        f"{here}check/",
        f"{here}throw-away/",
        f"{log}{who.pk}/new/",
        f"{log}{who.pk}/sheet/",
        f"/practice/files/{file.pk}/",
    ]
    writes = [
        f"{here}take-back/",
        f"{here}check/",
        f"/practice/files/{file.pk}/remove/",
        saving_address(made),
        f"{saving_address(made)}files/",
    ]
    other, stranger = sign_in(participation().enrolment.learner), type(client)()

    assert {address: other.get(address).status_code for address in reads} == dict.fromkeys(reads, 404)
    assert {address: other.post(address).status_code for address in writes} == dict.fromkeys(writes, 404)
    assert {address: stranger.get(address).status_code for address in reads} == dict.fromkeys(reads, 302)
    assert other.get(f"/practice/session/?log={who.pk}&items={made.made_id}").json()["entries"] == {}


def test_my_learning_leads_to_the_log_and_why_not_yet_says_what_is_missing(client, who, log):
    course = CourseVersionFactory(of=who.placement.cohort.course).of
    ActivityFactory(lesson__module__course=course)
    course.completion_rule = {"confirmed_hours": 2}
    course.save()
    confirmed(who, minutes=30)

    assert log in client.get("/en/my/").content.decode()
    page = client.get(f"/en/my/{who.enrolment_id}/why-not-yet/").content.decode()

    assert ("1 h 30 min of confirmed practice are missing." in page, log in page) == (True, True)
    assert "Nothing: everything" not in page


def test_a_course_that_asks_for_no_hours_says_nothing_of_them(client, who, log):
    CourseVersionFactory(of=who.placement.cohort.course)

    assert "confirmed practice" not in client.get(f"/en/my/{who.enrolment_id}/why-not-yet/").content.decode()


def test_who_has_left_reads_and_writes_nothing(client, who, log):
    made = entry(who)
    write(made, did="Before I left")
    Enrolment.objects.filter(pk=who.enrolment_id).update(state="withdrawn")

    page = client.get(log).content.decode()

    assert ("Before I left" in page, "Write a new entry" in page, "not studying" in page) == (True, False, True)


def test_both_answers_of_one_closing_are_told_in_one_letter(who):
    from lms.notifications.models import Letter

    one, two = handed_in(who, minutes=30), handed_in(who, minutes=30, did="Another day")
    decisions = [Decision(one.pk, 1, True), Decision(two.pk, 2, False, "Which one?")]
    close_entries(decisions=decisions, by=who.placement.mentor)

    assert Letter.objects.filter(kind="practice_answered", person=who.enrolment.learner).count() == 1
    assert Letter.objects.filter(kind="practice_waiting", person=who.placement.mentor).count() == 1
