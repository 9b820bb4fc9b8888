"""Handing a message to the mail server or the provider, and what came of it."""

from dataclasses import dataclass
from email.utils import parseaddr
from smtplib import SMTPRecipientsRefused

from anymail.exceptions import AnymailError
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from lms.core.providers import PROVIDERS

from .models import Letter
from .troubles import provider_trouble, readable, server_trouble

Trouble = Letter.Trouble


@dataclass(frozen=True)
class Delivery:
    """`trouble`: what stood in the way; nothing when the letter was taken. `answer`: the server's own words."""

    trouble: Trouble | None = None
    answer: str = ""


class PostOffice:
    """One connection for as many letters as there are."""

    def __init__(self) -> None:
        self._connection: BaseEmailBackend | None = None
        self._carried = 0
        self.is_closed_to_us = False  # after some answers it is no use to try the next letter

    def open(self) -> Delivery | None:
        """The trouble, if there is any. What goes wrong here is nobody's letter."""
        if self._connection:
            return None
        try:
            connection = get_connection()
            connection.open()
        except (OSError, ImproperlyConfigured, AnymailError) as error:  # smtplib's errors are OSErrors
            self.is_closed_to_us = True
            return Delivery(_at_the_door(error), readable(error))
        self._connection, self._carried = connection, 0
        return None

    def deliver(self, message: EmailMessage) -> Delivery:
        """Servers hang up on who has brought many letters, or was silent for long: then the same one goes through a new connection,
        as long as it is certain that it was not taken."""
        was_used = self._carried > 0
        delivery = self.open() or self._send(message)
        if was_used and delivery.trouble in (Trouble.AWAY, Trouble.BUSY):
            delivery = self.open() or self._send(message)
        self.is_closed_to_us = delivery.trouble in Letter.OUT_OF_ORDER
        return delivery

    def close(self) -> None:
        """What became of the letters is settled by now; a rude goodbye changes nothing."""
        connection, self._connection = self._connection, None
        try:
            if connection:
                connection.close()
        except OSError:
            return

    def _send(self, message: EmailMessage) -> Delivery:
        connection = self._connection
        assert connection  # noqa: S101 - open() has said so
        try:
            connection.send_messages([_prepared(message)])
        except (OSError, AnymailError) as error:
            delivery = Delivery(_on_the_way(error, connection), readable(error))
            if not isinstance(error, SMTPRecipientsRefused):  # after that one the conversation goes on
                self.close()
            return delivery
        self._carried += 1
        return Delivery()


def deliver(message: EmailMessage) -> Delivery:
    """One by itself, outside the ledger."""
    office = PostOffice()
    delivery = office.open() or office.deliver(message)
    office.close()
    return delivery


def _at_the_door(error: Exception) -> Trouble:
    if isinstance(error, OSError) and not isinstance(error, AnymailError):
        return server_trouble(error, is_body_out=False)
    return Trouble.KEY


def _on_the_way(error: Exception, connection: BaseEmailBackend) -> Trouble:
    if isinstance(error, AnymailError):
        return provider_trouble(error)
    return server_trouble(error, is_body_out=getattr(connection, "is_body_out", True))


def _prepared(message: EmailMessage) -> EmailMessage:
    """What tells us which letter it was that came back: an address to return to that only this letter has, and for a provider a word
    that it hands back with its report."""
    message_id = message.extra_headers.get("Message-ID", "").strip("<>")
    if message_id:
        message.metadata = {"message_id": message_id}  # type: ignore[attr-defined]
    provider = PROVIDERS.get(settings.EMAIL_PROVIDER)
    if provider and provider.header[0]:
        message.extra_headers.update([provider.header])
    elif settings.BOUNCE_ADDRESS and message_id and not provider:
        message.extra_headers.setdefault("From", message.from_email)
        message.from_email = return_address(message_id)
    return message


def return_address(message_id: str) -> str:
    """bounces@example.org → bounces+<what is unguessable in the Message-ID>@example.org"""
    name, _at, host = parseaddr(settings.BOUNCE_ADDRESS)[1].rpartition("@")
    return f"{name}+{message_id.partition('@')[0]}@{host}"
