from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from courses.catalogue.models import Course, LessonPage
from lms.network.models import Organisation
from tests.factories import UserFactory

from .folders import FILES, TRANSLATED, change, contents, write

pytestmark = pytest.mark.django_db


def run(command: str, *arguments, **options) -> str:
    out = StringIO()
    call_command(command, *map(str, arguments), stdout=out, stderr=out, **options)
    return out.getvalue()


def stopped(command: str, *arguments) -> tuple[int, str, str]:
    out = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command(command, *map(str, arguments), stdout=out, stderr=out)
    return caught.value.returncode, str(caught.value), out.getvalue()


def test_an_import_says_what_it_did(tmp_path):
    root = write(tmp_path, FILES | TRANSLATED)

    assert run("import_course", root) == "Imported “small” (en, ru): pages 8 new, 0 changed, 0 as before; 1 picture or file new.\n"
    assert run("import_course", root) == "Imported “small” (en, ru): pages 0 new, 0 changed, 8 as before; 0 pictures or files new.\n"


def test_a_dry_run_says_what_it_would_do(tmp_path):
    said = run("import_course", write(tmp_path, FILES), "--dry-run")

    assert said == "Would import “small” (en): pages 4 new, 0 changed, 0 as before; 1 picture or file new.\n"
    assert not Course.objects.exists()


def test_mistakes_are_listed_and_nothing_is_imported(tmp_path):
    root = write(tmp_path, FILES)
    change(root, "en/01-people/02-needs.md", "title: Needs", "title: [")
    change(root, "en/01-people/01-whom-we-help.md", "::: tip", "::: tpi")

    code, message, listed = stopped("import_course", root)

    assert (code, message) == (1, "Nothing was imported: 2 mistakes to correct first.")
    assert [line.split(": ")[0] for line in listed.splitlines()] == [
        "en/01-people/01-whom-we-help.md:15",
        "en/01-people/02-needs.md:2",
        "Because of this not everything could be looked at. More may show when it is corrected.",
    ]
    assert not Course.objects.exists()


def test_an_edited_page_is_named_with_its_editor(tmp_path):
    root = write(tmp_path, FILES)
    run("import_course", root)
    page = LessonPage.objects.get(slug="needs")
    page.title = "What they need"
    page.save_revision(user=UserFactory(name="Оля Редактор")).publish()

    code, message, listed = stopped("import_course", root)

    assert code == 2
    assert message.startswith("Nothing was imported: these pages, questions, rubrics and examples were edited")
    assert listed.startswith("“What they need” (en) was edited by ")
    assert "Left as it is: “What they need”" in run("import_course", root, "--ours")
    assert "1 changed" in run("import_course", root, "--theirs")


def test_an_owner_must_be_known(tmp_path):
    root = write(tmp_path, FILES)

    assert stopped("import_course", root, "--owner", "nobody")[1] == "There is no organisation “nobody”."

    Organisation.objects.create(name="Попутчики", slug="fellows")
    run("import_course", root, "--owner", "fellows")
    assert Course.objects.get().owner.slug == "fellows"


def test_an_export_says_what_it_did(tmp_path):
    root = write(tmp_path / "folder", FILES)
    run("import_course", root)

    said = run("export_course", "small", tmp_path / "out")

    assert said == f"Exported “small” (en) to {tmp_path / 'out'}: 7 files written, 0 as before.\n"
    assert contents(tmp_path / "out") == contents(root)


def test_an_export_that_cannot_be_says_why(tmp_path):
    assert stopped("export_course", "small", tmp_path / "out")[:2] == (1, "There is no published course “small”. There are: none yet.")

    run("import_course", write(tmp_path / "folder", FILES))
    write(tmp_path / "full", {"thesis.txt": "years"})
    code, message, _listed = stopped("export_course", "small", tmp_path / "full")
    assert (code, message.startswith("Nothing was written.")) == (2, True)
