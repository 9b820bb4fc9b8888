"""One gate before a page goes live: who asks first, about which pages."""

import pytest
from django.urls import reverse
from wagtail.users.models import UserProfile

from cms.pages import going_live
from cms.pages.going_live import Publication, Refusal, refusal, wanted_at_once
from courses.catalogue.models import Course, LessonPage
from lms.accounts.actions import grant_role
from lms.accounts.models import Role, User
from tests.factories import UserFactory
from tests.factories.pages import LessonPageFactory, ModulePageFactory, body

WRONG = body(("markdown", "m", "See [there](/nowhere/)."))


def test_every_app_asks_in_the_order_of_the_work():
    asked = sorted(going_live._questions, key=lambda one: going_live._questions[one])

    assert [question.__name__ for question in asked] == ["is_it_read", "does_nothing_stop_it", "is_it_looked_at"]


def test_the_first_question_is_put_to_every_page_before_the_second(monkeypatch):
    said = []
    monkeypatch.setattr(going_live, "_questions", {})
    going_live.ask_before(lambda wanted: said.append(("late", wanted.page)), order=2)
    going_live.ask_before(
        lambda wanted: said.append(("early", wanted.page)) or (Refusal("No", "/") if wanted.page == "b" else None), order=1
    )

    found = refusal([Publication("a", None), Publication("b", None), Publication("c", None)])

    assert (found.words, said) == ("No", [("early", "a"), ("early", "b")])
    assert refusal([Publication("a", None)]) is None
    assert said[-1] == ("late", "a")


@pytest.mark.django_db
def test_what_goes_live_with_a_page_above_is_asked_about_too(client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    module = ModulePageFactory(title="Part")
    LessonPageFactory(parent=module, title="Ready", is_published=False)
    wrong = LessonPageFactory(parent=module, title="Not ready", is_published=False, body=WRONG)
    client.force_login(UserFactory(is_superuser=True))
    address = f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'publish'])}?id={module.pk}"

    stopped = client.post(address, {"include_descendants": "on"})
    assert (stopped["Location"], LessonPage.objects.live().count()) == (reverse("page_findings", args=[wrong.pk]), 0)

    client.post(address)
    assert LessonPage.objects.live().count() == 0
    LessonPage.objects.filter(pk=wrong.pk).delete()
    client.post(address, {"include_descendants": "on"})
    assert [page.title for page in LessonPage.objects.live()] == ["Ready"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "asked", "told"),
    [
        ("uk", "З усіма сторінками під ними", "Опубліковано: 1 сторінка і ще 1 під ними"),
        ("ru", "Со всеми страницами под ними", "опубликован"),
        ("bg", "С всички страници под тях", "Публикувано: 1 страница и още 1 под тях"),
        ("cs", "Se všemi stránkami pod nimi", "Zveřejněno: 1 stránka a ještě 1 pod nimi"),
    ],
)
def test_several_pages_go_live_in_the_words_of_whoever_publishes(client, settings, language, asked, told):
    settings.REQUIRE_SECOND_FACTOR = False
    module = ModulePageFactory(is_published=False)
    LessonPageFactory(parent=module, is_published=False)
    person = UserFactory(is_superuser=True)
    UserProfile.objects.create(user=person, preferred_language=language)
    client.force_login(person)
    address = f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'publish'])}?id={module.pk}"

    assert asked in client.get(address).text
    answer = client.post(address, {"include_descendants": "on"}, follow=True)
    assert told in answer.text
    assert "published" not in " ".join(str(one) for one in answer.context["messages"])


@pytest.mark.django_db
def test_what_the_person_could_not_publish_is_not_asked_about():
    module = ModulePageFactory(title="Part")
    LessonPageFactory(parent=module, is_published=False)
    grant_role(person=(person := UserFactory()), role=Role.EDITOR, where=Course.objects.get())

    def titles(by):
        return [one.page.title for one in wanted_at_once([module], by=by, with_those_below=True)]

    assert titles(User.objects.get(pk=person.pk)) == ["Part"]
    assert len(titles(UserFactory(is_superuser=True))) == 2
