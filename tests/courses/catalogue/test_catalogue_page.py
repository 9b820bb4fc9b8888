import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.catalogue.models import Course
from tests.factories.pages import CoursePageFactory, LessonPageFactory, ModulePageFactory, catalogue_in, translate

pytestmark = pytest.mark.django_db


@pytest.fixture
def courses():
    russian = CoursePageFactory(
        parent=catalogue_in("ru"), title="Десять уроков", slug="desyat", summary="Для волонтёров.", topics=["volunteers"]
    )
    translate(russian, "en", title="Ten lessons", summary="For volunteers.", topics=["volunteers"])
    CoursePageFactory(title="Git for novices", slug="git", summary="Version control.", level="advanced", topics=["digital"])


def test_every_course_is_listed_in_every_language_in_the_words_it_has(client, courses):
    html = client.get("/uk/courses/").content.decode()

    assert '<a class="card__link" href="/uk/courses/desyat/" lang="ru">Десять уроків</a>'.replace("уроків", "уроков") in html
    assert '<a class="card__link" href="/uk/courses/git/" lang="en">Git for novices</a>' in html
    assert html.count('<li class="tag" lang="ru">Русский</li>') == 1


def test_words_in_the_readers_language_carry_no_language_of_their_own(client, courses):
    html = client.get("/en/courses/").content.decode()

    assert '<a class="card__link" href="/en/courses/desyat/">Ten lessons</a>' in html


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("q=волонтёры", ["Ten lessons"]),
        ("q=volunteering", ["Ten lessons"]),
        ("q=version+control", ["Git for novices"]),
        ("language=ru", ["Ten lessons"]),
        ("level=advanced", ["Git for novices"]),
        ("topic=volunteers", ["Ten lessons"]),
        ("topic=volunteers&level=advanced", []),
        ("q=nothing", []),
        ("q=", ["Ten lessons", "Git for novices"]),
        ("level=bogus&topic=%00&language=xx", ["Ten lessons", "Git for novices"]),
        ("page=99", ["Ten lessons", "Git for novices"]),
        ("page=-1", ["Ten lessons", "Git for novices"]),
        ("page=words&q=%00", ["Ten lessons", "Git for novices"]),
        ("q=%25_%27%22%3Cscript%3E", []),
        ("q=" + "x" * 5000, ["Ten lessons", "Git for novices"]),
    ],
)
def test_search_and_filters_take_whatever_comes(client, courses, query, titles):
    response = client.get(f"/en/courses/?{query}")

    assert response.status_code == 200
    assert sorted(card.title for card in response.context["cards"]) == sorted(titles)
    assert "<script>" not in response.content.decode()


def test_an_empty_catalogue_says_what_will_be_here(client):
    assert "They appear here when an editor publishes the first one." in client.get("/en/courses/").content.decode()


def test_nothing_found_leads_back_to_everything(client, courses):
    html = client.get("/en/courses/?q=nothing").content.decode()

    assert "No course matches all of this." in html
    assert html.count('href="?">Show all courses</a>') == 1


def test_the_catalogue_costs_the_same_however_many_courses_there_are(client, django_assert_num_queries):
    def one_more(number):
        LessonPageFactory(parent=ModulePageFactory(parent=CoursePageFactory(title=f"Course {number}")))

    one_more(1)
    client.get("/en/courses/")  # fills the caches
    with CaptureQueriesContext(connection) as queries:
        client.get("/en/courses/")
    one_more(2)
    one_more(3)

    with django_assert_num_queries(len(queries)):
        client.get("/en/courses/")
    assert len(queries) <= 14


def test_pages_of_the_catalogue_keep_the_question(client):
    for number in range(14):
        CoursePageFactory(title=f"Course {number}", level="beginner")

    first = client.get("/en/courses/?level=beginner")
    second = client.get("/en/courses/?level=beginner&page=2")

    assert (len(first.context["cards"]), len(second.context["cards"])) == (12, 2)
    assert 'href="?level=beginner&amp;page=2"' in first.content.decode()
    assert "Page 2 of 2" in second.content.decode()


def test_the_home_page_lists_courses(client, courses):
    html = client.get("/en/").content.decode()

    assert "A workbook for the people who keep small NGOs alive" in html
    assert "Ten lessons" in html
    assert 'href="/en/courses/"' in html


@pytest.mark.parametrize("language", ["en", "uk", "ru", "bg", "cs"])
def test_every_language_has_a_home_and_a_catalogue(client, language):
    assert client.get(f"/{language}/").status_code == 200
    assert client.get(f"/{language}/courses/").status_code == 200


def test_a_retired_course_is_not_listed(client, courses):
    Course.objects.filter(slug="git").update(retired_at="2026-01-01T00:00Z")

    assert [card.title for card in client.get("/en/courses/").context["cards"]] == ["Ten lessons"]
