"""Who gets in where: every address of the review page, for everybody it is not for."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from courses.mentorship.models import Bar, Comment, Review, ReviewTask, SubmissionFile
from courses.mentorship.rules import tasks_seen_by
from courses.mentorship.seen import seen_task
from lms.accounts.actions import grant_role
from lms.accounts.models import Role, User
from lms.core.log.ulid import new_ulid
from tests.factories import CohortFactory, UserFactory
from tests.factories.mentorship import handed_in, mentor, review_begun, submission, task_of

pytestmark = pytest.mark.django_db
PAGES = ["review_task", "claim_task", "release_task", "escalate_task", "comment_on", "reply_picker", "keep_reply", "preview_review"]
PAGES += ["send_review", "save_review", "hold_task"]


@pytest.fixture
def made():
    made = submission()
    file = SubmissionFile.objects.create(submission=made, name="plan.txt", content_type="text/plain", size=4, sha256="x")
    file.file.save("plan.txt", ContentFile(b"plan"))
    made.value = {"files": [file.pk]}
    made.save()
    return made


@pytest.fixture
def task(made):
    task = task_of(handed_in(made))
    review = review_begun(task, mentor(made.enrolment.cohort, name="The Holder"))
    Comment.objects.create(review=review, submission=made, iteration=task.iteration, made_id=new_ulid(), state="open", value={"text": "a"})
    return task


def statuses(client, task):
    """Of every address, by GET and by POST; what only one of them answers is asked by that one."""
    comment = Comment.objects.get()
    paths = [reverse(name, args=[task.pk]) for name in PAGES]
    paths += [reverse(name, args=[task.pk, comment.pk]) for name in ("resolve_comment", "reopen_comment", "comment_replies")]
    paths += [reverse(name, args=[task.pk, new_ulid()]) for name in ("remove_comment", "save_comment")]
    paths += [reverse("handed_in_file", args=[task.pk, SubmissionFile.objects.get().pk]), reverse("answer_file", args=[task.pk, 1])]
    change = {"change_id": new_ulid(), "base": 0, "value": {"text": "x"}}
    asked = [client.get(path).status_code for path in paths] + [
        client.post(path, change, content_type="application/json").status_code for path in paths
    ]
    return set(asked) - {405}


def test_a_stranger_is_asked_to_sign_in(client, task):
    assert statuses(client, task) == {302, 401}


@pytest.mark.parametrize("who", ["learner", "somebody", "mentor of another group", "barred mentor", "coordinator"])
def test_for_whom_it_is_not_it_is_not_there(client, made, task, who):
    cohort = made.enrolment.cohort
    person = {
        "learner": lambda: made.enrolment.learner,
        "somebody": UserFactory,
        "mentor of another group": lambda: mentor(CohortFactory(course=cohort.course)),
        "barred mentor": lambda: mentor(cohort),
        "coordinator": lambda: mentor(cohort, role=Role.COORDINATOR),
    }[who]()
    if who == "barred mentor":
        Bar.objects.create(mentor=person, learner=made.enrolment.learner)
    client.force_login(person)

    assert statuses(client, task) == {404}


def test_a_mentor_of_the_group_sees_whose_it_is_and_neither_words_nor_files(client, made, task):
    client.force_login(mentor(made.enrolment.cohort))

    page = client.get(reverse("review_task", args=[task.pk]))
    file = client.get(reverse("handed_in_file", args=[task.pk, SubmissionFile.objects.get().pk]))

    assert ("The Holder is reading this" in page.text, "Two hundred people" in page.text, file.status_code) == (True, False, 404)


def test_a_supervisor_reads_it_over_the_shoulder_and_changes_nothing(client, made, task):
    client.force_login(mentor(made.enrolment.cohort, role=Role.SUPERVISOR))

    page = client.get(reverse("review_task", args=[task.pk]))
    comment = Comment.objects.get()
    for name in ("resolve_comment", "comment_replies"):
        client.post(reverse(name, args=[task.pk, comment.pk]), {"text": "x"})
    for name in ("release_task", "send_review", "escalate_task"):
        client.post(reverse(name, args=[task.pk]), {"reason": "x"})

    task.refresh_from_db()
    comment.refresh_from_db()
    assert ("Two hundred people" in page.text, "<textarea" in page.text) == (True, False)
    assert (str(task.claimed_by), task.state, comment.state, comment.replies.count(), Review.objects.count()) == (
        "The Holder", "in_review", "open", 0, 1
    )  # fmt: skip


def test_the_holder_gets_the_file_as_something_to_keep(client, task):
    client.force_login(task.reviews.get().reviewer)

    answer = client.get(reverse("handed_in_file", args=[task.pk, SubmissionFile.objects.get().pk]))

    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, b"plan")
    assert answer["Content-Disposition"] == 'attachment; filename="plan.txt"'


def test_the_desk_is_for_mentors(client, made, task):
    found = []
    for person in (UserFactory(), mentor(made.enrolment.cohort)):
        client.force_login(person)
        found.append(client.get(reverse("desk")).status_code)

    assert found == [404, 200]


def test_one_task_is_seen_by_whom_all_tasks_are_listed_for(made, task):
    """`seen_task` asks in another way than `tasks_seen_by`, and lets the same people through."""
    cohort, learner = made.enrolment.cohort, made.enrolment.learner
    people = [learner, UserFactory(), task.reviews.get().reviewer, UserFactory(is_superuser=True)]
    people += [mentor(where, role) for role in Role for where in (None, cohort, cohort.course, CohortFactory(course=cohort.course))]
    barred = [mentor(cohort, role) for role in (Role.MENTOR, Role.SUPERVISOR)]
    for person in barred:
        Bar.objects.create(mentor=person, learner=learner)
    grant_role(person=learner, role=Role.SUPERVISOR, where=cohort)

    for is_for_supervisor in (False, True):
        ReviewTask.objects.update(is_for_supervisor=is_for_supervisor)
        for person in [User.objects.get(pk=one.pk) for one in [*people, *barred]]:
            listed = tasks_seen_by(person).filter(pk=task.pk).exists()
            assert (seen_task(person, task.pk) is not None) == listed, person.roles_held
