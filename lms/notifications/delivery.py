"""Handing a message to the mail server, and what came of it."""

import smtplib
from dataclasses import dataclass
from enum import Enum, auto

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend


class Outcome(Enum):
    HANDED_OVER = auto()
    TRY_LATER = auto()  # certainly not taken: the server is away, busy, or does not let us in
    REFUSED = auto()  # certainly not taken, and never will be
    INTERRUPTED = auto()  # the connection broke while the message was on its way: nobody knows


@dataclass(frozen=True)
class Delivery:
    outcome: Outcome
    answer: str = ""


def deliver(message: EmailMessage) -> Delivery:
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:  # smtplib's errors are OSErrors
        return Delivery(Outcome.TRY_LATER, str(error))
    delivery = _send(connection, message)
    _close(connection)
    return delivery


def _send(connection: BaseEmailBackend, message: EmailMessage) -> Delivery:
    try:
        connection.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        return _refused(code, said)
    except smtplib.SMTPSenderRefused as error:  # it is we who are not welcome, not this letter
        return Delivery(Outcome.TRY_LATER, _readable(error.smtp_code, error.smtp_error))
    except smtplib.SMTPResponseException as error:
        return _refused(error.smtp_code, error.smtp_error)
    except smtplib.SMTPNotSupportedError as error:
        return Delivery(Outcome.REFUSED, str(error))
    except OSError as error:
        return Delivery(Outcome.INTERRUPTED, str(error))
    return Delivery(Outcome.HANDED_OVER)


def _refused(code: int, said: bytes | str) -> Delivery:
    return Delivery(Outcome.REFUSED if code >= 500 else Outcome.TRY_LATER, _readable(code, said))


def _readable(code: int, said: bytes | str) -> str:
    return f"{code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"


def _close(connection: BaseEmailBackend) -> None:
    """What became of the message is settled by now; a rude goodbye changes nothing."""
    try:
        connection.close()
    except OSError:
        return
