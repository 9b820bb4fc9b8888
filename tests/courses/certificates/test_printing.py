"""All certificates of a cohort in one file: whole, tagged, restartable, and gone when somebody in it is forgotten."""

import io
import re
from datetime import timedelta

import pikepdf
import pytest
from django.test import TestCase
from django.urls import reverse
from django.utils.timezone import now
from pikepdf import NumberTree

from courses.certificates.actions import issue, revoke, withdraw_all
from courses.certificates.models import Certificate, CohortPrint, TemplateVersion, private_storage
from courses.certificates.printing import actions
from courses.certificates.printing.actions import NothingToPrint, expire_prints, stalled, start_print
from courses.certificates.tasks import remove_old_prints, sweep_prints
from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from tests.courses.certificates.test_pdf import elements, text_of
from tests.factories import CertificateFactory, CohortFactory, EnrolmentFactory, UserFactory
from tests.factories.certificates import template

pytestmark = pytest.mark.django_db
State = CohortPrint.State


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    monkeypatch.setattr(actions, "CHUNK", 2)
    for name in private_storage().listdir("")[0]:
        if name == "certificate_prints":
            for file in private_storage().listdir(name)[1]:
                private_storage().delete(f"{name}/{file}")


def run(*, print_id):
    """With what comes after each commit."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        actions.run(print_id=print_id)


def cohort_with(*names, **fields):
    cohort = CohortFactory(name="Осінь 2027")
    for name in names:
        issue(certificate=CertificateFactory(enrolment=EnrolmentFactory(cohort=cohort), holder_name=name, **fields))
    return cohort


def keeper_of(cohort):
    person = UserFactory(language="uk")
    grant_role(person=person, role=Role.COORDINATOR, where=cohort)
    return person


def printed(cohort, *, with_backs=True):
    made = start_print(cohort=cohort, with_backs=with_backs, by=keeper_of(cohort))
    run(print_id=made.pk)
    return CohortPrint.objects.get(pk=made.pk)


def files():
    return sorted(private_storage().listdir("certificate_prints")[1])


def test_the_papers_that_were_issued_stand_in_one_file_in_the_order_of_names():
    version = TemplateVersion.objects.current().get(template=template())
    cohort = cohort_with("Ярина Їжак", "Олена Ґудзь", "Іван Євтушенко", template_version=version, language="uk")
    issue(certificate=CertificateFactory(enrolment=EnrolmentFactory(cohort=cohort), holder_name="Anna Berg", language="en"))
    CertificateFactory(enrolment=EnrolmentFactory(cohort=cohort), holder_name="Not Yet")

    made = printed(cohort)

    assert (made.state, made.done, made.total) == (State.READY, 4, 4)
    assert files() == [f"{made.uid}.pdf"]
    paper = made.file.open("rb").read()
    assert re.search("Anna Berg|Їжак|Ґудзь|Євтушенко", text_of(paper))[0] == "Anna Berg"
    with pikepdf.open(io.BytesIO(paper)) as opened, opened.open_outline() as outline:
        assert [item.title for item in outline.root] == sorted(Certificate.objects.issued().values_list("holder_name", flat=True))
        assert opened.docinfo["/Title"] == "Сертифікати: Осінь 2027"
        assert not opened.attachments
        assert len(opened.pages) == sum(count for _pk, count in made.pages)


def test_the_tags_of_all_papers_are_in_the_file():
    """The same named checks as of a single paper, and that no number or name leads to another paper's elements."""
    version = TemplateVersion.objects.current().get(template=template())
    judged = [{"title": "Плани", "language": "uk", "level": 3}]
    made = printed(cohort_with("А", "Б", "В", "Г", "Ґ", template_version=version, language="uk", competences=judged))

    with pikepdf.open(made.file.open("rb")) as opened:
        root = opened.Root.StructTreeRoot
        with opened.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        assert (opened.Root.MarkInfo.Marked, opened.Root.ViewerPreferences.DisplayDocTitle) == (True, True)
        found = list(elements(root))
        assert [str(each.S) for each in found].count("/H1") == 5
        assert all(str(each.get("/Alt", "")) for each in found if each.S == "/Figure")
        parents = NumberTree(root.ParentTree)
        for page in opened.pages:
            mine = parents[int(page.StructParents)]
            assert {each.Pg.objgen for each in mine} == {page.obj.objgen}
            assert all(parents[int(note.StructParent)].S == "/Link" for note in page.obj.get("/Annots", []))
        named = [str(each.ID) for each in found if "/ID" in each]
        assert len(named) == len(set(named)) == 10
        heads = {str(head) for each in found if each.S == "/TD" for said in each.A if "/Headers" in said for head in said.Headers}
        assert heads <= set(named)
        assert {str(each.Lang) for each in found if "/Lang" in each} == {"uk", "en"}  # the course's title
        assert opened.check_pdf_syntax() == []


def test_without_backs_there_is_a_page_for_each():
    made = printed(cohort_with("А", "Б", "В"), with_backs=False)

    with pikepdf.open(made.file.open("rb")) as opened:
        assert len(opened.pages) == 3


class Killed(BaseException):
    """The process ends here; nothing catches it."""


