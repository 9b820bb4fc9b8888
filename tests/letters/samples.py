"""A letter of every kind, as its app posts it, with everything in it that can be. A kind without a sample is a fault (test_every_letter).

What people and courses are called is said in a made-up language, so that a text that was not translated stands out."""

from collections.abc import Callable
from datetime import timedelta

from django.utils.timezone import now
from wagtail.models import Comment, CommentReply, TaskState

from cms.pages.commenting import post_comments
from courses.catalogue.models import Activity
from courses.certificates.actions import issue, revoke
from courses.certificates.models import NameRequest
from courses.consultations.actions.booking import cancel as cancel_consultation
from courses.consultations.letters import post_news
from courses.enrolment.invited import Line
from courses.enrolment.inviting import invite as invite_people
from courses.enrolment.letters import post_welcome
from courses.enrolment.models import ActivityCompletion, ActivityDates
from courses.enrolment.weekly import week_of
from courses.enrolment.working_days import local_day
from courses.meetings.actions.booking import cancel as cancel_meeting
from courses.meetings.actions.booking import invite
from courses.mentorship.answer_letters import post_report_answer, post_request_answer
from courses.mentorship.letters import post_new_date
from courses.mentorship.models import MentorRequest, Reminder, Report, TaskEvent
from courses.quizzes.engine.definition import Essay
from courses.supervision.letters import post_written
from lms.accounts.models import Role
from lms.notifications.models import Letter
from tests.courses.quizzes.attempted import attempted, question_of, quiz_of
from tests.factories import (
    ActivityFactory,
    ActivityVersionFactory,
    CertificateFactory,
    CohortFactory,
    CourseVersionFactory,
    EnrolmentFactory,
    LessonFactory,
    LessonVersionFactory,
    LetterFactory,
    ModuleVersionFactory,
    UserFactory,
    internships,
    meetings,
    mentorship,
    supervision,
)
from tests.factories import consultations as consulting
from tests.factories.pages import CoursePageFactory

Sample = Callable[[], list[Letter]]
SAMPLES: dict[str, Sample] = {}
TITLE, LESSON, WORDS = "Мавка ґрає <і> єднає", "Їжак & Ґава", "Йой, Мавко! Ґрай."
WHO = {"name": "Ґава Їжак"}


def sample(kind: str) -> Callable[[Sample], Sample]:
    def keep(make: Sample) -> Sample:
        SAMPLES[kind] = make
        return make

    return keep


def newest(kind: str) -> list[Letter]:
    return [Letter.objects.filter(kind=kind).latest("pk")]


def an_enrolment():
    """Of a course of ten lessons, three of them done."""
    first = LessonVersionFactory(title=LESSON).of
    ModuleVersionFactory(of=first.module, title=TITLE)
    CourseVersionFactory(of=first.course, title=TITLE)
    others = [LessonVersionFactory(of=LessonFactory(module=first.module, course=first.course), title=LESSON).of for _number in range(9)]
    activities = [ActivityFactory(lesson=lesson) for lesson in [first, *others]]
    enrolment = EnrolmentFactory(
        cohort__course=first.course, cohort__name=TITLE, **{f"learner__{key}": value for key, value in WHO.items()}
    )
    for activity in activities[:3]:
        ActivityCompletion.objects.create(enrolment=enrolment, activity=activity, completed_at=now())
    return enrolment


@sample("invitation")
def invitation():
    cohort = an_enrolment().cohort
    invite_people(cohort=cohort, lines=[Line(1, "mavka@example.org", WHO["name"])], language="en", by=UserFactory(**WHO))
    return newest("invitation")


@sample("welcome")
def welcome():
    return [post_welcome(an_enrolment())]


@sample("weekly_progress")
def weekly_progress():
    enrolment = an_enrolment()
    return [LetterFactory(kind="weekly_progress", person=enrolment.learner, context={"enrolment": enrolment.pk, "week": week_of(now())})]


