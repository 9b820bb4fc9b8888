"""Where the people of the demo read what the site writes to them."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from lms.core.mail import FileBackend

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailbox(settings, tmp_path):
    settings.IS_DEMO = True
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return tmp_path / "mail"


def send(to="learner@example.org", subject="Ваш сертифікат", html="<p>Добрий день</p>", attachment=None):
    message = EmailMultiAlternatives(subject, "Добрий день\nhttp://localhost/x", "Workbook <workbook@localhost>", [to])
    if html:
        message.attach_alternative(html, "text/html")
    if attachment:
        message.attach(*attachment)
    FileBackend().send_messages([message])


def keys(folder):
    return sorted(file.stem for file in folder.glob("*.eml"))


def test_every_message_is_one_whole_file(mailbox):
    with ThreadPoolExecutor(4) as senders:
        list(senders.map(lambda number: send(subject=f"Letter {number}"), range(20)))

    assert len(keys(mailbox)) == 20
    assert {file.suffix for file in mailbox.iterdir()} == {".eml"}
    assert {len(file.read_bytes().split(b"\r\n\r\n")) > 2 for file in mailbox.iterdir()} == {True}


def test_a_message_that_cannot_be_written_leaves_nothing_that_looks_like_one(mailbox, monkeypatch):
    monkeypatch.setattr("os.fsync", lambda number: (_ for _ in ()).throw(OSError("The disk is full")))

    with pytest.raises(OSError, match="disk"):
        send()

    assert keys(mailbox) == []


def test_letters_are_listed_by_person_the_newest_first(client, mailbox):
    send(subject="One")
    send(subject="Two")
    send(to="Mentor@example.org", subject="<b>Three</b>")

    everything = client.get(reverse("mailbox"))
    hers = client.get(reverse("mailbox"), {"to": "MENTOR@example.org"})

    assert [each.subject for each in everything.context["letters"]] == ["<b>Three</b>", "Two", "One"]
    assert [each.subject for each in hers.context["letters"]] == ["<b>Three</b>"]
    assert everything.context["addresses"] == ["learner@example.org", "mentor@example.org"]
    assert "&lt;b&gt;Three" in hers.text


def test_an_empty_mailbox_says_what_will_be_there(client, mailbox):
    assert "No letters yet" in client.get(reverse("mailbox")).text


def test_a_letter_is_shown_without_being_trusted(client, mailbox):
    send(html='<p>Hello</p><script>alert(1)</script><img src="https://elsewhere.example/x.png">')
    (key,) = keys(mailbox)

    page = client.get(reverse("mailbox_letter", args=[key]))
    inside = client.get(reverse("mailbox_html", args=[key]))

    assert re.search(r'<iframe[^>]* sandbox="allow-top-navigation-by-user-activation"', page.text)
    assert "alert(1)" not in page.text
    policy = inside["Content-Security-Policy"]
    assert policy.startswith("sandbox allow-top-navigation-by-user-activation; default-src 'none'")
    assert "script-src" not in policy
    assert inside["X-Frame-Options"] == "SAMEORIGIN"


def test_plain_text_is_shown_with_links(client, mailbox):
    send(html="")
    (key,) = keys(mailbox)

    page = client.get(reverse("mailbox_letter", args=[key]))

    assert "iframe" not in page.text
    assert 'href="http://localhost/x"' in page.text


def test_what_is_attached_can_be_had(client, mailbox):
    send(attachment=("сертифікат.pdf", b"%PDF-1.7 \x00\xff", "application/pdf"))
    (key,) = keys(mailbox)

    answer = client.get(reverse("mailbox_attachment", args=[key, 0]))

    assert (answer.content, answer["Content-Type"]) == (b"%PDF-1.7 \x00\xff", "application/pdf")
    assert answer["Content-Disposition"].startswith("attachment;")
    assert client.get(reverse("mailbox_attachment", args=[key, 1])).status_code == 404


@pytest.mark.parametrize("key", ["0000000000000-00000000", "etc-passwd", "x"])
def test_what_is_not_a_letter_is_not_found(client, mailbox, key):
    assert client.get(reverse("mailbox_letter", args=[key])).status_code == 404


def test_there_is_no_mailbox_but_in_the_demo(client, mailbox, settings):
    send()
    (key,) = keys(mailbox)
    settings.IS_DEMO = False

    addresses = [reverse("mailbox"), *(reverse(name, args=[key]) for name in ["mailbox_letter", "mailbox_html"])]
    addresses.append(reverse("mailbox_attachment", args=[key, 0]))

    assert [client.get(address).status_code for address in addresses] == [404] * 4
