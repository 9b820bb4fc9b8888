"""Addresses in Latin letters, by the rules of each language; an address that exists stays."""

import pytest
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Locale

from cms.pages.latin import LONGEST, in_latin, slug_of
from cms.pages.models import HomePage, TextPage
from courses.catalogue.models import LessonPage
from tests.factories import UserFactory
from tests.factories.pages import LessonPageFactory


@pytest.mark.parametrize(
    ("language", "title", "slug"),
    [
        # examples of the resolution of 2010
        ("uk", "Згурський", "zghurskyi"),
        ("uk", "Єнакієве, Гаєвич, Короп’є", "yenakiieve-haievych-koropie"),
        ("uk", "Їжакевич, Кадиївка, Мар’їне", "yizhakevych-kadyivka-marine"),
        ("uk", "Йосипівка, Стрий", "yosypivka-stryi"),
        ("uk", "Юрій, Корюківка, Яготин, Костянтин", "yurii-koriukivka-yahotyn-kostiantyn"),
        ("uk", "Щербухи, Гоща, Ґалаґан", "shcherbukhy-hoshcha-galagan"),
        ("uk", "Як слухати людей?", "yak-slukhaty-liudei"),
        # of the act of 2009
        ("bg", "България", "bulgaria"),
        ("bg", "София, Кърджали, Щастие", "sofia-kardzhali-shtastie"),
        ("bg", "Цялата община – май", "tsyalata-obshtina-may"),
        # as in passports
        ("ru", "Как слушать людей", "kak-slushat-liudei"),
        ("ru", "Ещё объезд: щука, Юля, цифры", "eshche-obieezd-shchuka-iulia-tsifry"),
        ("cs", "Příliš žluťoučký kůň", "prilis-zlutoucky-kun"),
        ("en", "Don't ask “why” – № 2", "dont-ask-why-no-2"),
        ("en", "Café in Миколаїв", "cafe-in-mikolaiv"),
        ("uk", "Цитата: «Мы это знаем»", "tsytata-my-eto-znaem"),
        ("uk", "— …", ""),
    ],
)
def test_a_title_becomes_a_readable_address(language, title, slug):
    assert slug_of(title, language) == slug


def test_nothing_of_cyrillic_is_left_in_any_language():
    alphabet = "".join(map(chr, range(0x0430, 0x0460))) + "ґ"

    for language in ("uk", "bg", "ru", "cs", "en"):
        left = {char for char in in_latin(" ".join(alphabet), language) if "Ѐ" <= char <= "ӿ"}
        assert left == set()


def test_a_long_title_has_an_address_that_fits():
    assert len(slug_of("щ" * 255, "uk")) <= LONGEST


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "slug"), [("uk", "shchastia"), ("bg", "shtastya"), ("ru", "shchastia")])
def test_a_page_made_without_an_address_gets_one_in_the_language_of_its_place(language, slug):
    module = LessonPageFactory().get_parent()
    locale = Locale.objects.get_or_create(language_code=language)[0]

    made = [module.add_child(instance=LessonPage(title="Щастя", locale=locale)) for _ in range(2)]

    assert [page.slug for page in made] == [slug, f"{slug}-2"]


@pytest.mark.django_db
def test_an_address_that_exists_stays_when_the_title_changes():
    page = LessonPageFactory(slug="як-слухати")

    with override("uk"):
        page.title = "Як говорити"
        page.save_revision().publish()

    assert LessonPage.objects.get(pk=page.pk).slug == "як-слухати"


@pytest.mark.django_db
def test_autosave_that_comes_before_the_address_makes_it_from_the_title(client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(UserFactory(is_superuser=True))
    home = HomePage.objects.get(locale__language_code="uk")
    address = reverse("wagtailadmin_pages:add", args=["pages", "textpage", home.pk])
    form = {"title": "Щастя", "slug": "", "summary": "", "body-count": "0", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}

    saved = client.post(address, form, headers={"Accept": "application/json"})

    assert (saved.status_code, TextPage.objects.get().slug) == (200, "shchastia")
    assert 'name="slug"' in client.get(address).content.decode()
    client.post(address, form)
    assert sorted(page.slug for page in TextPage.objects.all()) == ["shchastia", "shchastia-2"]
