"""A real worker on a real broker, and the means to kill it."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from celery import current_app
from django.db import connection
from django.utils.timezone import now

from courses.certificates.models import Certificate
from courses.certificates.tasks import sweep_certificates
from lms.core.broker import Transport
from lms.notifications.models import Letter
from lms.notifications.tasks import sweep_letters

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds


class Site:
    """`broker` is "" for the embedded one. Rows are those of the test's own database, which must be one that commits."""

    def __init__(self, *, broker: str, var: Path, smtp_port: int) -> None:
        self.broker, self.var, self.smtp_port = broker, var, smtp_port
        self.log = var / "worker.log"
        self._worker: subprocess.Popen[bytes] | None = None
        for folder in ["queue", "control", "processed"]:
            (var / "broker" / folder).mkdir(parents=True)
        (var / "faults").mkdir()

    def start_worker(self) -> None:
        command = [sys.executable, "-m", "tests.worker", f"test-{os.getpid()}@localhost"]
        with self.log.open("ab") as log:
            self._worker = subprocess.Popen(
                command,
                cwd=ROOT,
                env=os.environ | self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _environment(self) -> dict[str, str]:
        return {
            "DJANGO_SETTINGS_MODULE": "tests.worker.settings",
            "WORKBOOK_VAR": str(self.var),
            "BROKER_URL": self.broker,
            "WORKER_DATABASE_NAME": str(connection.settings_dict["NAME"]),
            "WORKER_SMTP_PORT": str(self.smtp_port),
            "WORKER_FAULTS": str(self.var / "faults"),
        }

    def kill_worker(self) -> None:
        """All of it at once, without a word: parent and children."""
        if self._worker:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._worker.pid, signal.SIGKILL)

    def wait_for_death(self) -> None:
        self._worker.wait(timeout=PATIENCE)

    def minutes_pass(self) -> None:
        """Until the claims that the dead worker held have run out."""
        Letter.objects.filter(state=Letter.State.HANDING_OVER).update(claimed_at=now() - Letter.LEASE - timedelta(seconds=1))

    def arm(self, fault: str) -> None:
        (self.var / "faults" / fault).touch()

    def is_armed(self, fault: str) -> bool:
        return (self.var / "faults" / fault).exists()

    def sweep(self) -> None:
        """What beat does, a minute later."""
        Letter.objects.queued().update(due_at=now() - timedelta(minutes=1))
        Certificate.objects.eligible().update(created_at=now() - timedelta(minutes=1))
        sweep_letters.delay()
        sweep_certificates.delay()

    def sweep_until(self, is_true: Callable[[], bool]) -> None:
        """Ticks until the worker has done what it should."""
        deadline = time.monotonic() + PATIENCE
        while not is_true():
            assert time.monotonic() < deadline, f"It did not happen. The worker says:\n{self.log.read_text()[-6000:]}"
            self.sweep()
            self._wait(is_true, seconds=2)

    def wait_until(self, is_true: Callable[[], bool]) -> None:
        """Without a tick, which on SQLite would wait for a worker in mid-transaction."""
        self._wait(is_true, seconds=PATIENCE)
        assert is_true(), f"It did not happen. The worker says:\n{self.log.read_text()[-6000:]}"

    def wait_for_letter(self, kind: str) -> Letter:
        self.sweep_until(Letter.objects.filter(kind=kind).exists)
        return Letter.objects.get(kind=kind)

    def _wait(self, is_true: Callable[[], bool], *, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and not is_true():
            time.sleep(0.05)


@contextlib.contextmanager
def sending_through(site: Site):
    """Tasks that the test sends go to the site's broker instead of running in place."""
    changed = {"task_always_eager": False, "broker_url": site.broker or "filesystem://"}
    changed |= {"broker_transport": None, "broker_transport_options": {}} if site.broker else folders(site.var / "broker")
    conf = current_app.conf
    kept = {name: conf[name] for name in changed}
    conf.update(changed)
    current_app._after_fork()  # forget connections to the broker that was
    Transport.global_state.clear()
    try:
        yield
    finally:
        conf.update(kept)
        current_app._after_fork()


def folders(broker: Path) -> dict[str, object]:
    queue = str(broker / "queue")
    options = {"data_folder_in": queue, "data_folder_out": queue, "control_folder": str(broker / "control")}
    return {"broker_transport": "lms.core.broker:Transport", "broker_transport_options": options}
