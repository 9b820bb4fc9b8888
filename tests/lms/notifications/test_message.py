"""A letter as it leaves the house."""

import email
import email.policy
import re

import pytest

from courses.certificates.actions import issue, revoke
from courses.enrolment.letters import post_welcome
from courses.enrolment.weekly import WEEKLY
from lms.notifications import kinds
from lms.notifications.message import compose
from lms.notifications.models import Letter
from tests.factories import (
    ActivityFactory,
    CertificateFactory,
    CourseVersionFactory,
    EnrolmentFactory,
    LessonVersionFactory,
    LetterFactory,
    ModuleVersionFactory,
)

pytestmark = pytest.mark.django_db
KINDS = ["welcome", "weekly_progress", "certificate", "certificate_revoked"]


@pytest.fixture(autouse=True)
def address(settings):
    settings.BASE_URL = "https://workbook.example.org"


def letter_of(kind, **person):
    """A letter as its app posts it."""
    enrolment = an_enrolment(**person)
    certificate = CertificateFactory(enrolment=enrolment)
    match kind:
        case "welcome":
            return post_welcome(enrolment)
        case "weekly_progress":
            return LetterFactory(kind=WEEKLY, person=enrolment.learner, context={"enrolment": enrolment.pk, "week": "2026-W48"})
        case "certificate":
            issue(certificate=certificate)
        case "certificate_revoked":
            revoke(certificate=certificate, because="Ви писали не самі.", by=None)
    return Letter.objects.get(kind=kind)


def an_enrolment(**person):
    lesson = LessonVersionFactory(title="Whom we help & why").of
    ModuleVersionFactory(of=lesson.module)
    CourseVersionFactory(of=lesson.course, title="Ten lessons <b>for</b> NGO staff")
    ActivityFactory.create_batch(3, lesson=lesson)
    return EnrolmentFactory(cohort__course=lesson.course, **{f"learner__{field}": value for field, value in person.items()})


def on_the_wire(letter):
    raw = compose(letter, kinds.get(letter.kind)).message().as_bytes(linesep="\r\n")
    return raw, email.message_from_bytes(raw, policy=email.policy.default)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["en", "uk"])
def test_every_letter_says_what_it_is(kind, language):
    letter = letter_of(kind, language=language, name="Олена <Ґудзь>")

    raw, message = on_the_wire(letter)

    assert message["Message-ID"] == f"<{letter.message_id}>"
    assert (message["Auto-Submitted"], message["Content-Language"]) == ("auto-generated", language)
    assert message["To"] == letter.person.email
    assert message["Date"].datetime
    assert "\n" not in message["Subject"]
    assert [part.get_content_type() for part in message.walk()][-3 - (kind == "certificate") :][:3] == [
        "multipart/alternative", "text/plain", "text/html"
    ]  # fmt: skip
    assert not message.defects
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998


@pytest.mark.parametrize("kind", KINDS)
def test_every_letter_has_a_name_a_link_and_a_reason(kind):
    letter = letter_of(kind, name="Mary Oakham")

    _raw, message = on_the_wire(letter)
    text, html = (message.get_body((part,)).get_content() for part in ["plain", "html"])

    for body in [text, html]:
        assert "Hello, Mary." in body
        assert "You get this letter" in body
        assert set(re.findall(r"https?://[^/\"\s]+", body)) == {"https://workbook.example.org"}
    assert "<b>for</b>" not in html.replace("&lt;b&gt;", "")
    assert "&lt;" not in text
    assert "&amp;" not in text
    assert "{{" not in text + html
    assert "{%" not in text + html
    assert "<style" not in html
    assert "<script" not in html


@pytest.mark.parametrize("kind", KINDS)
def test_every_letter_is_light(kind):
    letter = letter_of(kind, name="Ж" * 150, language="uk")

    message = compose(letter, kinds.get(kind))
    message.attachments = []

    assert len(message.message().as_bytes()) < 20_000


def test_every_letter_but_those_that_must_be_sent_can_be_stopped():
    stoppable = {kind: "List-Unsubscribe" in on_the_wire(letter_of(kind))[1] for kind in KINDS}

    assert stoppable == {"welcome": True, "weekly_progress": True, "certificate": False, "certificate_revoked": False}


def test_the_weekly_letter_stops_by_one_click_and_by_a_link():
    _raw, message = on_the_wire(letter_of("weekly_progress"))
    link = message["List-Unsubscribe"].strip(" <>")

    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link.startswith("https://workbook.example.org/letters/stop/")
    assert link in message.get_body(("plain",)).get_content()
    assert link in message.get_body(("html",)).get_content()


def test_the_certificate_is_attached():
    letter = letter_of("certificate")

    _raw, message = on_the_wire(letter)

    paper = next(message.iter_attachments())
    assert paper.get_content_type() == "application/pdf"
    assert re.fullmatch(r"certificate-[0-9A-Z-]{19}\.pdf", paper.get_filename())
    assert paper.get_content().startswith(b"%PDF-1.7")


def test_a_person_without_a_name_or_with_an_unknown_time_zone_gets_a_letter_all_the_same():
    letter = letter_of("welcome", name="", time_zone="Mars/Olympus")

    text = on_the_wire(letter)[1].get_body(("plain",)).get_content()

    assert text.splitlines()[0] == "Hello."
