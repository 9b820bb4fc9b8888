"""What stands beside a text to help: terms in any of their forms, and what was translated before."""

from uuid import uuid4

import pytest
from wagtail_localize.models import String, StringTranslation, TranslationContext

from cms.translations.glossary import terms_in
from cms.translations.memory import matches
from cms.translations.models import Term
from tests.factories.translations import in_progress, lesson_in_russian, translated

pytestmark = pytest.mark.django_db


def test_what_was_translated_before_is_suggested_with_its_place(editor):
    translated(lesson_in_russian(), "uk", {"body.more": "Спитайте людей."})
    texts = {1: "Спросите людей.", 2: "Спросите всех людей.", 3: "Совсем другое предложение о бюджете."}

    found = matches(texts, source="en", target="uk")

    assert [(one.text, one.percent, one.place) for one in found[1]] == [("Спитайте людей.", 100, "Кому мы помогаем")]
    assert [one.text for one in found[2]] == ["Спитайте людей."]
    assert not found[2][0].is_exact
    assert found[3] == []


def test_terms_are_found_in_any_form_and_not_in_other_words():
    terms = [
        Term(words={"ru": "организация", "uk": "організація"}),
        Term(words={"ru": "рабочая тетрадь", "uk": "робочий зошит"}),
        Term(words={"ru": "план", "uk": "план"}),
    ]

    def found(text):
        return [one.target for one in terms_in(text, terms, source="ru", target="uk")]

    assert found("Две организации с рабочими тетрадями") == ["організація", "робочий зошит"]
    assert found("Планетарий для организаторов") == []


@pytest.mark.parametrize(
    ("language", "term", "text", "is_found"),
    [
        ("uk", "волонтер", "Разом із волонтерами.", True),
        ("uk", "учасник", "Учасниками стали всі.", True),
        ("ru", "волонтёр", "С волонтёрами.", True),
        ("bg", "наставник", "Наставниците четат.", True),
        ("bg", "наставник", "На\u00adстав\u00adникът чете.", True),
        ("cs", "dobrovolník", "S dobrovolníky.", True),
        ("uk", "план", "У планетарії, за плануванням.", False),
    ],
)
def test_terms_are_found_in_long_endings_and_in_what_was_pasted(language, term, text, is_found):
    terms = [Term(words={language: term, "en": "there"})]

    assert bool(terms_in(text, terms, source=language, target="en")) == is_found


def test_the_memory_offers_a_text_with_its_tags_where_tags_may_stand():
    page = lesson_in_russian()
    translation = in_progress(page, "uk")
    source = String.objects.create(locale=translation.source.locale, data='Да, <b>все</b> <a id="a1">тут</a>.', data_hash=uuid4())
    context = TranslationContext.objects.create(object=translation.source.object, path="body.elsewhere")
    StringTranslation.objects.create(
        translation_of=source, locale=translation.target_locale, context=context, data='Так, <b>усі</b> <a id="a1">тут</a>.'
    )

    found = matches({1: source.data, 2: "Да, все тут."}, source="en", target="uk", rich=[1])

    assert [(one.text, one.percent) for one in (found[1][0], found[2][0])] == [
        ('Так, <b>усі</b> <a id="a1">тут</a>.', 100),
        ("Так, усі тут.", 100),
    ]
