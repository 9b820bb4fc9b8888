"""From a completed course to a paper in somebody's hand, and what may happen to it after that."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.files.base import ContentFile

from courses.certificates.actions import NotInForce, issue, make_eligible, reissue, revoke
from courses.certificates.models import Badge, Certificate, private_storage
from courses.certificates.pdf import render
from courses.certificates.tasks import issue_certificate, sweep_certificates
from courses.enrolment.actions import complete_activity
from lms.accounts.actions import erase_person
from lms.core.personal_data import registered
from lms.network.models import Organisation
from lms.notifications.handing import hand_over
from lms.notifications.models import Letter
from tests.factories import ActivityFactory, CertificateFactory, CompletionFactory, CourseVersionFactory, EnrolmentFactory, UserFactory

State = Certificate.State
pytestmark = pytest.mark.django_db


def papers(folder):
    return {file.name: file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def printed(certificate):
    return render(certificate, credential=Badge.objects.get(certificate=certificate).credential)


def state_of(certificate):
    certificate.refresh_from_db()
    return certificate.state


def issued(**fields):
    certificate = CertificateFactory(**fields)
    issue(certificate=certificate)
    certificate.refresh_from_db()
    return certificate


def test_the_last_required_activity_brings_a_certificate_by_letter(django_capture_on_commit_callbacks):
    enrolment = EnrolmentFactory(learner__language="cs", learner__certificate_name="Jiří Dvořák")
    activity = ActivityFactory(lesson__module__course=enrolment.cohort.course)
    version = CourseVersionFactory(of=enrolment.cohort.course, language="cs", title="Deset lekcí")

    with django_capture_on_commit_callbacks(execute=True):
        complete_activity(enrolment=enrolment, activity=activity)

    certificate = Certificate.objects.get()
    assert (certificate.state, certificate.enrolment) == (State.ISSUED, enrolment)
    assert (certificate.holder_name, certificate.language, certificate.hours) == ("Jiří Dvořák", "cs", 40)
    assert (certificate.course_title, certificate.title_language, certificate.course_version) == ("Deset lekcí", "cs", version)
    assert list(certificate.proof["met_by"]) == [str(activity.pk)]
    assert [message.attachments[0].filename for message in mail.outbox] == [f"certificate-{certificate.number}.pdf"]


def test_the_certificate_says_the_title_in_the_source_language_where_there_is_no_other():
    completion = CompletionFactory(enrolment__learner__language="bg")
    CourseVersionFactory(of=completion.enrolment.cohort.course, language="en", title="Ten lessons")

    certificate = make_eligible(completion=completion)

    assert (certificate.language, certificate.course_title, certificate.title_language) == ("bg", "Ten lessons", "en")


@pytest.mark.parametrize(("zone", "day"), [("Europe/Kyiv", date(2026, 11, 23)), ("Europe/London", date(2026, 11, 22))])
def test_the_day_is_the_one_the_learner_had(zone, day):
    late = datetime(2026, 11, 22, 23, 30, tzinfo=ZoneInfo("UTC"))
    completion = CompletionFactory(completed_at=late, enrolment__learner__time_zone=zone)

    assert make_eligible(completion=completion).completed_on == day


@pytest.mark.parametrize(("cohort", "course", "issuer"), [("Hub", "Centre", "Hub"), ("", "Centre", "Centre"), ("", "", "Workbook")])
def test_the_issuer_is_whoever_runs_the_cohort(cohort, course, issuer):
    def organisation(name):
        return Organisation.objects.create(name=name, slug=name.lower()) if name else None

    completion = CompletionFactory(enrolment__cohort__owner=organisation(cohort), enrolment__cohort__course__owner=organisation(course))

    assert make_eligible(completion=completion).issuer_name == issuer


def test_issuing_twice_makes_one_paper_and_one_letter(private_files):
    certificate = CertificateFactory()

    for _ in range(2):
        issue_certificate(certificate_id=certificate.pk)
        issue(certificate=certificate)

    assert state_of(certificate) == State.ISSUED
    assert papers(private_files) == {f"{certificate.number}.pdf": printed(certificate)}
    assert Letter.objects.filter(kind="certificate").count() == 1


def test_half_a_file_of_a_process_that_died_is_written_anew(private_files):
    certificate = CertificateFactory()
    private_storage().save(f"certificates/{certificate.number}.pdf", ContentFile(b"%PDF-1.7 half"))

    issue(certificate=certificate)

    assert papers(private_files) == {f"{certificate.number}.pdf": printed(certificate)}


def test_a_sweep_finds_what_a_lost_task_left_behind():
    waiting, fresh = CertificateFactory(), CertificateFactory()
    Certificate.objects.filter(pk=waiting.pk).update(created_at="2026-01-01T00:00Z")

    sweep_certificates()

    assert (state_of(waiting), state_of(fresh)) == (State.ISSUED, State.ELIGIBLE)


def test_a_paper_that_cannot_be_made_leaves_the_certificate_waiting(private_files, monkeypatch):
    def broken(certificate, credential):
        raise OSError("The disk is full")

    certificate = CertificateFactory()
    monkeypatch.setattr("courses.certificates.actions.render", broken)

    with pytest.raises(OSError, match="disk"):
        issue(certificate=certificate)

    assert state_of(certificate) == State.ELIGIBLE
    assert papers(private_files) == {}


def test_a_wrong_name_is_put_right_by_a_new_certificate():
    coordinator = UserFactory()
    old = issued(holder_name="Olena Gudz")

    new = reissue(certificate=old, holder_name="Олена Ґудзь", by=coordinator)
    issue(certificate=new)

    assert (state_of(old), old.superseded_by, old.holder_name) == (State.SUPERSEDED, new, "Olena Gudz")
    assert (state_of(new), new.holder_name, new.created_by) == (State.ISSUED, "Олена Ґудзь", coordinator)
    assert new.number != old.number
    assert {field: getattr(new, field) for field in ["completed_on", "proof", "course_title", "hours"]} == {
        field: getattr(old, field) for field in ["completed_on", "proof", "course_title", "hours"]
    }


def test_a_second_click_makes_no_second_certificate():
    old = issued()
    reissue(certificate=old, holder_name="A", by=None)

    with pytest.raises(NotInForce):
        reissue(certificate=old, holder_name="B", by=None)

    assert Certificate.objects.count() == 2


def test_the_letter_of_a_replaced_certificate_does_not_go(django_capture_on_commit_callbacks):
    old = issued()

    with django_capture_on_commit_callbacks(execute=True):
        new = reissue(certificate=old, holder_name="Олена Ґудзь", by=None)
    hand_over(letter=Letter.objects.get(subject_key=old.number))

    assert Letter.objects.get(subject_key=old.number).reason == Letter.Reason.NOT_NEEDED
    assert [message.attachments[0].filename for message in mail.outbox] == [f"certificate-{new.number}.pdf"]


def test_revoking_says_who_when_and_why_and_tells_the_holder(django_capture_on_commit_callbacks):
    coordinator = UserFactory()
    certificate = issued()

    with django_capture_on_commit_callbacks(execute=True):
        revoke(certificate=certificate, because="Somebody else's work.", by=coordinator)

    assert state_of(certificate) == State.REVOKED
    assert (certificate.revoked_by, certificate.revoked_because, bool(certificate.revoked_at)) == (
        coordinator,
        "Somebody else's work.",
        True,
    )
    assert "Somebody else's work." in mail.outbox[-1].body
    with pytest.raises(NotInForce):
        revoke(certificate=certificate, because="Again.", by=coordinator)


def test_a_person_who_goes_takes_the_paper_along_and_leaves_the_number(private_files, django_capture_on_commit_callbacks):
    certificate = issued()
    learner = certificate.enrolment.learner

    with django_capture_on_commit_callbacks(execute=True):
        erase_person(person=learner)
        erase_person(person=learner)

    assert (state_of(certificate), certificate.holder_name, certificate.proof, bool(certificate.pdf)) == (State.WITHDRAWN, "", {}, False)
    assert papers(private_files) == {}


def test_a_file_that_was_left_when_its_holder_went_is_removed_by_a_sweep(private_files):
    certificate = issued()
    Certificate.objects.filter(pk=certificate.pk).update(state=State.WITHDRAWN)

    sweep_certificates()

    assert papers(private_files) == {}


def test_a_person_can_take_their_certificates_along():
    certificate = issued()
    data = next(data for data in registered() if data.key == "certificates")

    (told,), (file, badge) = data.export(certificate.enrolment.learner)["certificates"], data.files(certificate.enrolment.learner)
    stranger = UserFactory()

    assert (told["number"], told["holder_name"]) == (certificate.number, certificate.holder_name)
    assert file.name == f"certificates/{certificate.number}.pdf"
    with file.open() as opened:
        assert opened.read() == printed(certificate)
    with badge.open() as opened:
        assert (badge.name, opened.read().decode()) == (f"certificates/badge-{certificate.number}.json", certificate.badge.credential)
    assert (any(data.export(stranger).values()), list(data.files(stranger))) == (False, [])
