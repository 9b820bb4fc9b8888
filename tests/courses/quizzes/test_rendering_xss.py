"""The payload lists as texts of questions, opened in a real browser."""

from courses.quizzes.engine.definition import Format
from courses.quizzes.rendering import inline_html, text_html
from tests.cms.blocks.test_markdown import payloads
from tests.cms.blocks.test_xss import alarmed_page, show

__all__ = ["alarmed_page"]


def test_no_payload_runs_in_a_browser(shared, alarmed_page):
    page, alarms = alarmed_page
    found = []
    for text in payloads(shared):
        html = "".join(f"<div>{text_html(text, format)}</div><p>{inline_html(text, format)}</p>" for format in Format)
        found += [(text, what) for what in show(page, html)]

    assert found == []
    assert alarms == []
