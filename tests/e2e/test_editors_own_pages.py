"""The pages that we added to the back office for editors, as somebody finds them: open to everybody, on a phone and on a wide screen."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import now
from playwright.sync_api import expect
from wagtail.models import Page

from cms.pages.models import TextPage
from cms.translations.models import Term
from courses.authoring.board import archives, counting, exports, folders
from courses.authoring.board.editions import start_edition
from courses.authoring.board.exports import start_export
from courses.authoring.models import Edition, FolderExport, FolderImport
from courses.authoring.progress import Step
from courses.catalogue.models import Course, LessonPage
from courses.enrolment.models import LessonPosition
from courses.proofreading.actions import override
from courses.proofreading.linting import look_through
from courses.proofreading.models import AvoidedWord
from courses.writing.actions import copy_blocks, save_template, set_aside
from courses.writing.copying import raw
from tests.courses.authoring.folders import FILES, TRANSLATED, write
from tests.factories import CohortFactory, EnrolmentFactory, UserFactory
from tests.factories.pages import LessonPageFactory, body, long_text, translate

from .learner_rounds import open_as
from .test_certificate_templates import looks_right

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WATCHES_AFTER = 2_500  # ms; what is typed before that Wagtail takes for the page as it was opened
WRONG = ("markdown", "m", "See [there](/nowhere/) and utilise it. ![](https://example.org/a.png)")
PROMPT = long_text("village", prompt="Count the people who live alone.")


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def editor(transactional_db):
    return UserFactory(is_superuser=True, name="Olha Editor")


@pytest.fixture
def lesson(transactional_db):
    page = LessonPageFactory(body=body(("markdown", "m", "Ask the neighbours."), long_text("village")))
    for each in (page.get_parent().get_parent().specific, page.get_parent().specific, page):
        translate(each, "uk")
    return page


@pytest.fixture
def reader(lesson):
    course = Course.objects.get()
    enrolment = EnrolmentFactory(cohort=CohortFactory(course=course, name="Autumn"))
    row = course.lessons.get()
    LessonPosition.objects.create(enrolment=enrolment, lesson=row, read_version=row.versions.get(language="en"))
    return enrolment


def draft(lesson, *blocks, by=None):
    page = LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()
    page.body = body(*blocks)
    page.save_revision(user=by)
    return page


def see(page, *addresses):
    for address in addresses:
        answer = page.goto(address)
        assert answer.status == 200, address
        looks_right(page)


def stands_still(kind):
    kind.objects.update(touched_at=now() - timedelta(minutes=10))


def test_folders_in_and_out_and_new_editions(new_context, live_server, editor, lesson, tmp_path):
    course = lesson.get_parent().get_parent().specific
    files = FILES | TRANSLATED
    good, bad = write(tmp_path / "small", files), write(tmp_path / "bad" / "small", files | {"course.yaml": "slug: small\nnonsense: 1\n"})
    page = open_as(new_context, editor, live_server.url, reverse("send_folder"))
    looks_right(page)
    page.locator("input[type=file]").set_input_files({"name": "a.zip", "mimeType": "application/zip", "buffer": b"no archive"})
    page.get_by_role("button", name="Send and read it").click()
    expect(page.get_by_text("This is not a .zip file")).to_be_visible()
    looks_right(page)
    for folder in (bad, good):
        page.goto(reverse("send_folder"))
        page.locator("input[type=file]").set_input_files({"name": "c.zip", "mimeType": "application/zip", "buffer": archives.pack(folder)})
        page.get_by_role("button", name="Send and read it").click()
        expect(page.get_by_role("button", name="Remove the file")).to_be_visible()
        looks_right(page)
    page.get_by_role("button", name="Import it").click()
    expect(page.get_by_role("link", name="To the course board")).to_be_visible()
    looks_right(page)
    see(page, reverse("send_folder"), reverse("course_folder", args=[course.pk]))
    page.get_by_role("button", name="Pack the folder").click()
    expect(page.get_by_role("link", name="Download the file (.zip)")).to_be_visible()
    looks_right(page)
    see(page, reverse("course_folder", args=[course.pk]), reverse("course_boards"), reverse("new_edition", args=[course.pk]))


def test_work_that_stands_still_is_let_go_on(new_context, live_server, editor, lesson, tmp_path, monkeypatch):
    course = lesson.get_parent().get_parent().specific
    for task in ("make_edition", "run_folder_import", "run_folder_export"):
        monkeypatch.setattr(f"courses.authoring.tasks.{task}.delay_on_commit", lambda **kwargs: None)
    edition = start_edition(of=course, title="2027", has_own_questions=False, by=editor)
    sent = folders.send_folder(file=SimpleUploadedFile("c.zip", archives.pack(write(tmp_path / "small", FILES))), by=editor)
    packed = start_export(of=course, by=editor)
    waiting = [reverse("course_edition", args=[edition.uid]), reverse("folder_import", args=[sent.uid])]
    waiting.append(reverse("course_export", args=[packed.uid]))
    page = open_as(new_context, editor, live_server.url, waiting[0])
    see(page, *waiting)
    for kind in (Edition, FolderImport, FolderExport):
        stands_still(kind)

    expect(page.get_by_role("button", name="Go on now")).to_be_visible()  # by itself: the page looks again
    see(page, *waiting)
    page.get_by_role("button", name="Go on now").click()
    expect(page.get_by_text("It waits for its turn.")).to_be_visible()
    exports.run(export_id=packed.pk)
    expect(page.get_by_role("link", name="Download the file (.zip)")).to_be_visible()


def test_stopped_work_goes_on_by_keyboard_alone_and_its_progress_is_seen_without_scripts(
    new_context, live_server, editor, lesson, monkeypatch
):
    monkeypatch.setattr("courses.authoring.tasks.run_folder_export.delay_on_commit", lambda **kwargs: None)
    packed = start_export(of=lesson.get_parent().get_parent().specific, by=editor)
    stands_still(FolderExport)
    page = open_as(new_context, editor, live_server.url, reverse("course_export", args=[packed.uid]), scripts=False)
    page.get_by_role("button", name="Go on now").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Look again")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_text("It waits for its turn.")).to_be_visible()

    with counting.AtWork(packed) as at_work:
        at_work.start()
        at_work.begin(Step.PACKING, 7)
        page.get_by_role("link", name="Look again").click()
        expect(page.get_by_text("The file is being packed: 0 of 7.")).to_be_visible()
        expect(page.get_by_role("progressbar")).to_be_visible()
    exports.run(export_id=packed.pk)
    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_role("link", name="Download the file (.zip)")).to_be_visible()


def test_work_that_stopped_is_tried_again_or_given_up(new_context, live_server, editor, lesson, tmp_path, monkeypatch):
    course = lesson.get_parent().get_parent().specific
    for task in ("make_edition", "run_folder_import", "run_folder_export"):
        monkeypatch.setattr(f"courses.authoring.tasks.{task}.delay_on_commit", lambda **kwargs: None)
    edition = start_edition(of=course, title="2027", has_own_questions=False, by=editor)
    sent = folders.send_folder(file=SimpleUploadedFile("c.zip", archives.pack(write(tmp_path / "small", FILES))), by=editor)
    packed = start_export(of=course, by=editor)
    for kind in (Edition, FolderImport, FolderExport):
        kind.objects.update(state=kind.State.FAILED, failures=3)
    page = open_as(new_context, editor, live_server.url, reverse("course_edition", args=[edition.uid]))
    looks_right(page)
    see(page, reverse("folder_import", args=[sent.uid]), reverse("send_folder"), reverse("course_export", args=[packed.uid]))
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("It waits for its turn.")).to_be_visible()

    page.goto(reverse("new_edition", args=[course.pk]))
    page.get_by_role("button", name="Give up").click()
    expect(page.get_by_text("This edition was given up.")).to_be_visible()
    looks_right(page)
    page.get_by_role("link", name="Make a new edition").click()
    expect(page.get_by_label("Title of the new course")).to_be_visible()


def test_time_machine(new_context, live_server, editor, lesson, reader):
    page = open_as(new_context, editor, live_server.url, reverse("time_machine"))
    looks_right(page)
    page.get_by_role("link", name="Autumn").click()
    looks_right(page)
    page.get_by_label("Learner").select_option(label=str(reader.learner))
    page.get_by_label("Date and time").fill(f"{now() + timedelta(days=1):%Y-%m-%dT%H:%M}")  # the lesson came this very minute
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("region", name="The road")).to_be_visible()
    looks_right(page)
    page.get_by_role("link", name="Whom we help").click()
    expect(page.get_by_text("Time machine: the lesson as it reads on")).to_be_visible()
    looks_right(page)


def test_words_and_terms(new_context, live_server, editor):
    term = Term.objects.create(words={"en": "need", "uk": "потреба", "cs": "potřeba"}, note="What somebody lacks.")
    page = open_as(new_context, editor, live_server.url, reverse("translation_terms"))
    looks_right(page)
    see(page, reverse("translation_terms") + "?q=nosuchword", reverse("translation_term_add"), reverse("translation_term", args=[term.pk]))


def test_checks_and_what_was_decided_about_them(new_context, live_server, editor, lesson):
    AvoidedWord.objects.get_or_create(language="en", word="utilise", defaults={"instead": "use"})
    page = open_as(new_context, editor, live_server.url, reverse("page_findings", args=[lesson.pk]))
    looks_right(page)
    found = [one.finding for one in look_through(draft(lesson, WRONG))]
    override(page=lesson, finding=found[0], reason="The page comes next week.", by=editor)
    see(page, reverse("page_findings", args=[lesson.pk]), reverse("leave_finding", args=[lesson.pk, found[1].mark]))
    page.get_by_role("button", name="Leave it as it is").click()
    looks_right(page)


def test_findings_stand_in_a_new_lesson_after_its_first_autosave(new_context, live_server, editor, lesson):
    new = reverse("wagtailadmin_pages:add", args=["catalogue", "lessonpage", lesson.get_parent().pk])
    page = open_as(new_context, editor, live_server.url, f"{new}?template=short")
    page.locator("[name=title]").press_sequentially("Three talks at the well")
    page.wait_for_timeout(WATCHES_AFTER)

    page.locator("[name=summary]").press_sequentially("Whom we asked.")

    expect(page.locator(".findings-beside").first).to_be_attached()
    assert "/edit/" in page.url


def test_what_a_change_touches_and_how_it_compares(new_context, live_server, editor, lesson, reader):
    old = LessonPage.objects.get(pk=lesson.pk).latest_revision_id
    new = draft(lesson, ("markdown", "m", "Ask the neighbours twice."), PROMPT).latest_revision_id
    about = Page.objects.get(depth=2, locale__language_code="en").add_child(instance=TextPage(title="About us", slug="about"))
    about.body = [("markdown", "We are eight people.")]
    first = about.save_revision().pk
    about.body[0].value = "We are nine people."
    second = about.save_revision().pk
    page = open_as(new_context, editor, live_server.url, reverse("lesson_changes", args=[lesson.pk]))
    looks_right(page)
    compare = "wagtailadmin_pages:revisions_compare"
    see(page, reverse(compare, args=[lesson.pk, old, new]), reverse(compare, args=[about.pk, first, second]))
    see(page, reverse("wagtailadmin_pages:unpublish", args=[lesson.pk]))
    expect(page.get_by_text("1 learner has read this.")).to_be_visible()
    page.goto(reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"]) + f"?id={lesson.pk}")
    page.get_by_role("button", name="Yes, unpublish").click()
    expect(page.get_by_role("button", name="Take them off")).to_be_visible()
    looks_right(page)


def test_beginning_copying_and_two_editors(new_context, live_server, editor, lesson):
    template = save_template(lesson=lesson, title="A visit", description="For the third week.", everywhere=True, by=editor)
    copy_blocks(person=editor, blocks=raw(lesson.body), source_title=lesson.title)
    module = lesson.get_parent()
    late = LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()
    base = late.latest_revision
    draft(lesson, ("markdown", "m", "Ask the neighbours twice."), long_text("village"), by=UserFactory(name="Petro"))
    late.body = body(("markdown", "m", "Ask everybody."), long_text("village"))
    late.latest_revision = LessonPage.objects.get(pk=lesson.pk).latest_revision
    aside = set_aside(page=late, base=base, by=editor, wanted="save")
    page = open_as(new_context, editor, live_server.url, reverse("wagtailadmin_pages:add", args=["catalogue", "lessonpage", module.pk]))
    looks_right(page)
    names = ("copy_blocks", "paste_blocks", "save_as_template")
    see(page, reverse("lesson_templates"), reverse("rename_template", args=[template.pk]), reverse("aside", args=[aside.pk]))
    see(page, *(reverse(name, args=[lesson.pk]) for name in names))
