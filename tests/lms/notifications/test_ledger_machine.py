"""Whatever happens in whatever order: no letter doubled but those §11 allows, no must-send letter lost, no limit broken."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from .ledger_machine import KINDS, REMINDER, Ledger, until

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet_hours")]


def test_the_ledger_keeps_its_rules_whatever_happens(register_kind, settings_of_sending):
    for key, priority in KINDS.items():
        register_kind(key, priority=priority, **({"good_until": until} if key == REMINDER else {}))

    checks = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
    run_state_machine_as_test(Ledger, settings=settings(max_examples=20, stateful_step_count=40, suppress_health_check=checks))


@pytest.fixture
def settings_of_sending(settings):
    settings.LETTERS_PER_MINUTE = 60_000
    settings.CELERY_TASK_ALWAYS_EAGER = False
