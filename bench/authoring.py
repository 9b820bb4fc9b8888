"""Course folders and the course board, by themselves: `python -m bench.authoring`. The ten lessons six and ten times over.

Wall time of one import of 60 lessons as the task does it, with its dry run; SQL statements and time of the board of 100 lessons."""

import os
import shutil
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CONTENT = ROOT / "content" / "ten-lessons"
DATABASE = "workbook_bench_authoring"


def folder_of(times: int, slug: str, place: Path, languages: str = "uk ru bg cs en") -> Path:
    """The ten lessons so many times, in modules of their own; questions, rubrics and examples once."""
    made = place / slug
    shutil.copytree(CONTENT, made)
    for course in made.glob("*/course.md"):
        if course.parent.name not in languages.split():
            shutil.rmtree(course.parent)
    settings = made / "course.yaml"
    lines = settings.read_text().splitlines()
    settings.write_text("\n".join(f"slug: {slug}" if line.startswith("slug:") else line for line in lines) + "\n")
    for course in made.glob("*/course.md"):
        modules = [module for module in sorted(course.parent.iterdir()) if (module / "module.md").is_file()]
        for copy in range(1, times):
            names = {module.name: f"{int(module.name[:2]) + 20 * copy:03}{module.name[2:]}-{copy}" for module in modules}
            for module in modules:
                _copy(module, course.parent / names[module.name], names)
    return made


def _copy(module: Path, target: Path, names: dict[str, str]) -> None:
    target.mkdir()
    for file in module.iterdir():
        text = file.read_text()
        for before, after in names.items():
            text = text.replace(f"../{before}/", f"../{after}/")
        (target / file.name).write_text(text)


def import_seconds(times: int, slug: str, **options: str) -> tuple[float, float]:
    """Of the dry run and of the import, from the .zip on."""
    from django.core.files.base import ContentFile

    from courses.authoring.board.archives import pack
    from courses.authoring.board.folders import run
    from courses.authoring.models import FolderImport

    with tempfile.TemporaryDirectory() as place:
        data = pack(folder_of(times, slug, Path(place), **options))
    one = FolderImport(name=f"{slug}.zip")
    one.file.save("course.zip", ContentFile(data), save=False)
    one.save()
    taken = []
    for state in (FolderImport.State.READING, FolderImport.State.IMPORTING):
        FolderImport.objects.filter(pk=one.pk).update(state=state)
        started = time.perf_counter()
        run(import_id=one.pk)
        taken.append(time.perf_counter() - started)
    one.refresh_from_db()
    assert one.state == FolderImport.State.DONE, one.report
    return taken[0], taken[1]


def board(slug: str) -> tuple[int, int, float]:
    """Lessons, SQL statements and milliseconds of the page, the second time."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from courses.catalogue.models import Course, CoursePage, LessonPage
    from lms.accounts.actions import grant_role
    from lms.accounts.models import Role, User

    person, _is_new = User.objects.get_or_create(email="editor-of-boards@example.org", defaults={"name": "Editor"})
    grant_role(person=person, role=Role.EDITOR)
    course = Course.objects.get(slug=slug)
    page = CoursePage.objects.get(translation_key=course.translation_key, locale__language_code=course.source_language)
    client = Client()
    client.force_login(person)
    address = reverse("course_board", args=[page.pk])
    client.get(address)
    started = time.perf_counter()
    client.get(address)
    taken = time.perf_counter() - started
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return LessonPage.objects.filter(path__startswith=page.path).count(), len(captured), 1000 * taken


def main() -> None:
    from .__main__ import _environment

    os.environ.update(_environment(DATABASE))
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.REQUIRE_SECOND_FACTOR = False
    settings.ALLOWED_HOSTS = ["*"]

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    stamp = int(time.time())
    dry, wet = import_seconds(6, f"sixty-{stamp}")
    print(f"{'import of 60 lessons in 5 languages, dry run':52}{dry:8.1f} s")
    print(f"{'import of 60 lessons in 5 languages':52}{wet:8.1f} s{'< 60 s':>10}", flush=True)
    _dry, wet = import_seconds(6, f"one-{stamp}", languages="ru")  # after the five, which bring the rubrics in all of them
    print(f"{'import of 60 lessons in one language':52}{wet:8.1f} s{'< 60 s':>10}", flush=True)
    import_seconds(10, f"hundred-{stamp}")
    lessons, queries, taken = board(f"hundred-{stamp}")
    print(f"{f'board of {lessons} lessons in 5 languages, statements':52}{queries:8}{'< 20':>12}")
    print(f"{f'board of {lessons} lessons in 5 languages, wall time':52}{taken:8.0f} ms")


if __name__ == "__main__":
    main()
