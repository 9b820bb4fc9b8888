"""An editor looks at what a draft would change, and whom that touches, before it goes live."""

import pytest
from django.urls import reverse
from django.utils.timezone import now, timedelta
from wagtail.models import GroupApprovalTask, Page, PageLogEntry, Workflow, WorkflowPage, WorkflowTask

from courses.catalogue.models import Activity, BlockChange, ChangePlan, Course, LessonChange, LessonPage
from courses.changes.touched import touched
from tests.factories import CohortFactory, UserFactory
from tests.factories.pages import body, long_text, publish

from .conftest import INTRO

WITHOUT = [INTRO, long_text("street")]
REWORDED = [INTRO, long_text("village", prompt="Count the people who live alone."), long_text("street")]


def publish_in_the_editor(course, *blocks, **deed):
    """The button of Wagtail's own editor, with the form as the browser sends it. `deed`: another button."""
    values = {"title": course.page.title, "slug": course.page.slug, "summary": "", "minutes": "60", "body-count": str(len(blocks))}
    for place, (kind, block_id, value) in enumerate(blocks):
        values |= {f"body-{place}-deleted": "", f"body-{place}-order": str(place), f"body-{place}-type": kind, f"body-{place}-id": block_id}
        if isinstance(value, str):
            values[f"body-{place}-value"] = value
        else:
            values |= {f"body-{place}-value-{name}": text for name, text in ({"rows": "6", "is_required": "on"} | value).items()}
    values |= {f"comments-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")} | {"comments-MAX_NUM_FORMS": ""}
    return course.client.post(reverse("wagtailadmin_pages:edit", args=[course.page.pk]), values | (deed or {"action-publish": "1"}))


def test_each_difference_is_named_with_its_words_and_a_class(course):
    course.draft(*REWORDED)

    page = course.client.get(course.url)

    assert [(row["kind"], row["name"], row["proposed"]) for row in page.context["rows"]] == [("Changed", "Long text", "Another meaning")]
    assert '<del><span class="w-sr-only">Taken out: </span>Write' in page.text
    assert "Whom it touches" not in page.text


def test_a_draft_that_says_the_same_says_so(course):
    assert "Publishing it changes nothing for them." in course.client.get(course.url).text


def test_what_the_editor_says_of_it_is_kept_with_who_and_when(course):
    course.draft(*REWORDED)
    form = course.form(note="Two of you asked what this meant.")
    name = next(name for name in form if name.startswith("class-"))

    course.send(**form | {name: "clarification", "publish": "1"})

    assert PageLogEntry.objects.filter(page=course.page.pk, action="moderation.skip", user=course.editor).count() == 1  # nobody has read it
    change = BlockChange.objects.get()
    assert (change.proposed, change.change_class, change.chosen_by) == ("meaning", "clarification", course.editor)
    assert LessonChange.objects.get().note == "Two of you asked what this meant."
    assert course.lesson.activities.get(block_id="village").versions.current().get().content["prompt"] == "Count the people who live alone."


def test_another_edit_has_its_own_proposal(course):
    course.draft(*REWORDED)
    form = course.form()
    name = next(name for name in form if name.startswith("class-"))
    course.send(**form | {name: "typo", "keep": "1"})

    course.draft(INTRO, long_text("village", prompt="Draw the people who live alone."), long_text("street"))

    assert [row["field"].value() for row in course.client.get(course.url).context["rows"]] == ["meaning"]


def test_a_structural_change_shows_first_whom_it_touches_and_waits(course):
    other = CohortFactory(course=course.row, name="Spring")
    course.learner(has_written=True), course.learner(), course.learner(cohort=other), course.learner(has_read=False)

    answer = publish_in_the_editor(course, *WITHOUT)

    assert answer["Location"] == course.url
    assert course.live == ["intro", "village", "street"]
    assert "intro" in str(LessonPage.objects.get(pk=course.page.pk).get_latest_revision().content["body"])
    shown = course.client.get(course.url).context["pending"].touched
    assert [(one.cohort, one.read, one.answered, one.completed) for one in shown] == [("Autumn", 2, 1, 0), ("Spring", 1, 0, 0)]

    course.send(**course.form(publish="1"))
    assert course.live == ["intro", "village", "street"]

    course.send(**course.form(publish="1", is_confirmed="on"))
    assert course.live == ["intro", "street"]
    assert ChangePlan.objects.order_by("-pk").first().touched[0]["answered"] == 1
    assert Activity.objects.get(block_id="village").retired_at


def test_a_yes_holds_for_what_was_seen_and_not_for_more(course):
    course.learner(has_written=True)
    course.draft(*WITHOUT)
    course.send(**course.form(keep="1", is_confirmed="on"))
    assert publish_in_the_editor(course, *WITHOUT)["Location"] != course.url

    course.draft(INTRO)

    assert publish_in_the_editor(course, INTRO)["Location"] == course.url


