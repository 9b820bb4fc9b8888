"""Who gets in where: every address of trial reviews and prepared examples, for everybody it is not for."""

import pytest
from django.urls import reverse

from courses.trials.actions.trialling import add_comment, begin_trial
from courses.trials.models import Example, TrialReview, TrialWaiver
from lms.accounts.models import Role
from lms.core.log.ulid import new_ulid
from tests.factories import CohortFactory, EnrolmentFactory, UserFactory
from tests.factories.mentorship import mentor
from tests.factories.trials import trial_sent

from .test_office import with_role

pytestmark = pytest.mark.django_db
OWN = ["trial_review", "trial_comment_on", "trial_preview", "trial_send", "trial_save_review", "trial_session"]
OFFICE = ["example", "example_look", "example_copy", "example_retire", "example_bring_back"]


@pytest.fixture
def person(cohort):
    return mentor(cohort, name="The Reviewer")


@pytest.fixture
def draft(two, person):
    trial = begin_trial(example=two[0], person=person)
    add_comment(trial=trial, made_id=new_ulid(), text="How many?")
    return trial


def statuses(client, paths):
    change = {"change_id": new_ulid(), "base": 0, "value": {"text": "x"}}
    found = [client.get(path).status_code for path in paths]
    found += [client.post(path, change, content_type="application/json").status_code for path in paths]
    return set(found) - {405}


def paths_of(trial):
    made_id = trial.comments.get().made_id
    paths = [reverse(name, args=[trial.pk]) for name in OWN]
    return [*paths, *(reverse(name, args=[trial.pk, made_id]) for name in ("trial_save_comment", "trial_remove_comment"))]


def test_a_stranger_is_asked_to_sign_in(client, draft):
    office = [reverse(name, args=[draft.example_id]) for name in OFFICE] + [reverse("examples"), reverse("example_add")]
    lists = [reverse("mentor_trials"), reverse("begin_trial", args=[draft.example_id]), reverse("trial_mentors")]

    assert statuses(client, paths_of(draft)) <= {302, 401}
    assert statuses(client, [*office, *lists]) == {302}


@pytest.mark.parametrize("who", ["learner", "somebody", "another mentor", "coordinator", "supervisor", "editor", "administrator"])
def test_a_draft_is_the_reviewers_alone(client, draft, cohort, who):
    person = {
        "learner": lambda: EnrolmentFactory(cohort=cohort).learner,
        "somebody": UserFactory,
        "another mentor": lambda: mentor(cohort),
        "coordinator": lambda: with_role(Role.COORDINATOR, cohort),
        "supervisor": lambda: with_role(Role.SUPERVISOR, cohort),
        "editor": lambda: with_role(Role.EDITOR, cohort.course),
        "administrator": lambda: with_role(Role.ADMINISTRATOR),
    }[who]()
    client.force_login(person)
    session = reverse("trial_session", args=[draft.pk])

    assert statuses(client, [path for path in paths_of(draft) if path != session]) == {404}
    assert client.get(session, {"items": "review"}).json()["entries"] == {}
    assert draft.comments.get().text == "How many?"


@pytest.mark.parametrize(
    ("who", "reads"),
    [
        ("learner", False),
        ("somebody", False),
        ("another mentor", False),
        ("coordinator", False),
        ("editor", False),
        ("supervisor of another course", False),
        ("supervisor of another cohort", False),
        ("supervisor", True),
        ("supervisor of the course", True),
        ("administrator", True),
        ("the reviewer", True),
    ],
)
def test_what_was_sent_is_read_by_the_reviewer_and_their_supervisors(client, two, cohort, person, who, reads):
    trial = trial_sent(two[0], person)
    client.force_login(
        {
            "learner": lambda: EnrolmentFactory(cohort=cohort).learner,
            "somebody": UserFactory,
            "another mentor": lambda: mentor(cohort),
            "coordinator": lambda: with_role(Role.COORDINATOR, cohort),
            "editor": lambda: with_role(Role.EDITOR, cohort.course),
            "supervisor of another course": lambda: with_role(Role.SUPERVISOR, CohortFactory().course),
            "supervisor of another cohort": lambda: with_role(Role.SUPERVISOR, CohortFactory(course=cohort.course)),
            "supervisor": lambda: with_role(Role.SUPERVISOR, cohort),
            "supervisor of the course": lambda: with_role(Role.SUPERVISOR, cohort.course),
            "administrator": lambda: with_role(Role.ADMINISTRATOR),
            "the reviewer": lambda: person,
        }[who]()
    )

    page = client.get(reverse("trial_review", args=[trial.pk]))

    assert (page.status_code, "Tell more." in page.text, "What comes next" in page.text) == (
        200 if reads else 404,
        reads,
        who == "the reviewer",
    )


