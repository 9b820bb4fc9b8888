"""A real mail server that counts, refuses, asks to come again, stalls and hangs up, each as the first word of the address says."""

import asyncio
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller

AT_THE_NAME = {
    "nobody": "550 5.1.1 There is no such mailbox",
    "closed": "550 5.2.1 The mailbox is switched off",
    "elsewhere": "550 5.1.2 The host is not known",
    "policy": "550 5.7.1 We do not take letters from you",
    "full": "452 4.2.2 Over quota",
}
AT_THE_LETTER = {"spam": "554 5.7.1 This looks like spam", "large": "552 5.3.4 Too large", "disk": "452 4.3.1 No room here"}


class MailServer:
    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.returns_to: list[str] = []
        self.connections = 0
        self.seen: Counter[str] = Counter()
        self.patience = 1000  # letters in one connection
        self.stalls_at_hello = False

    def copies(self) -> Counter[str]:
        return Counter(letter["Message-ID"].strip("<>") for letter in self.letters)

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        session.carried = 0
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.stalls_at_hello:
            await asyncio.sleep(3)
        if session.carried >= self.patience:
            return "421 4.7.0 That was enough, come again"
        envelope.mail_from = address
        return "250 go on"

    async def handle_RCPT(self, server, session, envelope, address, options):
        word = address.split("-")[0]
        self.seen[word] += 1
        if word == "grey" and self.seen[word] == 1:
            return "450 4.7.1 Greylisted, come again in five minutes"
        if word in AT_THE_NAME:
            return AT_THE_NAME[word]
        envelope.rcpt_tos.append(address)
        return "250 go on"

    async def handle_DATA(self, server, session, envelope):
        word = envelope.rcpt_tos[0].split("-")[0]
        if word in AT_THE_LETTER:
            return AT_THE_LETTER[word]
        session.carried += 1
        self.returns_to.append(envelope.mail_from)
        self.letters.append(message_from_bytes(envelope.content, _class=EmailMessage, policy=policy.default))
        if word == "stalls":
            await asyncio.sleep(3)
        if word == "drops":
            server.transport.abort()
        return "250 kept"


@contextmanager
def open_mail_server() -> Iterator[tuple[MailServer, int]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = MailServer()
    controller = Controller(server, hostname="127.0.0.1", port=port, ready_timeout=20)
    controller.start()
    try:
        yield server, port
    finally:
        controller.stop()
