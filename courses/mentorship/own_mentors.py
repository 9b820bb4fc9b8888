"""Who mentors whom now, as lower apps ask."""

from django.db.models import QuerySet

from courses.enrolment.models import Enrolment
from lms.accounts.models import User

from .models import Pairing


def enrolments_paired_with(mentor: User) -> QuerySet:
    return Pairing.objects.current().filter(mentor=mentor).values("enrolment")


def current_mentor(enrolment: Enrolment) -> User | None:
    pairing = Pairing.objects.current().filter(enrolment=enrolment).select_related("mentor").first()
    return pairing.mentor if pairing else None
