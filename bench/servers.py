"""gunicorn with two workers, as in production, and what it costs: CPU seconds of its processes, from /proc."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType

TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    """A gunicorn of one application. Use it as a context manager: nothing outlives the bench."""

    def __init__(self, application: str, environment: dict[str, str], log: Path):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        command = [sys.executable, "-m", "gunicorn", application, "--workers", "2", "--threads", "2", "--worker-class", "gthread"]
        command += ["--bind", f"127.0.0.1:{self.port}", "--keep-alive", "30", "--preload", "--log-level", "warning"]
        self.process = subprocess.Popen(
            command, env={**os.environ, **environment}, stdout=log.open("ab"), stderr=subprocess.STDOUT, start_new_session=True
        )

    def __enter__(self) -> "Server":
        for _ in range(150):
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                connection.request("GET", "/")
                connection.getresponse().read()
                return self
            except OSError:
                time.sleep(0.2)
        raise SystemExit("The server did not start; see the log.")

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(timeout=30)

    def cpu(self) -> float:
        """CPU seconds, user and system, of the master and its workers."""
        return sum(cpu_seconds(pid) for pid in [self.process.pid, *_children(self.process.pid)])


def _children(parent: int) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def cpu_seconds(pid: int) -> float:
    """Of one process, user and system."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
