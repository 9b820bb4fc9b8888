"""A folder keeps its name when its course moves to another address: whoever packs the course that is there now gets that one."""

import io
import zipfile

import pytest

from courses.authoring.board.exports import run, start_export
from courses.authoring.folder.reader import read_folder
from courses.authoring.importing import import_course
from courses.authoring.models import Folder, FolderExport, FolderFile
from courses.catalogue.models import Course, CoursePage
from tests.factories import UserFactory
from tests.factories.pages import CoursePageFactory, LessonPageFactory, ModulePageFactory

from .folders import FILES, write

pytestmark = pytest.mark.django_db


def test_the_course_at_an_address_is_packed_and_not_the_one_whose_folder_has_that_name(tmp_path):
    import_course(folder=read_folder(write(tmp_path, FILES)))
    moved = CoursePage.objects.get(slug="small")
    moved.slug = "small-2026"
    moved.save_revision().publish()
    other = CoursePageFactory(title="Another course", slug="small")
    LessonPageFactory(parent=ModulePageFactory(parent=other, title="Bees"), title="The hive")
    remembered = list(FolderFile.objects.order_by("pk").values())

    made = start_export(of=other, by=UserFactory())
    run(export_id=made.pk)

    made = FolderExport.objects.get()
    with made.file.open("rb") as file:
        texts = "".join(part.decode() for part in contents(file.read()))
    assert (made.state, made.slug) == ("ready", "small-2")
    assert ("Another course" in texts, "The hive" in texts, "Whom we help" in texts) == (True, True, False)
    assert Folder.objects.get(course=Course.objects.get(slug="small")).slug == "small-2"
    assert list(FolderFile.objects.filter(folder__slug="small").order_by("pk").values()) == remembered


def contents(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [archive.read(name) for name in archive.namelist() if name.endswith((".md", ".yaml"))]
