import io
import json
import zipfile
from datetime import UTC, datetime

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from lms.accounts.actions import erase_person, grant_role
from lms.accounts.models import RoleAssignment, RoleEvent, User
from lms.core import personal_data
from lms.core.personal_data import ExportFile, PersonalData
from tests.factories import PASSWORD, UserFactory

from .conftest import set_second_factor

pytestmark = pytest.mark.django_db
DATA = "/en/account/data/"
DELETE = "/en/account/delete/"


@pytest.fixture
def diary(monkeypatch):
    """An app that knows something, with files of the same and of a dangerous name."""
    erased = []
    monkeypatch.setattr(personal_data, "_registered", dict(personal_data._registered))
    names = ["photo.jpg", "photo.jpg", "../../etc/passwd", "folder/notes.txt"]
    personal_data.register(
        PersonalData(
            key="diary",
            label="Diary",
            export=lambda person: [{"text": "<b>Понеділок</b>", "by": person.name}],
            erase=lambda person: erased.append(person.pk),
            files=lambda person: [ExportFile(name=name, open=lambda: io.BytesIO(b"inside")) for name in names],
        )
    )
    return erased


def archive_of(response) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def test_the_archive_holds_data_for_programs_a_page_for_people_and_files(client, learner, diary):
    client.force_login(learner)

    archive = archive_of(client.post(DATA))

    data = json.loads(archive.read("data.json"))
    assert data["diary"] == [{"text": "<b>Понеділок</b>", "by": "Олена Ґудзь"}]
    assert data["account"]["email"] == "olena@example.org"
    page = archive.read("index.html").decode()
    assert "&lt;b&gt;Понеділок&lt;/b&gt;" in page
    assert "<b>" not in page
    assert archive.namelist() == [
        "data.json",
        "diary/photo.jpg",
        "diary/2-photo.jpg",
        "diary/etc/passwd",
        "diary/folder/notes.txt",
        "index.html",
    ]


def test_the_page_for_people_says_dates_and_yes_or_no_as_they_do(client, learner, diary):
    learner.date_joined = datetime(2026, 11, 25, 22, 30, tzinfo=UTC)
    learner.save()
    client.force_login(learner)

    page = archive_of(client.post(DATA.replace("/en/", "/uk/"))).read("index.html").decode()

    assert "26 листопада 2026 р. 00:30" in page
    assert "<dd>ні" in page
    assert "<dd>—" in page
    assert "False" not in page
    assert "[]" not in page


def test_the_archive_holds_nothing_of_others(client, learner):
    UserFactory(name="Somebody Else", email="else@example.org")
    client.force_login(learner)

    archive = archive_of(client.post(DATA))

    assert "else@example.org" not in "".join(archive.read(name).decode() for name in archive.namelist())


def test_the_archive_is_made_ten_times_an_hour_at_most(client, learner):
    client.force_login(learner)

    statuses = [client.post(DATA).status_code for _again in range(11)]

    assert statuses == [200] * 10 + [429]


def test_deleting_forgets_the_person_and_keeps_the_row_without_a_name(client, learner, diary):
    grant_role(person=learner, role="mentor")
    set_second_factor(learner)
    elsewhere = type(client)()
    client.force_login(learner)
    elsewhere.force_login(learner)

    response = client.post(DELETE, {"password": PASSWORD, "is_sure": "on"})

    gone = User.objects.get(pk=learner.pk)
    assert response.url == "/en/account/deleted/"
    assert (gone.name, gone.certificate_name, gone.email, gone.is_active, gone.has_duties) == ("", "", None, False, False)
    assert gone.erased_at is not None
    assert not gone.has_usable_password()
    assert diary == [learner.pk]
    assert (EmailAddress.objects.count(), Authenticator.objects.count(), RoleAssignment.objects.count()) == (0, 0, 0)
    assert gone.groups.count() == 0
    assert list(RoleEvent.objects.values_list("what", flat=True)) == ["granted", "revoked"]
    assert [browser.get(DATA).status_code for browser in (client, elsewhere)] == [302, 302]


@pytest.mark.parametrize("form", [{}, {"password": "a wrong one", "is_sure": "on"}, {"password": PASSWORD}, {"is_sure": "on"}])
def test_without_the_password_and_the_tick_nothing_goes(client, learner, diary, form):
    client.force_login(learner)

    response = client.post(DELETE, form)

    learner.refresh_from_db()
    assert (response.status_code, learner.erased_at, diary) == (422, None, [])


def test_the_password_cannot_be_tried_without_end(client, learner):
    client.force_login(learner)
    for _again in range(5):
        client.post(DELETE, {"password": "a wrong one", "is_sure": "on"})

    response = client.post(DELETE, {"password": PASSWORD, "is_sure": "on"})

    learner.refresh_from_db()
    assert (response.status_code, learner.erased_at) == (422, None)


def test_whoever_has_no_password_types_a_word(client, learner):
    learner.set_unusable_password()
    learner.save()
    client.force_login(learner)

    assert client.post(DELETE, {"word": "keep", "is_sure": "on"}).status_code == 422
    assert client.post(DELETE, {"word": " Delete ", "is_sure": "on"}).status_code == 302


def test_a_get_deletes_nothing(client, learner):
    client.force_login(learner)

    assert client.get(DELETE).status_code == 200
    assert User.objects.filter(erased_at=None).count() == 1


def test_the_only_superuser_stays(client, learner, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    User.objects.update(is_superuser=True)
    client.force_login(learner)

    assert client.post(DELETE, {"password": PASSWORD, "is_sure": "on"}).status_code == 409

    UserFactory(is_superuser=True)
    assert client.post(DELETE, {"password": PASSWORD, "is_sure": "on"}).status_code == 302


def test_an_app_that_cannot_forget_stops_everything(client, learner, diary, monkeypatch):
    def refuse(person):
        raise RuntimeError

    personal_data.register(PersonalData(key="stubborn", label="Stubborn", export=lambda person: {}, erase=refuse))

    with pytest.raises(RuntimeError):
        erase_person(person=learner)

    learner = User.objects.get(pk=learner.pk)
    assert (learner.name, learner.erased_at) == ("Олена Ґудзь", None)


def test_erasing_twice_is_harmless_and_two_people_can_be_erased(learner):
    other = UserFactory()
    erase_person(person=learner)
    first = learner.erased_at
    erase_person(person=learner)
    erase_person(person=other)

    assert learner.erased_at == first
    assert User.objects.filter(email=None).count() == 2


def test_the_address_can_be_used_for_a_new_account(client, learner):
    erase_person(person=learner)

    client.post("/en/account/signup/", {"name": "Anew", "email": "olena@example.org", "password1": PASSWORD})

    assert User.objects.get(email="olena@example.org").pk != learner.pk
