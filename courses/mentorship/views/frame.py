"""What Wagtail's page asks for, on pages about mentors."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _


def frame(title: str, *above: tuple[str, str], icon: str = "group") -> dict[str, Any]:
    home = {"url": reverse("wagtailadmin_home"), "label": _("Home")}
    places = [home, *({"url": url, "label": label} for url, label in above), {"url": "", "label": title}]
    return {"header_title": title, "page_title": title, "header_icon": icon, "breadcrumbs_items": places}


def pairing_above() -> tuple[str, str]:
    return reverse("pairing_cohorts"), _("Mentors and learners")
