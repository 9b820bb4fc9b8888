"""Every address of quizzes, asked by everybody to whom nothing there belongs: nobody learns anything, and nothing changes."""

import pytest
from django.core.files.base import ContentFile
from django.forms.models import model_to_dict
from django.urls import reverse

from courses.enrolment.models import Enrolment
from courses.quizzes.bank_urls import urlpatterns as bank_urls
from courses.quizzes.engine.definition import Essay
from courses.quizzes.grading_urls import urlpatterns as grading_urls
from courses.quizzes.models import Attempt, AttemptFile, AttemptQuestion, AttemptStep, Question, QuestionBank, QuestionVersion
from courses.quizzes.page_urls import urlpatterns as page_urls
from courses.quizzes.urls import urlpatterns as script_urls
from courses.quizzes.wagtail_hooks import report_urls
from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from lms.core.log.ulid import new_ulid
from tests.courses.quizzes.attempted import attempted, cohort_of, question_of, quiz_of
from tests.factories import CohortFactory, CourseVersionFactory, EnrolmentFactory, UserFactory

pytestmark = pytest.mark.django_db
# Pages of their own, for whoever edits, grades or watches anything: nothing of this place is on them.
NOTHING_OF_THEIRS = {"questions", "grading", "quiz_reports", "quiz_session", "question_add", "question_add_type"}
NOTHING_OF_THEIRS |= {"question_import", "question_export", "questions_many"}
REFUSED = {302, 401, 403, 404, 405}


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def place():
    """A learner's open attempt at a quiz with an essay and a file in it."""
    essay = question_of(Essay(text="Who lives here?", max_files=2))
    essay.bank.course = CourseVersionFactory().of
    essay.bank.save()
    quiz = quiz_of(essay, marks=4.0)
    cohort = cohort_of(quiz)
    attempt = attempted(quiz, [(essay, {"text": "We do."}, None)], cohort=cohort, most=4.0)
    Attempt.objects.filter(pk=attempt.pk).update(state=Attempt.State.IN_PROGRESS, submitted_at=None)
    answer = attempt.questions.get()
    AttemptQuestion.objects.filter(pk=answer.pk).update(state="complete")
    file = AttemptFile.objects.create(question=answer, name="me.png", size=3, sha256="0" * 64, file=ContentFile(b"png", "me.png"))
    return {"essay": essay, "quiz": quiz, "cohort": cohort, "attempt": attempt, "answer": answer, "file": file}


def nobody(place):
    return None


def another_learner(place):
    return EnrolmentFactory(cohort=place["cohort"]).learner


def mentor_of_another_cohort(place):
    return holder_of(Role.MENTOR, CohortFactory(course=place["cohort"].course))


def coordinator_of_another_course(place):
    return holder_of(Role.COORDINATOR, CohortFactory())


def editor_of_another_course(place):
    return holder_of(Role.EDITOR, CourseVersionFactory().of)


def holder_of(role, where):
    person = UserFactory(language="en")
    grant_role(person=person, role=role, where=where)
    return person


def addresses(place):
    """Each with the ids of this place in it."""
    quiz, essay, attempt = place["quiz"].pk, place["essay"].pk, place["attempt"].pk
    numbers = {
        "quiz": [place["attempt"].enrolment_id, quiz],
        "start_attempt": [place["attempt"].enrolment_id, quiz],
        "attempt_page": [attempt, 1],
        "save_question": [place["answer"].pk],
        "grade_answer": [place["answer"].pk],
        "claim_answer": [place["answer"].pk],
        "grade_draft": [place["answer"].pk],
        "attempt_file": [place["file"].pk],
        "answer_file": [place["file"].pk],
        "question_add_type": ["choice"],
        "question_language": [essay, "uk"],
        "question_version": [essay, 1],
        "question_restore": [essay, 1],
        "question_import_plan": ["00000000-0000-4000-8000-000000000000"],
        "quiz_question_statistics": [quiz, essay],
        "quiz_regrade": [quiz, 1],
        "quiz_regrade_progress": [quiz, 1],
        "decide_quiz_regrade": [quiz, 1],
    }
    for urls, default in ((page_urls, attempt), (script_urls, 1), (grading_urls, 1), (bank_urls, essay), (report_urls(), quiz)):
        for each in urls:
            takes = bool(each.pattern.converters)
            yield each.name, reverse(each.name, args=numbers.get(each.name, [default] if takes else []))


