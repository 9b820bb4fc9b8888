"""A task is only a nudge."""

import time

import pytest
from celery import current_app
from django.db import transaction

from lms.notifications.models import Letter
from lms.notifications.tasks import hand_over_letter
from tests.factories import LetterFactory


@pytest.fixture
def broker_that_is_away():
    changed = {
        "task_always_eager": False,
        "broker_url": "redis://127.0.0.1:1/0",
        "broker_transport": None,
        "broker_transport_options": {"socket_connect_timeout": 1},
    }
    kept = {name: current_app.conf[name] for name in changed}
    current_app.conf.update(changed)
    current_app._after_fork()
    yield
    current_app.conf.update(kept)
    current_app._after_fork()


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_away_takes_nothing_from_what_was_saved(broker_that_is_away, caplog):
    began = time.monotonic()

    with transaction.atomic():
        letter = LetterFactory()
        hand_over_letter.delay_on_commit(letter_id=letter.pk)

    assert Letter.objects.get().state == Letter.State.QUEUED
    assert time.monotonic() - began < 3
    assert "on_commit() during transaction" in caplog.text
