"""`make run`: one program that prepares the site, starts web, worker and beat, watches them and stops all it started."""

import contextlib
import ctypes
import fcntl
import os
import re
import select
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import FrameType
from typing import IO
from urllib.parse import urlsplit

from django.conf import settings

from lms.demo.people import EVERYBODY, PASSWORD

ROOT = Path(__file__).resolve().parents[1]
READY_WITHIN = 60  # seconds
STOP_WITHIN = 15  # seconds; a task that needs longer is taken up again at the next start
LOG_KEPT = 5_000_000  # bytes
SET_PARENT_DEATH_SIGNAL = 1  # from <sys/prctl.h>


class CannotRun(Exception):
    """What stands in the way, in words for the person at the keyboard."""


class Stopped(Exception):
    """Somebody asked us to stop: Ctrl-C, a signal, a closed terminal."""


@dataclass(frozen=True)
class Place:
    """Where this site lives: its port and the folder that holds all it writes."""

    port: int
    var: Path

    @property
    def address(self) -> str:
        return os.environ.get("BASE_URL") or f"http://localhost:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        settings = os.environ.get("DJANGO_SETTINGS_MODULE") or "lms.settings.development"
        return os.environ | {
            "DJANGO_SETTINGS_MODULE": settings,
            "BASE_URL": self.address,
            "WORKBOOK_VAR": str(self.var),
            "PYTHONUNBUFFERED": "1",
        }


class Program:
    """A process that should run as long as the site does, with a log of its own."""

    def __init__(self, name: str, command: list[str], place: Place) -> None:
        self.name = name
        self.log = place.var / "log" / f"{name.replace(' ', '-')}.log"
        with open_log(self.log) as log:
            # A session of its own: Ctrl-C in the terminal reaches only us, and we stop everything in order.
            self.process = subprocess.Popen(  # noqa: S603 - our own programs, no shell
                [sys.executable, "-m", *command],
                cwd=ROOT,
                env=place.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )

    @property
    def has_ended(self) -> bool:
        return self.process.poll() is not None

    def signal_group(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)

    def last_words(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines()[-15:]
        return "\n".join(f"    {line}" for line in lines)


def die_with_parent() -> None:
    """Even when we are killed without a word, nothing of ours stays behind (on Linux; elsewhere a kill -9 leaves children)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)


def open_log(path: Path) -> IO[bytes]:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LOG_KEPT:
        path.replace(path.with_suffix(".log.1"))
    return path.open("ab")


def read_place(environment: os._Environ[str]) -> Place:
    port = environment.get("PORT") or "8000"
    if not re.fullmatch(r"\d{1,5}", port) or not 1024 <= int(port) <= 65535:
        raise CannotRun(f"PORT={port} is not a port. Choose a number between 1024 and 65535: make run PORT=8001")
    return Place(int(port), Path(environment.get("WORKBOOK_VAR") or ROOT / "var").resolve())


def check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise CannotRun(f"Port {port} is in use by another program. Choose another one: make run PORT={port + 1}") from None


def hold(place: Place) -> IO[str]:
    """Two sites on one folder would run every task twice. The lock goes when our process does, however it ends."""
    place.var.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = (place.var / "run.lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        raise CannotRun(f"The site is running already, at {lock.read().strip()}. Stop that one first.") from None
    lock.truncate(0)
    lock.write(place.address)
    lock.flush()
    return lock


def prepare(place: Place) -> None:
    (place.var / "beat").mkdir(exist_ok=True)
    command = [sys.executable, "manage.py", "prepare"]
    if subprocess.run(command, cwd=ROOT, env=place.environment, start_new_session=True, preexec_fn=die_with_parent).returncode:  # noqa: S603
        raise CannotRun("The site could not be prepared; the lines above say why.")


def start(place: Place) -> list[Program]:
    web = ["gunicorn", "lms.wsgi:application", "--bind", f"127.0.0.1:{place.port}", "--worker-class", "gthread", "--threads", "8"]
    web += ["--graceful-timeout", "5", "--no-control-socket"]
    worker = ["celery", "--app", "lms", "worker", "--beat", "--schedule", str(place.var / "beat" / "schedule"), "--concurrency", "2"]
    worker += ["--loglevel", "INFO", "--hostname", f"embedded-{place.port}@%h", "--without-gossip", "--without-mingle"]
    return [Program("web", web, place), Program("worker and beat", worker, place)]


def wait_until_ready(place: Place, programs: list[Program]) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline:
        report_ended(programs)
        if is_ready(place):
            return
        time.sleep(0.1)
    raise CannotRun(f"The site did not become ready within {READY_WITHIN} seconds. Its logs are in {place.var / 'log'}.")


def is_ready(place: Place) -> bool:
    host = urlsplit(place.address).netloc  # the only name that a real site answers to
    with contextlib.closing(HTTPConnection("127.0.0.1", place.port, timeout=5)) as web, contextlib.suppress(OSError, HTTPException):
        web.request("GET", "/healthz", headers={"Host": host})
        return web.getresponse().status == 200
    return False


def watched_terminal() -> select.poll:
    """Says something only when the terminal we were started from is closed. Not every closed terminal sends a signal to us."""
    terminal = select.poll()
    if sys.stdin and sys.stdin.isatty():
        terminal.register(sys.stdin, 0)
    return terminal


def report_ended(programs: list[Program]) -> None:
    for program in programs:
        if program.has_ended:
            raise CannotRun(
                f"The {program.name} stopped by itself (exit code {program.process.returncode}), so everything was stopped.\n"
                f"  The end of {program.log}:\n{program.last_words()}"
            )


def stop(programs: list[Program]) -> None:
    for program in programs:
        program.process.terminate()  # not its children: each program lets its own finish what they have begun
    deadline = time.monotonic() + STOP_WITHIN
    while time.monotonic() < deadline and not all(program.has_ended for program in programs):
        time.sleep(0.05)
    for program in programs:
        program.signal_group(signal.SIGKILL)
        program.process.wait()


def on_signal(number: int, frame: FrameType | None) -> None:
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)  # one request to stop is enough
    raise Stopped


def greeting(place: Place, seconds: float) -> str:
    lines = [f"Ready after {seconds:.0f} s: {place.address}/"]
    if settings.IS_DEMO:
        width = max(len(person.email) for person in EVERYBODY)
        lines += ["", f"People of the demo, all with the password {PASSWORD}:"]
        lines += [f"  {person.email:{width}}  {person.about}" for person in EVERYBODY]
        lines += ["", f"Their letters:  {place.address}/mailbox/", f"Back office:    {place.address}/admin/"]
    return "\n".join([*lines, "", f"Logs: {place.var / 'log'} · stop with Ctrl-C"])


def run(place: Place) -> None:
    began = time.monotonic()
    programs: list[Program] = []
    try:
        prepare(place)
        programs += start(place)
        wait_until_ready(place, programs)
        print(greeting(place, time.monotonic() - began), flush=True)
        terminal = watched_terminal()
        while not terminal.poll(500):
            report_ended(programs)
        raise Stopped
    finally:
        stop(programs)


def main() -> int:
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, on_signal)
    try:
        place = read_place(os.environ)
        with hold(place):
            check_port(place.port)
            run(place)
    except Stopped:
        with contextlib.suppress(OSError):  # the terminal may be gone
            print("\nStopped. Everything that was written is kept; `make run` goes on from here.", flush=True)
        return 0
    except CannotRun as reason:
        print(f"\n{reason}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
