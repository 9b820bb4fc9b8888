"""The pages of those who grade."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from courses.quizzes.engine.definition import Essay, File
from courses.quizzes.grading_list import claim
from courses.quizzes.models import Attempt, AttemptFile, AttemptQuestion, GradeDraft
from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from tests.courses.quizzes.attempted import attempted, cohort_of, question_of, quiz_of
from tests.factories import EnrolmentFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def essay():
    return question_of(Essay(text="**Who** lives here?", grader_info="Look for numbers.", min_words=3, max_words=50))


@pytest.fixture
def quiz(essay):
    return quiz_of(essay, marks=4.0)


@pytest.fixture
def cohort(quiz):
    return cohort_of(quiz, name="Spring")


def waiting(quiz, essay, cohort, words="We live by the river.", **fields) -> AttemptQuestion:
    learner = UserFactory(name=fields.pop("name", "Petro Koval"))
    enrolment = EnrolmentFactory(cohort=cohort, learner=learner)
    return attempted(quiz, [(essay, {"text": words}, None)], enrolment=enrolment, most=4.0, **fields).questions.get()


@pytest.fixture
def mentor(cohort):
    person = UserFactory(language="en", name="Mentor One")
    grant_role(person=person, role=Role.MENTOR, where=cohort)
    return person


@pytest.fixture
def desk(client, mentor):
    client.force_login(mentor)
    return client


def page(question):
    return reverse("grade_answer", args=[question.pk])


def take(client, question):
    return client.post(reverse("claim_answer", args=[question.pk]))


def test_from_the_queue_to_the_answer_and_back(desk, mentor, quiz, essay, cohort):
    # given two who wait
    first, second = waiting(quiz, essay, cohort), waiting(quiz, essay, cohort, name="Hanna Bilyk")
    listed = desk.get(reverse("desk")).text
    assert listed.index("Petro Koval") < listed.index("Hanna Bilyk")
    assert "2 wait." in listed

    # when one takes the first and grades it
    assert take(desk, first).url == page(first)
    shown = desk.get(page(first)).text
    for words in (
        "<strong>Who</strong> lives here?",
        "We live by the river.",
        "5 words.",
        "Asked for: 3 to 50 words.",
        "Look for numbers.",
    ):
        assert words in shown
    answer = desk.post(page(first), {"marks": "3,5", "comment": "Well seen.", "seen": "0", "grade": ""})

    # then it is graded, and the other one still waits
    assert answer.url == reverse("desk_again")
    attempt = Attempt.objects.get(pk=first.attempt_id)
    assert (attempt.state, attempt.marks) == ("finished", 3.5)
    listed = desk.get(reverse("desk")).text
    assert ("Petro Koval" in listed, "Hanna Bilyk" in listed, second.pk != first.pk) == (False, True, True)


@pytest.mark.parametrize(
    ("marks", "words"),
    [
        ("5", "The most that this answer can bring is 4."),
        ("many", "Write the marks as a number"),
        ("-1", "Write the marks as a number"),
        ("", "This field is required."),
    ],
)
def test_marks_that_cannot_be_are_said_at_the_field_and_nothing_typed_is_lost(desk, quiz, essay, cohort, marks, words):
    question = waiting(quiz, essay, cohort)
    take(desk, question)

    answer = desk.post(page(question), {"marks": marks, "comment": "A long comment.", "seen": "0", "grade": ""})

    assert words in answer.text
    assert "<title>Error:" in answer.text
    assert "A long comment." in answer.text
    assert GradeDraft.objects.get().comment == "A long comment."
    question.refresh_from_db()
    assert question.state == "needsgrading"


@pytest.mark.parametrize(("marks", "got"), [("2.5", 2.5), ("2,5", 2.5), (" 4 ", 4.0), (".5", 0.5), ("0", 0.0)])
def test_marks_are_written_with_a_comma_or_a_point(desk, quiz, essay, cohort, marks, got):
    question = waiting(quiz, essay, cohort)
    take(desk, question)

    desk.post(page(question), {"marks": marks, "comment": "", "seen": "0", "grade": ""})

    assert Attempt.objects.get().marks == got


def test_the_second_grader_is_told_who_has_it(desk, quiz, essay, cohort):
    question, other = waiting(quiz, essay, cohort), UserFactory(name="Mentor Two")
    grant_role(person=other, role=Role.MENTOR, where=cohort)
    claim(question=question, person=other)

    assert "In the hands of Mentor Two" in desk.get(reverse("desk")).text
    answer = desk.post(reverse("claim_answer", args=[question.pk]), follow=True)
    assert answer.text.count("Mentor Two is grading this answer, until") == 2
    assert "Give these marks" not in answer.text
    refused = desk.post(page(question), {"marks": "4", "comment": "Mine", "seen": "0", "grade": ""}, follow=True)
    assert "Mentor Two is grading this answer" in refused.text
    question.refresh_from_db()
    assert (question.state, GradeDraft.objects.get().comment) == ("needsgrading", "Mine")


def test_marks_given_meanwhile_are_looked_at_first(desk, quiz, essay, cohort):
    question, other = waiting(quiz, essay, cohort), UserFactory(name="Mentor Two")
    take(desk, question)
    grant_role(person=other, role=Role.MENTOR, where=cohort)
    AttemptQuestion.objects.update(claimed_by=None, claimed_until=None)
    desk.force_login(other)
    take(desk, question)
    desk.post(page(question), {"marks": "1", "comment": "Too short.", "seen": "0", "grade": ""})
    desk.force_login(UserFactory._meta.model.objects.get(name="Mentor One"))

    answer = desk.post(page(question), {"marks": "4", "comment": "Mine", "seen": "0", "grade": ""}, follow=True)

    assert "Somebody has graded this answer meanwhile." in answer.text
    assert "Too short." in answer.text
    assert Attempt.objects.get().marks == 1.0


def test_a_grade_can_be_changed_with_its_history_in_sight(desk, quiz, essay, cohort):
    question = waiting(quiz, essay, cohort)
    take(desk, question)
    desk.post(page(question), {"marks": "1", "comment": "Too short.", "seen": "0", "grade": ""})
    assert "Petro Koval" in desk.get(reverse("desk_answered")).text
    assert "Change the marks" in desk.get(page(question)).text
    take(desk, question)

    shown = desk.get(page(question)).text
    assert 'value="1"' in shown
    desk.post(page(question), {"marks": "3", "comment": "Looked again.", "seen": "1", "grade": ""})

    shown = desk.get(page(question)).text
    assert shown.index("Looked again.") < shown.index("Too short.")
    assert Attempt.objects.get().marks == 3.0


def test_a_draft_is_kept_as_it_is_typed_and_holds_the_answer(desk, mentor, quiz, essay, cohort):
    question = waiting(quiz, essay, cohort)
    address = reverse("grade_draft", args=[question.pk])

    told = desk.post(address, {"marks": "2", "comment": "So f"}, headers={"accept": "application/json"}).json()

    assert (told["is_held"], told["state"][:13]) == (True, "Draft kept at")
    question.refresh_from_db()
    assert question.claimed_by == mentor
    assert "So f" in desk.get(page(question)).text
    assert desk.get(address).status_code == 405


def test_without_scripts_a_draft_is_kept_by_a_button_and_an_answer_given_back(desk, quiz, essay, cohort):
    question = waiting(quiz, essay, cohort)
    take(desk, question)

    kept = desk.post(page(question), {"marks": "so", "comment": "Half a sent", "seen": "0", "keep": ""})
    back = desk.post(page(question), {"marks": "so", "comment": "Half a sentence", "seen": "0", "release": ""})

    assert (kept.url, back.url) == (page(question), reverse("desk_again"))
    question.refresh_from_db()
    assert (question.claimed_by, GradeDraft.objects.get().comment) == (None, "Half a sentence")


def test_the_fifth_is_refused_with_a_reason(desk, quiz, essay, cohort):
    questions = [waiting(quiz, essay, cohort) for _ in range(5)]
    for question in questions:
        answer = desk.post(reverse("claim_answer", args=[question.pk]), follow=True)

    assert "You have four open already." in answer.text
    assert AttemptQuestion.objects.filter(claimed_by__isnull=False).count() == 4


@pytest.mark.parametrize(
    ("asked", "led_to"),
    [
        ({}, "/en/mentor/"),
        ({"cohort": "3", "language": "uk"}, "/en/mentor/?cohort=3&language=uk"),
        ({"quiz": "7", "page": "2"}, "/en/mentor/?activity=7"),
        ({"graded": "1", "quiz": "7"}, "/en/mentor/answered/?activity=7"),
    ],
)
def test_the_list_that_was_leads_to_the_desk(desk, asked, led_to):
    assert desk.get("/en/grading/", asked).url == led_to


def strangers(cohort, quiz, essay):
    elsewhere = cohort_of(quiz_of(essay))
    for role, where in [(None, None), (Role.LEARNER, cohort), (Role.EDITOR, cohort), (Role.MENTOR, elsewhere)]:
        person = UserFactory()
        if role:
            grant_role(person=person, role=role, where=where)
        yield person


def test_strangers_find_nothing(client, quiz, essay, cohort):
    question = waiting(quiz, essay, cohort)
    file = AttemptFile.objects.create(
        question=question, name="x.txt", content_type="text/plain", size=1, sha256="1", file=ContentFile(b"x", "x.txt")
    )
    people = [*strangers(cohort, quiz, essay), question.attempt.enrolment.learner]

    for person in people:
        client.force_login(person)
        assert client.get(page(question)).status_code == 404
        assert client.post(page(question), {"marks": "4", "comment": "", "seen": "0", "grade": ""}).status_code == 404
        assert client.post(reverse("claim_answer", args=[question.pk])).status_code == 404
        assert client.post(reverse("grade_draft", args=[question.pk])).status_code == 404
        assert client.get(reverse("answer_file", args=[file.pk])).status_code == 404
    question.refresh_from_db()
    assert (question.state, question.claimed_by, GradeDraft.objects.count()) == ("needsgrading", None, 0)


def test_a_file_comes_as_an_attachment_and_never_as_a_page(desk, cohort):
    upload = question_of(File(text="Show it."))
    quiz = quiz_of(upload)
    grant_role(person=UserFactory._meta.model.objects.get(name="Mentor One"), role=Role.MENTOR, where=quiz.lesson.course)
    question = attempted(quiz, [(upload, {}, None)]).questions.get()
    kept, removed = (
        AttemptFile.objects.create(
            question=question, name=f"{name}.html", content_type="text/html", size=3, sha256=name, file=ContentFile(b"<b>", f"{name}.html")
        )
        for name in ("kept", "removed")
    )
    question.value = {"files": [kept.pk, removed.pk]}
    question.save()
    AttemptFile.objects.filter(pk=removed.pk).update(removed_at="2027-01-01T00:00Z")

    shown = desk.get(page(question)).text
    response = desk.get(reverse("answer_file", args=[kept.pk]))

    assert ("kept.html" in shown, "removed.html" in shown) == (True, False)
    assert response["Content-Disposition"] == 'attachment; filename="kept.html"'
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert desk.get(reverse("answer_file", args=[removed.pk])).status_code == 404


def test_what_a_learner_wrote_is_text_and_nothing_else(desk, quiz, essay, cohort):
    question = waiting(quiz, essay, cohort, words="<script>alert(1)</script>\n\n**bold**")

    shown = desk.get(page(question)).text

    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "**bold**" in shown


def test_signed_out_while_a_comment_is_written_its_words_come_back(client, quiz, essay, cohort):
    question = waiting(quiz, essay, cohort)

    answer = client.post(page(question), {"marks": "3", "comment": "Three hours of thought.", "seen": "0", "grade": ""})

    assert (answer.status_code, '<pre class="exercise__answer">Three hours of thought.</pre>' in answer.text) == (401, True)
    assert question.revisions.filter(kind="grade").count() == 0
