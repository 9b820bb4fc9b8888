from django.conf import settings


def absolute(path: str) -> str:
    """The address of a path for those who are not on the site: letters, paper, QR codes."""
    return settings.BASE_URL.rstrip("/") + path
