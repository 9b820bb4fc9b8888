"""A learner's record over all courses: what is in it, and which parts of it somebody is shown. No database."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from courses.certificates.models import Certificate
from courses.competences.judged import Judged
from courses.enrolment.models import Enrolment


class Part(TextChoices):
    """What a holder may leave out. Name and completed courses are in every record."""

    HOURS = "hours", _("Hours of study")
    CERTIFICATES = "certificates", _("Certificates, with their numbers")
    PRACTICE = "practice", _("Confirmed hours of practice, and where")
    COMPETENCES = "competences", _("Competences, with their level and who judged them")
    QUIZZES = "quizzes", _("Average of the quizzes, where the course asks for one")
    CONSULTATIONS = "consultations", _("Consultations: when, how long, with whom")
    UNFINISHED = "unfinished", _("Courses that are not completed")


USUALLY = (Part.HOURS, Part.CERTIFICATES, Part.PRACTICE, Part.COMPETENCES)


@dataclass(frozen=True, kw_only=True)
class CertificateLine:
    number: str
    standing: str
    url: str
    issued_on: date | None = None
    expires_on: date | None = None

    @property
    def standing_words(self) -> Any:
        return Certificate.State(self.standing).label


@dataclass(frozen=True, kw_only=True)
class PracticeLine:
    """A placement; `minutes` are confirmed."""

    host: str
    place: str
    starts_on: date
    ends_on: date
    minutes: int


@dataclass(frozen=True, kw_only=True)
class ConsultationLine:
    on: date
    minutes: int
    mentor: str


@dataclass(frozen=True, kw_only=True)
class CourseLine:
    """`hours` are of study, of a completed course; `quiz_average` in per cent, None where the course does not ask for one."""

    title: str
    language: str
    cohort: str
    issuer: str
    state: str
    began_on: date
    completed_on: date | None = None
    hours: int = 0
    certificates: Sequence[CertificateLine] = ()
    practice: Sequence[PracticeLine] = ()
    competences: Sequence[Judged] = ()
    quiz_average: float | None = None

    @property
    def is_completed(self) -> bool:
        """With nothing taken back: a course whose certificate was revoked is not shown as completed."""
        return self.completed_on is not None and not self.is_revoked

    @property
    def is_revoked(self) -> bool:
        return bool(self.certificates) and all(one.standing == Certificate.State.REVOKED for one in self.certificates)

    @property
    def state_words(self) -> Any:
        return _("Certificate revoked") if self.is_revoked else Enrolment.State(self.state).label

    @property
    def practice_minutes(self) -> int:
        return sum(one.minutes for one in self.practice)


@dataclass(frozen=True, kw_only=True)
class Transcript:
    """`courses` the latest first. `parts` are those that are in it."""

    name: str
    made_on: date
    language: str
    courses: Sequence[CourseLine] = ()
    consultations: Sequence[ConsultationLine] = ()
    parts: Collection[str] = tuple(Part)

    @property
    def is_empty(self) -> bool:
        return not (self.courses or self.consultations)

    @property
    def hours(self) -> int:
        """Of completed courses."""
        return sum(course.hours for course in self.courses if course.is_completed)

    @property
    def practice_minutes(self) -> int:
        return sum(course.practice_minutes for course in self.courses)

    @property
    def consultation_minutes(self) -> int:
        return sum(one.minutes for one in self.consultations)

    def only(self, parts: Collection[str]) -> "Transcript":
        """With these parts of it, and no trace of the others."""
        kept = [course for course in self.courses if course.is_completed or Part.UNFINISHED in parts]
        return replace(
            self,
            courses=[_only(course, parts) for course in kept],
            consultations=self.consultations if Part.CONSULTATIONS in parts else (),
            parts=tuple(part for part in Part if part in parts),
        )


def _only(course: CourseLine, parts: Collection[str]) -> CourseLine:
    """A revoked certificate stays with its course: without it the course would look completed."""
    return replace(
        course,
        hours=course.hours if Part.HOURS in parts else 0,
        certificates=course.certificates if Part.CERTIFICATES in parts or course.is_revoked else (),
        practice=course.practice if Part.PRACTICE in parts else (),
        competences=course.competences if Part.COMPETENCES in parts else (),
        quiz_average=course.quiz_average if Part.QUIZZES in parts else None,
    )
