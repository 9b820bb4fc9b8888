"""A certificate to look at while a template is made: nobody's, but as long as one can be."""

import dataclasses
from datetime import date
from typing import Any

from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.core.links import absolute

from ..numbers import EXAMPLE as NUMBER
from .saying import Content

LONG = {
    "en": "Wilhelmina-Alexandra Featherstonehaugh-Cholmondeley of the Eastern Yarrow Valley",
    "uk": "Олександра-Владислава Костянтинівна Нечуй-Левицька-Ґудзик-Їжакевич-Переяславська",
    "ru": "Александра-Виктория Константиновна Щегловитова-Подъячева-Ёлкина-Цой-Переславская",
    "bg": "Александрина-Виктория Константинова Йорданова-Щърбанова-Хаджихристова-Първанчева",
    "cs": "Maxmiliána-Alžběta Dvořáková-Třešňovská-Růžičkovská ze Žďáru nad Labskou Ďáblicí",
}  # of 80 letters each: as long as a name can be that somebody gives for a certificate
SHORT = {"en": "Mary Oakham", "uk": "Олена Ґудзь", "ru": "Ольга Щеглова", "bg": "Здравка Йорданова", "cs": "Jiřina Dvořáková"}


class Name(models.TextChoices):
    LONGEST = "longest", gettext_lazy("The longest name among your learners")
    EIGHTY = "eighty", gettext_lazy("A name of 80 letters")
    SHORT = "short", gettext_lazy("A short name")


def example(language: str, name: str = "") -> Content:
    """In the language that is active."""
    from ..pdf import square_code

    url = absolute(f"/verify/{NUMBER}/")
    titles = [_("Make a plan"), _("Count what it brought"), _("Keep volunteers"), _("Talk to the council")]
    competences: list[dict[str, Any]] = [
        {"title": title, "language": language, "level": level} for title, level in zip(titles, (4, 3, 5, 2), strict=True)
    ]
    return Content(
        language=language,
        name=name or SHORT[language],
        course=_("Ten lessons for people who work in small organisations"),
        course_language=language,
        issuer=_("Centre for Social Innovation"),
        number=NUMBER,
        url=url,
        code=square_code(url),
        completed_on=date(2027, 11, 22),
        valid_until=date(2029, 11, 22),
        hours=40,
        cohort=_("Autumn 2027, second group"),
        mentor=SHORT[language],
        competences=competences,
    )


def named(chosen: str, language: str, longest: str) -> str:
    if chosen == Name.SHORT:
        return SHORT[language]
    return longest if chosen == Name.LONGEST and longest else LONG[language]


def in_language(language: str, name: str) -> Content:
    with translation.override(language):
        return dataclasses.replace(example(language, name))
