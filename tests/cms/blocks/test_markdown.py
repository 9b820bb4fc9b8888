import io
import json
import re
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from cms.blocks import markdown, rich_text
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**bold** and *soft*", "<p><strong>bold</strong> and <em>soft</em></p>\n"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("a <b onclick=x>b</b>", "<p>a &lt;b onclick=x&gt;b&lt;/b&gt;</p>\n"),
        ("[a](https://example.org)", '<p><a href="https://example.org">a</a></p>\n'),
        ("[a](tel:+380441234567)", '<p><a href="tel:+380441234567">a</a></p>\n'),
        ("[a](../needs/#who)", '<p><a href="../needs/#who">a</a></p>\n'),
        ("[a](javascript:alert(1))", "<p>[a](javascript:alert(1))</p>\n"),
        ("[a](JaVaScRiPt&#58;alert(1))", "<p>[a](JaVaScRiPt:alert(1))</p>\n"),
        ("[a](data:text/html,x)", "<p>[a](data:text/html,x)</p>\n"),
        ("![map](/media/map.png)", '<p><img src="/media/map.png" alt="map"></p>\n'),
        ("![map](map.png)", '<p><img src="map.png" alt="map"></p>\n'),
        ("![map](https://spy.example/map.png)", '<p><a href="https://spy.example/map.png">map</a></p>\n'),
        ("![map](//spy.example/map.png)", '<p><a href="//spy.example/map.png">map</a></p>\n'),
        ("![](https://spy.example/map.png)", '<p><a href="https://spy.example/map.png">https://spy.example/map.png</a></p>\n'),
        ("[![map](https://spy.example/map.png)](/there)", '<p><a href="/there">map</a></p>\n'),
    ],
)
def test_what_a_lesson_shows(text, html):
    assert markdown.render(text) == html


@pytest.mark.parametrize(
    "address", ["//x", "/\\x", "\\\\x", "/\t/x", "http:x", "https://x", " https://x", "data:image/svg+xml,x", "//[", "file:x"]
)
def test_a_picture_from_elsewhere_is_recognised(address):
    assert not markdown.is_own_address(address)


def test_a_table_is_shown_and_a_column_of_numbers_aligned_without_inline_style():
    html = markdown.render("| Who | How many |\n|---|---:|\n| Older people | 31 |")

    assert "style=" not in html
    assert '<th class="number">How many</th>' in html
    assert "<td>Older people</td>" in html


def test_headings_of_a_lesson_stand_below_its_sections():
    html = markdown.render("# A\n\n## B\n\n### C\n\n#### D", top_heading=markdown.LESSON_HEADING)

    assert html == "<h3>A</h3>\n<h3>B</h3>\n<h3>C</h3>\n<h4>D</h4>\n"


def test_a_line_has_no_paragraph_and_keeps_its_breaks():
    assert markdown.render_inline("# **31**\nyards") == "# <strong>31</strong><br>\nyards"


def test_rich_text_is_cleaned_when_it_is_shown():
    source = '<p onclick="x()">Yes <b>bold</b><script>alert(1)</script><img src="https://spy.example/x"><a href="javascript:x()">no</a></p>'

    assert rich_text.render(source) == "<p>Yes <b>bold</b><a>no</a></p>"


@given(st.text())
def test_any_text_can_be_shown(text):
    assert "<script" not in markdown.render(text)
    markdown.render_inline(text)


def test_the_command_prints_what_a_lesson_would_show(tmp_path):
    one, two = tmp_path / "one.md", tmp_path / "two.md"
    one.write_text("# One", encoding="utf-8")
    two.write_text("Ґудзь", encoding="utf-8-sig")
    out = io.StringIO()

    call_command("render_markdown", str(one), str(two), stdout=out)

    assert out.getvalue() == "<h1>One</h1>\n<p>Ґудзь</p>\n"


def test_the_command_says_which_line_is_not_utf8(tmp_path):
    file = tmp_path / "old.md"
    file.write_bytes("перша\n".encode() + "друга".encode("cp1251"))

    with pytest.raises(CommandError, match=r"old\.md, line 2: this is not UTF-8"):
        call_command("render_markdown", str(file))


def test_the_command_says_that_a_file_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("render_markdown", str(tmp_path / "nowhere.md"))


def test_commonmark_is_kept(shared, tmp_path):
    """Every example of the specification without raw HTML; the tool that compares is not ours."""
    compare = (shared / "tools/markdown/commonmark_run.py").read_text(encoding="utf-8")
    runner = tmp_path / "run.py"
    ours = "import sys; sys.path.insert(0, {!r})\nfrom cms.blocks.markdown import render\nclass M: pass\nR = lambda t: str(render(t))\n"
    runner.write_text(
        compare.replace("if A.cmd=='markdown-it-py':", "if True:").replace(
            "    from markdown_it import MarkdownIt; M=MarkdownIt('commonmark'); R=M.render",
            "".join(f"    {line}\n" for line in ours.format(str(ROOT)).splitlines()),
        ),
        encoding="utf-8",
    )
    spec = shared / "corpora/markdown/commonmark/spec.txt"

    done = subprocess.run(
        [sys.executable, str(runner), str(spec), "--cmd", "-", "--safe"], capture_output=True, text=True, cwd=tmp_path, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "'pass': 596" in done.stdout


def payloads(shared):
    done = subprocess.run([sys.executable, str(shared / "tools/xss/payloads.py"), str(shared / "corpora")], capture_output=True, check=True)
    return [json.loads(line)["text"] for line in done.stdout.decode().splitlines()]


def test_no_payload_leaves_anything_that_could_run(shared):
    """Markup that stays is on the list; `test_xss.py` opens the same in a browser."""
    allowed = markdown.BLOCK_TAGS | markdown.INLINE_TAGS | rich_text._TAGS
    texts = payloads(shared)

    assert len(texts) > 300
    for text in texts:
        for html in (markdown.render(text), markdown.render_inline(text), rich_text.render(text)):
            assert set(re.findall(r"<([a-z0-9]+)", html)) <= allowed
            assert not re.search(r"<[^>]*\s(on\w+|style|srcdoc|formaction)\s*=", html)
            assert not re.search(r"<[^>]*(href|src)=\"\s*(javascript|vbscript|data|file):", html, re.IGNORECASE)
