"""Long files first: workers take whole files, and one that is begun last leaves the other core idle until it ends."""

from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONG = [  # measured in processor time, longest first
    "tests/courses/catalogue/test_mentor_tasks_migrated.py",
    "tests/lms/test_run.py",
    "tests/worker/test_killed_editors_work.py",
    "tests/worker/test_killed_worker.py",
    "tests/lms/demo/test_programme.py",
    "tests/lms/demo/test_load_demo.py",
    "tests/lms/indicators/test_pages.py",
    "tests/courses/internships/test_any_order.py",
    "tests/courses/mentorship/test_any_order.py",
    "tests/worker/test_killed_print.py",
    "tests/courses/authoring/test_rubrics.py",
]
PLACES = {ROOT / name: place for place, name in enumerate(LONG)}


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items):
    yield
    counts = Counter(item.path for item in items)

    def place(item):
        """Journeys stay last, and of them it is the number that tells: no one of them is much longer than another."""
        if item.get_closest_marker("browser"):
            return True, -counts[item.path], str(item.path)
        return False, PLACES.get(item.path, len(LONG)), ""

    items.sort(key=place)
