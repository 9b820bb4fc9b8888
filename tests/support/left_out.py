"""A test that cannot run here says why, and the summary counts them by reason. With CI=true a left-out test is a failure."""

import os
from collections import Counter

import pytest

from .reasons import MAY_BE_ABSENT

IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    if IN_CI and report.skipped and not hasattr(report, "wasxfail") and MAY_BE_ABSENT not in str(report.longrepr):
        report.outcome = "failed"
        report.longrepr = f"{report.longrepr[2]}. With CI=true nothing may be left out."


def pytest_terminal_summary(terminalreporter):
    reasons = Counter(report.longrepr[2].removeprefix("Skipped: ") for report in terminalreporter.stats.get("skipped", []))
    for reason, count in reasons.items():
        terminalreporter.write_line(f"{reason} ({count} test{'s' if count > 1 else ''})", yellow=True, bold=True)
