"""Editors change the words of letters in the back office."""

import pytest
from django.core import mail
from django.urls import reverse

from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from lms.notifications import kinds
from lms.notifications.message import compose
from lms.notifications.models import Letter, LetterWording
from lms.notifications.rewording.actions import Change, ChangedMeanwhile, change_words, take_back
from lms.notifications.worded import places_of
from lms.notifications.wording import forget_kept_words
from tests.factories import CertificateFactory, LetterFactory, UserFactory

pytestmark = pytest.mark.django_db
KIND = "certificate_revoked"


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def administrator(client):
    person = UserFactory(email="ed@example.org", name="Ed Itor")
    grant_role(person=person, role=Role.ADMINISTRATOR)
    client.force_login(person)
    return person


def page(language="en", key=KIND):
    return reverse("letter_words", args=[key, language])


def fields(form, **said):
    """What a browser would send."""
    return {name: form[name].value() for name in form.fields} | said


def send(client, do, language="en", **said):
    return client.post(page(language), fields(client.get(page(language)).context["form"], do=do, **said))


def a_letter(**person):
    certificate = CertificateFactory(course_title="Ten lessons", revoked_because="Written by somebody else.")
    learner = certificate.enrolment.learner
    for field, value in person.items():
        setattr(learner, field, value)
    learner.save()
    return LetterFactory(kind=KIND, person=learner, context={"certificate": certificate.pk}), certificate


def written(letter):
    message = compose(letter, kinds.get(letter.kind))
    return message.subject, message.body, message.alternatives[0].content


def test_what_is_saved_is_said_in_all_parts_and_only_in_that_language(client, administrator):
    letter, certificate = a_letter(language="en")

    answer = send(client, "save", subject="Sorry: {number}", more="Call <us> & ask.\n\nWe help.", opening="{course}, {number}:")

    assert answer.status_code == 302
    subject, text, html = written(letter)
    assert subject == f"Sorry: {certificate.number}"
    assert f"Ten lessons, {certificate.number}:\n" in text
    assert "Call <us> & ask.\n\nWe help." in text
    assert "Call &lt;us&gt; &amp; ask.</p><p" in html
    letter.person.language = "uk"
    assert str(certificate.number) in written(letter)[0]
    assert "Sorry" not in written(letter)[0]


def test_unchanged_words_are_not_kept_and_empty_ones_bring_the_first_back(client, administrator):
    send(client, "save", button="See it")
    assert [(row.place, row.text, row.written_by) for row in LetterWording.objects.all()] == [("button", "See it", administrator)]

    send(client, "save", button="")

    assert [row.text for row in LetterWording.objects.newest()] == [""]
    assert client.get(page()).context["form"]["button"].value() == "Look at the certificate's page"


@pytest.mark.parametrize(
    ("place", "text", "said"),
    [
        ("opening", "{number} and {nummer}", "{nummer} is no name that this letter knows"),
        ("subject", "Revoked", "must say {number} here"),
        ("more", "See www.example.org", "Leave web addresses out"),
        ("subject", "{number}" + "x" * 150, "at most 150"),
    ],
)
def test_what_cannot_be_said_is_refused_in_words_and_what_was_typed_is_kept(client, administrator, place, text, said):
    answer = send(client, "save", **{place: text})

    assert said in answer.context["form"].errors[place][0]
    assert answer.context["form"][place].value() == text
    assert not LetterWording.objects.exists()


@pytest.mark.parametrize("text", ["100 % {sure} }", "{% url 'x' %}", "%(number)s", "{{ number }}"])
def test_what_looks_like_a_template_is_never_one(client, administrator, text):
    answer = send(client, "preview", more=text)

    if "{sure}" in text:
        assert "{sure}" in answer.context["form"].errors["more"][0]
    else:
        letter, certificate = a_letter()
        assert send(client, "save", more=text).status_code == 302
        assert text.replace("{number}", certificate.number) in written(letter)[1]


def test_a_letter_too_heavy_for_a_slow_phone_is_not_kept(client, administrator):
    answer = send(client, "save", "uk", more="Ж" * 2000, opening="{number}" + "Ж" * 1900)

    assert "20 kB" in answer.context["form"].non_field_errors()[0]
    assert not LetterWording.objects.exists()


def test_of_two_at_once_the_second_is_told_and_may_save_again(client, administrator):
    mine = fields(client.get(page()).context["form"], button="Mine", do="save")
    send(client, "save", button="Theirs")

    told = client.post(page(), mine)

    assert "since you opened the page" in told.context["form"].non_field_errors()[0]
    assert (b"Theirs" in told.content, told.context["form"]["button"].value()) == (True, "Mine")
    client.post(page(), fields(told.context["form"], do="save"))
    assert [row.text for row in LetterWording.objects.newest()] == ["Mine"]


def test_two_who_change_different_places_do_not_disturb_each_other(client, administrator):
    mine = fields(client.get(page()).context["form"], button="Mine", do="save")
    send(client, "save", more="Theirs")

    assert client.post(page(), mine | {"more": "Theirs", "follows-more": str(LetterWording.objects.get().pk)}).status_code == 302


