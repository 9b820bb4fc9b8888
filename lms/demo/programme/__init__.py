"""The demo's year of a made-up programme, in the size of the real ones: three groups, two hundred staff and sixty volunteers trained, two
hundred and fifty consultations, twelve placements, and the reviews of their mentors. People, organisations and places do not exist.

Its rows are stored as the actions would have left them over a year; doing it by the actions would take minutes. What is not there, because
nobody did it: answers in the workbook beyond what was handed in, attempts at quizzes, certificates (they were given on paper), and every
letter is in the ledger as not sent."""

from collections.abc import Callable
from uuid import UUID

from django.db import transaction
from django.utils.timezone import now

from courses.catalogue.models import Course
from courses.consultations.models import Consultation
from lms.accounts.models import User
from lms.network.models import Organisation

from .funded import load_funded
from .growth import load_growth
from .learning import load_progress
from .people import load_cohorts, load_learners, load_mentors
from .practice import load_practice
from .rounds import load_rounds
from .talks import load_consultations
from .year import Staff, Year, add

FIRST = UUID("7d1f3c0e-5a38-4d0b-9a53-7b2f3f0f6a11")  # of a consultation, which is never deleted: it says that the year is here


@transaction.atomic
def load_programme(*, course: Course, owner: Organisation, people: dict[str, User], say: Callable[[str], object]) -> None:
    """Only once: later it is the coordinators' own."""
    if Consultation.objects.filter(uid=FIRST).exists():
        return
    say("Filling in a year of a made-up programme …")
    year = Year(now())
    cohorts = load_cohorts(year, course=course, owner=owner)
    mentors = load_mentors(year, cohorts=cohorts, coordinator=people["coordinator"])
    staff = Staff(mentors, people["mentor"], people["supervisor"], people["coordinator"])
    learners = load_learners(year, cohorts=cohorts, staff=staff)
    load_progress(year, learners=learners, course=course)
    load_consultations(year, cohorts=cohorts, learners=learners, staff=staff)
    load_practice(year, cohorts=cohorts, learners=learners, staff=staff)
    load_rounds(year, course=course, learners=learners, staff=staff)
    load_growth(year, cohort=cohorts[0], learners=learners)
    load_funded(cohorts=cohorts, owner=owner)
    add((letter for letter in year.letters if letter.pk is None), stamped="created_at")
    first = Consultation.objects.filter(cohort__in=cohorts).order_by("pk").values("pk")[:1]
    Consultation.objects.filter(pk__in=list(first.values_list("pk", flat=True))).update(uid=FIRST)
