import pytest

from courses.competences.actions.assessing import judge
from courses.competences.models import Judgement, JudgementEvidence, SelfAssessment
from courses.competences.personal_data import COMPETENCES, erase, export
from lms.core.personal_data import registered
from tests.factories import UserFactory
from tests.factories.competences import competence, enrolled, lesson, said
from tests.factories.mentorship import mentor

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment():
    place = lesson()
    one, made = competence(lesson=place), enrolled(place)
    said(made, one, before=2, after=4)
    judge(enrolment=made, competence=one, by=mentor(made.cohort), level=4, sentence="Well told.", evidence=[("round", 1)])
    return made


def test_it_is_registered():
    assert COMPETENCES in registered()


def test_the_learner_gets_what_they_said_and_what_was_said_of_them(enrolment):
    found = export(enrolment.learner)

    assert [(one["competence"], one["when"], one["level"], one["in_words"]) for one in found["what_you_said"]] == [
        ("Asking people", "Before the course", 2, "With help"),
        ("Asking people", "After the course", 4, "Alone"),
    ]
    assert [(one["sentence"], one["level"], one["by"]) for one in found["what_mentors_said"]] == [("Well told.", 4, "Mentor")]
    assert found["what_you_said_as_a_mentor"] == []


def test_a_mentor_gets_what_they_said_without_the_name_of_whom(enrolment):
    found = export(Judgement.objects.get().by)

    assert [one["sentence"] for one in found["what_you_said_as_a_mentor"]] == ["Well told."]
    assert str(enrolment.learner) not in str(found)


def test_nothing_of_others_is_handed_over(enrolment):
    assert export(UserFactory()) == {"what_you_said": [], "what_mentors_said": [], "what_you_said_as_a_mentor": []}


def test_erasing_forgets_words_and_keeps_what_the_figures_count(enrolment):
    erase(enrolment.learner)
    erase(enrolment.learner)

    assert list(Judgement.objects.values_list("sentence", "level")) == [("", 4)]
    assert not JudgementEvidence.objects.exists()
    assert SelfAssessment.objects.count() == 2


def test_erasing_the_mentor_leaves_the_learner_what_was_said(enrolment):
    erase(Judgement.objects.get().by)

    assert Judgement.objects.get().sentence == "Well told."
