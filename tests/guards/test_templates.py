"""Rules about templates, styles and scripts, found by reading them."""

import re
from pathlib import Path

from .exceptions import unexplained
from .test_tree import ROOT, lines_with, name_of, text_of, tracked

BENCH = ROOT / "bench"  # yardsticks: nobody reads them
LETTERS = ROOT / "templates" / "emails"
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle=[\"']|\son(?:click|load|submit|change|input|error|key\w+|mouse\w+|focus|blur)=", re.I
)
ELSEWHERE = re.compile(
    r"(?:src|href|action|poster|srcset)=[\"'](?:https?:)?//|@import\s+[\"'(]*(?:https?:)?//|url\([\"']?(?:https?:)?//|\b(?:fetch|import)\(\s*[\"'`](?:https?:)?//"
)
UNTRIMMED = re.compile(r"{%\s*blocktrans(?:late)?\b(?!.*\btrimmed\b)[^%]*%}")

NOT_TO_TRANSLATE: dict[str, str] = {}  # file: text → why it is the same in every language
INLINE_ALLOWED: dict[str, str] = {}

# What stands between the texts of a template: tags of Django and HTML, comments, scripts, what a block of translation holds.
_TRANSLATED = re.compile(r"{%\s*(blocktrans(?:late)?|comment)\b.*?{%\s*end\1\s*%}", re.S)
_CODE = re.compile(r"<(script|style|svg)\b.*?</\1>|<!--.*?-->", re.S | re.I)
_SPOKEN = re.compile(r"\s(?:alt|title|placeholder|aria-label|aria-description)=\"([^\"{]*[^\W\d_]{2,}[^\"{]*)\"")
_WORD = re.compile(r"[^\W\d_]{2,}")


_NAMED_SCRIPT = re.compile(r"""["'](js/[\w./-]+\.js)["']""")
_IMPORTED = re.compile(r"""^\s*(?:import|export)\b[^"';]*["'](\.[^"']+\.js)["']""", re.M)


def templates() -> list[Path]:
    return [path for path in tracked("templates/*.html", "*/templates/*.html") if not path.is_relative_to(BENCH)]


def page_templates() -> list[Path]:
    return [path for path in templates() if LETTERS not in path.parents]


def untranslated(path: Path) -> list[str]:
    """Texts that a person would read and nobody could translate."""
    source = _CODE.sub(" ", _TRANSLATED.sub(" ", text_of(path)))
    source = re.sub(r"{#.*?#}|{{.*?}}", " ", re.sub(r"{%.*?%}", " ", source, flags=re.S), flags=re.S)
    between = re.sub(r"<[^>]*>", "\n", source)
    between = re.sub(r"&\w+;", " ", between)
    return [text.strip() for text in [*between.splitlines(), *_SPOKEN.findall(source)] if _WORD.search(text)]


def test_no_page_holds_inline_script_or_style():
    found = {each.partition(" ")[0]: each for each in lines_with(INLINE, page_templates())}

    assert unexplained(found, INLINE_ALLOWED) == []


def test_nothing_is_fetched_from_another_host():
    ours = [path for path in tracked("templates/*", "static/*") if path.suffix in {".html", ".css", ".js", ".svg"}]

    assert lines_with(ELSEWHERE, ours) == []


def test_every_blocktranslate_is_trimmed():
    assert lines_with(UNTRIMMED, tracked("templates/*")) == []


def test_every_text_can_be_translated():
    found = {f"{name_of(path)}: {text}": "cannot be translated" for path in templates() for text in untranslated(path)}

    assert unexplained(found, NOT_TO_TRANSLATE) == []


def named_scripts() -> set[Path]:
    """Those that pages name themselves."""
    sources = [*templates(), *tracked("cms/*.py", "courses/*.py", "lms/*.py")]
    return {ROOT / "static" / name for path in sources for name in _NAMED_SCRIPT.findall(text_of(path))}


def imported_scripts() -> set[Path]:
    return {(path.parent / name).resolve() for path in tracked("static/js/*.js") for name in _IMPORTED.findall(text_of(path))}


def test_no_script_that_a_page_names_is_imported_by_another():
    """Real sites name scripts with a digest, imports do not: the browser would take the two for different modules and run both."""
    assert named_scripts()
    assert imported_scripts()
    assert sorted(name_of(path) for path in named_scripts() & imported_scripts()) == []