@pytest.mark.parametrize("blocks", [WITHOUT, REWORDED])
def test_where_nobody_is_touched_nothing_waits(course, blocks):
    course.learner(has_read=False)

    publish_in_the_editor(course, *blocks)

    assert course.live == [block[1] for block in blocks]


def test_what_goes_live_by_the_hour_takes_the_proposal_as_it_stands(course):
    course.learner(has_written=True)
    course.draft(*WITHOUT, go_live_at=now() + timedelta(hours=1)).publish()
    assert course.live == ["intro", "village", "street"]

    revision = LessonPage.objects.get(pk=course.page.pk).get_latest_revision()
    revision.approved_go_live_at = now() - timedelta(minutes=1)
    page = revision.as_object()
    page.go_live_at = None
    publish(page)

    assert LessonChange.objects.get().change_class == "structure"


def test_publishing_many_at_once_stops_at_the_one_that_touches_somebody(course):
    course.learner(has_written=True)
    course.draft(*WITHOUT)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    answer = course.client.post(f"{url}?id={course.page.pk}", {"include_descendants": ""})

    assert answer["Location"] == course.url
    assert course.live == ["intro", "village", "street"]


def test_an_approval_holds_and_the_lesson_waits_for_a_yes(course):
    course.learner(has_written=True)
    workflow, task = Workflow.objects.create(name="Two readers"), GroupApprovalTask.objects.create(name="Second reader")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=Page.objects.get(pk=course.page.pk))
    course.draft(*WITHOUT)
    state = workflow.start(LessonPage.objects.get(pk=course.page.pk), course.editor)

    state.current_task_state.approve(user=course.editor)

    state.refresh_from_db()
    assert (state.status, course.live) == ("approved", ["intro", "village", "street"])
    course.send(**course.form(publish="1", is_confirmed="on"))
    assert course.live == ["intro", "street"]


def test_who_approves_in_the_editor_is_led_to_whom_it_touches(course):
    course.learner(has_written=True)
    workflow, task = Workflow.objects.create(name="Two readers"), GroupApprovalTask.objects.create(name="Second reader")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    publish_in_the_editor(course, *WITHOUT, **{"action-save": "1"})  # what was read is what is approved: the same words, to the letter
    workflow.start(LessonPage.objects.get(pk=course.page.pk), course.editor)

    answer = publish_in_the_editor(course, *WITHOUT, **{"action-workflow-action": "1", "workflow-action-name": "approve"})

    assert answer["Location"] == course.url
    assert course.live == ["intro", "village", "street"]


def test_a_draft_with_gaps_is_not_published_from_here(course):
    course.draft(INTRO, long_text("village", title=""), long_text("street"))

    answer = course.send(**course.form(publish="1"))

    assert answer["Location"] == reverse("wagtailadmin_pages:edit", args=[course.page.pk])
    assert not LessonChange.objects.exists()


def test_of_two_editors_the_second_is_told_and_loses_nothing(course, client):
    course.draft(*REWORDED)
    seen_by_both = course.form(publish="1")
    course.send(**seen_by_both)
    assert LessonChange.objects.count() == 1

    course.draft(*WITHOUT)
    first, second = course.form(keep="1", note="Mine"), course.form(publish="1", note="The other's")
    course.send(**first)
    answer = course.send(**second)

    assert "Somebody else has changed this lesson or its plan meanwhile" in answer.text
    assert (LessonChange.objects.count(), ChangePlan.objects.order_by("-pk").first().note) == (1, "Mine")


def test_who_may_not_edit_the_lesson_sees_nothing_of_it(course, client):
    course.draft(*REWORDED)
    client.force_login(UserFactory())

    assert course.client.get(course.url).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_counting_whom_it_touches_costs_the_same_however_many_they_are(course, count, django_assert_num_queries):
    for place in range(count):
        cohort = CohortFactory(course=course.row, name=f"Cohort {place}")
        course.learner(has_written=True, cohort=cohort), course.learner(cohort=cohort)
    activities = list(Activity.objects.values_list("pk", flat=True))

    with django_assert_num_queries(7):
        assert len(touched([course.lesson.pk], activities)) == count


def test_what_was_never_published_touches_nobody(course):
    page = LessonPage(title="New", slug="new", body=body(INTRO))
    course.page.get_parent().add_child(instance=page)
    LessonPage.objects.filter(pk=page.pk).update(live=False)

    assert "This lesson is not published yet." in course.client.get(reverse("lesson_changes", args=[page.pk])).text


def test_the_editor_leads_there(course):
    assert course.url in course.client.get(reverse("wagtailadmin_pages:edit", args=[course.page.pk])).text
    assert Course.objects.count() == 1
