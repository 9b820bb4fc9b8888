from typing import Any

from django import template
from django.urls import reverse

from lms.accounts.models import User
from lms.core.links import absolute

from ..models import Feed

register = template.Library()


@register.inclusion_tag("calendars/_feed.html", takes_context=True)
def own_calendar(context: template.Context, person: User) -> dict[str, Any]:
    """The part of the profile about the private address of one's calendar."""
    feed = Feed.objects.filter(person=person).first()
    address = absolute(reverse("calendar_feed", args=[feed.token])) if feed else ""
    return {"address": address, "webcal": f"webcal://{address.partition('://')[2]}", "csrf_token": context.get("csrf_token")}
