"""Two forms are sent at the same instant."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from courses.catalogue.models import LessonPage
from courses.writing.models import Aside
from tests.factories.pages import LessonPageFactory, body

from .test_two_editors import BODY, Tab, changed

WORDS = ("One's.", "Another's.", "A third's.")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("button", [None, "action-publish"])
def test_exactly_one_wins_and_the_others_are_told(settings, button):
    settings.REQUIRE_SECOND_FACTOR = False
    page = LessonPageFactory(body=body(*BODY))
    tabs = [Tab(page) for _ in WORDS]
    together = Barrier(len(tabs))

    def send(tab, words):
        together.wait()
        try:
            return tab.press(button, blocks=changed(a=words)).url
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tabs)) as people:
        places = list(people.map(send, tabs, WORDS))

    told = [place for place in places if place.startswith("/admin/writing/aside/")]
    (winner,) = (words for words, place in zip(WORDS, places, strict=True) if place not in told)
    assert LessonPage.objects.get(pk=page.pk).get_latest_revision_as_object().body[0].value == winner
    kept = {aside.revision.as_object().body[0].value for aside in Aside.objects.all()}
    assert kept == set(WORDS) - {winner}
