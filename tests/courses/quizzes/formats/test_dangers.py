"""What would act in a reader's browser is found in whatever a file hides it, and quickly in whatever length."""

import time

import pytest

from courses.quizzes.formats import FORMATS
from courses.quizzes.formats.dangers import DEEPEST, danger_in, danger_in_markdown, danger_in_plain, is_too_deep
from courses.quizzes.formats.harmless import MOST_CHARACTERS

SCRIPTS = {
    "<script>alert(1)</script>": "<script>",
    "<ScRiPt src=x>": "<script>",
    "<svg><script>alert(1)</script></svg>": "<script>",
    "<textarea><script>alert(1)</script></textarea>": "<script>",
    "<!--><script>alert(1)</script>": "<script>",
    "<!-- x --!><script>alert(1)</script>": "<script>",
    '<a title="<!--"><script>alert(1)</script><!-- -->': "<script>",
    "<a title='>'><script>alert(1)</script>": "<script>",
    "<img src=x onerror=alert(1)>": "onerror",
    "<img/src='x'/onerror=alert(1)>": "onerror",
    "<img src=x onerror=alert(1) ": "onerror",
    '<a href="x"onclick="y">': "onclick",
    "<a href='java\tscript:alert(1)'>x</a>": "href",
    '<a href=" &#1; javascript&colon;alert(1)">x</a>': "href",
    "<a href=vbscript:x>": "href",
    "<a href='data:text/html,x'>x</a>": "href",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>": "xlink:href",
    "<button formaction='javascript:alert(1)'>x</button>": "formaction",
    "<svg><a><animate attributeName=href values=javascript:alert(1) /></a></svg>": "<animate>",
    "<svg><set attributeName=onmouseover to=alert(1)></svg>": "<set>",
    "<iframe srcdoc='x'>": "<iframe>",
    "<meta http-equiv=refresh content='0;url=http://example.org'>": "<meta>",
}


@pytest.mark.parametrize("html", SCRIPTS)
def test_what_acts_is_found_in_html(html):
    assert danger_in(html) == SCRIPTS[html]


@pytest.mark.parametrize(
    "html",
    [
        "2 < 3 and 5 > 4, x<y",
        "<p title='a > b'>one <b>two</b><br/>three</p>",
        "<!-- <script>alert(1)</script> --><p>x</p>",
        "<!-- never closed <script>",
        "<a href='https://example.org/?on=1'>onclick</a>",
        "<img src='data:image/png;base64,AAAA' alt=''>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
    ],
)
def test_what_does_nothing_is_let_through(html):
    assert danger_in(html) is None


@pytest.mark.parametrize(
    ("text", "plain", "markdown"),
    [
        ("<script>alert(1)</script>", "<script>", "<script>"),
        ("<img src=x onerror=alert(1)>", "onerror", "onerror"),
        ("Which element runs a program: <script> or <style>?", None, None),
        ("`<script>alert(1)</script>`", "<script>", None),
        ("```html\n<button onclick='f()'>\n```", "onclick", None),
        ("a `b` <script>x</script> `c", "<script>", "<script>"),
        ("[x](javascript:alert(1))", None, "javascript:"),
        ("[x]( <java&#115;cript:alert(1)>)", None, "javascript:"),
        ("<JavaScript:alert(1)>", None, "JavaScript:"),
        ("[x][1]\n\n[1]: data:text/html,x", None, "data:"),
        ("![x](data:image/png;base64,AAAA)", None, None),
    ],
)
def test_html_in_plain_texts_and_markdown_is_only_shown_so_it_may_be_named(text, plain, markdown):
    assert (danger_in_plain(text), danger_in_markdown(text)) == (plain, markdown)


def test_depth_is_counted_of_what_has_to_be_closed():
    assert is_too_deep("<div>" * (DEEPEST + 1))
    assert is_too_deep("<div></p></b>" * (DEEPEST + 1))
    assert not is_too_deep("<p>x<br><li>y<img src='z'>" * (DEEPEST + 1))
    assert not is_too_deep("<div>x</div>" * (DEEPEST + 1))


PIECES = [
    "<",
    "<?",
    "</",
    "<!",
    "<![",
    "<a ",
    '<a href="',
    "<a b='",
    "<!--",
    "<!-- -->",
    "<math>",
    "<div>",
    "<script",
    "&",
    "`",
    "` ``",
    "](",
    "=",
]


@pytest.mark.parametrize("piece", PIECES)
def test_any_length_of_anything_is_looked_through_in_a_moment(piece):
    text = piece * (1_000_000 // len(piece))
    began = time.process_time()

    for find in (danger_in, danger_in_markdown, danger_in_plain, is_too_deep):
        find(text)

    assert time.process_time() - began < 10


def escaped(text):
    return "".join(f"\\{sign}" if sign in "\\{}=~#:" else sign for sign in text)


@pytest.mark.parametrize("html", [*SCRIPTS])
@pytest.mark.parametrize("format", ["", "[html]"])
def test_a_question_of_gift_with_a_script_is_left_out_and_the_others_are_read(html, format):
    data = f"{format}{escaped(html)} {{=a ~b}}\n\nGood {{=a ~b#no}}\n\nAlso {{{'=a ~b#'}{format}{escaped(html)}}}\n".encode()

    reading = FORMATS["gift"].read(data, "x.gift")

    assert [each.definition.text for each in reading.questions] == ["Good"]
    assert [(each.code, each.line) for each in reading.problems] == [("script", 1), ("script", 1 + data[: data.find(b"Also")].count(b"\n"))]


def test_a_link_that_runs_in_gift_is_left_out_by_name():
    reading = FORMATS["gift"].read(rb"[markdown]See [x](javascript\:alert(1)) {=a ~b}", "x.gift")

    assert [(each.code, each.line) for each in reading.problems] == [("script", 1)]


def test_a_question_of_aiken_with_a_script_is_left_out_and_the_others_are_read():
    data = b"Q\nA) <script>alert(1)</script>\nB) b\nANSWER: B\n\nWhich one is for programs?\nA) <script>\nB) <style>\nANSWER: A\n"

    reading = FORMATS["aiken"].read(data, "x.txt")

    assert [each.definition.choices[0].text for each in reading.questions] == ["<script>"]
    assert [(each.code, each.line) for each in reading.problems] == [("script", 1)]


@pytest.mark.parametrize(
    ("key", "data"),
    [
        ("gift", "a" * (MOST_CHARACTERS + 1) + " {=a ~b}"),
        ("aiken", "Q\nA) a\nB) " + "b" * (MOST_CHARACTERS + 1) + "\nANSWER: A\n"),
        ("cloze", "{1:SHORTANSWER:=a}" + "a" * (MOST_CHARACTERS + 1)),
    ],
)
def test_a_text_that_nobody_could_read_is_refused(key, data):
    reading = FORMATS[key].read(data.encode(), "x")

    assert [(each.code, each.line) for each in reading.problems] == [("too_long", 1)]


def test_html_too_deep_to_be_shown_is_refused():
    reading = FORMATS["gift"].read(b"[html]" + b"<div>" * 600 + b" {=a ~b}", "x.gift")

    assert [(each.code, each.line) for each in reading.problems] == [("too_deep", 1)]
