"""The order in which a cohort is printed."""

import random

from courses.certificates.printing.alphabet import by_alphabet

IN_ORDER = [
    "Adam Zach", "Čeněk Dvořák", "Daniel Novák", "Žofie Malá", "Аліна Бойко", "Георгій Яр", "Ґава Їжак", "Денис Лис", "Елена Орлова",
    "Ёлкин Пётр", "Єва Кіт", "Жанна Рак", "Иван Стоянов", "Ігор Ткач", "Їжак Степан", "Йосип Сич", "ольга Щука", "Юрій Дуб", "Яна Верба",
]  # fmt: skip


def test_names_stand_as_people_look_for_them_whatever_came_first():
    mixed = random.Random(7).sample(IN_ORDER, len(IN_ORDER))  # noqa: S311 - not a secret

    assert sorted(mixed, key=by_alphabet) == IN_ORDER
