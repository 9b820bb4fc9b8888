"""What anybody without an account asks for: is this certificate true? By itself: `python -m bench.verifying_alone`."""

from http import HTTPStatus

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.catalogue.models import Course
from courses.certificates.models import Certificate, Disclosure, NameShown
from courses.certificates.numbers import new_number
from courses.enrolment.models import Cohort, Enrolment
from lms.accounts.models import User

NAME = "a certificate, verified"
AT_ONCE = 300


def generate(learners: list[User]) -> None:
    """A certificate for each of them; every second one has chosen what it shows."""
    if Certificate.objects.exists():
        return
    cohort = Cohort.objects.create(course=Course.objects.order_by("pk").last(), name="Verified")
    Enrolment.objects.bulk_create([Enrolment(learner=one, cohort=cohort, state=Enrolment.State.COMPLETED) for one in learners])
    enrolments = list(Enrolment.objects.filter(cohort=cohort))
    said = {"course_title": "Ten lessons", "title_language": "en", "issuer_name": "Hub", "hours": 40, "language": "uk"}
    Certificate.objects.bulk_create(
        Certificate(
            enrolment=one,
            number=new_number(),
            state=Certificate.State.ISSUED,
            pdf="certificates/x.pdf",
            holder_name="Олена Ґудзь",
            completed_on=one.created_at.date(),
            **said,
        )
        for one in enrolments
    )
    Disclosure.objects.bulk_create(Disclosure(enrolment=one, name=NameShown.INITIALS) for one in enrolments[::2])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def sessions(number: int) -> list[dict[str, str]]:
    """Of people without one."""
    return [{"session": "", "certificate": each} for each in Certificate.objects.values_list("number", flat=True)[:number]]


def queries() -> dict[str, int]:
    """Of one number, and of a whole list of them."""
    numbers = [each["certificate"] for each in sessions(AT_ONCE)]
    single = _counted(lambda client: client.get(reverse("verify", args=[numbers[0]])))
    listed = _counted(lambda client: client.post(reverse("verify_list"), {"numbers": "\n".join(numbers)}))
    return {NAME: single, f"{AT_ONCE} certificates in a list": listed}


def _counted(ask) -> int:
    client = Client(headers={"host": "127.0.0.1"})
    with CaptureQueriesContext(connection) as captured:
        answer = ask(client)
    assert answer.status_code == HTTPStatus.OK, answer
    return len(captured)
