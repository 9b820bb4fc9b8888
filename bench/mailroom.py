"""A mail server in a process of its own that throws away what it gets and remembers the Message-IDs: one line of a file for each letter."""

import multiprocessing
import re
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

MESSAGE_ID = re.compile(rb"^Message-ID:\s*<([^>]+)>", re.IGNORECASE | re.MULTILINE)


class Mailroom:
    def __init__(self, kept: Path) -> None:
        spawn = multiprocessing.get_context("spawn")
        self._kept, self._port, self._arrived, self._connections = kept, spawn.Value("i", 0), spawn.Value("i", 0), spawn.Value("i", 0)
        kept.write_text("")
        serving = (str(kept), self._port, self._arrived, self._connections)
        spawn.Process(target=_serve, args=serving, daemon=True).start()
        while not self._port.value:
            time.sleep(0.05)

    @property
    def port(self) -> int:
        return self._port.value

    @property
    def arrived(self) -> int:
        return self._arrived.value

    @property
    def connections(self) -> int:
        return self._connections.value

    def copies(self) -> Counter[str]:
        """How often each letter came, by Message-ID."""
        return Counter(self._kept.read_text().split())


class _Counting:
    def __init__(self, kept: Any, arrived: Any, connections: Any) -> None:
        self.kept, self.arrived, self.connections = kept, arrived, connections

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        self.connections.value += 1
        return responses

    async def handle_DATA(self, server, session, envelope):
        found = MESSAGE_ID.search(envelope.content)
        self.kept.write(f"{found[1].decode() if found else 'nameless'}\n")
        self.arrived.value += 1
        return "250 kept"


def _serve(kept: str, port: Any, arrived: Any, connections: Any) -> None:
    from aiosmtpd.controller import Controller

    from tests.worker.postoffice import free_port

    chosen = free_port()
    file = Path(kept).open("a", buffering=1)  # noqa: SIM115 - as long as the server lives
    Controller(_Counting(file, arrived, connections), hostname="127.0.0.1", port=chosen, ready_timeout=20).start()
    port.value = chosen
    threading.Event().wait()
