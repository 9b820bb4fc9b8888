"""What stops keeps a draft from being published, on every way there, until it is mended or somebody says why not."""

import pytest
from django.urls import reverse
from wagtail.models import Workflow, WorkflowState, WorkflowTask
from wagtail.users.models import UserProfile

from courses.catalogue.models import LessonPage
from courses.proofreading.actions import override
from courses.proofreading.linting import look_through, open_stops
from courses.proofreading.models import ChecksTask, Override
from tests.factories import UserFactory
from tests.factories.pages import LessonPageFactory, body, long_text, translate

pytestmark = pytest.mark.django_db
WRONG = ("markdown", "m", "See [there](/nowhere/).")


@pytest.fixture
def editor(client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    person = UserFactory(is_superuser=True, email="editor@example.org")
    client.force_login(person)
    client.person = person
    return client


def form(page, **more):
    """What the page editor sends."""
    blocks = [(block.block_type, block.id, block.value) for block in page.body]
    sent = {"title": page.title, "slug": page.slug, "summary": page.summary, "minutes": "60", "body-count": str(len(blocks))}
    for number, (kind, block_id, value) in enumerate(blocks):
        sent |= {f"body-{number}-{name}": said for name, said in {"deleted": "", "order": number, "type": kind, "id": block_id}.items()}
        sent[f"body-{number}-value"] = value
    return {**sent, "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", **more}


def test_the_publish_button_saves_a_draft_and_shows_what_stops_it(editor):
    page = LessonPageFactory(is_published=False, body=body(WRONG))

    answer = editor.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), form(page, **{"action-publish": "1", "title": "New"}), follow=True
    )

    page.refresh_from_db()
    assert not page.live
    assert page.get_latest_revision_as_object().title == "New"
    assert answer.redirect_chain[-1][0] == reverse("page_findings", args=[page.pk])
    assert "The link leads nowhere" in answer.content.decode()


def test_with_a_reason_it_goes_live(editor):
    page = LessonPageFactory(is_published=False, body=body(WRONG))
    page.save_revision()
    mark = open_stops(page)[0].mark

    refused = editor.post(reverse("leave_finding", args=[page.pk, mark]), {"reason": " "})
    editor.post(reverse("leave_finding", args=[page.pk, mark]), {"reason": "The page comes next week."})
    editor.post(reverse("leave_finding", args=[page.pk, mark]), {"reason": "Another reason."})
    editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form(page, **{"action-publish": "1"}))

    page.refresh_from_db()
    kept = Override.objects.get()
    assert refused.status_code == 200
    assert page.live
    assert (kept.reason, kept.by, kept.check_name) == ("The page comes next week.", editor.person, "link_dead")


def test_a_reason_holds_for_the_text_it_was_given_for(editor):
    page = LessonPageFactory(is_published=False, body=body(WRONG))
    override(page=page, finding=open_stops(page)[0], reason="It comes next week.", by=editor.person)
    assert open_stops(page) == []

    page.body = body(("markdown", "m", "See [there](/elsewhere/)."))

    assert [stop.check for stop in open_stops(page)] == ["link_dead"]


def test_a_reason_taken_back_is_kept_and_stops_again(editor):
    page = LessonPageFactory(is_published=False, body=body(WRONG))
    page.save_revision()
    row = override(page=page, finding=open_stops(page)[0], reason="It comes next week.", by=editor.person)

    shown = editor.post(reverse("count_finding", args=[page.pk, row.mark]), follow=True).content.decode()

    row.refresh_from_db()
    assert row.withdrawn_by == editor.person
    assert [stop.check for stop in open_stops(page)] == ["link_dead"]
    assert "It comes next week." in shown


def test_findings_come_to_the_editor_as_a_piece_of_html(editor):
    page = LessonPageFactory(is_published=False, body=body(WRONG, long_text("e")))
    page.save_revision()

    html = editor.get(reverse("findings_beside", args=[page.pk])).content.decode()

    assert 'data-place="body.m"' in html
    assert 'data-place="body.e.model_answer"' in html
    assert "1 thing has to be mended before this can be published." in html
    assert "findings.js" in editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()


