"""A page is left while a change is on its way and more has been typed: one request brings both."""

import pytest

from courses.workbook.models import EntryRevision
from lms.core.log.ulid import new_ulid

FIRST, BOTH = {"text": "Two hundred people."}, {"text": "Two hundred people. And three streets."}


def on_its_way(desk, value=FIRST, base=0):
    return {"change_id": new_ulid(), "base": base, "version": desk.version.pk, "follows_sent": False, "value": value}


def test_given_the_first_was_cut_off_then_both_are_taken_in_turn(desk):
    told = desk.save(BOTH, earlier=on_its_way(desk)).json()

    assert (told["revision"], told["value"], told["outcome"]) == (2, BOTH, "applied")
    assert [one.value for one in EntryRevision.objects.order_by("number")] == [FIRST, BOTH]


@pytest.mark.parametrize("when", ["before", "after"])
def test_given_the_first_comes_by_itself_as_well_then_nothing_is_said_twice(desk, when):
    first = on_its_way(desk)
    alone, together = (FIRST, {"change_id": first["change_id"]}), (BOTH, {"earlier": first})

    for value, more in [alone, together, together] if when == "before" else [together, together, alone]:
        desk.save(value, **more)

    assert desk.entry.value == BOTH


def test_given_another_device_wrote_meanwhile_then_its_words_stay(desk):
    desk.save({"text": "In our village live two hundred people."})
    first = on_its_way(desk, {"text": "In our village live two hundred people, forty alone."}, base=1)
    desk.save({"text": "In our small village live two hundred people."}, base=1)

    desk.save({"text": "In our village live two hundred people, forty alone. Ask them."}, base=1, earlier=first)

    assert desk.entry.value == {"text": "In our small village live two hundred people, forty alone. Ask them."}


def test_given_the_first_is_refused_then_so_is_the_request(desk):
    answer = desk.save(BOTH, earlier=on_its_way(desk) | {"value": "no answer"})

    assert answer.status_code == 422
    assert not EntryRevision.objects.exists()


@pytest.mark.parametrize("nonsense", [None, 3, [], "x"])
def test_what_is_no_change_is_passed_over(desk, nonsense):
    assert desk.save(BOTH, earlier=nonsense).status_code == 200
    assert desk.entry.value == BOTH


def test_an_earlier_change_brings_none_of_its_own(desk):
    desk.save(BOTH, earlier=on_its_way(desk) | {"earlier": on_its_way(desk, {"text": "Once more."})})

    assert EntryRevision.objects.count() == 2
