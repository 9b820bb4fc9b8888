import re
from dataclasses import replace

import pytest
from django.contrib.auth.models import AnonymousUser

from courses.enrolment.models import Enrolment
from courses.workbook.models import Entry
from courses.workbook.slots import fill_exercises
from tests.factories import ActivityFactory, ActivityVersionFactory

MODEL = {"model_answer": "Nobody was asked."}


def html_of(desk, **reading):
    return fill_exercises(desk.reading(**reading))[desk.activity.block_id]


def test_the_exercise_is_a_form_that_works_by_itself(desk):
    html = html_of(desk)

    assert f'id="b-{desk.activity.block_id}"' in html
    assert f'action="{desk.url}?l=en"' in html
    assert re.search(r'name="csrfmiddlewaretoken" value="\w{64}"', html)
    assert re.search(r'name="change_id" value="[0-9A-Z]{26}"', html)
    assert 'name="base" value="0"' in html
    assert 'name="next" value="/en/courses/c/m/l/"' in html
    assert "Save</button>" in html


def test_the_form_of_the_page_can_be_posted_as_it_is(desk):
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', html_of(desk)))

    desk.client.post(desk.url, {**fields, "text": "As it is."})

    assert desk.entry.value == {"text": "As it is."}


def test_what_was_written_is_shown_as_text_and_its_state_in_words(desk):
    desk.save({"text": "</textarea><script>alert(1)</script>"})

    html = html_of(desk)

    assert "<script>alert" not in html
    assert "&lt;/textarea&gt;" in html
    assert "Saved " in html
    assert 'name="base" value="1"' in html


def test_a_first_empty_line_survives_the_page(desk):
    desk.save({"text": "\nSecond line"})

    assert "\n\nSecond line</textarea>" in html_of(desk)


def test_the_model_answer_is_not_in_the_page_before_the_learner_answered(make_desk):
    desk = make_desk(content=MODEL)
    assert "Nobody was asked." not in html_of(desk)

    desk.save({"text": " "})
    assert "Nobody was asked." not in html_of(desk)

    desk.save({"text": "The postwoman."}, base=1)
    assert "Nobody was asked." in html_of(desk)


def test_a_script_gets_the_model_answer_with_the_first_answer(make_desk):
    desk = make_desk(content=MODEL)

    blank = desk.client.post(desk.url, desk.body({"text": ""}), content_type="application/json", headers={"X-Wants-Model": "1"})
    first = desk.client.post(desk.url, desk.body({"text": "x"}, 1), content_type="application/json", headers={"X-Wants-Model": "1"})

    assert "model" not in blank.json()
    assert first.json()["model"] == "<p>Nobody was asked.</p>\n"


def test_a_visitor_sees_the_exercise_closed_and_how_to_open_it(desk):
    reading = desk.reading(enrolment=False)
    reading.request.user = AnonymousUser()

    html = fill_exercises(reading)[desk.activity.block_id]

    assert "disabled" in html
    assert "Enrol in the course" in html
    assert "<form" not in html


@pytest.mark.parametrize("state", [Enrolment.State.PAUSED, Enrolment.State.WITHDRAWN])
def test_who_is_not_studying_reads_but_does_not_write(make_desk, state):
    desk = make_desk(content=MODEL)
    desk.save({"text": "What I wrote."})
    Enrolment.objects.update(state=state)
    desk.enrolment.refresh_from_db()

    html = html_of(desk)

    assert "What I wrote." in html
    assert "not studying" in html
    assert "<form" not in html
    assert "Earlier versions" in html


def test_a_private_exercise_offers_no_choice(make_desk):
    desk = make_desk(is_private=True)

    html = html_of(desk)

    assert "Only you see your answer" in html
    assert 'name="is_private"' not in html


def test_a_kept_version_is_offered_until_the_learner_has_looked(desk):
    for text, base in (("ten", 0), ("eleven", 1), ("twelve", 1)):
        desk.save({"text": text}, base=base)
    assert "Another version was kept" in html_of(desk)
    address = re.search(r'action="([^"]+restore/)"', html_of(desk))[1]

    desk.client.post(address, {"kept": 3, "change_id": "01HZZZZZZZZZZZZZZZZZZZZZZZ", "next": "/en/courses/c/m/l/"})

    assert desk.entry.value == {"text": "eleven"}
    assert desk.entry.revision == 4
    assert "Another version was kept" not in html_of(desk)


def test_saying_that_the_text_is_right_keeps_the_text(desk):
    for text, base in (("ten", 0), ("eleven", 1), ("twelve", 1)):
        desk.save({"text": text}, base=base)
    address = re.search(r'action="([^"]+restore/)"', html_of(desk))[1]

    desk.client.post(address, {"kept": 3, "dismiss": 1})

    assert (desk.entry.value, desk.entry.kept_number) == ({"text": "twelve"}, None)


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_one_query_however_many_exercises_it_has(desk, make_desk, django_assert_num_queries, count):
    desk.save({"text": "x"})
    others = [make_desk(enrolment=desk.enrolment, lesson=desk.activity.lesson) for _ in range(count)]
    for other in others:
        other.save({"text": "y"})

    with django_assert_num_queries(1):
        html = fill_exercises(desk.reading(*others))

    assert len(html) == count + 1


@pytest.mark.parametrize("count", [1, 3])
def test_files_cost_one_query_more(make_desk, django_assert_num_queries, count):
    desks = [make_desk("file_upload")]
    desks += [make_desk("file_upload", enrolment=desks[0].enrolment, lesson=desks[0].activity.lesson) for _ in range(count)]
    for desk in desks:
        Entry.objects.create(enrolment=desk.enrolment, activity=desk.activity)

    with django_assert_num_queries(2):
        fill_exercises(desks[0].reading(*desks[1:]))


def test_a_preview_of_what_was_never_published_can_be_shown(desk):
    version = ActivityVersionFactory(of=ActivityFactory())
    reading = desk.reading(enrolment=False)
    slot = reading.slots[0]
    unpublished = type(slot)(block_id="new", kind=slot.kind, title=version.title, content=version.content)

    html = fill_exercises(type(reading)(reading.request, None, [unpublished], "en"))["new"]

    assert "This is a preview" in html


def test_the_key_of_the_queue_is_on_the_page_once(desk, make_desk):
    other = make_desk(enrolment=desk.enrolment, lesson=desk.activity.lesson)

    html = "".join(fill_exercises(desk.reading(other)).values())

    assert html.count("data-key=") == 1


def test_a_lesson_that_is_not_translated_says_which_language_is_which(desk):
    reading = replace(desk.reading(), language="ru")

    html = fill_exercises(reading)[desk.activity.block_id]

    assert f'<section class="exercise" id="b-{desk.activity.block_id}" lang="en"' in html
    assert '<h3 class="exercise__title" lang="ru"' in html
    assert "lang=" not in html_of(desk)