@sample("nudge")
def nudge():
    """After one, two and three weeks."""
    enrolment = an_enrolment()
    contexts = [{"enrolment": enrolment.pk, "days": days, "since": now().isoformat()} for days in (7, 14, 21)]
    return [LetterFactory(kind="nudge", person=enrolment.learner, context=context) for context in contexts]


@sample("deadline")
def deadline():
    enrolment = an_enrolment()
    ends = now() + timedelta(days=2)
    missing = list(Activity.objects.filter(lesson__course=enrolment.cohort.course).order_by("-pk")[:2])
    for activity in missing:
        ActivityVersionFactory(of=activity, title=TITLE)
        ActivityDates.objects.create(cohort=enrolment.cohort, activity=activity, due_at=ends)
    context = {"enrolment": enrolment.pk, "day": local_day(ends, enrolment.cohort).isoformat(), "activities": [one.pk for one in missing]}
    return [LetterFactory(kind="deadline", person=enrolment.learner, context=context)]


@sample("cohort_ending")
def cohort_ending():
    enrolment = an_enrolment()
    ends_on = now().date() + timedelta(days=10)
    type(enrolment.cohort).objects.filter(pk=enrolment.cohort_id).update(ends_on=ends_on)
    return [LetterFactory(kind="cohort_ending", person=enrolment.learner, context={"enrolment": enrolment.pk, "day": ends_on.isoformat()})]


@sample("certificate")
def certificate():
    issue(certificate=CertificateFactory(course_title=TITLE))
    return newest("certificate")


@sample("certificate_name_refused")
def certificate_name_refused():
    made = CertificateFactory(course_title=TITLE)
    asked = NameRequest.objects.create(certificate=made, wanted_name=LESSON, because=WORDS)
    return [LetterFactory(kind="certificate_name_refused", person=made.enrolment.learner, context={"request": asked.pk})]


@sample("certificate_expires")
def certificate_expires():
    last_day = now().date() + timedelta(days=30)
    made = CertificateFactory(course_title=TITLE, state="issued", pdf="certificates/x.pdf", expires_on=last_day)
    context = {"enrolment": made.enrolment_id, "last_day": last_day.isoformat()}
    return [LetterFactory(kind="certificate_expires", person=made.enrolment.learner, context=context)]


@sample("names_asked_for")
def names_asked_for():
    """One, and two."""
    letters = []
    for number in (1, 2):
        cohort = CohortFactory(name=TITLE)
        for _number in range(number):
            NameRequest.objects.create(certificate=CertificateFactory(enrolment__cohort=cohort), wanted_name=LESSON)
        letters.append(LetterFactory(kind="names_asked_for", person=mentorship.mentor(cohort, role=Role.COORDINATOR, **WHO)))
    return letters


@sample("digest")
def digest():
    """Of fourteen letters."""
    enrolment = an_enrolment()
    gathering = LetterFactory(kind="digest", person=enrolment.learner)
    LetterFactory.create_batch(14, person=enrolment.learner, context={"enrolment": enrolment.pk}, gathered_in=gathering)
    return [gathering]


@sample("certificate_revoked")
def certificate_revoked():
    revoke(certificate=CertificateFactory(course_title=TITLE), because=WORDS, by=None)
    return newest("certificate_revoked")


def a_consultation():
    cohort = CohortFactory(name=TITLE)
    offered = consulting.slot(cohort, consulting.offerer(cohort, **WHO), where=LESSON, about=TITLE)
    return consulting.booked(offered, consulting.learner(cohort, **WHO))


def about_consultation(kind: str) -> Sample:
    def make():
        one = a_consultation()
        return [LetterFactory(kind=kind, person=one.person, context={"consultation": one.pk, "sequence": one.sequence})]

    return make


for _kind in ("consultation_booked", "consultation_changed", "consultation_moved_up", "consultation_reminder"):
    sample(_kind)(about_consultation(_kind))


