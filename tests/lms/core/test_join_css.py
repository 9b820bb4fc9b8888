import gzip
import re

import pytest
from django.conf import settings

from lms.core.management.commands.join_css import FOLDERS, joined

CSS = settings.BASE_DIR / "static" / "css"


@pytest.mark.parametrize(("name", "folder"), FOLDERS.items())
def test_the_file_that_is_sent_is_the_sources_joined(name, folder):
    assert (CSS / name).read_text(encoding="utf-8") == joined(CSS / folder), "Run: .venv/bin/python manage.py join_css"


@pytest.mark.parametrize("folder", FOLDERS.values())
def test_every_source_is_in_it(folder):
    named = re.findall(r'@import "([\w-]+\.css)"', (CSS / folder / "index.css").read_text(encoding="utf-8"))

    assert sorted([*named, "index.css"]) == sorted(path.name for path in (CSS / folder).glob("*.css"))


def test_it_is_sent_within_12_kb():
    assert len(gzip.compress((CSS / "site.css").read_bytes())) <= 12_000


def test_a_source_with_a_condition_stands_inside_it(tmp_path):
    (tmp_path / "index.css").write_text('/* order */\n@import "a.css";\n@import "b.css" print;\n')
    (tmp_path / "a.css").write_text("a {\n  color: red; /* why */\n}\n")
    (tmp_path / "b.css").write_text("b {\n  color: blue;\n}\n")

    assert joined(tmp_path) == "a {\ncolor: red;\n}\n@media print {\nb {\ncolor: blue;\n}\n}\n"
