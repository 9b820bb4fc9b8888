"""The demo: its people, the ten lessons, two cohorts, a learner on the way and one who is done, and a year of a programme. Loading it
twice changes nothing."""

from collections.abc import Callable
from pathlib import Path

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from courses.catalogue.models import Activity, Course, Lesson
from courses.enrolment.actions import complete_activity, enrol
from courses.enrolment.models import Cohort, Country, Enrolment
from courses.workbook.actions import begin, save_answer
from courses.workbook.models import Entry
from lms.accounts.actions import grant_role
from lms.accounts.models import Role, User
from lms.core.log.actions import Change
from lms.core.log.ulid import new_ulid
from lms.network.models import Organisation

from .answers import ANSWERS, Answer, as_value
from .attempts import load_attempts
from .competences import load_framework, load_growth
from .consultations import load_consultations
from .internships import load_internships
from .meetings import load_meetings
from .people import GRADUATE, PASSWORD, PEOPLE, SECOND_READER, Person
from .programme import load_programme
from .replies import load_replies
from .rounds import load_rounds
from .supervision import load_supervision
from .trials import mentor_since_last_year

Say = Callable[[str], object]
SLUG = "ten-lessons"
JOIN_CODE = "VILLAGE"


def load_demo(*, say: Say, with_year: bool = True) -> None:
    """`with_year`: also the year of a made-up programme, which is most of its rows."""
    people = load_people()
    organisation, _ = Organisation.objects.get_or_create(slug="resource-centre", defaults={"name": "Ресурсный центр для сельских НКО"})
    course = load_course(owner=organisation, say=say)
    open_cohort = load_cohorts(course=course, owner=organisation)
    grant_roles(people=people, organisation=organisation, course=course)
    load_replies(owner=organisation)
    load_framework(course=course, owner=organisation)
    load_learner(learner=people["learner"], mentor=people["mentor"], cohort=open_cohort, say=say)
    load_graduate(cohort=open_cohort, say=say)
    load_consultations(cohort=open_cohort, learner=people["learner"], mentor=people["mentor"])
    load_internships(cohort=open_cohort, learner=people["learner"], mentor=people["mentor"], supervisor=people["supervisor"])
    load_supervision(cohort=open_cohort, mentor=people["mentor"], supervisor=people["supervisor"])
    load_meetings(cohort=open_cohort, learner=people["learner"], mentor=people["mentor"], supervisor=people["supervisor"])
    if with_year:
        load_programme(course=course, owner=organisation, people=people, say=say)


@transaction.atomic
def load_people() -> dict[str, User]:
    """The people by role. Whoever exists is left as they are, with whatever password they chose since."""
    return {person.role: load_person(person) for person in PEOPLE}


def load_person(person: Person) -> User:
    user = User.objects.filter(email=person.email).first()
    if user is None:
        user = User.objects.create_user(person.email, PASSWORD, name=person.name, language=person.language)
        EmailAddress.objects.create(user=user, email=person.email, verified=True, primary=True)
    return user


def load_course(*, owner: Organisation, say: Say) -> Course:
    """The ten lessons. A course that is there is left alone: somebody may have edited it."""
    if not Course.objects.filter(slug=SLUG).exists():
        say("Bringing in the ten lessons …")
        call_command("import_course", Path(settings.BASE_DIR) / "content" / SLUG, owner=owner.slug, verbosity=0)
    return Course.objects.get(slug=SLUG)


def load_cohorts(*, course: Course, owner: Organisation) -> Cohort:
    """One that anybody may join at any time, which is returned, and one that needs the code printed in the workbook."""
    kept, holidays = {"course": course, "owner": owner}, {"country": Country.UKRAINE}
    open_cohort, _ = Cohort.objects.get_or_create(**kept, name="В своём темпе", defaults=holidays | {"policy": Cohort.Policy.OPEN})
    Cohort.objects.get_or_create(
        **kept,
        name="Сельские библиотеки, весна",
        defaults=holidays | {"policy": Cohort.Policy.JOIN_CODE, "join_code": JOIN_CODE, "seats": 20},
    )
    return open_cohort


def grant_roles(*, people: dict[str, User], organisation: Organisation, course: Course) -> None:
    where = {Role.MENTOR: course, Role.SUPERVISOR: course, Role.COORDINATOR: organisation}
    for name, person in people.items():
        grant_role(person=person, role=Role(name), where=where.get(Role(name)))
    grant_role(person=load_person(SECOND_READER), role=Role.EDITOR, where=course)
    mentor_since_last_year(mentor=people[Role.MENTOR], course=course)


@transaction.atomic
def load_learner(*, learner: User, mentor: User, cohort: Cohort, say: Say) -> None:
    """Only once: later it is their own work."""
    if Enrolment.objects.of(learner).exists():
        return
    say("Filling in the learner's workbook …")
    enrolment = enrol(learner=learner, cohort=cohort)
    for slug, answers in ANSWERS.items():
        lesson = Lesson.objects.live().get(course=cohort.course, slug=slug)
        for block_id, answer in answers.items():
            _write(enrolment=enrolment, activity=lesson.activities.live().get(block_id=block_id), answer=answer)
    first, second = (Lesson.objects.live().select_related("course").get(course=cohort.course, slug=slug) for slug in list(ANSWERS)[:2])
    complete_activity(enrolment=enrolment, activity=first.activities.get(kind=Activity.READ))
    load_attempts(enrolment=enrolment, finished=first, begun=second)
    load_rounds(enrolment=enrolment, lesson=first, mentor=mentor)
    load_growth(enrolment=enrolment, mentor=mentor)


@transaction.atomic
def load_graduate(*, cohort: Cohort, say: Say) -> None:
    """Somebody who is done, so that there is a certificate to look at, to check and to pass on. Her exercises are on paper."""
    graduate = load_person(GRADUATE)
    if Enrolment.objects.of(graduate).exists():
        return
    say("Finishing the course for somebody …")
    grant_role(person=graduate, role=Role.LEARNER)
    enrolment = enrol(learner=graduate, cohort=cohort)
    for activity in Activity.objects.live().filter(lesson__course=cohort.course, lesson__retired_at=None, is_required=True):
        complete_activity(enrolment=enrolment, activity=activity)


def _write(*, enrolment: Enrolment, activity: Activity, answer: Answer) -> None:
    version = activity.versions.current().get(language=activity.lesson.course.source_language)
    entry = begin(Entry(enrolment=enrolment, activity=activity))
    value = as_value(activity.kind, version.content, answer)
    save_answer(entry=entry, version=version, change=Change(id=new_ulid(), base=0, value=value))
