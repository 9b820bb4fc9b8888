"""Letters go at any hour in tests, so that none depends on the time of day. What is asked about hours says so with `quiet_hours`."""

from datetime import time

import pytest

from lms.notifications import governor

AROUND_THE_CLOCK = governor.Hours(first=time.min, evening=time.min, last=time.max)
REAL = governor.HOURS


@pytest.fixture(autouse=True)
def no_quiet_hours(monkeypatch):
    monkeypatch.setattr(governor, "HOURS", AROUND_THE_CLOCK)


@pytest.fixture
def quiet_hours(no_quiet_hours, monkeypatch):
    monkeypatch.setattr(governor, "HOURS", REAL)
