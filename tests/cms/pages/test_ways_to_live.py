"""Every way of Wagtail's admin by which a page could become live that the gate has not let through. What is tried is wrong: a link of it
leads nowhere."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import override
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.models import GroupApprovalTask, Locale, Workflow, WorkflowPage, WorkflowTask

from cms.pages.gatekeeper import GateMiddleware, KeptBack, by_itself
from courses.catalogue.models import CoursePage, LessonPage
from courses.proofreading.linting import open_stops
from tests.factories.pages import CoursePageFactory, LessonPageFactory, ModulePageFactory, body
from tests.support.page_forms import lesson_form

pytestmark = pytest.mark.django_db
WRONG = body(("markdown", "m", "See [there](/nowhere/)."))


@pytest.fixture
def wrong():
    """Live since before the site looked through pages."""
    return LessonPageFactory(title="Wrong", slug="wrong", body=WRONG)


@pytest.fixture
def draft(wrong):
    return LessonPageFactory(parent=wrong.get_parent(), title="Draft", slug="draft", body=WRONG, is_published=False)


def live_with_findings():
    return sorted(page.slug for page in LessonPage.objects.live() if page.slug != "wrong" and open_stops(page))


def said(client, response):
    return client.get(response["Location"], follow=True).content.decode()


def in_a_request(person, deed):
    """As a view of Wagtail's would do it that we do not know yet."""
    request = type("Request", (), {"user": person})()
    with override("en"):
        return GateMiddleware(lambda _request: deed())(request)


def test_a_new_page_that_is_refused_is_a_draft(editor):
    module = ModulePageFactory()
    page = LessonPage(title="New", slug="new", minutes=5, body=WRONG)

    response = editor.post(
        reverse("wagtailadmin_pages:add", args=["catalogue", "lessonpage", module.pk]), lesson_form(page, **{"action-publish": "1"})
    )

    page = LessonPage.objects.get(slug="new")
    assert (response["Location"], page.live) == (reverse("page_findings", args=[page.pk]), False)
    assert page.get_latest_revision_as_object().body[0].value == "See [there](/nowhere/)."


def test_a_new_page_without_findings_is_published_at_once(editor):
    module = ModulePageFactory()
    page = LessonPage(title="New", slug="new", minutes=5, body=body(("markdown", "m", "Ask people.")))

    editor.post(
        reverse("wagtailadmin_pages:add", args=["catalogue", "lessonpage", module.pk]), lesson_form(page, **{"action-publish": "1"})
    )

    assert LessonPage.objects.get(slug="new").live


def test_copies_are_drafts_with_all_below_them(editor, wrong):
    course = CoursePage.objects.get()
    address = reverse("wagtailadmin_pages:copy", args=[course.pk])
    copy = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": course.get_parent().pk, "copy_subpages": "on"}

    asked = editor.get(address).content.decode()
    editor.post(address, {**copy, "publish_copies": "on", "alias": "on"})

    pages = CoursePage.objects.get(slug="copy").get_descendants(inclusive=True)
    assert ("publish_copies" in asked, 'name="alias"' in asked) == (False, False)
    assert (pages.count(), pages.live().count(), pages.exclude(alias_of=None).count()) == (3, 0, 0)


@pytest.mark.parametrize("action", ["publish", "copy", "create_alias", "move", "unpublish", "delete", "revert_to_page_revision"])
def test_the_actions_of_the_admin_api_are_shut(editor, wrong, draft, action):
    page = draft if action == "publish" else wrong
    before = LessonPage.objects.count()

    response = editor.post(f"/admin/api/main/pages/{page.pk}/action/{action}/", {"slug": "other"}, content_type="application/json")

    assert response["Location"] == "/admin/"
    assert (LessonPage.objects.count(), live_with_findings(), LessonPage.objects.live().count()) == (before, [], 1)


def test_what_nobody_asked_about_is_asked_about_at_its_row(editor, wrong, draft):
    revision = draft.get_latest_revision() or draft.save_revision()

    with pytest.raises(KeptBack, match="1 thing has to be mended first"):
        in_a_request(editor.person, lambda: revision.publish(user=editor.person))
    with pytest.raises(KeptBack, match="a new page begins as a draft"):
        in_a_request(editor.person, lambda: wrong.copy(update_attrs={"slug": "copy"}, user=editor.person))
    with pytest.raises(KeptBack, match="a new page begins as a draft"):
        in_a_request(editor.person, lambda: CreatePageAliasAction(wrong, update_slug="alias", user=editor.person).execute())

    assert live_with_findings() == []
    assert LessonPage.objects.count() == 2