@sample("consultation_cancelled")
def consultation_cancelled():
    """By the mentor with a reason, and by the learner."""
    letters = []
    for by in ("mentor", "learner"):
        one = a_consultation()
        cancel_consultation(consultation=one, by=getattr(one, by), reason=WORDS if by == "mentor" else "")
        letters += newest("consultation_cancelled")
    return letters


@sample("consultations_new")
def consultations_new():
    a_consultation()
    post_news()
    return newest("consultations_new")


def an_attendance(*, is_invited: bool = False):
    if not is_invited:
        one = meetings.meeting(by=meetings.keeper(**WHO), where=LESSON, about=TITLE)
        return meetings.booked(one, mentorship.mentor(one.cohort, **WHO))
    who = internships.participation(host=TITLE, place=LESSON)
    one = meetings.about(who.placement, by=meetings.keeper(**WHO), where=LESSON, about=TITLE)
    return invite(meeting=one, learner=who.enrolment.learner, by=one.offered_by)


def about_meeting(kind: str) -> Sample:
    def make():
        both = [an_attendance(), an_attendance(is_invited=True)]
        return [LetterFactory(kind=kind, person=one.person, context={"attendance": one.pk, "sequence": one.sequence}) for one in both]

    return make


for _kind in ("meeting_booked", "meeting_changed", "meeting_moved_up", "meeting_reminder"):
    sample(_kind)(about_meeting(_kind))


@sample("meeting_cancelled")
def meeting_cancelled():
    one = an_attendance()
    cancel_meeting(attendance=one, by=one.person)
    return newest("meeting_cancelled")


def handed_in():
    made = mentorship.submission(title=TITLE)
    return mentorship.task_of(mentorship.handed_in(made))


@sample("handed_in")
def receipt():
    """In time, and after closing."""
    tasks = [handed_in(), handed_in()]
    type(tasks[1]).objects.filter(pk=tasks[1].pk).update(promised_on=None)
    return list(Letter.objects.filter(kind="handed_in"))


@sample("review_returned")
def review_returned():
    mentorship.reviewed(handed_in(), mentorship.mentor(**WHO), "do_again")
    return newest("review_returned")


@sample("review_accepted")
def review_accepted():
    mentorship.reviewed(handed_in(), mentorship.mentor(**WHO), "accepted")
    return newest("review_accepted")


@sample("review_late")
def review_late():
    return [post_new_date(handed_in())]


def about_tasks(kind: str, *, is_for_supervisor: bool) -> Sample:
    def make():
        person = mentorship.mentor(role=Role.SUPERVISOR, **WHO) if is_for_supervisor else mentorship.mentor(**WHO)
        letter = LetterFactory(kind=kind, person=person)
        for _number in range(13):
            task = handed_in()
            type(task).objects.filter(pk=task.pk).update(is_for_supervisor=is_for_supervisor)
            Reminder.objects.create(task=task, step="third_day", person=person, due_on=now().date(), done_at=now(), letter=letter)
        return [letter]

    return make


sample("mentor_waiting")(about_tasks("mentor_waiting", is_for_supervisor=False))
sample("passed_to_supervisor")(about_tasks("passed_to_supervisor", is_for_supervisor=True))


@sample("coordinator_week")
def coordinator_week():
    """With all that can be said: late, silent, never handed in, asleep; of one, and of two."""
    return [coordinated(number) for number in (1, 2)]


def coordinated(number: int) -> Letter:
    cohort = CohortFactory(name=TITLE)
    for _number in range(number):
        late = mentorship.task_of(mentorship.handed_in(mentorship.submission(cohort=cohort, title=TITLE)))
        type(late).objects.filter(pk=late.pk).update(promised_on=now().date() - timedelta(days=3))
        mentorship.reviewed(
            mentorship.task_of(mentorship.handed_in(silent := mentorship.submission(cohort=cohort))), mentorship.mentor(cohort)
        )
        TaskEvent.objects.filter(task__submission=silent).update(at=now() - timedelta(days=15))
        type(silent).objects.filter(pk=silent.pk).update(changed_at=None)
        EnrolmentFactory(cohort=cohort, asleep_since=now())
        NameRequest.objects.create(certificate=CertificateFactory(enrolment__cohort=cohort), wanted_name=LESSON)
    never = mentorship.assignment(title=TITLE)
    ActivityDates.objects.create(cohort=cohort, activity=never, due_at=now() - timedelta(days=2))
    person = mentorship.mentor(cohort, role=Role.COORDINATOR, **WHO)
    return LetterFactory(kind="coordinator_week", person=person, subject_key=week_of(now()))


