import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.catalogue import listing, search
from courses.catalogue.models import CourseVersion
from tests.factories import CourseFactory, CourseVersionFactory


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Як навчити волонтерів громадської організації", "волонтери"),
        ("Як навчити волонтерів громадської організації", "Організація"),
        ("Десять уроків для людей", "урок"),
        ("Десять уроків для людей", "люди"),
        ("Десять уроков для сотрудников", "уроки сотрудник"),
        ("Команда и волонтёры", "волонтеров"),
        ("Работа с доброволци в селото", "доброволец"),
        ("Příběhy dobrovolníků z vesnice", "pribehy"),
        ("Příběhy dobrovolníků z vesnice", "dobrovolníci"),
        ("Ten lessons for volunteers", "VOLUNTEER lesson"),
    ],
)
def test_a_word_is_found_in_its_other_forms(text, question):
    CourseVersionFactory(search_text=search.searchable(text))

    assert search.matching(CourseVersion.objects.all(), question).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("question", ["пожежа", "уроків пожежа", "рок", "xyz"])
def test_what_is_not_there_is_not_found(question):
    CourseVersionFactory(search_text=search.searchable("Десять уроків для людей"))

    assert search.matching(CourseVersion.objects.all(), question).count() == 0


@given(st.text(max_size=300))
def test_any_text_can_be_asked(question):
    assert len(search.stems(question)) <= search.MAX_WORDS
    assert all(stem.strip() and "\x00" not in stem for stem in search.stems(question))


@given(st.text(alphabet=st.characters(categories=["L", "Nd"]), min_size=1, max_size=20))
def test_every_word_finds_itself(word):
    assert all(f" {stem}" in search.searchable(word) for stem in search.stems(word))


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_cards_cost_the_same_however_many_courses_there_are(count, django_assert_num_queries):
    for number in range(count):
        course = CourseFactory()
        course.topics.create(topic="projects")
        CourseVersionFactory(of=course, language="en", title=f"Course {number}")
        CourseVersionFactory(of=course, language="uk", title=f"Курс {number}")

    with django_assert_num_queries(3):
        cards = listing.cards(listing.found({}, language="uk"), language="uk")

    assert [(card.title, card.language, [code for code, _name in card.languages]) for card in cards] == [
        (f"Курс {number}", "uk", ["en", "uk"]) for number in range(count)
    ]


@pytest.mark.django_db
def test_a_course_is_listed_in_every_language_with_the_words_it_has():
    russian, english = CourseFactory(source_language="ru", position=0), CourseFactory(source_language="en", position=1, level="advanced")
    CourseVersionFactory(of=russian, language="ru", title="Десять уроков")
    CourseVersionFactory(of=english, language="en", title="Git")
    CourseVersionFactory(of=CourseFactory(retired_at="2026-01-01T00:00Z"), title="Gone")

    def titles(reader, **wanted):
        return [(card.title, card.language) for card in listing.cards(listing.found(wanted, language=reader), language=reader)]

    assert titles("uk") == [("Десять уроков", "ru"), ("Git", "en")]
    assert titles("en") == [("Git", "en"), ("Десять уроков", "ru")]
    assert titles("uk", language="ru") == [("Десять уроков", "ru")]
    assert titles("uk", level="advanced") == [("Git", "en")]
    assert titles("uk", topic="projects") == []