def test_the_hour_is_asked_about_as_well(editor, draft):
    draft.go_live_at = now() + timedelta(hours=1)
    revision = draft.save_revision()

    with pytest.raises(KeptBack):
        in_a_request(editor.person, lambda: revision.publish(user=editor.person))

    assert not LessonPage.objects.get(pk=draft.pk).approved_schedule


def test_what_follows_by_itself_is_not_asked(editor, draft):
    def follow():
        with by_itself():
            draft.save_revision().publish()

    in_a_request(editor.person, follow)

    assert LessonPage.objects.get(pk=draft.pk).live


def test_a_page_that_shows_its_source_in_another_language_goes_with_it(editor, wrong):
    """As wagtail-localize makes them for the pages above one that is translated."""
    parent = wrong.get_parent().specific
    locale = Locale.objects.get(language_code="uk")

    made = in_a_request(editor.person, lambda: parent.copy_for_translation(locale, copy_parents=True, alias=True))

    assert (made.live, made.alias_of_id) == (True, parent.pk)


def test_a_workflow_that_asks_less_than_the_gate(editor, draft):
    task = GroupApprovalTask.objects.create(name="One yes")
    task.groups.add(Group.objects.create(name="Readers"))
    workflow = Workflow.objects.create(name="Quick")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.update_or_create(page=draft.get_parent(), defaults={"workflow": workflow})
    draft.save_revision()
    workflow.start(LessonPage.objects.get(pk=draft.pk), editor.person)
    page = LessonPage.objects.get(pk=draft.pk)

    answer = {"action-workflow-action": "1", "workflow-action-name": "approve"}
    response = editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), lesson_form(page, **answer))

    assert live_with_findings() == []
    assert response["Location"] == reverse("page_findings", args=[page.pk])
    assert LessonPage.objects.get(pk=page.pk).current_workflow_state is None


def test_what_is_live_stays_in_its_course(editor, wrong, draft):
    module = ModulePageFactory(parent=CoursePageFactory(slug="other"), slug="there")

    response = editor.post(reverse("wagtailadmin_pages:move_confirm", args=[wrong.pk, module.pk]))
    editor.post(reverse("wagtailadmin_pages:move_confirm", args=[draft.pk, module.pk]))

    assert "“Wrong” was not moved" in said(editor, response)
    assert [page.slug for page in LessonPage.objects.child_of(module)] == ["draft"]


def test_within_a_course_pages_are_moved_as_ever(editor, wrong):
    module = ModulePageFactory(parent=CoursePage.objects.get(), slug="there")

    editor.post(reverse("wagtailadmin_pages:move_confirm", args=[wrong.pk, module.pk]))

    assert [page.slug for page in LessonPage.objects.child_of(module)] == ["wrong"]


def moved_together(editor, module, *pages):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"], query={"id": [page.pk for page in pages]})
    return editor.post(address, {"chooser": module.pk})


def test_of_several_none_is_moved_while_one_is_refused_and_the_others_go_with_one_press(editor, wrong, draft):
    module = ModulePageFactory(parent=CoursePageFactory(slug="other"), slug="there")
    again = LessonPageFactory(parent=wrong.get_parent(), title="Live as well", slug="live", body=WRONG)

    answer = moved_together(editor, module, draft, wrong, again)

    assert (answer.status_code, LessonPage.objects.child_of(module).count()) == (409, 0)
    assert "“Wrong” was not moved" in answer.text
    assert "“Live as well” was not moved" in answer.text
    assert [page.slug for page in answer.context["others"]] == ["draft"]
    editor.post(answer.context["again"], {"chooser": answer.context["chosen"]})
    assert [page.slug for page in LessonPage.objects.child_of(module)] == ["draft"]


def test_where_all_are_refused_there_is_nothing_to_press(editor, wrong):
    module = ModulePageFactory(parent=CoursePageFactory(slug="other"), slug="there")

    answer = moved_together(editor, module, wrong)

    assert "“Wrong” was not moved" in answer.text
    assert "Move the others" not in answer.text
