"""The record of one person from the rows of many apps. A dozen queries, however many courses."""

from collections import defaultdict
from datetime import date, datetime

from django.conf import settings
from django.db.models import Q, Sum
from django.utils.timezone import localtime, now

from courses.catalogue.models import CourseVersion
from courses.certificates.models import Certificate
from courses.certificates.pdf import verify_link
from courses.competences.judged import Judged, judged_of
from courses.consultations.models import Consultation
from courses.enrolment.completion import measures_asked
from courses.enrolment.measures import amounts_of
from courses.enrolment.models import Enrolment
from courses.internships.models import Participation, PracticeEntry
from lms.accounts.models import User
from lms.notifications.message import zone_of

from .transcript import CertificateLine, ConsultationLine, CourseLine, PracticeLine, Transcript

State = Enrolment.State
NEVER_BEGAN = [State.INVITED, State.REQUESTED, State.WAITLISTED]
QUIZ_AVERAGE = "quiz_average"


def transcript_of(person: User, language: str) -> Transcript:
    """Everything in it, in this language where there is a translation."""
    mine = Enrolment.objects.of(person).exclude(state__in=NEVER_BEGAN)
    enrolments = list(mine.select_related("cohort__course__owner", "cohort__owner", "completion").order_by("-created_at", "-pk"))
    around = _Around(person, enrolments, language)
    lines = sorted((around.line(one) for one in enrolments), key=lambda line: line.completed_on or date.max, reverse=True)
    return Transcript(
        name=person.printed_name, made_on=_day(person, now()), language=language, courses=lines, consultations=_consultations(person)
    )


class _Around:
    """What belongs to the enrolments, each kind fetched once."""

    def __init__(self, person: User, enrolments: list[Enrolment], language: str):
        self.person = person
        ids = [one.pk for one in enrolments]
        self.titles = _titles(enrolments, language)
        self.certificates: dict[int, list[Certificate]] = defaultdict(list)
        told = Certificate.objects.of(person).exclude(state__in=[Certificate.State.SUPERSEDED, Certificate.State.WITHDRAWN])
        for certificate in told.order_by("-created_at", "-pk"):
            self.certificates[certificate.enrolment_id].append(certificate)
        self.practice = _practice(person)
        self.judged: dict[int, list[Judged]] = judged_of(ids, language)
        asking = [one.pk for one in enrolments if QUIZ_AVERAGE in measures_asked(one.cohort.course.completion_rule)]
        self.averages = amounts_of(asking, [QUIZ_AVERAGE]) if asking else {}

    def line(self, enrolment: Enrolment) -> CourseLine:
        course = enrolment.cohort.course
        completion = getattr(enrolment, "completion", None)
        certificates = self.certificates[enrolment.pk]
        title, language = self.titles.get(course.pk, (course.slug, ""))
        completed_on = certificates[0].completed_on if certificates else completion and _day(self.person, completion.completed_at)
        owner = enrolment.cohort.owner or course.owner
        average = self.averages.get(enrolment.pk, {}).get(QUIZ_AVERAGE)
        return CourseLine(
            title=title,
            language=language,
            cohort=enrolment.cohort.name,
            issuer=owner.name if owner else settings.SITE_NAME,
            state=enrolment.state,
            began_on=_day(self.person, enrolment.created_at),
            completed_on=completed_on,
            hours=(certificates[0].hours if certificates else course.hours) if completed_on else 0,
            certificates=[_certificate(self.person, one) for one in certificates],
            practice=self.practice[enrolment.pk],
            competences=self.judged.get(enrolment.pk, ()),
            quiz_average=None if average is None else round(float(average), 1),
        )


def _titles(enrolments: list[Enrolment], language: str) -> dict[int, tuple[str, str]]:
    """Title and its language by course: the reader's where there is one, else the source. One query."""
    courses = {one.cohort.course.pk: one.cohort.course for one in enrolments}
    found: dict[int, tuple[str, str]] = {}
    versions = CourseVersion.objects.current().filter(of__in=courses).values_list("of_id", "language", "title")
    for course, spoken, title in sorted(versions, key=lambda row: row[1] == language):
        if spoken in (language, courses[course].source_language):
            found[course] = (title, spoken)
    return found


def _certificate(person: User, one: Certificate) -> CertificateLine:
    issued_on = _day(person, one.issued_at) if one.issued_at else None
    return CertificateLine(number=one.number, standing=one.standing, url=verify_link(one), issued_on=issued_on, expires_on=one.expires_on)


def _practice(person: User) -> dict[int, list[PracticeLine]]:
    """By enrolment: placements with anything confirmed. One query."""
    confirmed = Sum("entries__minutes", filter=Q(entries__state=PracticeEntry.State.CONFIRMED))
    rows = Participation.objects.of(person).select_related("placement").annotate(minutes=confirmed).filter(minutes__gt=0)
    found: dict[int, list[PracticeLine]] = defaultdict(list)
    for row in rows.order_by("placement__starts_on", "pk"):
        where = row.placement
        line = PracticeLine(host=where.host, place=where.place, starts_on=where.starts_on, ends_on=where.ends_on, minutes=row.minutes)
        found[row.enrolment_id].append(line)
    return found


def _consultations(person: User) -> list[ConsultationLine]:
    """Those that count, the latest first; also those from before there was an account. One query."""
    held = Consultation.objects.of(person).held().exclude(starts_at=None).select_related("mentor").order_by("-starts_at", "-pk")
    return [
        ConsultationLine(on=_day(person, one.starts_at), minutes=one.minutes or 0, mentor=one.mentor.name if one.mentor else "")
        for one in held
    ]


def _day(person: User, at: datetime) -> date:
    """By the clock of where the person lives."""
    return localtime(at, zone_of(person)).date()
