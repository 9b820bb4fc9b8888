import re
import time

import pytest

from courses.quizzes import rendering
from courses.quizzes.engine.definition import Format
from courses.quizzes.rendering import inline_html, text_html
from tests.cms.blocks.test_markdown import payloads

FILES = {"well.png": "/media/images/well.png", "a b.png": '/media/a"b.png'}


@pytest.mark.parametrize(
    ("format", "text", "html"),
    [
        ("markdown", "The *right*\n\none", "<p>The <em>right</em></p>\n<p>one</p>\n"),
        ("markdown", "# Water", "<h3>Water</h3>\n"),
        ("markdown", "<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>\n"),
        ("html", "<p>Two</p><p>lines</p>", "<p>Two</p><p>lines</p>"),
        ("html", "H<sub>2</sub>O\nand air", "<p>H<sub>2</sub>O\nand air</p>"),
        ("html", "<h1>Water</h1>", "<h3>Water</h3>"),
        ("html", '<p style="color:red" onclick="x()" class="big" lang="uk">Вода</p>', '<p lang="uk">Вода</p>'),
        ("html", "<p>a</p><script>alert(1)</script>", "<p>a</p>"),
        ("html", "<math><mi>x</mi><mo>=</mo><mn>2</mn></math>", "<p>x=2</p>"),
        ("html", "", ""),
        ("plain", "1 < 2\n3 & 4", "<p>1 &lt; 2<br>\n3 &amp; 4</p>"),
        ("moodle", "One\ntwo", "<p>One<br>\ntwo</p>"),
        ("moodle", "<p>One</p>\n<p>two</p>", "<p>One</p>\n<p>two</p>"),
        ("moodle", "<b>One</b>\n  and", "<p><b>One</b>\n  and</p>"),
    ],
)
def test_a_text_is_shown_in_its_format(format, text, html):
    assert text_html(text, format) == html


@pytest.mark.parametrize(
    ("format", "text", "html"),
    [
        ("markdown", "The *right* one", "The <em>right</em> one"),
        ("markdown", "- 5", "- 5"),
        ("markdown", "1.", "1."),
        ("markdown", "# 3", "# 3"),
        ("markdown", "one\ntwo", "one\ntwo"),
        ("markdown", "one\n\ntwo", "<p>one</p>\n<p>two</p>\n"),
        ("html", "<p>One</p>", "One"),
        ("html", "<p>One</p><p>two</p>", "<p>One</p><p>two</p>"),
        ("html", "One", "One"),
        ("plain", "<b>", "&lt;b&gt;"),
        ("moodle", "One\ntwo", "One<br>\ntwo"),
    ],
)
def test_a_choice_of_one_line_has_no_paragraph_around_it(format, text, html):
    assert inline_html(text, format).rstrip("\n") == html.rstrip("\n")


@pytest.mark.parametrize("text", [r"$$\frac{a_1}{b_2} * c_1 * d$$", r"$$x \{ 1 \\ 2 \}$$"])
def test_a_formula_stays_as_it_is_written(text):
    assert text_html(text, "markdown") == f"<p>{text}</p>\n"
    assert text_html(text, "html") == f"<p>{text}</p>"


def test_dollars_in_code_are_code():
    assert inline_html("`$$` and `$$`", "markdown") == "<code>$$</code> and <code>$$</code>"


@pytest.mark.parametrize(
    ("format", "text", "html"),
    [
        ("markdown", "![A well](@@PLUGINFILE@@/well.png)", '<img src="/media/images/well.png" alt="A well">'),
        ("markdown", "![A](<@@PLUGINFILE@@/a b.png>)", '<img src="/media/a&quot;b.png" alt="A">'),
        ("html", '<img src="@@PLUGINFILE@@/well.png" width="9" alt="A well">', '<img src="/media/images/well.png" alt="A well">'),
        ("html", '<img src="@@PLUGINFILE@@/a%20b.png?x=1">', '<img src="/media/a&quot;b.png" alt="">'),
        ("html", '<img src="@@PLUGINFILE@@/gone.png" alt="A &quot;river&quot;">', "A &quot;river&quot;"),
        ("html", '<a href="@@PLUGINFILE@@/well.png">big</a>', '<a href="/media/images/well.png">big</a>'),
        ("html", '<a href="@@PLUGINFILE@@/gone.png">big</a>', "<a>big</a>"),
    ],
)
def test_a_picture_of_the_question_gets_its_address(format, text, html):
    assert inline_html(text, format, FILES) == html


@pytest.mark.parametrize(
    ("format", "text", "html"),
    [
        ("html", '<img src="https://x.example/a.png?a=1&amp;b=2" alt="A">', '<a href="https://x.example/a.png?a=1&amp;b=2">A</a>'),
        ("html", '<img src="//x.example/a.png">', '<a href="//x.example/a.png">//x.example/a.png</a>'),
        ("html", r'<img src="\\x.example\a.png" alt="A">', r'<a href="\\x.example\a.png">A</a>'),
        ("html", '<a href="/b/"><img src="https://x.example/a.png" alt="A > B"></a>', '<a href="/b/">A &gt; B</a>'),
        ("html", '<img src="/media/a.png" alt="A">', '<img src="/media/a.png" alt="A">'),
        ("html", '<img src="data:image/png;base64,AAAA" alt="A">', "A"),
        ("markdown", "![A](https://x.example/a.png)", '<a href="https://x.example/a.png">A</a>'),
    ],
)
def test_a_picture_of_another_host_is_a_link(format, text, html):
    assert inline_html(text, format) == html


def test_a_text_that_is_shown_again_is_not_rendered_again():
    text_html("Once, for all learners", "html")
    before = rendering._blocks.cache_info().hits

    text_html("Once, for all learners", "html", FILES)

    assert rendering._blocks.cache_info().hits == before + 1


def test_no_payload_leaves_anything_that_could_run(shared):
    allowed = rendering._BLOCKS | rendering._INLINE
    for text in payloads(shared):
        for html in (made(text, format, FILES) for format in Format for made in (text_html, inline_html)):
            assert set(re.findall(r"<([a-z0-9]+)", html)) <= allowed
            assert not re.search(r"<[^>]*\s(on\w+|style|srcdoc|formaction)\s*=", html)
            assert not re.search(r"<[^>]*(href|src)=\"\s*(javascript|vbscript|data|file):", html, re.IGNORECASE)
            assert not re.search(r"<img[^>]*src=\"\s*([a-z]+:|//|\\\\)", html, re.IGNORECASE)


def test_thousands_of_empty_lines_are_one_break():
    began = time.process_time()

    assert text_html("a" + "\n" * 100_000 + "b", "moodle").startswith("<p>a<br>\n\n")
    assert time.process_time() - began < 2
