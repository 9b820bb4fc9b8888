import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.enrolment.models import Enrolment
from lms.core.prepared import Prepared
from tests.factories import EnrolmentFactory

pytestmark = pytest.mark.django_db
OF = Prepared(
    Enrolment,
    lambda learner, cohort: (
        Enrolment.objects.filter(learner=learner, cohort=cohort)
        .select_related("cohort__owner")
        .only("state", "cohort__name", "cohort__course", "cohort__owner")
    ),
    count=2,
)


def test_it_answers_as_the_query_itself():
    one, _other = EnrolmentFactory(), EnrolmentFactory()

    for _ in range(2):
        [found] = OF(one.learner_id, one.cohort_id)
        assert (found, found.cohort.name, found.cohort.owner, found.state) == (one, one.cohort.name, None, one.state)
    assert OF(one.learner_id, 0) == []


def test_what_it_brings_along_costs_no_further_query_and_the_rest_comes_when_asked_for():
    one = EnrolmentFactory()
    [found] = OF(one.learner_id, one.cohort_id)

    with CaptureQueriesContext(connection) as none:
        assert found.cohort.name
    with CaptureQueriesContext(connection) as more:
        assert found.cohort.course.slug

    assert (len(none), len(more)) == (0, 1)


def test_it_takes_as_many_numbers_as_it_was_made_for():
    with pytest.raises(TypeError, match="2 numbers, not 1"):
        OF(1)