def test_when_the_reviewer_is_no_mentor_there_any_more_supervisors_read_it_no_more(client, two, cohort, person):
    trial = trial_sent(two[0], person)
    person.role_assignments.all().delete()
    client.force_login(with_role(Role.SUPERVISOR, cohort))

    assert client.get(reverse("trial_review", args=[trial.pk])).status_code == 404


@pytest.mark.parametrize("who", ["learner", "somebody", "editor", "coordinator", "mentor of another course"])
def test_only_mentors_of_the_course_begin_a_trial(client, two, cohort, who):
    client.force_login(
        {
            "learner": lambda: EnrolmentFactory(cohort=cohort).learner,
            "somebody": UserFactory,
            "editor": lambda: with_role(Role.EDITOR, cohort.course),
            "coordinator": lambda: with_role(Role.COORDINATOR, cohort),
            "mentor of another course": lambda: mentor(CohortFactory()),
        }[who]()
    )

    answer = client.post(reverse("begin_trial", args=[two[0].pk]))
    page = client.get(reverse("mentor_trials"))

    assert (answer.status_code, TrialReview.objects.count()) == (404, 0)
    assert page.status_code == (200 if who == "mentor of another course" else 404)


def test_a_draft_example_is_not_begun(client, two, cohort, person):
    Example.objects.filter(pk=two[0].pk).update(state="draft")
    client.force_login(person)

    assert client.post(reverse("begin_trial", args=[two[0].pk])).status_code == 404


@pytest.mark.parametrize("who", ["editor of another course", "mentor", "supervisor"])
def test_examples_of_others_are_not_there_in_the_back_office(client, two, cohort, who):
    person = {
        "editor of another course": lambda: with_role(Role.EDITOR, CohortFactory().course),
        "mentor": lambda: mentor(cohort),
        "supervisor": lambda: with_role(Role.SUPERVISOR, cohort),
    }[who]()
    client.force_login(person)

    assert statuses(client, [reverse(name, args=[two[0].pk]) for name in OFFICE]) <= {302, 403, 404}
    assert statuses(client, [reverse(name, args=[two[0].pk]) for name in OFFICE]) & {200, 422} == set()
    assert set(Example.objects.values_list("state", flat=True)) == {"published"}


def test_a_coordinator_of_the_course_looks_and_changes_nothing(client, two, cohort):
    client.force_login(with_role(Role.COORDINATOR, cohort.course))

    look = client.get(reverse("example", args=[two[0].pk]))
    found = {name: client.post(reverse(name, args=[two[0].pk])).status_code for name in OFFICE if name != "example_look"}

    assert (look.url, set(found.values())) == (reverse("example_look", args=[two[0].pk]), {404})
    assert client.get(reverse("examples")).text.count("Dubky") == 1
    assert client.get(reverse("example_add")).status_code in (302, 403)


@pytest.mark.parametrize("who", ["learner", "mentor", "coordinator", "editor", "supervisor of another cohort"])
def test_only_supervisors_of_the_cohort_waive(client, two, cohort, person, who):
    client.force_login(
        {
            "learner": lambda: EnrolmentFactory(cohort=cohort).learner,
            "mentor": lambda: mentor(cohort),
            "coordinator": lambda: with_role(Role.COORDINATOR, cohort),
            "editor": lambda: with_role(Role.EDITOR, cohort.course),
            "supervisor of another cohort": lambda: with_role(Role.SUPERVISOR, CohortFactory(course=cohort.course)),
        }[who]()
    )

    answer = client.post(reverse("waive_trials", args=[cohort.pk, person.pk]), {"reason": "Please."})

    assert (answer.status_code in (302, 403, 404), TrialWaiver.objects.count()) == (True, 0)


def test_who_is_no_mentor_of_the_cohort_is_not_waived(client, two, cohort):
    client.force_login(with_role(Role.SUPERVISOR, cohort))

    assert client.post(reverse("waive_trials", args=[cohort.pk, UserFactory().pk]), {"reason": "Please."}).status_code == 404
