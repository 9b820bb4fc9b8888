"""Trees that are kept, words that are translated, what is retired."""

import pytest

from courses.competences.actions.frameworks import (
    add_competence,
    bring_back_competence,
    move_competence,
    retire_competence,
    retire_framework,
    write_competence,
)
from courses.competences.actions.practising import set_practises
from courses.competences.asked import asked_in, courses_with_competences
from courses.competences.models import CompetenceWords, Practises
from courses.competences.rules import Refusal, Refused
from courses.competences.tree import Way
from courses.competences.wording import is_behind, words_of
from tests.factories import ActivityFactory
from tests.factories.competences import LEVELS, competence, enrolled, framework, lesson, said

pytestmark = pytest.mark.django_db


def titles(course, language="en"):
    return [one.title.text for one in asked_in(course, language)]


def test_leaves_that_the_course_practises_are_asked_in_the_order_of_the_tree():
    place, of = lesson(), framework()
    group = competence(of, "People")
    competence(of, "Second", place, under=group)
    first = competence(of, "First", place, under=group)
    competence(of, "Of another course", lesson(), under=group)
    move_competence(competence=first, way=Way.UP)

    found = asked_in(place.course, "en")

    assert [one.title.text for one in found] == ["First", "Second"]
    assert [text.text for text in found[0].above] == ["Small NGOs", "People"]
    assert found[0].id == first.pk


def test_what_is_retired_is_not_asked_and_comes_back_with_what_was_retired_with_it():
    place, of = lesson(), framework()
    group = competence(of, "People")
    early = competence(of, "Retired before", place, under=group)
    competence(of, "Asking", place, under=group)
    retire_competence(competence=early)

    retire_competence(competence=group)
    assert titles(place.course) == []
    group.refresh_from_db()
    bring_back_competence(competence=group)

    assert titles(place.course) == ["Asking"]
    assert courses_with_competences([place.course_id]) == {place.course_id}


def test_under_what_is_retired_nothing_comes_back_and_nothing_is_put():
    of = framework()
    group = competence(of, "People")
    inner = competence(of, "Asking", under=group)
    retire_competence(competence=group)
    inner.refresh_from_db()

    with pytest.raises(Refused) as back:
        bring_back_competence(competence=inner)
    with pytest.raises(Refused) as put:
        add_competence(framework=of, texts={"title": "New"}, under=group)

    assert (back.value.reason, put.value.reason) == (Refusal.PARENT_RETIRED, Refusal.RETIRED)


def test_what_anybody_was_judged_by_does_not_become_a_group():
    place, of = lesson(), framework()
    judged, other = competence(of, "Asking", place), competence(of, "Other", place)
    said(enrolled(place), judged, before=2)

    with pytest.raises(Refused) as refused:
        move_competence(competence=other, way=Way.IN)

    other.refresh_from_db()
    assert (refused.value.reason, other.parent_id) == (Refusal.HAS_JUDGEMENTS, None)


def test_a_move_that_is_none_is_refused():
    only = competence()

    with pytest.raises(Refused) as refused:
        move_competence(competence=only, way=Way.UP)

    assert refused.value.reason == Refusal.NO_WAY


def test_a_retired_framework_asks_nobody():
    place = lesson()
    one = competence(lesson=place)

    retire_framework(framework=one.framework)

    assert (titles(place.course), courses_with_competences([place.course_id])) == ([], set())


def test_words_are_read_in_the_readers_language_text_by_text():
    one = competence()
    write_competence(competence=one, texts={"title": "Питати людей", "level_2": "З допомогою"}, language="uk")

    words = words_of([one], "uk")[one.pk]

    assert words.title == ("Питати людей", "uk")
    assert words.level(2) == ("З допомогою", "uk")
    assert words.level(1) == ("Never", "en")


def test_a_level_without_words_has_those_of_the_scale():
    one = add_competence(framework=framework(), texts={"title": "Asking"})

    assert words_of([one], "uk")[one.pk].level(5) == ("I show it to others.", "en")


def test_a_translation_is_behind_once_its_source_has_changed():
    one = competence()
    translation = write_competence(competence=one, texts={"title": "Питати людей"}, language="uk")
    source = CompetenceWords.objects.get(competence=one, language="en")
    assert not is_behind(translation, source)

    source = write_competence(competence=one, texts={"title": "Asking neighbours", "summary": "", **LEVELS})

    assert is_behind(translation, source)
    assert not is_behind(write_competence(competence=one, texts={"title": "Питати сусідів"}, language="uk"), source)


def test_what_practises_is_set_for_one_course_and_keeps_what_is_retired_there():
    place, other, one = lesson(), lesson(), competence()
    exercise, gone = ActivityFactory(lesson=place), ActivityFactory(lesson=place)
    set_practises(competence=one, course=other.course, lessons=[other], activities=[])
    set_practises(competence=one, course=place.course, lessons=[place], activities=[gone])
    gone.retired_at = place.retired_at or other.versions.get().created_at
    gone.save()

    set_practises(competence=one, course=place.course, lessons=[], activities=[exercise])

    kept = {(row.lesson_id, row.activity_id) for row in Practises.objects.filter(competence=one)}
    assert kept == {(other.pk, None), (None, exercise.pk), (None, gone.pk)}


def test_a_lesson_that_is_retired_asks_no_longer():
    place = lesson()
    competence(lesson=place)
    place.retired_at = place.versions.get().created_at
    place.save()

    assert (titles(place.course), courses_with_competences([place.course_id])) == ([], set())


@pytest.mark.parametrize("number", [1, 3])
def test_asking_takes_five_queries_however_many_there_are(django_assert_num_queries, number):
    place, of = lesson(), framework()
    for each in range(number):
        competence(of, f"Number {each}", place)

    with django_assert_num_queries(5):
        assert len(asked_in(place.course, "en")) == number
