import pytest
from django.contrib.auth.models import Group
from django.http import HttpResponse
from wagtail.models import PageViewRestriction

from courses.catalogue import addresses, presenter
from courses.catalogue.models import Lesson, Module
from tests.factories import UserFactory
from tests.factories.pages import LessonPageFactory, ModulePageFactory, catalogue_in, publish, translate

pytestmark = pytest.mark.django_db


@pytest.fixture
def presented(monkeypatch):
    """What the presenter was asked to show."""
    shown = []

    def note(request, page, preview=False):
        shown.append((page.page_type, page.locale.language_code, page.row.slug, page.version.language))
        return HttpResponse("shown")

    for page_type in ("course", "module", "lesson"):
        monkeypatch.setitem(presenter._presenters, page_type, note)
    return shown


@pytest.fixture
def lesson_page():
    page = LessonPageFactory(slug="whom", parent=ModulePageFactory(slug="people", parent__slug="ten"))
    return page


def test_a_row_has_an_address_in_every_interface_language(lesson_page, django_assert_num_queries):
    lesson = Lesson.objects.select_related("course", "module").get()
    module = Module.objects.select_related("course").get()

    with django_assert_num_queries(0):
        assert addresses.course_url(module.course, "uk") == "/uk/courses/ten/"
        assert addresses.module_url(module, "cs") == "/cs/courses/ten/people/"
        assert addresses.lesson_url(lesson, "en") == "/en/courses/ten/people/whom/"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("/en/courses/ten/", ("course", "en", "ten", "en")),
        ("/en/courses/ten/people/", ("module", "en", "people", "en")),
        ("/en/courses/ten/people/whom/", ("lesson", "en", "whom", "en")),
        ("/uk/courses/ten/people/whom/", ("lesson", "en", "whom", "en")),
    ],
)
def test_what_is_not_translated_is_shown_in_its_source_language_at_the_same_address(client, presented, lesson_page, url, shown):
    response = client.get(url)

    assert response.status_code == 200
    assert presented == [shown]


def test_a_translation_is_shown_at_the_address_of_the_row_and_at_its_own(client, presented, lesson_page):
    translate(lesson_page.get_parent().get_parent().specific, "uk", slug="desiat")
    translate(lesson_page.get_parent().specific, "uk", slug="liudy")
    translate(lesson_page, "uk", slug="komu")

    client.get("/uk/courses/ten/people/whom/")
    client.get("/uk/courses/desiat/liudy/komu/")

    assert presented == [("lesson", "uk", "whom", "uk")] * 2
    assert client.get("/en/courses/desiat/liudy/komu/").status_code == 404


def test_a_page_once_found_costs_no_query_wherever_it_stands(lesson_page, django_assert_num_queries):
    addresses.page_at("ten", "people", "whom", language="uk")

    with django_assert_num_queries(0):
        page = addresses.page_at("ten", "people", "whom", language="uk")
        assert (page.row.course.slug, page.row.module.slug, page.version.title) == ("ten", "people", "Whom we help")
        assert page.locale.language_code == "en"
        assert page.get_view_restrictions() == []


def test_what_is_kept_of_a_page_is_forgotten_when_anything_of_it_changes(lesson_page):
    addresses.page_at("ten", "people", "whom", language="en")
    lesson_page.title = "Whom else"
    publish(lesson_page)
    assert addresses.page_at("ten", "people", "whom", language="en").version.title == "Whom else"

    PageViewRestriction.objects.create(page=lesson_page.get_parent(), restriction_type=PageViewRestriction.LOGIN)
    assert addresses.page_at("ten", "people", "whom", language="en").is_restricted

    lesson_page.unpublish()
    assert addresses.page_at("ten", "people", "whom", language="en") is None


@pytest.mark.parametrize(
    "url",
    [
        "/en/courses/none/",
        "/en/courses/ten/none/",
        "/en/courses/ten/people/none/",
        "/en/courses/ten/people/whom/more/",
        "/en/courses/%D1%8F/",
    ],
)
def test_what_is_not_there_is_a_404(client, presented, lesson_page, url):
    assert client.get(url).status_code == 404
    assert presented == []


@pytest.mark.parametrize("depth", [0, 1, 2])
def test_what_was_unpublished_is_a_404(client, presented, lesson_page, depth):
    [lesson_page, lesson_page.get_parent(), lesson_page.get_parent().get_parent()][depth].specific.unpublish()

    assert client.get("/en/courses/ten/people/whom/").status_code == 404
    assert client.get("/uk/courses/ten/people/whom/").status_code == 404
    assert presented == []


def test_a_draft_of_a_live_page_is_not_shown(client, presented, lesson_page):
    lesson_page.slug = "draft"
    lesson_page.save_revision()

    assert client.get("/en/courses/ten/people/draft/").status_code == 404


@pytest.mark.parametrize("language", ["en", "uk"])
def test_a_restricted_page_asks_who_is_there(client, presented, lesson_page, language):
    restriction = PageViewRestriction.objects.create(
        page=lesson_page.get_parent().get_parent(), restriction_type=PageViewRestriction.GROUPS
    )
    restriction.groups.add(Group.objects.create(name="Team"))

    response = client.get(f"/{language}/courses/ten/people/whom/", follow=True)

    assert response.status_code == 200
    assert response.redirect_chain[-1][0].startswith(f"/{language}/account/login/?next=")
    assert presented == []

    client.force_login(UserFactory())
    response = client.get(f"/{language}/courses/ten/people/whom/", follow=True)

    assert response.status_code == 403
    assert presented == []


def test_an_alias_shows_the_lesson_it_stands_for(client, presented, lesson_page):
    other = ModulePageFactory(parent=lesson_page.get_parent().get_parent(), slug="again")
    lesson_page.create_alias(parent=other, update_slug="same")

    client.get("/en/courses/ten/again/same/")

    assert presented == [("lesson", "en", "whom", "en")]


def test_a_lesson_that_only_a_translation_has_is_not_shown(client, presented, lesson_page):
    translate(lesson_page.get_parent().get_parent().specific, "uk")
    module = translate(lesson_page.get_parent().specific, "uk")
    LessonPageFactory(parent=module, slug="own")

    assert client.get("/uk/courses/ten/people/own/").status_code == 404
    assert catalogue_in("uk").get_descendants().filter(slug="own", live=True).exists()


def test_an_editor_sees_a_draft_in_the_preview(presented, monkeypatch, rf):
    seen = []
    monkeypatch.setitem(presenter._presenters, "lesson", lambda request, page, preview=False: seen.append((page.title, preview)))
    draft = LessonPageFactory(title="Not yet", is_published=False)

    draft.serve_preview(rf.get("/"), "")

    assert seen == [("Not yet", True)]
