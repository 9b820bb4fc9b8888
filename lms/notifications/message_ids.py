import uuid
from urllib.parse import urlsplit

from django.conf import settings


def new_message_id() -> str:
    return f"{uuid.uuid4().hex}@{urlsplit(settings.BASE_URL).hostname}"
