"""Whoever may do everything in the back office."""

import pytest

from tests.support.office import signed_in_for_everything


@pytest.fixture
def editor(client, settings):
    return signed_in_for_everything(client, settings)
