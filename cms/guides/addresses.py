from django.urls import reverse


def guide_url(reader: str, part: str = "") -> str:
    """Where a guide stands, or a part of it, in the language of the page that leads there."""
    return reverse("wagtail_serve", args=[f"guide/{reader}/"]) + (f"#{part}" if part else "")
