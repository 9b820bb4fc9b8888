"""Is the site ready to answer? `/healthz` says so to the launcher, to Docker and to whoever watches the server."""

import asyncio
import dataclasses
from functools import cache

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from health_check.base import HealthCheck
from health_check.exceptions import ServiceUnavailable
from health_check.views import HealthCheckView


def migrations_wait() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


@cache
def _all_applied() -> None:
    """Reads the whole migration graph: a process asks until the answer is yes, and then no more (an exception is not kept)."""
    if migrations_wait():
        raise ServiceUnavailable("Migrations are waiting")


@dataclasses.dataclass
class Migrations(HealthCheck):
    """Every migration in the code is applied to the database."""

    def run(self) -> None:
        try:
            _all_applied()
        finally:
            connection.close()  # a check runs in a thread of its own, whose connection nobody else would close


class Readiness(HealthCheckView):
    """200 or 503, and one word per check. What exactly is wrong stands in the log, not on a page for everyone."""

    checks = ("health_check.checks.Database", "health_check.checks.Cache", "lms.core.health.Migrations")

    async def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        results = await asyncio.gather(*(check.get_result() for check in self.get_checks()))
        lines = [f"{type(result.check).__name__}: {'not ready' if result.error else 'ready'}\n" for result in results]
        status = 503 if any(result.error for result in results) else 200
        return HttpResponse("".join(lines), content_type="text/plain", status=status)
