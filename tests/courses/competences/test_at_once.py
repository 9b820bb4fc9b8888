"""Two things come at the same moment: real threads, real commits."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from courses.competences.actions.assessing import assess, judge
from courses.competences.actions.frameworks import add_competence, move_competence
from courses.competences.models import Competence, Judgement, Moment, SelfAssessment
from courses.competences.rules import Refusal, Refused
from courses.competences.tree import Way, in_order, nodes
from tests.factories.competences import competence, enrolled, framework, lesson, said
from tests.factories.mentorship import mentor

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """What each came to; all begin together."""
    ready = threading.Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> object:
        try:
            ready.wait()
            return deed()
        except Refused as refusal:
            return refusal.reason
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as people:
        return list(people.map(run, deeds))


def test_whoever_looks_back_on_one_device_corrects_nothing_on_the_other_afterwards():
    place = lesson()
    one, enrolment = competence(lesson=place), enrolled(place)
    said(enrolment, one, before=2)

    answer, _after = at_once(
        lambda: assess(enrolment=enrolment, levels={(one.pk, Moment.BEFORE): 5}),
        lambda: assess(enrolment=enrolment, levels={(one.pk, Moment.AFTER): 4}),
    )

    before, after = (SelfAssessment.objects.get(moment=moment) for moment in (Moment.BEFORE, Moment.AFTER))
    assert (answer, before.level) in [(None, 5), (Refusal.STANDS, 2)]
    assert (before.chosen_at <= after.chosen_at, after.level) == (True, 4)


def test_the_same_choice_from_four_tabs_is_one_row():
    place = lesson()
    one, enrolment = competence(lesson=place), enrolled(place)

    answers = at_once(*[lambda: assess(enrolment=enrolment, levels={(one.pk, Moment.BEFORE): 3})] * 4)

    assert (answers, SelfAssessment.objects.get().level) == ([None] * 4, 3)


def test_four_clicks_are_one_judgement():
    place = lesson()
    one, enrolment = competence(lesson=place), enrolled(place)
    person = mentor(enrolment.cohort)
    fields = {"enrolment": enrolment, "competence": one, "by": person, "level": 4, "sentence": "Well told.", "evidence": [("round", 1)]}

    made = at_once(*[lambda: judge(**fields).pk] * 4)

    assert (len(set(made)), Judgement.objects.count()) == (1, 1)


def test_editors_who_move_at_once_tear_no_tree():
    of = framework()
    rows = [add_competence(framework=of, texts={"title": name}) for name in "ABCD"]
    first, second, third, last = (Competence.objects.select_related("framework").get(pk=row.pk) for row in rows)

    at_once(
        lambda: move_competence(competence=first, way=Way.DOWN),
        lambda: move_competence(competence=second, way=Way.IN),
        lambda: move_competence(competence=third, way=Way.IN),
        lambda: move_competence(competence=last, way=Way.UP),
    )

    kept = list(Competence.objects.filter(framework=of))
    assert sorted(node.row.pk for node in in_order(nodes(kept))) == sorted(row.pk for row in rows)  # each hangs on the root in the end
    places = [(row.parent_id, row.position) for row in kept]
    assert len(set(places)) == len(places)
