"""Why a course folder is not taken is said in every language: each text stands in the code as a whole, and in the catalogues."""

import ast
import re
from functools import cache
from pathlib import Path

import polib
import pytest
from django.conf import settings

from courses.authoring.folder.reasons import Reason

from .test_tree import ROOT, text_of

AUTHORING = ROOT / "courses" / "authoring"
IMPORTED = {("reason", "_"), ("counted", "ngettext")}
TAKE_A_REASON = {"Mistake", "report", "note", "FrontMatterError", "NotReadable", "NotThisKind", "NotAFolderError"}
LANGUAGES = [code for code, _name in settings.LANGUAGES if code != "en"]


@cache
def calls() -> list[tuple[str, ast.Call]]:
    found = []
    for path in sorted(AUTHORING.rglob("*.py")):
        tree = ast.parse(text_of(path))
        imported = {(name.name, name.asname) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for name in node.names}
        names = {asname for name, asname in IMPORTED & imported}
        found += [(place(path, node), node) for node in ast.walk(tree) if isinstance(node, ast.Call) and called(node) in names]
    return found


def place(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{node.lineno}"


def called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""


def texts(node: ast.Call) -> list[ast.expr]:
    return node.args[: 2 if called(node) == "ngettext" else 1]


def test_each_reason_is_a_whole_text_that_names_what_is_put_into_it():
    wrong = []
    for where, node in calls():
        given = {keyword.arg for keyword in node.keywords} | ({"number"} if called(node) == "ngettext" else set())
        for text in texts(node):
            is_text = isinstance(text, ast.Constant) and isinstance(text.value, str)
            named = set(re.findall(r"%\((\w+)\)", text.value)) if is_text else set()
            if not is_text or (None not in given and named != given):
                wrong.append(where)

    assert len(calls()) > 150
    assert wrong == []


def test_no_reason_is_a_bare_string():
    wrong = []
    for path in sorted(AUTHORING.rglob("*.py")):
        for node in ast.walk(ast.parse(text_of(path))):
            if isinstance(node, ast.Call) and called(node) in TAKE_A_REASON and node.args:
                last = node.args[-1]
                if isinstance(last, ast.JoinedStr) or (isinstance(last, ast.Constant) and isinstance(last.value, str)):
                    wrong.append(place(path, node))

    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_reason_has_a_translation(language):
    catalogue = polib.pofile(ROOT / "locale" / language / "LC_MESSAGES" / "django.po")
    known = {entry.msgid: entry for entry in catalogue if not entry.obsolete and not entry.msgctxt}

    missing = [where for where, node in calls() if not is_translated(known.get(node.args[0].value))]

    assert missing == []


def is_translated(entry: polib.POEntry | None) -> bool:
    """Names of keys and signs may be all that a text has; words in it are others than the English ones."""
    said = [] if entry is None else list(entry.msgstr_plural.values()) or [entry.msgstr]
    return bool(said) and all(said) and "fuzzy" not in entry.flags and entry.msgid not in said


def test_a_reason_is_told_in_the_language_of_the_moment():
    from django.utils.translation import override

    reason = Reason("there is no file %(file)s", "", (("file", "media/road.svg"),))
    with override("uk"):
        here = str(reason)
    with override("cs"):
        there = str(reason)

    assert (here, there) == ("файлу media/road.svg немає", "soubor media/road.svg tu není")
