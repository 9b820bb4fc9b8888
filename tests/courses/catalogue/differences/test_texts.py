"""What a change of words is proposed to be, by examples in five languages and by laws that hold for all texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.catalogue.differences import ChangeClass, class_of
from courses.catalogue.differences.texts import distance

TYPO, CLEARER, MEANING = ChangeClass.TYPO, ChangeClass.CLARIFICATION, ChangeClass.MEANING
LANGUAGES = ["en", "uk", "ru", "bg", "cs"]

EXAMPLES = [
    # a slip of the pen
    ("en", "Write about your vilage.", "Write about your village.", TYPO),
    ("en", "Ask the the neighbours", "Ask the neighbours.", TYPO),
    ("en", "Tell us waht you saw", "Tell us what you saw", TYPO),
    ("en", "any one may come", "anyone may come", TYPO),
    ("uk", "Напишіть про своє сило.", "Напишіть про своє село.", TYPO),
    ("uk", "У бібліотеці села", "У бібліотєці села", TYPO),
    ("uk", "п’ять хвилин тиші", "п'ять хвилин тиші", TYPO),
    ("ru", "Спросите саседей.", "Спросите соседей.", TYPO),
    ("bg", "Читалището е отворенно за всички.", "Читалището е отворено за всички.", TYPO),
    ("cs", "Zeptejte se souseda v kníhovně.", "Zeptejte se souseda v knihovně.", TYPO),
    # clearer words
    ("en", "Write about your village.", "Write a few sentences about your own village, for your mentor.", CLEARER),
    ("en", "Ask ten people about last week.", "Ask 10 people about last week.", CLEARER),
    ("uk", "Напишіть про своє село.", "Напишіть кількома словами про ваше село.", CLEARER),
    ("uk", "Зберіть дві історії у вашому селі.", "Зберіть 2 історії у вашому селі.", CLEARER),
    ("ru", "Опишите вашу организацию.", "Опишите вашу организацию несколькими предложениями.", CLEARER),
    ("bg", "Опишете своето село.", "Опишете селото си с няколко думи.", CLEARER),
    ("cs", "Popište svou obec.", "Popište svou obec několika větami.", CLEARER),
    # numbers, days, months
    ("en", "Ask ten people.", "Ask twelve people.", MEANING),
    ("en", "Bring 1.5 litres.", "Bring 15 litres.", MEANING),
    ("en", "Hand it in by Monday.", "Hand it in by Friday.", MEANING),
    ("uk", "Здайте до 5 травня.", "Здайте до 5 червня.", MEANING),
    ("uk", "Оберіть двох людей.", "Оберіть трьох людей.", MEANING),
    ("ru", "Занятие в среду.", "Занятие в пятницу.", MEANING),
    ("bg", "Изберете двама души.", "Изберете трима души.", MEANING),
    ("cs", "Přijďte v pondělí.", "Přijďte v úterý.", MEANING),
    ("cs", "Sejdeme se v lednu.", "Sejdeme se v dubnu.", MEANING),
    # negations
    ("en", "You may share the list.", "You may not share the list.", MEANING),
    ("en", "Share it with everybody.", "Don't share it with everybody.", MEANING),
    ("en", "a safe place", "an unsafe place", MEANING),
    ("uk", "Ви можете здати роботу.", "Ви не можете здати роботу.", MEANING),
    ("ru", "Можно писать имя.", "Нельзя писать имя.", MEANING),
    ("bg", "Питайте хората за пари.", "Не питайте хората за пари.", MEANING),
    ("cs", "Můžete poslat soubor.", "Nemůžete poslat soubor.", MEANING),
    ("cs", "Pište jména.", "Nepište jména.", MEANING),
    # duty, measure, order
    ("en", "You must ask first.", "You may ask first.", MEANING),
    ("en", "Ask before the visit.", "Ask after the visit.", MEANING),
    ("uk", "Ви повинні питати імена.", "Ви можете питати імена.", MEANING),
    ("ru", "Звоните до визита.", "Звоните после визита.", MEANING),
    ("bg", "Трябва да питате.", "Може да питате.", MEANING),
    ("cs", "Musíte se zeptat.", "Smíte se zeptat.", MEANING),
    # names and addresses
    ("en", "Call Anna today.", "Call Anton today.", MEANING),
    ("ru", "Позвоните в Курган.", "Позвоните в Томск.", MEANING),
    ("uk", "Напишіть до Миколаєва.", "Напишіть до Одеси.", MEANING),
    ("en", "Read [the list](/en/a/).", "Read [the list](/en/b/).", MEANING),
    # other words
    ("en", "Write about your village.", "Count the money in the box.", MEANING),
    ("bg", "Опишете своето село.", "Пребройте парите в касата.", MEANING),
]


@pytest.mark.parametrize(("language", "old", "new", "expected"), EXAMPLES)
def test_a_change_of_words_is_proposed_to_be(language, old, new, expected):
    assert class_of(old, new, language) is expected


SAID = ["ask", "the people", "of your village", "not", "two", "Monday", "Anna", "must", "may", "5", "15", "a list", "they kept"]
WORDS = st.lists(st.sampled_from(SAID), max_size=12)
TEXTS = WORDS.map(" ".join) | st.text(max_size=60)


@given(TEXTS, st.sampled_from(LANGUAGES))
def test_the_same_words_are_no_change(text, language):
    assert class_of(text, text, language) is None


@given(TEXTS, TEXTS, st.sampled_from(LANGUAGES))
def test_it_weighs_as_much_both_ways(old, new, language):
    assert class_of(old, new, language) is class_of(new, old, language)


@given(TEXTS, TEXTS, st.sampled_from(LANGUAGES))
def test_what_also_changes_a_number_is_never_lighter_for_it(old, new, language):
    assert class_of(f"{old} 7", f"{new} 8", language) is MEANING


@given(st.text("абвгд", max_size=8), st.text("абвгд", max_size=8), st.text("абвгд", max_size=8))
def test_slips_between_words_are_counted_both_ways_and_none_is_none(one, other, third):
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)
    assert abs(len(one) - len(other)) <= distance(one, other) <= max(len(one), len(other))
