"""Two months of letters for twenty people, with everything going wrong that can: the small sister of `python -m bench.letters_year`."""

import pytest

from bench.letters_world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet_hours")]


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_goes_twice_nothing_is_lost_and_no_limit_is_broken(seed, settings):
    settings.CELERY_TASK_ALWAYS_EAGER = False

    found = World(seed, people=20, days=60).run()

    assert (found.doubled, found.lost, found.broken, found.by_night) == ([], [], [], 0)
    assert min(found.messages, found.digests, found.killed, found.away, found.down) > 0