def moderated(number: int = 1) -> list[TaskState]:
    """Pages that an editor has handed to the moderators."""
    pages = [CoursePageFactory(title=TITLE) for _number in range(number)]
    return [one.get_workflow().start(one, mentorship.mentor(role=Role.EDITOR, **WHO)).current_task_state for one in pages]


@sample("moderation_waiting")
def moderation_waiting():
    """One page, and more than are shown."""
    letters = []
    for number in (1, 14):
        waits = [state.pk for state in moderated(number)]
        letters.append(LetterFactory(kind="moderation_waiting", person=UserFactory(is_superuser=True, **WHO), context={"waits": waits}))
    return letters


@sample("page_commented")
def page_commented():
    """Two comments and an answer."""
    page, reader = moderated()[0].workflow_state.content_object.specific, UserFactory(**WHO)
    comments = [Comment.objects.create(page=page, user=reader, text=f"{WORDS}\n{WORDS}", contentpath="title") for _each in range(2)]
    reply = CommentReply.objects.create(comment=comments[0], user=reader, text=WORDS)
    return post_comments(page=page, by=reader, comments=comments, replies=[reply])


@sample("moderation_answered")
def moderation_answered():
    """Approved without a word, and returned with one."""
    approved, returned = moderated(2)
    for _step in ("second reading", "publishing"):
        approved.approve(user=UserFactory(is_superuser=True))
        approved = approved.workflow_state.current_task_state
    returned.reject(user=UserFactory(is_superuser=True), comment=f"{WORDS}\n{WORDS}")
    return list(Letter.objects.filter(kind="moderation_answered").order_by("pk"))


@sample("mentor_request_answered")
def mentor_request_answered():
    """With another mentor, and without."""
    letters = []
    for is_other in (True, False):
        enrolment = mentorship.submission(title=TITLE).enrolment
        mentorship.paired(enrolment, mentorship.mentor(**WHO)) if is_other else None
        letters.append(post_request_answer(MentorRequest.objects.create(enrolment=enrolment, mentor=mentorship.mentor(), answer=WORDS)))
    return letters


@sample("report_answered")
def report_answered():
    review = mentorship.reviewed(handed_in(), mentorship.mentor(**WHO))
    return [post_report_answer(Report.objects.create(review=review, text=WORDS, answer=f"{WORDS}\n{WORDS}"))]


@sample("supervision_written")
def supervision_written():
    cohort = CohortFactory(name=TITLE)
    first, other = supervision.supervisor(cohort, **WHO), mentorship.mentor(cohort, **WHO)
    supervision.written(supervision.conversation(first, other), first, WORDS)
    post_written()
    return newest("supervision_written")


@sample("practice_waiting")
def practice_waiting():
    internships.handed_in(did=WORDS)
    return newest("practice_waiting")


@sample("practice_answered")
def practice_answered():
    """Confirmed, and returned."""
    letters = []
    for comment in ("", WORDS):
        entry = internships.handed_in(did=WORDS)
        internships.answered(entry, entry.participation.placement.mentor, comment)
        letters += newest("practice_answered")
    return letters


@sample("quiz_graded")
def quiz_graded():
    essay = question_of(Essay(text=WORDS))
    quiz = quiz_of(essay)
    quiz.versions.update(title=TITLE)
    attempt = attempted(quiz, [(essay, {"text": WORDS}, 1.0)], enrolment=EnrolmentFactory(cohort__course=quiz.lesson.course))
    return [LetterFactory(kind="quiz_graded", person=attempt.enrolment.learner, context={"attempt": attempt.pk})]