def test_a_change_is_taken_back_once_and_the_history_stays(client, administrator):
    kind, who = kinds.get(KIND), {"by": administrator, "kind": kinds.get(KIND), "language": "en"}
    change_words(changes=[Change("button", "One", 0)], **who)
    one = LetterWording.objects.get()
    change_words(changes=[Change("button", "Two", one.pk)], **who)
    two = LetterWording.objects.latest("pk")

    client.post(reverse("take_back_words", args=[two.pk]))
    client.post(reverse("take_back_words", args=[two.pk]))

    assert [row.text for row in LetterWording.objects.order_by("pk")] == ["One", "Two", "One"]
    with pytest.raises(ChangedMeanwhile):
        take_back(wording=one, by=administrator)
    assert [row["is_newest"] for row in client.get(page()).context["history"]] == [True, False, False]
    assert kind.key == KIND


def test_the_preview_is_the_newest_letter_with_what_is_typed_and_no_link_of_the_person(client, administrator):
    _letter, certificate = a_letter(name="Olena Gudz")
    link = f"/verify/{certificate.number}"

    typed = fields(client.get(page()).context["form"], more="Typed words")
    fragment = client.post(reverse("preview_letter", args=[KIND, "en"]), typed).content.decode()

    assert "Typed words" in fragment
    assert "Olena Gudz" in fragment
    assert "Written by somebody else." in fragment
    assert link not in fragment
    assert 'sandbox srcdoc="' in fragment
    assert not LetterWording.objects.exists()


@pytest.mark.parametrize("language", ["en", "uk"])
def test_without_a_letter_every_kind_is_shown_with_samples(client, administrator, language):
    for kind in kinds.all_kinds():
        answer = client.get(page(language, kind.key))

        assert answer.status_code == 200
        assert answer.context["preview"].letter is None
        assert "{" not in answer.context["preview"].written.subject


def test_a_letter_whose_thing_is_gone_is_passed_over(client, administrator):
    a_letter(name="Olena Gudz")
    LetterFactory(kind=KIND, context={"certificate": 0})

    assert client.get(page()).context["preview"].letter.person.name == "Olena Gudz"


def test_a_test_goes_to_who_asks_and_is_no_letter_of_the_ledger(client, administrator):
    a_letter(name="Olena Gudz", email="olena@example.org")

    send(client, "test", more="Typed words")

    (message,) = mail.outbox
    assert message.to == ["ed@example.org"]
    assert message.subject.startswith("Test: ")
    assert "Typed words" in message.body
    assert "It went to nobody but you" in message.body
    assert "List-Unsubscribe" not in message.extra_headers
    assert Letter.objects.count() == 1
    assert not LetterWording.objects.exists()


def test_tests_are_limited(client, administrator, within_one_minute):
    for _number in range(8):
        send(client, "test")

    assert len(mail.outbox) == 5


def test_ten_thousand_letters_do_not_ask_ten_thousand_times(django_assert_num_queries, administrator):
    letter, _certificate = a_letter(language="en")
    forget_kept_words()
    with django_assert_num_queries(2):  # the certificate, the words
        written(letter)

    with django_assert_num_queries(1):
        written(letter)


def test_other_processes_say_new_words_soon(administrator, monkeypatch):
    letter, _certificate = a_letter(language="en")
    written(letter)
    LetterWording.objects.create(kind=KIND, language="en", place="more", text="From elsewhere")
    assert "From elsewhere" not in written(letter)[1]

    monkeypatch.setattr("lms.notifications.wording.time.monotonic", lambda: 10**9)

    assert "From elsewhere" in written(letter)[1]


def test_the_list_says_what_is_changed_in_a_fixed_number_of_queries(client, administrator, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        client.get(reverse("kinds_of_letters"))
    for place in places_of(kinds.get(KIND), "uk"):
        LetterWording.objects.create(kind=KIND, language="uk", place=place.key, text="Слова")

    with django_assert_max_num_queries(20):
        answer = client.get(reverse("kinds_of_letters"))

    (row,) = [row for row in answer.context["rows"] if row["kind"].key == KIND]
    assert [code for code, _name, is_changed in row["languages"] if is_changed] == ["uk"]


@pytest.mark.parametrize("role", [Role.EDITOR, Role.COORDINATOR, Role.SUPERVISOR])
def test_nobody_else_changes_words(client, role):
    person = UserFactory()
    grant_role(person=person, role=role)
    client.force_login(person)
    row = LetterWording.objects.create(kind=KIND, language="en", place="more", text="Words")

    answers = [client.get(page()), client.get(reverse("kinds_of_letters")), client.post(page(), {"do": "save"})]
    answers += [client.post(reverse("take_back_words", args=[row.pk])), client.post(reverse("preview_letter", args=[KIND, "en"]))]

    assert {answer.status_code for answer in answers} <= {302, 403}
    assert [row.text for row in LetterWording.objects.all()] == ["Words"]
    assert all(answer.status_code == 403 or "letter-words" not in answer["Location"] for answer in answers)


def test_there_is_no_page_for_what_is_no_kind_or_no_language(client, administrator):
    assert [client.get(page("xx")).status_code, client.get(page("en", "nothing")).status_code] == [404, 404]
