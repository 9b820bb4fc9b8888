from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _


def frame(title: str, *above: tuple[str, str]) -> dict[str, Any]:
    """What Wagtail's page asks for."""
    home = {"url": reverse("wagtailadmin_home"), "label": _("Home")}
    places = [home, *({"url": url, "label": label} for url, label in above), {"url": "", "label": title}]
    return {"header_title": title, "page_title": title, "header_icon": "clipboard-list", "breadcrumbs_items": places}
