"""What a learner says of themselves: saved as chosen, corrected until the next moment is begun."""

import pytest
from django.urls import reverse

from courses.competences.actions.frameworks import retire_competence
from courses.competences.models import Moment, SelfAssessment
from courses.enrolment.models import Enrolment
from tests.factories import UserFactory
from tests.factories.competences import competence, enrolled, framework, lesson, said

pytestmark = pytest.mark.django_db


class Learner:
    def __init__(self, client):
        self.client, self.lesson = client, lesson()
        self.competence = competence(lesson=self.lesson)
        self.enrolment = enrolled(self.lesson)
        client.force_login(self.enrolment.learner)

    def address(self, name):
        return reverse(name, args=[self.enrolment.pk])

    def chooses(self, name, headers=None, **levels):
        sent = {f"{moment}-{self.competence.pk}": level for moment, level in levels.items()}
        return self.client.post(self.address(name), sent, headers=headers)

    @property
    def levels(self):
        return dict(SelfAssessment.objects.filter(enrolment=self.enrolment).values_list("moment", "level"))


@pytest.fixture
def learner(client):
    return Learner(client)


def test_before_the_course_is_chosen_and_corrected(learner):
    learner.chooses("assess_before", before=2)
    answer = learner.chooses("assess_before", before=3)

    assert answer["Location"] == learner.address("growth")
    assert learner.levels == {"before": 3}


def test_looking_back_closes_what_was_before(learner):
    learner.chooses("assess_before", before=3)
    learner.chooses("assess_after", after=4)

    answer = learner.chooses("assess_before", before=1)

    assert answer.status_code == 409
    assert "stands as it is" in answer.text
    assert learner.levels == {"before": 3, "after": 4}
    assert learner.client.get(learner.address("assess_before")).status_code == 302


def test_after_and_looking_back_are_chosen_together_and_stay_open(learner):
    learner.chooses("assess_after", after=4, looking_back=1)
    learner.chooses("assess_after", after=5)

    assert learner.levels == {"after": 5, "looking_back": 1}


def test_a_script_is_told_when_it_was_saved(learner):
    answer = learner.chooses("assess_before", headers={"Accept": "application/json"}, before=2)

    assert answer.status_code == 200
    assert answer.json()["state"].startswith("Saved ")


def test_a_script_is_told_why_something_is_not_saved(learner):
    said(learner.enrolment, learner.competence, after=4)

    answer = learner.chooses("assess_before", headers={"Accept": "application/json"}, before=2)

    assert (answer.status_code, answer.json()["message"][:8]) == (409, "You have")


@pytest.mark.parametrize("level", ["0", "6", "much", "2.5"])
def test_what_is_not_on_the_scale_is_not_taken(learner, level):
    answer = learner.chooses("assess_before", before=level)

    assert (answer.status_code, learner.levels) == (422, {})


def test_nothing_has_to_be_chosen(learner):
    assert learner.chooses("assess_before").status_code == 302
    assert learner.levels == {}


def test_a_competence_that_is_not_asked_is_not_taken(learner):
    other = competence(framework("other"), "Other", lesson())

    learner.client.post(learner.address("assess_before"), {f"before-{other.pk}": 3})

    assert not SelfAssessment.objects.exists()


def test_whoever_left_the_group_reads_and_chooses_no_more(learner):
    said(learner.enrolment, learner.competence, before=2)
    Enrolment.objects.update(state=Enrolment.State.WITHDRAWN)

    assert learner.chooses("assess_before", before=5).status_code == 409
    assert learner.levels == {"before": 2}
    assert learner.client.get(learner.address("growth")).status_code == 200


def test_growth_says_in_words_what_the_picture_shows(learner):
    said(learner.enrolment, learner.competence, before=3, looking_back=1, after=4)

    page = learner.client.get(learner.address("growth")).text

    assert "Of 5: before the course 3, looking back 1, after the course 4." in page
    assert '<td class="number">3</td><td class="number">1</td><td class="number">4</td><td class="number">–</td>' in page


def test_what_was_retired_since_stays_readable(learner):
    said(learner.enrolment, learner.competence, before=3)
    competence(learner.competence.framework, "Other", learner.lesson)
    retire_competence(competence=learner.competence)

    assert "It is not asked any more." in learner.client.get(learner.address("growth")).text
    assert "Asking people" not in learner.client.get(learner.address("assess_before")).text


@pytest.mark.parametrize("name", ["growth", "assess_before", "assess_after"])
def test_a_course_without_competences_has_no_such_page(client, name):
    enrolment = enrolled(lesson())
    client.force_login(enrolment.learner)

    assert client.get(reverse(name, args=[enrolment.pk])).status_code == 404


@pytest.mark.parametrize("name", ["growth", "assess_before", "assess_after"])
def test_nobody_else_opens_or_changes_it(learner, client, name):
    client.force_login(UserFactory())

    assert client.get(learner.address(name)).status_code == 404
    if name != "growth":
        assert learner.chooses(name, before=2, after=2).status_code == 404
    assert learner.levels == {}


@pytest.mark.parametrize(
    ("state", "moment", "words"),
    [
        ("active", None, "Where do you stand before you begin?"),
        ("active", Moment.BEFORE, "How far you have come"),
        ("completed", Moment.BEFORE, "Look back: how far have you come?"),
        ("completed", Moment.AFTER, "How far you have come"),
    ],
)
def test_my_learning_offers_what_fits_now(learner, state, moment, words):
    if moment:
        SelfAssessment.objects.create(enrolment=learner.enrolment, competence=learner.competence, moment=moment, level=2)
    Enrolment.objects.update(state=state)

    assert words in learner.client.get(reverse("my_learning")).text


def test_my_learning_says_nothing_where_a_course_asks_nothing(client):
    client.force_login(enrolled(lesson()).learner)

    assert "/growth/" not in client.get(reverse("my_learning")).text


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_takes_as_many_queries_however_much_there_is(learner, django_assert_max_num_queries, number):
    for each in range(number):
        said(learner.enrolment, competence(learner.competence.framework, f"Number {each}", learner.lesson), before=2)

    with django_assert_max_num_queries(17):
        learner.client.get(learner.address("growth"))
