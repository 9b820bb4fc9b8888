"""How many letters a person has not seen: one query, for pages that are not asked for with every step."""

from django import template

from lms.accounts.models import User

from ..inbox import unseen_count

register = template.Library()


@register.simple_tag
def unseen_letters(person: User) -> int:
    return unseen_count(person)
