"""A translation that is published beside its source is asked what every draft is asked, its texts in work included."""

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry

from courses.catalogue.models import LessonPage
from courses.proofreading.models import Override
from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from tests.factories import UserFactory
from tests.factories.translations import in_progress, lesson_in_russian, segment_at, write

pytestmark = pytest.mark.django_db
WRONG = {"title": "Кому ми допомагаємо", "body.more": "Дивіться [тут](/nowhere/)."}


@pytest.fixture
def beside(client, settings):
    """The source, whose translation somebody has begun."""
    settings.REQUIRE_SECOND_FACTOR = False
    person = UserFactory()
    for role in (Role.EDITOR, Role.PUBLISHER):
        grant_role(person=person, role=role)
    client.force_login(person)
    page = lesson_in_russian()
    client.translation = in_progress(page, "uk")
    client.target = LessonPage.objects.get(locale__language_code="uk")
    client.address = reverse("translate_page", args=[page.pk, "uk"])
    return client


def test_what_stops_a_draft_stops_a_translation_and_leads_to_its_text(beside):
    write(beside.translation, WRONG)

    answer = beside.post(beside.address, {"do": "publish"}, follow=True)

    assert answer.redirect_chain[-1][0] == reverse("page_findings", args=[beside.target.pk])
    assert "1 thing has to be mended first. It is saved as a draft and not published." in answer.text
    assert f'href="{beside.address}#t-{segment_at(beside.translation, "body.more").pk}"' in answer.text
    beside.target.refresh_from_db()
    assert (beside.target.live, beside.target.get_latest_revision_as_object().body[1].value) == (False, WRONG["body.more"])


def test_the_page_of_checks_shows_what_is_in_work_before_anything_is_saved(beside):
    findings = reverse("page_findings", args=[beside.target.pk])
    assert "The link leads nowhere" not in beside.get(findings).text

    write(beside.translation, WRONG)
    assert "The link leads nowhere" in beside.get(findings).text
    assert f'href="{findings}"' in beside.get(beside.address).text

    write(beside.translation, {"body.more": "Дивіться далі."})
    assert "The link leads nowhere" not in beside.get(findings).text


def test_with_a_reason_it_goes_live(beside):
    write(beside.translation, WRONG)
    refused = beside.post(beside.address, {"do": "publish"}, follow=True)
    mark = refused.context["stops"][0].finding.mark

    asked = beside.get(reverse("leave_finding", args=[beside.target.pk, mark]))
    beside.post(reverse("leave_finding", args=[beside.target.pk, mark]), {"reason": "The page comes next week."})
    beside.post(beside.address, {"do": "publish"})

    beside.target.refresh_from_db()
    assert "#t-" in asked.text
    assert (beside.target.live, Override.objects.get().check_name) == (True, "link_dead")
    assert PageLogEntry.objects.filter(page=beside.target.pk, action="moderation.skip").count() == 1


def test_the_button_of_the_other_editor_of_translations_asks_as_well(beside):
    write(beside.translation, WRONG)
    editor = reverse("wagtailadmin_pages:edit", args=[beside.target.pk])

    stopped = beside.post(editor, {"action": "publish"})
    write(beside.translation, {"body.more": "Дивіться далі."})
    published = beside.post(editor, {"action": "publish"})

    beside.target.refresh_from_db()
    assert (stopped["Location"], published["Location"]) == (reverse("page_findings", args=[beside.target.pk]), beside.address)
    assert beside.target.live
