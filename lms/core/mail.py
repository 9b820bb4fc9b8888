"""Letters of the demo: nobody gets them by post, everybody can read them at /mailbox/."""

import os
import secrets
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class FileBackend(BaseEmailBackend):
    """One .eml in `EMAIL_FILE_PATH` for each message, there in full or not at all. Names sort by time."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            _write(folder, message)
        return len(email_messages)


def _write(folder: Path, message: EmailMessage) -> None:
    name = f"{time.time_ns() // 1_000_000:013}-{secrets.token_hex(4)}.eml"
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as part:
        part.write(message.message().as_bytes(linesep="\r\n"))  # type: ignore[call-arg]
        part.flush()
        os.fsync(part.fileno())
    Path(part.name).replace(folder / name)
