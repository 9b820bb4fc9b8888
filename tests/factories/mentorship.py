"""Assignments, what was handed in, and the people who read it."""

from courses.catalogue.models import Activity, ActivityVersion
from courses.enrolment.models import Cohort, Enrolment
from courses.mentorship.actions.claiming import claim, open_review
from courses.mentorship.actions.handing_in import hand_in, submission_of
from courses.mentorship.actions.reviewing import keep_review, send_review
from courses.mentorship.assignment_definition import from_json, to_json
from courses.mentorship.models import Assignment, Iteration, Pairing, Review, ReviewTask, Rubric, RubricVersion, Submission
from courses.mentorship.rubric_definition import Criterion, Level, RubricDefinition
from courses.mentorship.rubric_definition import to_json as rubric_to_json
from lms.accounts.actions import grant_role
from lms.accounts.models import Role, User
from lms.core.log.actions import Change
from lms.core.log.ulid import new_ulid

from . import ActivityFactory, ActivityVersionFactory, EnrolmentFactory, EntryFactory, UserFactory


def rubric(slug: str = "clear", **fields) -> Rubric:
    """One criterion with two levels."""
    levels = (Level("no", "Not yet", 0), Level("yes", "A neighbour understands it", 2))
    definition = fields.pop("definition", RubricDefinition("Clear words", (Criterion("words", "Words", levels),)))
    made = Rubric.objects.create(slug=slug, **fields)
    RubricVersion.objects.create(rubric=made, number=1, language="en", definition=rubric_to_json(definition))
    return made


def assignment(*exercises: Activity, title: str = "Show your mentor", **content) -> Assignment:
    """A published assignment that gathers the exercises, all of one lesson."""
    activity = ActivityFactory(kind="assignment", **({"lesson": exercises[0].lesson} if exercises else {}))
    definition = from_json({"brief": "Show it.", "exercises": [one.block_id for one in exercises], **content})
    ActivityVersionFactory(of=activity, title=title, content=to_json(definition), language=activity.lesson.course.source_language)
    return Assignment.objects.get(pk=activity.pk)


def exercise(text: str = "Who lives here?", **fields) -> Activity:
    """A published exercise for a long text."""
    activity = ActivityFactory(kind="long_text", **fields)
    content = {"prompt": text, "model_answer": "Everybody, by name.", "rows": 6}
    ActivityVersionFactory(of=activity, title=text, content=content, language=activity.lesson.course.source_language)
    return activity


def answered(enrolment: Enrolment, activity: Activity, text: str = "Two hundred people.", **fields) -> None:
    version = ActivityVersion.objects.current().get(of=activity)
    EntryFactory(enrolment=enrolment, activity=activity, version=version, value={"text": text}, **fields)


def submission(
    *, learner: User | None = None, text: str = "Two hundred people. Most are old.", cohort: Cohort | None = None, **content
) -> Submission:
    """A draft of work on an assignment with one exercise, which is answered."""
    asked = exercise()
    made = assignment(asked, **content)
    where = {"cohort": cohort} if cohort else {"cohort__course": asked.lesson.course}
    enrolment = EnrolmentFactory(**where, **({"learner": learner} if learner else {}))
    answered(enrolment, asked, text)
    return submission_of(enrolment=enrolment, assignment=made)


def handed_in(made: Submission | None = None, **fields) -> Iteration:
    made = made or submission(**fields)
    made.refresh_from_db()
    return hand_in(submission=made, language="en")


def task_of(iteration: Iteration) -> ReviewTask:
    return ReviewTask.objects.get(iteration=iteration, reason=ReviewTask.Reason.HAND_IN)


def mentor(where=None, role: Role = Role.MENTOR, **fields) -> User:
    """With the role on `where`: a cohort, a course, or the whole site."""
    person = UserFactory(**{"name": "Mentor", **fields})
    grant_role(person=person, role=role, where=where)
    return User.objects.get(pk=person.pk)


def paired(enrolment: Enrolment, person: User) -> Pairing:
    return Pairing.objects.create(enrolment=enrolment, mentor=person)


def review_begun(task: ReviewTask, person: User) -> Review:
    """Claimed and opened."""
    claim(task=task, person=person)
    return open_review(task=task, person=person)


def reviewed(task: ReviewTask, person: User, overall: str = "do_again", **value) -> Review:
    """Claimed, written and sent."""
    review = review_begun(task, person)
    said = {"summary": "Tell more about the old.", "overall": overall, **value}
    keep_review(review=review, change=Change(new_ulid(), review.revision, said))
    review.refresh_from_db()
    send_review(review=review)
    review.refresh_from_db()
    return review
