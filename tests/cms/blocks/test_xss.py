"""The payload lists, rendered by us and opened in a real browser: nothing runs, nothing asks another host for anything."""

import pytest

from cms.blocks import markdown, rich_text

from .test_markdown import payloads


@pytest.fixture
def alarmed_page(page):
    """A page that notes whatever tries to run or to fetch."""
    alarms: list[str] = []
    page.on("dialog", lambda dialog: (alarms.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("pageerror", lambda error: alarms.append(f"script: {error}"))
    page.route("**/*", lambda route: (alarms.append(f"request {route.request.url}"), route.abort()))
    return page, alarms


POKE = """() => {
  const forbidden = 'script, iframe, object, embed, base, meta, link, form, style, svg, math';
  const unsafe = a => /^on|^style$/i.test(a.name)
    || (/^(href|src)$/i.test(a.name) && /^(javascript|vbscript|data):/i.test(new URL(a.value, 'http://x/').protocol));
  const all = [...document.querySelectorAll('main *')];
  for (const element of all)
    for (const type of ['mouseover', 'mouseenter', 'focus', 'pointerover', 'toggle', 'animationstart', 'error', 'load'])
      element.dispatchEvent(new Event(type, {bubbles: true}));
  return [
    ...all.filter(e => e.matches(forbidden)).map(e => e.tagName),
    ...all.flatMap(e => [...e.attributes].filter(unsafe).map(a => e.tagName + ' ' + a.name)),
  ];
}"""


def show(page, html):
    page.set_content(f'<!doctype html><html lang="en"><body><main>{html}</main></body></html>')
    return page.evaluate(POKE)


def test_the_alarm_rings_when_something_runs(alarmed_page):
    page, alarms = alarmed_page

    found = show(page, '<img src="https://spy.example/x" onerror="alert(1)">')

    assert found == ["IMG onerror"]
    assert set(alarms) == {"request https://spy.example/x", "dialog 1"}


def test_no_payload_runs_in_a_browser(shared, alarmed_page):
    page, alarms = alarmed_page
    found = []
    for text in payloads(shared):
        html = "".join([markdown.render(text, top_heading=3), f"<p>{markdown.render_inline(text)}</p>", rich_text.render(text)])
        found += [(text, what) for what in show(page, html)]

    assert found == []
    assert alarms == []
