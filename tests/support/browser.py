"""Journeys in a real browser, Debian's Chromium: `page` and `new_context` come from pytest-playwright, `live_server` from pytest-django.
The shell of it that has no windows takes three fifths of the time."""

import os
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, expect

from .reasons import PREFIX

NAMES = [os.environ.get("CHROMIUM", ""), "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]
CHROMIUM = next((path for name in NAMES if name and (path := shutil.which(name))), None)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"]
PATIENCE = 60_000  # milliseconds that `expect` waits: the machine may be slow
NEEDS_A_BROWSER = {"page", "context", "new_context", "browser", "browser_type", "playwright"}


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items):
    """Browser tests come last: from the first one on an event loop runs in this thread, and asynchronous views could not be tested."""
    for item in items:
        if NEEDS_A_BROWSER & set(getattr(item, "fixturenames", [])):
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason=f"{PREFIX}no Chromium for browser tests (Debian: chromium-headless-shell)"))
    yield
    kinds = {(str(item.path), bool(item.get_closest_marker("browser"))) for item in items}
    mixed = sorted(name for name, needs_a_browser in kinds if needs_a_browser and (name, False) in kinds)
    if mixed:
        raise pytest.UsageError(f"Workers take whole files, so browser tests need files of their own: {', '.join(mixed)}")
    items.sort(key=lambda item: bool(item.get_closest_marker("browser")))


@pytest.fixture(scope="session")
def browser_type_launch_args():
    expect.set_options(timeout=PATIENCE)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in this thread; the tests themselves are not async
    return {"executable_path": CHROMIUM, "args": FLAGS, "headless": True}


@pytest.fixture(scope="session")
def browser_context_args():
    """The phone that people have: small and slow to forgive."""
    return {"viewport": {"width": 360, "height": 740}, "locale": "en-GB", "timezone_id": "Europe/Kyiv"}


@pytest.fixture
def page_without_scripts(new_context):
    return new_context(java_script_enabled=False).new_page()


# What goes on for longer only calls for attention: a badge of Wagtail's pulses for 25 seconds.
MOTION_ENDS = """Promise.all(document.getAnimations()
  .filter((each) => each.effect?.getComputedTiming().endTime <= 2000 && each.playState === "running")
  .map((each) => each.finished.catch(() => null))).then(() => null)"""


def accessibility_problems(page, *, within: str | None = None) -> list[str]:
    """What axe finds on the page as it stands, one line each; `within`: in what of it is ours. What still comes into view is waited for."""
    page.wait_for_load_state()
    page.evaluate(MOTION_ENDS)
    violations = Axe().run(page, within).response["violations"]
    return [f"{each['id']}: {node['html'][:160]}" for each in violations for node in each["nodes"]]


def fits(page) -> bool:
    """Whether nothing is wider than the window. Asked of a page that is just giving way to another, it is asked again of the next."""
    for _ in range(3):
        page.wait_for_load_state()
        try:
            return page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        except Error as error:
            left = error
    raise left
