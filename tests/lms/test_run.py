"""`make run` as a person meets it: real processes, a folder of their own."""

import os
import pty
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAMES = {"PATH", "HOME", "LANG", "PYTHONDONTWRITEBYTECODE"}

pytestmark = pytest.mark.embedded


class Site:
    """The launcher, started on a port and a folder."""

    def __init__(self, var: Path, port: int, stdin: int = subprocess.DEVNULL) -> None:
        environment = {name: value for name, value in os.environ.items() if name in NAMES} | {"WORKBOOK_VAR": str(var), "PORT": str(port)}
        self.var, self.port = var, port
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "lms.run"],
            cwd=ROOT,
            env=environment,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def until_ready(self) -> str:
        """All that was printed until the line that says how to stop."""
        lines = []
        for line in self.process.stdout:
            lines.append(line)
            if "stop with Ctrl-C" in line:
                break
        return "".join(lines)

    def until_the_worker_is_ready(self) -> None:
        """A worker told to stop while it is still starting has no tasks to end."""
        log, deadline = self.var / "log" / "worker-and-beat.log", time.monotonic() + 60
        while not (log.exists() and " ready." in log.read_text()) and time.monotonic() < deadline:
            time.sleep(0.2)

    def get(self, path: str) -> int:
        with urllib.request.urlopen(f"http://localhost:{self.port}{path}", timeout=10) as answer:
            return answer.status

    def programs(self) -> dict[int, str]:
        """Everything that descends from the launcher, by process id."""
        listed = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
        rows = [line.split(None, 2) for line in listed.splitlines()]
        family = {self.process.pid}
        while more := {int(pid) for pid, parent, _ in rows if int(parent) in family and int(pid) not in family}:
            family |= more
        return {int(pid): args for pid, _, args in rows if int(pid) in family - {self.process.pid}}

    def stop(self, number: signal.Signals) -> str:
        self.process.send_signal(number)
        return self.process.communicate(timeout=40)[0]


def alive(programs: dict[int, str]) -> dict[int, str]:
    """Those that are still there and not just waiting to be counted as gone."""
    states = {pid: Path(f"/proc/{pid}/stat") for pid in programs}
    return {pid: programs[pid] for pid, stat in states.items() if stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def var(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="module")
def first_start(var) -> tuple[str, dict[int, str]]:
    """A fresh folder, started once and stopped: what was printed, and which programs ran."""
    site = Site(var, free_port())
    printed, programs = site.until_ready(), site.programs()
    site.until_the_worker_is_ready()
    site.stop(signal.SIGTERM)
    return printed, programs


@pytest.fixture
def site(var, first_start):
    site = Site(var, free_port())
    yield site
    if site.process.poll() is None:
        site.stop(signal.SIGTERM)


def test_it_prints_the_address_the_people_the_password_and_where_their_letters_are(first_start):
    printed, _ = first_start
    names = ("learner", "mentor", "supervisor", "editor", "publisher", "reader", "coordinator", "admin")
    people = [f"{name}@example.org" for name in names]

    assert [text for text in ["http://localhost:", *people, "workbook-demo", "/mailbox/"] if text not in printed] == []


def test_a_signal_to_stop_stops_everything_it_started(first_start):
    _, programs = first_start

    assert {name for name in ("gunicorn", "celery") if any(name in args for args in programs.values())} == {"gunicorn", "celery"}
    assert alive(programs) == {}


def test_the_processes_of_the_worker_are_left_to_end_their_tasks(var, first_start):
    log = (var / "log" / "worker-and-beat.log").read_text()

    assert "Warm shutdown" in log
    assert "exited with 'signal" not in log


def test_started_again_it_prepares_nothing_anew_and_ctrl_c_stops_it(site):
    printed, programs = site.until_ready(), site.programs()
    answers = (site.get("/healthz"), site.get("/en/account/login/"))

    farewell = site.stop(signal.SIGINT)

    assert printed.startswith("Ready after ")
    assert answers == (200, 200)
    assert "Everything that was written is kept" in farewell
    assert (site.process.returncode, alive(programs)) == (0, {})


def test_closing_the_terminal_stops_everything(var, first_start):
    terminal, its_end = pty.openpty()
    site = Site(var, free_port(), stdin=its_end)
    os.close(its_end)
    site.until_ready()
    programs = site.programs()

    os.close(terminal)
    site.process.communicate(timeout=40)

    assert (site.process.returncode, alive(programs)) == (0, {})


def test_killed_without_a_word_it_leaves_nothing_behind(site):
    site.until_ready()
    programs = site.programs()

    site.process.kill()
    site.process.wait()

    deadline = time.monotonic() + 30
    while alive(programs) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert alive(programs) == {}


def test_a_second_site_on_the_same_folder_is_refused_and_a_program_that_dies_brings_the_rest_down(site, var):
    site.until_ready()
    programs = site.programs()

    second = Site(var, free_port())
    refusal = second.process.communicate(timeout=60)[0]
    os.kill(min(pid for pid, args in programs.items() if "celery" in args), signal.SIGKILL)
    printed = site.process.communicate(timeout=60)[0]

    assert (second.process.returncode, site.process.returncode) == (1, 1)
    assert f"The site is running already, at http://localhost:{site.port}" in refusal
    assert "The worker and beat stopped by itself" in printed
    assert alive(programs) == {}


def test_a_port_in_use_is_named_with_the_way_out(var, first_start):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        site = Site(var, port)
        printed = site.process.communicate(timeout=60)[0]

    assert site.process.returncode == 1
    assert f"Port {port} is in use by another program. Choose another one: make run PORT={port + 1}" in printed


@pytest.mark.parametrize("port", ["80", "eighty", "70000"])
def test_a_port_that_is_none_is_named(var, port):
    printed = Site(var, port).process.communicate(timeout=30)[0]

    assert f"PORT={port} is not a port" in printed
