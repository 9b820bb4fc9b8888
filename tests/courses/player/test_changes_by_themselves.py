"""A lesson changes without anybody pressing "Publish": at the hour that was set, and from a folder. Its changes are classed and told as
any other, and nothing that a learner wrote or completed is undone (docs/decisions/0017)."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now

from cms.pages.tasks import publish_scheduled
from courses.authoring.board import archives, folders
from courses.authoring.importing import OnConflict
from courses.authoring.models import FolderImport
from courses.catalogue.models import Activity, BlockChange, ChangePlan, Course, LessonChange, LessonPage
from courses.changes.pending import pending
from courses.enrolment.models import ActivityCompletion, CourseCompletion, Enrolment
from courses.workbook.models import Entry
from courses.workbook.printed import whole_workbook
from tests.courses.authoring.folders import FILES, change, write
from tests.factories import CohortFactory, EnrolmentFactory, UserFactory
from tests.factories.pages import LessonPageFactory, body, long_text

from .test_changes import INTRO, NOTE, Reader

pytestmark = pytest.mark.django_db
VILLAGE, STREET = long_text("village"), long_text("street")
OTHER_PROMPT = long_text("village", prompt="Count the people who live alone.")


class AtTheHour:
    """A draft with an hour; then the hour comes."""

    written = "village"

    def __init__(self):
        self.page = LessonPageFactory(body=body(("markdown", "intro", INTRO), VILLAGE, STREET))

    def typo(self):
        self._set(("markdown", "intro", INTRO.replace("need", "nead")), VILLAGE, STREET)

    def another_meaning(self):
        self._set(("markdown", "intro", INTRO), OTHER_PROMPT, STREET)

    def exercise_gone(self):
        self._set(("markdown", "intro", INTRO), STREET)

    def come(self):
        with time_machine.travel(now() + timedelta(hours=2)):
            publish_scheduled()

    def _set(self, *blocks):
        page = LessonPage.objects.get(pk=self.page.pk)
        page.body, page.go_live_at = body(*blocks), now() + timedelta(hours=1)
        page.save_revision(user=UserFactory()).publish()


class FromAFolder:
    """The folder is edited elsewhere, sent and read; then somebody says that it is imported."""

    written = "questions"

    def __init__(self, place):
        self.place = write(place, FILES)
        self._read()
        self.come()
        self.page = LessonPage.objects.get(slug="needs")

    def typo(self):
        self._change("Talk with ten people.", "Talk with ten peopel.")

    def another_meaning(self):
        self._change("Write five questions.", "Count the people who live alone.")

    def exercise_gone(self):
        self._change('::: long-text {#questions title="Five questions"}\nWrite five questions.\n:::\n', "")

    def come(self):
        one = FolderImport.objects.order_by("-pk").first()
        folders.begin_import(one=one, on_conflict=OnConflict.REFUSE, owner=None)
        folders.run(import_id=one.pk)
        assert FolderImport.objects.get(pk=one.pk).state == FolderImport.State.DONE

    def _change(self, before, after):
        change(self.place, "en/01-people/02-needs.md", before, after)
        self._read()

    def _read(self):
        one = folders.send_folder(file=SimpleUploadedFile("course.zip", archives.pack(self.place)), by=UserFactory())
        folders.run(import_id=one.pk)


@pytest.fixture(params=["hour", "folder"])
def way(request, tmp_path):
    return AtTheHour() if request.param == "hour" else FromAFolder(tmp_path / "small")


@pytest.fixture
def reader(client, way):
    """Has read the lesson and answered its exercise; everything else in the course is optional."""
    lesson = Course.objects.get().lessons.select_related("course", "module").get(translation_key=way.page.translation_key)
    enrolment = EnrolmentFactory(cohort=CohortFactory(course=lesson.course))
    Activity.objects.exclude(block_id=way.written).update(is_required=False)
    client.force_login(enrolment.learner)
    reader = Reader(client, enrolment, lesson)
    reader.read()
    reader.write(way.written, "Older people.")
    return reader


def kept(reader):
    """What the learner wrote and completed."""
    return (
        list(Entry.objects.order_by("pk").values_list("activity__block_id", "value", "revision", "version_id")),
        set(ActivityCompletion.objects.values_list("activity_id", "completed_at")),
        list(CourseCompletion.objects.values_list("pk", "completed_at", "proof")),
        Enrolment.objects.get(pk=reader.enrolment.pk).state,
    )


@pytest.mark.parametrize(("what", "weight", "is_told"), [("typo", "typo", False), ("another_meaning", "meaning", True)])
def test_it_is_classed_told_and_undoes_nothing(reader, way, what, weight, is_told):
    getattr(way, what)()
    before = kept(reader)
    assert (LessonChange.objects.exists(), NOTE in reader.html()) == (False, False)

    way.come()

    assert [(one.change_class, one.proposed) for one in BlockChange.objects.all()] == [(weight, weight)]
    assert (NOTE in reader.html(), kept(reader)) == (is_told, before)
    assert "Older people." in reader.html()


def test_an_exercise_that_goes_is_told_and_its_answer_stays(reader, way):
    way.exercise_gone()
    before = kept(reader)

    way.come()

    assert LessonChange.objects.get().change_class == "structure"
    assert "What you wrote there stays in your workbook." in reader.plain()
    assert kept(reader) == before
    enrolment = Enrolment.objects.get(pk=reader.enrolment.pk)
    assert [one.answer.text for one in whole_workbook(enrolment, "en").retired] == ["Older people."]


def test_coming_twice_tells_it_once(reader, way):
    way.another_meaning()
    way.come()
    publish_scheduled()

    assert LessonChange.objects.count() == 1
    assert reader.send("seen").status_code == 302
    assert NOTE not in reader.html()


def test_what_an_editor_said_of_a_draft_holds_when_its_hour_comes(client):
    way = AtTheHour()
    course = Course.objects.get()
    editor = UserFactory(is_superuser=True)
    way.another_meaning()
    page = LessonPage.objects.get(pk=way.page.pk)
    found = pending(page)
    ChangePlan.objects.create(page=page, from_version=found.before, choices={found.differences[0].digest: "typo"}, by=editor)

    way.come()

    assert BlockChange.objects.get().change_class == "typo"
    assert course.lessons.get().versions.current().get().content["body"][1]["value"]["prompt"] == "Count the people who live alone."
