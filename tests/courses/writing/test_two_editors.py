"""Two tabs, or two editors, on one page: nobody's work is written over in silence."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupApprovalTask, PageLogEntry, Revision, Workflow, WorkflowPage, WorkflowTask

from courses.catalogue.models import LessonPage
from courses.writing.actions import set_aside
from courses.writing.models import Aside
from courses.writing.shown import shown
from tests.factories import UserFactory
from tests.factories.pages import LessonPageFactory, body, long_text
from tests.support.page_forms import hidden_fields, lesson_form

pytestmark = pytest.mark.django_db
BODY = (("markdown", "a", "First."), ("markdown", "b", "Second."), ("markdown", "c", "Third."))


@pytest.fixture(autouse=True)
def one_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def lesson():
    return LessonPageFactory(body=body(*BODY))


class Tab:
    """A form that is open in somebody's browser. Autosave goes on from its own revision, as Wagtail's script does."""

    def __init__(self, page, person=None):
        self.person = person or UserFactory(is_superuser=True)
        self.client = Client()
        self.client.force_login(self.person)
        self.address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        self.page = LessonPage.objects.get(pk=page.pk).get_latest_revision_as_object()
        self.hidden = hidden_fields(self.client.get(self.address).content.decode())
        self.own = {}

    def form(self, button=None, blocks=None, **fields):
        if blocks is not None:
            self.page.body = body(*blocks)
        return lesson_form(self.page, **self.hidden, **fields, **({button: "1"} if button else {}))

    def autosave(self, **said):
        answer = self.client.post(self.address, {**self.form(**said), **self.own}, headers={"accept": "application/json"})
        if answer.status_code == 200:
            self.own = {"overwrite_revision_id": answer.json()["revision_id"]}
        return answer

    def press(self, button=None, **said):
        return self.client.post(self.address, self.form(button, **said))


def draft(page):
    return LessonPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def said_in(page):
    return [(block.id, block.value) for block in draft(page).body]


def sent(look, **sides):
    """What the page of two versions sends: what was seen of each part, and what was chosen."""
    seen = {f"seen-{choice.key}": choice.seen for choice in look.parts}
    return {"newest": look.newest_mark, **seen, **{f"part-{key}": side for key, side in sides.items()}}


def changed(**words):
    return tuple((kind, block_id, words.get(block_id, text)) for kind, block_id, text in BODY)


@pytest.mark.parametrize("button", [None, "action-publish", "action-submit", "action-restart-workflow", "action-cancel-workflow"])
def test_whichever_button_is_pressed_in_a_late_form_nothing_is_written_over(lesson, button):
    mine, theirs = Tab(lesson), Tab(lesson)
    theirs.press("action-publish", blocks=changed(a="Theirs."))

    answer = mine.press(button, blocks=changed(b="Mine."), title="My title")

    aside = Aside.objects.get()
    assert answer.url == reverse("aside", args=[aside.pk])
    assert said_in(lesson) == [("a", "Theirs."), ("b", "Second."), ("c", "Third.")]
    assert LessonPage.objects.get(pk=lesson.pk).title == "Whom we help"
    assert [block.value for block in aside.revision.as_object().body] == ["First.", "Mine.", "Third."]
    assert PageLogEntry.objects.filter(page=lesson.pk, action="writing.set_aside", user=mine.person, revision=aside.revision).exists()
    shown = mine.client.get(answer.url).content.decode()
    assert re.search(r"<title>\s*Two versions of one page\b", shown)
    assert "Theirs." in shown
    assert "Mine." in shown
    assert "My title" in shown
    assert str(theirs.person.get_full_name() or theirs.person) in shown


def test_what_only_one_has_changed_is_put_together_with_one_press(lesson):
    mine, theirs = Tab(lesson), Tab(lesson)
    theirs.press(blocks=(*changed(a="Theirs."), ("markdown", "d", "Fourth.")))
    place = mine.press(blocks=[block for block in changed(b="Mine.") if block[1] != "c"]).url

    shown = mine.client.get(place)
    sent = {f"part-{choice.key}": choice.picked for choice in shown.context["look"].parts}
    answer = mine.client.post(place, {**sent, "newest": shown.context["look"].newest_mark})

    assert sent == {"part-body:a": "theirs", "part-body:b": "mine", "part-body:c": "mine", "part-body:d": "theirs"}
    assert answer.url == mine.address
    assert said_in(lesson) == [("a", "Theirs."), ("b", "Mine."), ("d", "Fourth.")]
    assert mine.client.get(place).url == mine.address  # nothing is left to choose


def test_an_assignment_is_shown_in_words_and_its_exercises_by_theirs(lesson):
    exercises = [long_text("map", "The village map"), long_text("street", "The street")]
    gathered = [[{"type": "item", "id": "e", "value": block_id}] for block_id in ("map", "street")]
    theirs, mine = (body(*exercises, ("assignment", "show", {"title": "Show it", "exercises": ids})) for ids in gathered)
    page = LessonPage.objects.get(pk=lesson.pk)
    page.body = theirs
    page.save_revision(clean=False)
    page.body = mine

    look = shown(set_aside(page=page, base=None, by=UserFactory(), wanted="save"))

    choice = next(choice for choice in look.parts if choice.key == "body:show")
    assert "The village map" in choice.theirs
    assert "The street" in choice.mine
    assert "They may add one" in choice.mine
    assert "<dd>yes</dd>" in choice.mine


def test_where_both_have_changed_the_editor_says_which_stays(lesson):
    mine, theirs = Tab(lesson), Tab(lesson)
    theirs.press(blocks=changed(a="Theirs."), title="Their title")
    place = mine.press(blocks=changed(a="Mine."), title="My title").url
    shown = mine.client.get(place).context["look"]

    refused = mine.client.post(place, sent(shown, title="mine"))
    assert refused.url == place
    page = mine.client.get(place).content.decode()
    assert "Choose for each part" in page
    assert page.count('value="theirs" autofocus') == 1  # what is still to be chosen has the focus
    assert draft(lesson).title == "Their title"

    mine.client.post(place, {"newest": shown.newest_mark, "part-title": "mine", "part-body:a": "theirs"})
    assert (draft(lesson).title, said_in(lesson)[0]) == ("My title", ("a", "Theirs."))
    history = [revision.as_object().title for revision in lesson.revisions.order_by("created_at", "pk")]
    assert history[-3:] == ["My title", "Their title", "My title"]  # mine, set aside; theirs; put together


def test_only_what_was_saved_since_the_form_was_opened_is_said_to_be(lesson):
    mine, theirs = Tab(lesson), Tab(lesson)
    PageLogEntry.objects.log_action(lesson, "wagtail.publish", revision=lesson.latest_revision)
    theirs.press(blocks=changed(a="Theirs."))

    place = mine.press(blocks=changed(b="Mine.")).url

    savings = mine.client.get(place).context["look"].savings
    assert [(saving.action, saving.user) for saving in savings] == [("wagtail.edit", theirs.person)]


@pytest.mark.parametrize(("whole", "kept"), [("mine", "Mine."), ("theirs", "Theirs.")])
def test_one_version_can_be_taken_as_a_whole(lesson, whole, kept):
    mine, theirs = Tab(lesson), Tab(lesson)
    theirs.press(blocks=changed(a="Theirs."))
    place = mine.press(blocks=changed(a="Mine.")).url

    mine.client.post(place, {"newest": mine.client.get(place).context["look"].newest_mark, "whole": whole})

    assert said_in(lesson)[0] == ("a", kept)


def test_a_third_who_saves_while_one_chooses_is_not_written_over_either(lesson):
    mine, theirs, third = Tab(lesson), Tab(lesson), Tab(lesson)
    theirs.press(blocks=changed(a="Theirs."))
    place = mine.press(blocks=changed(b="Mine.")).url
    mark = mine.client.get(place).context["look"].newest_mark
    third.client.post(third.press(blocks=changed(c="Third's.")).url, {"whole": "mine", "newest": mark})

    answer = mine.client.post(place, {"newest": mark, "whole": "mine"})

    assert answer.url == place
    assert "saved once more while you were choosing" in mine.client.get(place).content.decode()
    assert said_in(lesson)[2] == ("c", "Third's.")


def test_what_is_chosen_is_kept_while_it_cannot_be_saved_but_not_for_what_has_changed_since(lesson):
    mine, theirs, third = Tab(lesson), Tab(lesson), Tab(lesson)
    theirs.press(blocks=changed(a="Theirs.", c="Theirs, too."), title="Their title")
    place = mine.press(blocks=changed(a="Mine.", c="Mine, too."), title="My title").url
    look = mine.client.get(place).context["look"]
    again = third.press(blocks=changed(c="Third's.")).url
    other = third.client.get(again).context["look"]
    third.client.post(again, sent(other, **{"title": "theirs", "body:a": "theirs", "body:c": "mine"}))

    answer = mine.client.post(place, sent(look, **{"title": "mine", "body:a": "theirs", "body:c": "theirs"}))

    assert answer.url == place
    for _loaded_again in range(2):
        parts = mine.client.get(place).context["look"].parts
        assert {choice.key: choice.picked for choice in parts} == {"title": "mine", "body:a": "theirs", "body:c": None}
    done = mine.client.post(place, sent(mine.client.get(place).context["look"]) | {"whole": "mine"})
    assert done.url == mine.address
    assert f"aside-{Aside.objects.by(mine.person).get().pk}" not in mine.client.session


def test_autosave_and_buttons_of_one_tab_follow_each_other_without_a_word(lesson):
    tab = Tab(lesson)

    saved = [tab.autosave(blocks=changed(a=words)).status_code for words in ("One.", "Two.")]
    pressed = tab.press(blocks=changed(a="Three."))
    again = tab.press(blocks=changed(a="Three."))  # a second press of the button

    assert saved == [200, 200]
    assert (pressed.url, again.url) == (tab.address, tab.address)
    assert said_in(lesson)[0] == ("a", "Three.")
    assert not Aside.objects.exists()


def test_a_late_autosave_is_refused_and_the_button_then_sets_aside(lesson):
    mine, theirs = Tab(lesson), Tab(lesson)
    mine.autosave(blocks=changed(a="Mine."))
    theirs.press(blocks=changed(a="Theirs."))
    place = Aside.objects.get().pk
    theirs.client.post(reverse("aside", args=[place]), {"newest": _mark(theirs, place), "whole": "mine"})

    refused = mine.autosave(blocks=changed(a="Mine again."))
    pressed = mine.press(blocks=changed(a="Mine again."))

    assert (refused.status_code, refused.json()["error_code"]) == (400, "invalid_revision")
    assert pressed.url.startswith("/admin/writing/aside/")
    assert said_in(lesson)[0] == ("a", "Theirs.")


def _mark(tab, aside):
    return tab.client.get(reverse("aside", args=[aside])).context["look"].newest_mark


def test_two_tabs_of_one_person_are_two_as_well(lesson):
    person = UserFactory(is_superuser=True)
    first, second = Tab(lesson, person), Tab(lesson, person)
    first.autosave(blocks=changed(a="In the first."))

    place = second.press(blocks=changed(b="In the second.")).url

    assert "another tab of yours" in second.client.get(place).content.decode()
    assert said_in(lesson)[0] == ("a", "In the first.")


def test_a_late_form_with_a_mistake_stays_late(lesson):
    """Wagtail shows the form again as if it had been opened just now: the next press would write over."""
    mine, theirs = Tab(lesson), Tab(lesson)
    theirs.press(blocks=changed(a="Theirs."))

    wrong = mine.press(blocks=changed(b="Mine."), minutes="soon")
    mine.hidden = hidden_fields(wrong.content.decode())
    mended = mine.press(blocks=changed(b="Mine."))

    assert wrong.status_code == 200
    assert "Mine." in wrong.content.decode()
    assert mended.url.startswith("/admin/writing/aside/")
    assert said_in(lesson)[0] == ("a", "Theirs.")


def test_a_form_opened_before_there_was_any_draft_is_late_when_there_is_one():
    page = LessonPageFactory(is_published=False, body=body(*BODY))
    mine, theirs = Tab(page), Tab(page)
    theirs.press(blocks=changed(a="Theirs."))

    assert mine.press(blocks=changed(b="Mine.")).url.startswith("/admin/writing/aside/")


def test_bringing_back_an_old_revision_does_not_write_over_what_came_meanwhile(lesson):
    mine, theirs = Tab(lesson), Tab(lesson)
    mine.address = reverse("wagtailadmin_pages:revisions_revert", args=[lesson.pk, lesson.latest_revision_id])
    theirs.press(blocks=changed(a="Theirs."))

    assert mine.press(blocks=BODY).url.startswith("/admin/writing/aside/")
    assert said_in(lesson)[0] == ("a", "Theirs.")


@pytest.mark.parametrize(("name", "said"), [("", "None"), ("Olena", "Olena")])
def test_an_old_revision_names_its_person_and_never_nobody(lesson, name, said):
    Revision.objects.filter(pk=lesson.latest_revision_id).update(user=UserFactory(name=name) if name else None)
    address = reverse("wagtailadmin_pages:revisions_revert", args=[lesson.pk, lesson.latest_revision_id])

    told = [str(one) for one in Tab(lesson).client.get(address).context["messages"]]

    [warning] = [words for words in told if "version of this page" in words]
    assert (said in warning) == bool(name)


def test_approving_with_a_late_form_approves_nothing(lesson):
    task = GroupApprovalTask.objects.create(name="Second reader")
    workflow = Workflow.objects.create(name="Reading")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=lesson)
    state = workflow.start(lesson, UserFactory(is_superuser=True))
    mine, theirs = Tab(lesson), Tab(lesson)
    theirs.press(blocks=changed(a="Theirs."))

    answer = mine.press("action-workflow-action", blocks=changed(b="Mine."), **{"workflow-action-name": "approve"})

    state.refresh_from_db()
    assert answer.url.startswith("/admin/writing/aside/")
    assert state.status == state.STATUS_IN_PROGRESS
    assert LessonPage.objects.get(pk=lesson.pk).body[0].value == "First."


def test_what_was_set_aside_is_for_whoever_typed_it_and_may_edit_the_page(lesson):
    mine, theirs = Tab(lesson), Tab(lesson)
    theirs.press(blocks=changed(a="Theirs."))
    place = mine.press(blocks=changed(b="Mine.")).url

    assert theirs.client.get(place).status_code == 404
    assert theirs.client.post(place, {"whole": "mine"}).status_code == 404
    mine.person.is_superuser = False
    mine.person.save()
    assert mine.client.get(place).status_code in (302, 403, 404)


def test_it_does_not_become_the_newest_by_date(lesson):
    """Wagtail asks for the newest by date when it says whether a page has changes that are not published."""
    mine, theirs = Tab(lesson), Tab(lesson)
    theirs.press("action-publish", blocks=changed(a="Theirs."))
    mine.press(blocks=changed(b="Mine."))

    newest = LessonPage.objects.get(pk=lesson.pk).latest_revision
    assert newest.is_latest_revision()
    assert Aside.objects.get().revision.created_at == newest.created_at - timedelta(microseconds=1)
