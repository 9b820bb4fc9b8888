"""Somebody who has learned a lot, and links to their record."""

from datetime import date, timedelta

from django.utils.timezone import now

from courses.certificates.models import Certificate
from courses.competences.models import Judgement
from courses.consultations.models import Consultation
from courses.enrolment.models import Enrolment
from courses.transcripts.actions import give_link
from courses.transcripts.models import RecordLink
from courses.transcripts.transcript import Part
from lms.accounts.models import User

from . import CertificateFactory, CompletionFactory, CourseVersionFactory, UserFactory
from .competences import competence, framework
from .consultations import offerer
from .internships import confirmed, participation, placement

DAY = date(2026, 5, 3)


def learned(person: User | None = None, title: str = "Ten lessons", **fields) -> Enrolment:
    """A course that is completed, with a certificate, a judged competence, two confirmed hours of practice and a consultation."""
    person = person or UserFactory(name="Олена Ґудзь", language="en")
    at = now() - timedelta(days=30)
    mentor = UserFactory(name="Hanna Mentor")
    where = placement(host="Village library", place="Verkhovyna")
    who = participation(where, learner=person)
    Enrolment.objects.filter(pk=who.enrolment_id).update(state=Enrolment.State.COMPLETED)
    enrolment = Enrolment.objects.get(pk=who.enrolment_id)
    CourseVersionFactory(of=where.cohort.course, title=title)
    CompletionFactory(enrolment=enrolment, completed_at=at)
    said = {"state": Certificate.State.ISSUED, "pdf": "certificates/x.pdf", "issued_at": at, "completed_on": DAY, "course_title": title}
    CertificateFactory(enrolment=enrolment, **{**said, **fields})
    of = competence(framework(slug=f"framework-{enrolment.pk}"), title="Asking people")
    Judgement.objects.create(enrolment=enrolment, competence=of, level=4, sentence="Private words", by=mentor)
    confirmed(who)
    Consultation.objects.create(
        cohort=where.cohort,
        learner=person,
        mentor=offerer(where.cohort),
        state=Consultation.State.HELD,
        starts_at=at,
        minutes=45,
        topic="Secret",
    )
    return enrolment


def link(person: User, *, label: str = "For the council", parts=tuple(Part), days: int = 30) -> tuple[RecordLink, str]:
    return give_link(holder=person, label=label, parts=parts, days=days)
