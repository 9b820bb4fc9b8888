"""The source is published with more or fewer blocks while somebody has the page open to translate it: no word of theirs is lost unsaid."""

import pytest
from django.urls import reverse
from wagtail_localize.models import Translation

from cms.translations.actions import NoLongerThere, follow_source, write_text
from cms.translations.models import TextInWork
from cms.translations.wording import mark
from courses.catalogue.models import LessonPage
from tests.factories.pages import body, publish
from tests.factories.translations import in_progress, lesson_in_russian, segment_at, translated

from .test_beside import WORDS, address, sent

pytestmark = pytest.mark.django_db


def without(page: LessonPage, gone: str, translation: Translation) -> None:
    """The source is published with another block at its beginning and without one that it had, while somebody is translating it."""
    page = LessonPage.objects.get(pk=page.pk)
    rest = ((block["type"], block["id"], block["value"]) for block in page.body.raw_data if block["id"] != gone)
    page.body = body(("markdown", "first", "Сначала."), *rest)
    publish(page)
    follow_source(source=translation.source)


def test_what_is_typed_while_the_source_gets_and_loses_blocks_is_kept_or_shown_to_be_copied(client, editor):
    page = lesson_in_russian()
    translation = in_progress(page, "uk")
    mine = sent(translation, {"body.intro": "Кому?", "body.more": "Спитайте <людей>.", "body.village.title": "Село"}, do="publish")
    without(page, "more", translation)

    answer = client.post(address(page), mine)

    html = answer.content.decode()
    assert answer.status_code == 409
    assert "The source no longer has these texts." in html
    assert "Спитайте &lt;людей&gt;.</blockquote>" in html
    assert {row.data for row in TextInWork.objects.on_the_page()} == {"Кому?", "Село"}
    assert TextInWork.objects.count() == 2
    assert not LessonPage.objects.get(locale__language_code="uk").live
    assert "Saved." not in html


def test_what_nobody_has_touched_is_not_said_to_be_lost(client, editor):
    page = lesson_in_russian()
    translation = translated(page, "uk", {**WORDS, "body.more": "Спитайте:\n- людей < 5"})
    mine = sent(translation, {"body.intro": "Кому?", "body.more": "Спитайте:\r\n- людей < 5"})
    without(page, "more", translation)

    assert client.post(address(page), mine).status_code == 302
    assert TextInWork.objects.get().data == "Кому?"


def test_a_text_that_is_typed_when_its_block_is_gone_is_not_said_to_be_kept(client, editor):
    page = lesson_in_russian()
    translation = in_progress(page, "uk")
    segment = segment_at(translation, "body.more")
    url = reverse("translate_text", args=[page.pk, "uk", segment.pk])
    mine = sent(translation, {"body.more": "Спитайте"})
    without(page, "more", translation)

    kept = client.post(url, mine)
    confirmed = client.post(address(page), {"do": f"confirm:{segment.pk}"}, follow=True).content.decode()

    assert (kept.status_code, kept.json()["gone"][:36]) == (410, "The source no longer has this text. ")
    assert ("The source no longer has this text." in confirmed, "Confirmed:" in confirmed) == (True, False)
    with pytest.raises(NoLongerThere):  # whoever had it in hand and waited for the source to be stored
        write_text(translation=translation, segment=segment, data="Спитайте", read=mark(""), by=editor)
    assert not TextInWork.objects.exists()
