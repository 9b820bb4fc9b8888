"""A mentor's judgement: with a sentence and what it rests on, for those whose mentor one may be."""

import pytest
from django.urls import reverse

from courses.competences.models import Judgement, Practises
from courses.mentorship.models import Bar
from lms.accounts.models import Role
from tests.factories import CohortFactory, UserFactory
from tests.factories.competences import competence, said
from tests.factories.mentorship import handed_in, mentor, submission

pytestmark = pytest.mark.django_db
SAID = {"level": 4, "text": "It can be repeated."}


class Story:
    def __init__(self, client):
        self.client = client
        self.round = handed_in(submission())
        self.enrolment = self.round.submission.enrolment
        self.competence = competence()
        Practises.objects.create(competence=self.competence, activity_id=self.round.submission.assignment_id)
        self.mentor = mentor(self.enrolment.cohort)
        client.force_login(self.mentor)

    @property
    def learner_page(self):
        return reverse("learner_competences", args=[self.enrolment.pk])

    @property
    def page(self):
        return reverse("judge_competence", args=[self.enrolment.pk, self.competence.pk])

    def judges(self, **more):
        return self.client.post(self.page, {**SAID, "evidence": f"round:{self.round.pk}", **more})


@pytest.fixture
def story(client):
    return Story(client)


def test_a_judgement_is_kept_with_what_it_rests_on_and_the_learner_reads_it(story):
    answer = story.judges()

    one = Judgement.objects.get()
    assert answer["Location"] == f"{story.learner_page}#c{story.competence.pk}"
    assert (one.level, one.sentence, one.by, one.pieces) == (4, SAID["text"], story.mentor, [("round", story.round.pk)])
    story.client.force_login(story.enrolment.learner)
    page = story.client.get(reverse("growth", args=[story.enrolment.pk])).text
    assert "It can be repeated." in page
    assert reverse("assignment_round", args=[story.enrolment.pk, story.round.submission.assignment_id, 1]) in page


def test_a_second_click_adds_nothing_and_a_later_word_adds_a_row(story):
    story.judges()
    story.judges()
    story.judges(level=5)

    assert list(Judgement.objects.values_list("level", flat=True)) == [4, 5]
    page = story.client.get(story.learner_page).text
    assert "the mentor says 5" in page
    assert "What was said earlier" in page


@pytest.mark.parametrize("missing", ["level", "text", "evidence"])
def test_each_part_is_asked_for_and_what_was_sent_stays(story, missing):
    answer = story.judges(**{missing: ""})

    assert (answer.status_code, Judgement.objects.count()) == (422, 0)
    assert ("checked" in answer.text, "Error:" in answer.text) == (True, True)


def test_what_the_mentor_may_not_read_cannot_be_evidence(story):
    other = handed_in(submission())

    assert story.judges(evidence=f"round:{other.pk}").status_code == 422
    assert story.judges(evidence="round:abc").status_code == 422
    assert not Judgement.objects.exists()


def test_without_anything_to_rest_on_the_page_says_so(story):
    story.round.submission.iterations.update(withdrawn_at=story.round.handed_in_at)

    assert "There is nothing yet that you may read." in story.client.get(story.page).text


def test_what_practises_the_competence_is_offered_first_and_named(story):
    assert "practises this" in story.client.get(story.page).text


def test_a_competence_that_is_not_asked_is_not_judged(story):
    other = competence(story.competence.framework, "Other")

    assert story.client.get(reverse("judge_competence", args=[story.enrolment.pk, other.pk])).status_code == 404


def test_a_mentor_sees_what_the_learner_says(story):
    said(story.enrolment, story.competence, before=2)

    assert "before the course 2" in story.client.get(story.learner_page).text


def opens(story, person):
    story.client.force_login(person)
    return story.client.get(story.learner_page).status_code, story.client.get(story.page).status_code


@pytest.mark.parametrize(
    ("role", "opened"),
    [
        (Role.MENTOR, (200, 200)),
        (Role.SUPERVISOR, (200, 200)),
        (Role.ADMINISTRATOR, (200, 200)),
        (Role.COORDINATOR, (200, 404)),
        (Role.EDITOR, (404, 404)),
        (Role.LEARNER, (404, 404)),
    ],
)
def test_who_reads_and_who_judges(story, role, opened):
    assert opens(story, mentor(story.enrolment.cohort, role=role)) == opened


def test_nobody_of_another_cohort_nobody_barred_and_not_oneself(story):
    barred = mentor(story.enrolment.cohort)
    Bar.objects.create(mentor=barred, learner=story.enrolment.learner)
    myself = story.enrolment.learner
    mentor_too = mentor(CohortFactory(course=story.enrolment.cohort.course))

    assert {opens(story, person) for person in (barred, mentor_too, UserFactory(), myself)} == {(404, 404)}
    assert story.judges().status_code == 404


def test_a_stranger_is_asked_to_sign_in(story):
    story.client.logout()

    assert story.client.get(story.page).status_code == 302
    assert story.client.get(story.learner_page).status_code == 302


def test_a_coordinator_reads_the_judgement_without_the_round(story):
    story.judges()
    story.client.force_login(mentor(story.enrolment.cohort, role=Role.COORDINATOR))

    page = story.client.get(story.learner_page).text

    assert "A round that was handed in" in page
    assert reverse("judge_competence", args=[story.enrolment.pk, story.competence.pk]) not in page


def test_the_mentors_page_of_a_learner_leads_there(story):
    assert story.learner_page in story.client.get(reverse("mentor_learner", args=[story.enrolment.pk])).text
