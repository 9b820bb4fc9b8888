"""A mail server that keeps what it is given, and lets the test pull the plug at two points of the conversation."""

import asyncio
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller


def nothing() -> None:
    pass


@dataclass
class Plug:
    """Pulled when `count` clients have come to this point; until then nobody gets further, if they wait for one another."""

    count: int = 0
    act: Callable[[], None] = nothing
    arrived: int = 0
    wait: bool = True

    async def meet(self) -> None:
        self.arrived += 1
        if self.arrived == self.count:
            self.act()
        while self.wait and self.arrived < self.count:
            await asyncio.sleep(0.01)


class PostOffice:
    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self._at_the_door = Plug()
        self._after_taking = Plug()

    def at_the_door(self, count: int, act: Callable[[], None]) -> None:
        """Act when `count` clients have said hello."""
        self._at_the_door = Plug(count, act)

    def after_taking(self, count: int, act: Callable[[], None]) -> None:
        """Act when `count` more letters are kept, before anybody is told."""
        self._after_taking = Plug(count, act)

    def at_letter(self, number: int, act: Callable[[], None]) -> None:
        """Act when the so-manieth letter from now on is kept, before anybody is told."""
        self._after_taking = Plug(number, act, wait=False)

    def copies(self) -> Counter[str]:
        """How many copies of each letter came, by Message-ID."""
        return Counter(letter["Message-ID"] for letter in self.letters)

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        await self._at_the_door.meet()
        return responses

    async def handle_DATA(self, server, session, envelope):
        self.letters.append(message_from_bytes(envelope.content, _class=EmailMessage, policy=policy.default))
        await self._after_taking.meet()
        return "250 kept"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def open_post_office() -> Iterator[tuple[PostOffice, int]]:
    office = PostOffice()
    controller = Controller(office, hostname="127.0.0.1", port=free_port(), data_size_limit=5_000_000, ready_timeout=20)
    controller.start()
    yield office, controller.port
    controller.stop()