def test_beside_its_field_a_reason_says_which_of_several_findings_it_is_for(editor):
    page = LessonPageFactory(is_published=False, body=body(("markdown", "m", "See [there](/nowhere/) and [here](/neither/).")))
    page.save_revision()
    first = look_through(page)[0].finding
    override(page=page, finding=first, reason="It comes next week.", by=editor.person)

    html = editor.get(reverse("findings_beside", args=[page.pk])).content.decode()

    assert '<q lang="en">there</q> Stays as it is: “It comes next week.”' in html


def test_findings_are_said_in_the_editors_language_whatever_the_pages(editor):
    lesson = LessonPageFactory()
    for above in (lesson.get_parent().get_parent().specific, lesson.get_parent().specific):
        translate(above, "uk")
    page = translate(lesson, "uk")
    editor.cookies["django_language"] = "cs"
    profile = UserProfile.get_for_user(editor.person)
    profile.preferred_language = "cs"
    profile.save()

    html = editor.get(reverse("findings_beside", args=[page.pk])).content.decode()

    assert "Všechny nálezy" in html


def test_publishing_several_at_once_is_stopped_too(editor):
    good, wrong = LessonPageFactory(is_published=False), LessonPageFactory(is_published=False, body=body(WRONG))
    for page in (good, wrong):
        page.save_revision()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    editor.post(f"{address}?id={good.pk}&id={wrong.pk}")
    assert LessonPage.objects.filter(pk__in=[good.pk, wrong.pk], live=True).count() == 0

    editor.post(f"{address}?id={good.pk}")
    assert LessonPage.objects.get(pk=good.pk).live


@pytest.fixture
def workflow():
    workflow = Workflow.objects.create(name="With checks")
    WorkflowTask.objects.create(workflow=workflow, task=ChecksTask.objects.create(name="Checks"), sort_order=0)
    return workflow


def test_as_a_step_of_moderation_the_checks_answer_by_themselves(workflow):
    author = UserFactory(is_superuser=True)
    good, wrong = LessonPageFactory(is_published=False), LessonPageFactory(is_published=False, body=body(WRONG))

    states = []
    for page in (good, wrong):
        page.save_revision()
        states.append(workflow.start(page, author))

    good.refresh_from_db()
    assert [state.status for state in states] == [WorkflowState.STATUS_APPROVED, WorkflowState.STATUS_NEEDS_CHANGES]
    assert good.live
    assert "leads nowhere" in states[1].current_task_state.comment


def test_a_stranger_sees_nothing_and_changes_nothing(client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    page = LessonPageFactory(is_published=False, body=body(WRONG))
    page.save_revision()
    mark = open_stops(page)[0].mark
    client.force_login(UserFactory())

    for name, args in [("page_findings", [page.pk]), ("findings_beside", [page.pk]), ("leave_finding", [page.pk, mark])]:
        assert client.get(reverse(name, args=args)).status_code in (302, 403, 404)
    assert client.post(reverse("leave_finding", args=[page.pk, mark]), {"reason": "I want it so."}).status_code in (302, 403, 404)
    assert client.post(reverse("count_finding", args=[page.pk, mark])).status_code in (302, 403, 404)
    assert not Override.objects.exists()


def test_both_pages_say_what_was_found_in_order_of_weight():
    page = LessonPageFactory(is_published=False, body=body(long_text("e"), WRONG))

    assert [looked.finding.check for looked in look_through(page)] == ["link_dead", "model_answer_missing"]


@pytest.mark.parametrize("is_new", [False, True])
def test_what_was_stopped_is_not_said_to_be_handed_in(editor, is_new):
    page = LessonPageFactory(is_published=False, body=body(WRONG))
    page.save_revision()
    sent = form(page, **{"action-submit": "1"})
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    if is_new:
        sent |= {"title": "Another", "slug": "another"}
        url = reverse("wagtailadmin_pages:add", args=["catalogue", "lessonpage", page.get_parent().pk])

    answer = editor.post(url, sent, follow=True)

    assert ("went no further" in answer.text, "submitted for moderation" in answer.text) == (True, False)
