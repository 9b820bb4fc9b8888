"""Pages go live and come off at the hour that was set, also when nothing ran at that hour."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from wagtail.models import Page
from wagtail.users.models import UserProfile

from cms.pages.tasks import let_live, publish_scheduled, take_off
from courses.catalogue.models import LessonPage, LessonVersion
from tests.factories import UserFactory
from tests.factories.pages import LessonPageFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def clock(settings):
    settings.CELERY_TASK_ALWAYS_EAGER = True
    with time_machine.travel(NOON, tick=False) as frozen:
        yield frozen


def planned(page, **hours):
    page = LessonPage.objects.get(pk=page.pk)
    for name, value in hours.items():
        setattr(page, name, value)
    page.title = "Later"
    page.save_revision().publish()
    return page


def words(page):
    return [version.title for version in LessonVersion.objects.current().filter(of__translation_key=page.translation_key)]


def test_a_change_goes_live_at_its_hour_and_the_lesson_follows(clock):
    page = LessonPageFactory(title="Now")
    planned(page, go_live_at=NOON + HOUR)

    publish_scheduled()
    assert words(page) == ["Now"]
    clock.move_to(NOON + 5 * HOUR)  # nothing ran for a while
    publish_scheduled()
    assert words(page) == ["Later"]
    live = Page.objects.get(pk=page.pk)
    assert (live.live, live.live_revision.approved_go_live_at) == (True, None)


def test_a_lesson_comes_off_at_its_hour(clock):
    page = planned(LessonPageFactory(title="Now"), expire_at=NOON + HOUR)
    lesson = page.specific.row

    clock.move_to(NOON + 2 * HOUR)
    publish_scheduled()

    lesson.refresh_from_db()
    live = Page.objects.get(pk=page.pk)
    assert (live.live, live.expired, bool(lesson.retired_at)) == (False, True, True)


@pytest.mark.parametrize("has_profile", [True, False])
def test_the_hour_is_shown_as_the_editors_clock_shows_it(has_profile, client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    editor = UserFactory(is_superuser=True, time_zone="Asia/Tokyo")
    if has_profile:
        UserProfile.objects.create(user=editor)
    page = planned(LessonPageFactory(title="Now"), go_live_at=NOON + HOUR)
    client.force_login(editor)

    form = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))

    assert 'value="2026-11-23 22:00"' in form.text
    assert list(UserProfile.objects.filter(user=editor).values_list("current_time_zone", flat=True)) == [""] * has_profile


def test_a_second_worker_and_one_that_comes_too_early_do_nothing(clock):
    page = planned(LessonPageFactory(title="Now"), go_live_at=NOON + HOUR)
    revision = page.latest_revision_id

    let_live(revision_id=revision)
    take_off(page_id=page.pk)
    assert (words(page), Page.objects.get(pk=page.pk).live) == (["Now"], True)
    clock.move_to(NOON + 2 * HOUR)
    let_live(revision_id=revision)
    published_at = Page.objects.get(pk=page.pk).last_published_at
    clock.move_to(NOON + 3 * HOUR)
    let_live(revision_id=revision)
    assert Page.objects.get(pk=page.pk).last_published_at == published_at


def test_one_that_fails_keeps_back_no_other(clock, monkeypatch):
    pages = [planned(LessonPageFactory(title="Now"), go_live_at=NOON + HOUR) for _number in range(2)]
    started = []
    monkeypatch.setattr("cms.pages.tasks.let_live.delay", lambda **ids: started.append(ids["revision_id"]))
    clock.move_to(NOON + 2 * HOUR)

    publish_scheduled()

    assert started == [page.latest_revision_id for page in pages]


def test_whoever_sets_an_hour_reads_what_it_does(editor):
    """By whose clock, and that a lesson comes off in every language."""
    page = LessonPageFactory(title="Now")

    shown = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()

    dialog = shown[shown.index('id="schedule-publishing-dialog"') :]
    assert "By the clock of your account." in dialog
    assert "it goes off in every language." in dialog
