"""Who may print the certificates of a cohort, and have the file: who keeps them."""

from django.db.models import Count, Q, QuerySet

from courses.enrolment.models import Cohort
from lms.accounts.models import User
from lms.accounts.rules import within_scopes

from ..models import Certificate, CohortPrint
from ..rules import KEEPERS


def cohorts_printed_by(person: User) -> QuerySet[Cohort]:
    return Cohort.objects.filter(pk__in=within_scopes(Cohort.objects.all(), person, KEEPERS).order_by().values("pk"))


def with_issued(cohorts: QuerySet[Cohort]) -> QuerySet[Cohort]:
    """Those that have any, with how many."""
    issued = Count("enrolments__certificates", filter=Q(enrolments__certificates__state=Certificate.State.ISSUED))
    return cohorts.annotate(issued=issued).filter(issued__gt=0)


def prints_of(person: User) -> QuerySet[CohortPrint]:
    return CohortPrint.objects.filter(cohort__in=cohorts_printed_by(person))
