"""What lists of the question bank say about a row."""

import re

from django.utils.text import Truncator

from .models import Category, Question
from .models.bank import SEPARATOR

BEGINNING = 100  # characters


def beginning_of(question: Question) -> str:
    """The first words of its text, without marks of Markdown and HTML."""
    return plain_beginning(question.version.definition.get("text", "")) if question.version else ""


def plain_beginning(text: str) -> str:
    plain = re.sub(r"<[^>]*>|@@PLUGINFILE@@/\S*", " ", re.sub(r"[*_`#]+", "", text[: BEGINNING * 10]))
    plain = re.sub(r"\[\[\w+\]\]", "___", plain)
    return Truncator(re.sub(r"\s+", " ", plain).strip()).chars(BEGINNING)


def depth_of(category: Category) -> int:
    return category.path.count(SEPARATOR)