def post_of(place):
    """Whatever a form of these pages might carry, with this learner's ids in it."""
    mine, essay = f"q{place['answer'].pk}-", place["essay"]
    return {
        f"{mine}text": "Not mine.",
        f"{mine}base": "2",
        f"{mine}change_id": new_ulid(),
        "do": "summary",
        "items": place["answer"].pk,
        "marks": "4",
        "comment": "x",
        "seen": "0",
        "grade": "",
        "question": essay.pk,
        "deed": "retire",
        "sure": "1",
        "bank": essay.bank_id,
        "category": essay.category_id,
        "name": "x",
        "format": "gift",
    }


def rows():
    models = (Attempt, AttemptQuestion, AttemptStep, AttemptFile, Question, QuestionVersion, QuestionBank, Enrolment)
    return [[model_to_dict(row) for row in model.objects.order_by("pk")] for model in models]


STRANGERS = [nobody, another_learner, mentor_of_another_cohort, coordinator_of_another_course, editor_of_another_course]


@pytest.mark.parametrize("who", STRANGERS, ids=lambda who: who.__name__)
def test_nothing_is_told_to_strangers_and_nothing_is_changed_by_them(client, place, who):
    person = who(place)
    if person:
        client.force_login(person)
    before = rows()

    for name, address in addresses(place):
        asked = client.get(address)
        assert asked.status_code in REFUSED or name in NOTHING_OF_THEIRS, (name, asked.status_code)
        assert b"Who lives here?" not in asked.content, name
        assert b"We do." not in asked.content, name
        change = {"change_id": new_ulid(), "base": 2, "value": {"text": "Not mine."}}
        sent = client.post(address, *((change, "application/json") if name == "save_question" else (post_of(place),)))
        assert sent.status_code in REFUSED or name in NOTHING_OF_THEIRS, (name, sent.status_code)
        assert rows() == before, name


def test_a_learner_whose_enrolment_has_ended_reads_and_changes_nothing(client, place):
    attempt = place["attempt"]
    Enrolment.objects.filter(pk=attempt.enrolment_id).update(state=Enrolment.State.WITHDRAWN)
    client.force_login(attempt.enrolment.learner)
    before = rows()

    change = {"change_id": new_ulid(), "base": 2, "value": {"text": "Later."}}
    saved = client.post(reverse("save_question", args=[place["answer"].pk]), change, content_type="application/json")
    client.post(reverse("attempt_page", args=[attempt.pk, 1]), post_of(place))
    client.post(reverse("start_attempt", args=[attempt.enrolment_id, place["quiz"].pk]))

    assert (saved.status_code, saved.json()["error"]) == (409, "not_studying")
    assert rows() == before


def test_an_id_of_a_change_stands_for_one_question_only(client, place):
    """The same id with another question's answer is a change of its own there."""
    other = question_of(Essay(text="And there?"))
    quiz = quiz_of(place["essay"], other)
    attempt = attempted(quiz, [(place["essay"], {}, None), (other, {}, None)])
    Attempt.objects.filter(pk=attempt.pk).update(state=Attempt.State.IN_PROGRESS, submitted_at=None)
    AttemptQuestion.objects.filter(attempt=attempt).update(state="todo")
    client.force_login(attempt.enrolment.learner)
    change_id = new_ulid()

    for question, words in zip(attempt.questions.order_by("slot"), ("Here.", "There."), strict=True):
        change = {"change_id": change_id, "base": 2, "value": {"text": words}}
        assert client.post(reverse("save_question", args=[question.pk]), change, content_type="application/json").status_code == 200

    assert [question.value["text"] for question in attempt.questions.order_by("slot")] == ["Here.", "There."]


@pytest.mark.parametrize("base", [999_999, -1, 2**70, "2", None, 1.5, True, [], {}])
def test_a_forged_revision_loses_nothing(client, place, base):
    client.force_login(place["attempt"].enrolment.learner)
    change = {"change_id": new_ulid(), "base": base, "value": {"text": "Mine."}}

    saved = client.post(reverse("save_question", args=[place["answer"].pk]), change, content_type="application/json")

    assert saved.status_code in {200, 422}
    said = " ".join(str(step.value) + str(step.sent) for step in place["answer"].revisions.all())
    assert "We do." in said
    assert ("Mine." in said) == (saved.status_code == 200)
