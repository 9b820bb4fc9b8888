from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def of(titles: Mapping[int, str], activity_id: int) -> str:
    """The title of an activity; its number where an editor has taken the wording away."""
    return titles.get(activity_id, f"#{activity_id}")
