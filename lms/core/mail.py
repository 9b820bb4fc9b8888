"""Ways for letters to go. To a mail server, knowing how far a letter had come when the connection broke; and those of the demo, that
nobody gets by post and everybody can read at /mailbox/."""

import os
import secrets
import smtplib
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend as DjangoSmtpBackend


class _KnowsHowFar:
    """What comes before the text are commands, sent as str; the text is sent as bytes."""

    is_body_out = False

    def sendmail(self, *args: Any, **kwargs: Any) -> Any:
        self.is_body_out = False
        return super().sendmail(*args, **kwargs)  # type: ignore[misc]

    def send(self, s: Any) -> None:
        self.is_body_out = self.is_body_out or isinstance(s, bytes)
        super().send(s)  # type: ignore[misc]


class _Smtp(_KnowsHowFar, smtplib.SMTP):
    pass


class _SmtpOverTls(_KnowsHowFar, smtplib.SMTP_SSL):
    pass


class SmtpBackend(DjangoSmtpBackend):
    """`is_body_out`: the text of the last letter was on its way, so a broken connection says nothing about whether it was taken."""

    @property
    def connection_class(self) -> type[_Smtp | _SmtpOverTls]:
        return _SmtpOverTls if self.use_ssl else _Smtp

    @property
    def is_body_out(self) -> bool:
        return bool(getattr(self.connection, "is_body_out", False))


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