@pytest.mark.parametrize("at", [1, 2, 3], ids=["first part", "second part", "joining"])
def test_killed_anywhere_it_goes_on_where_it_stopped_and_makes_the_same_file(at, monkeypatch, django_capture_on_commit_callbacks):
    cohort = cohort_with("А", "Б", "В", "Г")
    whole = printed(cohort).file.open("rb").read()
    made = start_print(cohort=cohort, with_backs=True, by=keeper_of(cohort))
    calls, save = [], type(private_storage()).save

    def half(self, name, content, max_length=None):
        calls.append(name)
        if len(calls) == at:
            data = content.read()
            content.seek(0)
            content.truncate(len(data) // 2)
            save(self, name, content, max_length=max_length)
            raise Killed
        return save(self, name, content, max_length=max_length)

    with monkeypatch.context() as patched:
        patched.setattr(type(private_storage()), "save", half)
        with pytest.raises(Killed):
            run(print_id=made.pk)
    made.refresh_from_db()
    assert (made.state, made.done) == (State.MAKING, 2 * (at - 1))
    assert not stalled().exists()

    CohortPrint.objects.filter(pk=made.pk).update(touched_at=now() - timedelta(minutes=2))
    with django_capture_on_commit_callbacks(execute=True):
        sweep_prints()

    made.refresh_from_db()
    assert made.state == State.READY
    assert made.file.open("rb").read() == whole
    run(print_id=made.pk)  # a task that comes late
    assert len(files()) == 2


def test_parts_that_somebody_cleared_away_are_made_again():
    cohort = cohort_with("А", "Б", "В")
    made = start_print(cohort=cohort, with_backs=True, by=keeper_of(cohort))
    actions._advance(made.pk)
    private_storage().delete(f"certificate_prints/{made.uid}-0.pdf")

    run(print_id=made.pk)

    assert CohortPrint.objects.get(pk=made.pk).state == State.READY


def test_two_presses_make_one_file_and_what_is_revoked_meanwhile_is_left_out():
    cohort = cohort_with("А", "Б")
    by = keeper_of(cohort)
    first = start_print(cohort=cohort, with_backs=True, by=by)
    assert start_print(cohort=cohort, with_backs=True, by=by) == first
    with pytest.raises(NothingToPrint):
        start_print(cohort=CohortFactory(), with_backs=True, by=by)

    revoke(certificate=Certificate.objects.get(holder_name="А"), because="By mistake.", by=by)
    run(print_id=first.pk)

    first.refresh_from_db()
    assert (first.state, len(first.pages)) == (State.READY, 1)


def test_files_go_after_some_days_and_at_once_when_somebody_in_them_is_forgotten(client):
    cohort, other = cohort_with("А"), cohort_with("Б")
    forgotten, old = printed(cohort), printed(other)

    withdraw_all(holder=cohort.enrolments.get().learner)
    assert CohortPrint.objects.get(pk=forgotten.pk).state == State.GONE
    client.force_login(keeper_of(cohort))
    assert client.get(reverse("certificate_print_file", args=[forgotten.uid])).status_code == 404
    remove_old_prints()
    assert files() == [f"{old.uid}.pdf"]

    CohortPrint.objects.filter(pk=old.pk).update(touched_at=now() - timedelta(days=8))
    expire_prints()
    assert files() == []
    assert set(CohortPrint.objects.values_list("state", "total")) == {(State.GONE, 0)}


def test_a_coordinator_prints_sees_how_far_it_is_and_gets_the_file(client, django_capture_on_commit_callbacks):
    cohort = cohort_with("Олена Ґудзь")
    client.force_login(keeper_of(cohort))
    assert reverse("certificate_print_cohorts") in client.get(reverse("certificates:index")).text
    assert cohort.name in client.get(reverse("certificate_print_cohorts")).text
    address = reverse("certificate_print_cohort", args=[cohort.pk])
    assert client.get(address).status_code == 200

    begun = client.post(address, {"with_backs": "1"})
    made = CohortPrint.objects.get()
    waiting = client.get(begun.url)
    assert (begun.url, waiting.context["is_making"]) == (reverse("certificate_print", args=[made.uid]), True)
    assert '<progress max="1" value="0"' in waiting.text
    told = client.get(reverse("certificate_print_progress", args=[made.uid])).json()
    assert (told["state"], told["done"], told["total"]) == ("making", 0, 1)
    assert client.get(reverse("certificate_print_file", args=[made.uid])).status_code == 404
    run(print_id=made.pk)

    ready = client.get(begun.url)
    assert reverse("certificate_print_file", args=[made.uid]) in ready.text
    given = client.get(reverse("certificate_print_file", args=[made.uid]))
    assert (given["Content-Type"], "certificates-" in given["Content-Disposition"]) == ("application/pdf", True)
    assert b"".join(given.streaming_content).startswith(b"%PDF-")
    assert made.cohort.name in client.get(address).text


@pytest.mark.parametrize("role", [None, Role.LEARNER, Role.MENTOR, Role.EDITOR, Role.COORDINATOR])
def test_strangers_print_nothing_and_have_no_file(client, role):
    cohort = cohort_with("А")
    made = printed(cohort)
    stranger = UserFactory()
    if role:
        grant_role(person=stranger, role=role, where=CohortFactory() if role == Role.COORDINATOR else cohort)
    client.force_login(stranger)

    asked = [reverse("certificate_print_cohort", args=[cohort.pk])]
    asked += [reverse(f"certificate_print{name}", args=[made.uid]) for name in ("", "_progress", "_file")]
    for address in asked:
        assert client.get(address).status_code in {302, 403, 404}
        assert client.post(address).status_code in {302, 403, 404, 405}
    listed = client.get(reverse("certificate_print_cohorts"))
    assert listed.status_code in {302, 403} or cohort.name not in listed.text
    assert CohortPrint.objects.count() == 1


def test_the_list_of_cohorts_takes_the_same_queries_for_one_and_for_many(client, django_assert_max_num_queries):
    client.force_login(UserFactory(is_superuser=True))
    cohort_with("А")
    client.get(reverse("certificate_print_cohorts"))
    for _each in range(3):
        cohort_with("Б")

    with django_assert_max_num_queries(12):
        assert client.get(reverse("certificate_print_cohorts")).text.count("title-wrapper") == 4
