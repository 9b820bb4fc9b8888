"""Nothing is sent that was already seen on the site: every kind that need not be sent says how that is known, and where the letter leads
it is seen. A new kind without a word about it fails here."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.urls import reverse
from django.utils.timezone import now

from lms.notifications import kinds
from lms.notifications.gathering import DIGEST
from lms.notifications.kinds import Seen, always
from lms.notifications.models import Letter
from lms.notifications.tasks import sweep_letters
from tests.conftest import ROOT

from .samples import SAMPLES

CAN_STOP = sorted(kind.key for kind in kinds.all_kinds() if kind.can_stop and kind.key != DIGEST)
TOLD = [key for key in CAN_STOP if kinds.get(key).seen == Seen.PAGE]
IN_WORDS = {Seen.ASKED: "the rows", Seen.PAGE: "a page", Seen.NEVER: "nothing"}
TABLE = re.compile(r"^\| `(\w+)` \| (the rows|a page|nothing): ", re.MULTILINE)


def test_every_kind_that_need_not_be_sent_says_what_counts_as_seen():
    said = {key: IN_WORDS.get(kinds.get(key).seen, "?") for key in CAN_STOP}

    assert said == dict(TABLE.findall((ROOT / "docs/letters.md").read_text()))
    assert [key for key in CAN_STOP if kinds.get(key).seen == Seen.ASKED and kinds.get(key).still_needed is always] == []


@pytest.mark.django_db
@pytest.mark.parametrize("key", TOLD)
def test_who_was_where_the_letter_leads_has_seen_it(key, client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    letters = SAMPLES[key]()
    for letter in letters:
        client.force_login(letter.person)
        with time_machine.travel(max(letter.due_at, now()) + timedelta(seconds=1)):
            assert client.get(where_told(letter), follow=True).status_code == 200

    found = Letter.objects.filter(pk__in=[letter.pk for letter in letters])
    assert all(found.values_list("seen_at", flat=True)), "The page does not tell the governor: inbox.see_kinds"


def where_told(letter):
    """Where the letter leads; the week's leads past the page that says the same."""
    link = reverse("my_learning") if letter.kind == "weekly_progress" else str(kinds.get(letter.kind).context(letter)["link"])
    place = urlsplit(link)
    return f"{place.path}?{place.query}"


@pytest.mark.django_db
def test_so_it_does_not_go(client, settings, mailoutbox):
    settings.REQUIRE_SECOND_FACTOR = False
    (letter,) = SAMPLES["coordinator_week"]()[:1]
    Letter.objects.exclude(pk=letter.pk).delete()
    client.force_login(letter.person)
    client.get(where_told(letter))

    sweep_letters()

    letter.refresh_from_db()
    assert (letter.state, letter.reason, mailoutbox) == ("not_sent", "seen", [])
