"""A thousand times that are offered to the learners of the ten lessons, a third of them taken."""

from datetime import timedelta

from django.db import connection
from django.utils.timezone import now

from courses.consultations.models import Consultation, Slot
from courses.enrolment.models import Enrolment
from lms.accounts.actions import grant_role
from lms.accounts.models import Role, User

SLOTS = 1000
EMAIL = "mentor@consultations.example"


def generate(learners: list[User]) -> None:
    """Does nothing where it has been done, and its times are still to come."""
    mentor, _ = User.objects.get_or_create(email=EMAIL, defaults={"name": "Mentor", "language": "en"})
    cohort = _enrolment(learners[0]).cohort
    grant_role(person=mentor, role=Role.MENTOR, where=cohort)  # times of others are not offered
    if Slot.objects.ahead().filter(offered_by=mentor).count() >= SLOTS:
        return
    at = now().replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    slots = [
        Slot(cohort=cohort, offered_by=mentor, time_zone="Europe/Kyiv", where="Library", seats=1 + number % 3) for number in range(SLOTS)
    ]
    for number, slot in enumerate(slots):
        slot.set_time(at + timedelta(hours=number), 45)
    made = Slot.objects.bulk_create(slots)
    Consultation.objects.bulk_create(
        Consultation(
            cohort=cohort, slot=slot, seat=1, learner=learners[100 + number % 800], mentor=mentor, state=Consultation.State.BOOKED,
            starts_at=slot.starts_at, minutes=slot.minutes, booked_at=at,
        )
        for number, slot in enumerate(made[::3])
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _enrolment(learner: User) -> Enrolment:
    return Enrolment.objects.select_related("cohort").get(learner=learner, cohort__course__slug="ten-lessons")
