import pytest

from courses.enrolment.models import Enrolment
from tests.factories import UserFactory


@pytest.fixture
def past(desk):
    desk.save({"text": "We help people."})
    desk.save({"text": "We help older people."}, base=1)
    desk.save({"text": "We help older people who live alone."}, base=2)
    desk.history = f"/en/my/{desk.enrolment.pk}/workbook/{desk.activity.pk}/"
    return desk


def test_the_history_shows_what_each_change_added_and_took_out(past):
    html = past.client.get(past.history).content.decode()

    assert "people<ins> who live alone</ins>." in html
    assert "We help <ins>older </ins>people." in html
    assert '<p class="exercise__answer">We help people.</p>' in html


def test_an_earlier_version_comes_back_with_one_click_as_a_new_change(past):
    response = past.client.post(f"{past.history}restore/", {"number": 1})

    assert (response.status_code, response["Location"]) == (302, past.history)
    assert (past.entry.value, past.entry.revision) == ({"text": "We help people."}, 4)


def test_a_second_click_changes_nothing_more(past):
    form = {"number": 1, "change_id": "01HZZZZZZZZZZZZZZZZZZZZZZZ"}
    past.client.post(f"{past.history}restore/", form)
    past.client.post(f"{past.history}restore/", form)

    assert past.entry.revision == 4


def test_what_a_device_had_before_a_merge_can_be_brought_back(past):
    past.save({"text": "In our village we help people."}, base=1)

    past.client.post(f"{past.history}restore/", {"number": 4, "as_sent": 1})

    assert past.entry.value == {"text": "In our village we help people."}


def test_a_stranger_finds_no_history(past, client):
    client.force_login(UserFactory())

    assert client.get(past.history).status_code == 404
    assert client.post(f"{past.history}restore/", {"number": 1}).status_code == 404


def test_a_visitor_is_asked_to_sign_in(past, client):
    client.logout()

    assert client.get(past.history).status_code == 302


def test_a_version_that_never_was_is_not_found(past):
    for number in ("9", "0", "x", "-1", "9" * 40):
        assert past.client.post(f"{past.history}restore/", {"number": number}).status_code == 404


def test_who_is_not_studying_reads_the_history_and_brings_nothing_back(past):
    Enrolment.objects.update(state=Enrolment.State.PAUSED)

    assert "restore/" not in past.client.get(past.history).content.decode()
    assert past.client.post(f"{past.history}restore/", {"number": 1}).status_code == 409
    assert past.entry.revision == 3


@pytest.mark.parametrize("count", [1, 3])
def test_the_history_costs_the_same_however_long_it_is(desk, count, django_assert_max_num_queries):
    for number in range(count):
        desk.save({"text": f"Version {number}"}, base=number)
    address = f"/en/my/{desk.enrolment.pk}/workbook/{desk.activity.pk}/"
    desk.client.get(address)

    with django_assert_max_num_queries(9):
        desk.client.get(address)


def test_a_long_history_has_pages(desk):
    for number in range(25):
        desk.save({"text": f"Version {number}"}, base=number)
    address = f"/en/my/{desk.enrolment.pk}/workbook/{desk.activity.pk}/"

    first, second = (desk.client.get(f"{address}?page={page}").content.decode() for page in (1, 2))

    assert (first.count('id="r-'), second.count('id="r-')) == (20, 5)
