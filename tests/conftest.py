from pathlib import Path

import pytest
import time_machine
from hypothesis import HealthCheck, settings

from .support.reasons import MAY_BE_ABSENT, leave_out

pytest_plugins = [
    "tests.support.left_out",
    "tests.support.services",
    "tests.support.made",
    "tests.support.repeated",
    "tests.support.order",
    "tests.support.rows",
    "tests.support.browser",
    "tests.support.letters",
]

ROOT = Path(__file__).resolve().parents[1]

settings.register_profile("workbook", deadline=None, database=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("workbook")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of designs, corpora and independent checkers beside this checkout. A clean clone elsewhere does not have it."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        leave_out(MAY_BE_ABSENT)
    return folder


@pytest.fixture(autouse=True)
def words_of_letters_read_anew():
    """A process keeps them for a while, and a test is not to see those of the one before."""
    from lms.notifications.wording import forget_kept_words

    forget_kept_words()


@pytest.fixture
def within_one_minute():
    """For tests of limits: a new minute would begin to count anew."""
    with time_machine.travel("2026-11-26T12:30:00Z", tick=False):
        yield
