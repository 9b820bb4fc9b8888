"""Placements name competences, and confirmed days are evidence of them."""

import pytest

from courses.competences.evidence import offered
from courses.competences.models import Competence, CompetenceWords, Framework
from lms.accounts.models import Role
from tests.factories import UserFactory
from tests.factories.internships import confirmed, handed_in, participation, supervisor
from tests.factories.mentorship import mentor

pytestmark = pytest.mark.django_db


def competence(title: str = "Listening to the village") -> Competence:
    framework = Framework.objects.create(slug="field", language="en")
    made = Competence.objects.create(framework=framework)
    CompetenceWords.objects.create(competence=made, language="en", title=title)
    return made


def days(enrolment, person):
    return [(one.piece.row, one.piece.url) for one in offered(enrolment, person, "en") if one.kind.key == "practice_entry"]


def test_a_confirmed_day_is_evidence_for_its_learner_and_for_who_may_answer_it(who):
    made = confirmed(who, minutes=90)
    handed_in(who, did="Not confirmed yet", minutes=30)
    log = f"/en/mentor/practice/{who.pk}/#e{made.pk}"

    assert days(who.enrolment, who.enrolment.learner) == [(made.pk, f"/en/my/{who.enrolment_id}/practice/{who.pk}/{made.made_id}/")]
    assert days(who.enrolment, who.placement.mentor) == [(made.pk, log)]
    assert days(who.enrolment, supervisor(who.placement)) == [(made.pk, log)]


def test_it_is_no_evidence_for_a_stranger_nor_of_somebody_else(who):
    confirmed(who)
    other = participation()

    assert days(who.enrolment, UserFactory()) == days(who.enrolment, mentor(who.placement.cohort)) == []
    assert days(other.enrolment, who.placement.mentor) == days(other.enrolment, who.enrolment.learner) == []


def test_a_coordinator_names_competences_and_the_learner_reads_them(who, log, client, sign_in):
    made = competence()
    office = sign_in(mentor(who.placement.cohort, Role.COORDINATOR))
    address = f"/admin/placements/edit/{who.placement_id}/"
    assert "Listening to the village" in office.get(address).content.decode()
    row = who.placement
    form = {"cohort": row.cohort_id, "host": row.host, "place": row.place, "about": "", "mentor": row.mentor_id, "supervisor": ""}

    office.post(address, {**form, "starts_on": str(row.starts_on), "ends_on": str(row.ends_on), "competences": [made.pk]})

    assert list(row.competences.all()) == [made]
    assert "Listening to the village" in client.get(log).content.decode()
