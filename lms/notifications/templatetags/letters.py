"""What letters are made of. Each tag serves the text part and the HTML part alike: where Django escapes nothing, it is text."""

from collections.abc import Sequence

from django import template
from django.template.base import Node, NodeList, Parser, Token
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import normalize_newlines

from ..wording import Wording, is_one_line, is_place

register = template.Library()
IN_A_ROW = 10
SIGNS = {"done": "●", "next": "○", "ahead": "○"}


class WordingNode(Node):
    """A place of words that editors may replace; between the tags the words it came with. `needs` are names that must stand there."""

    def __init__(self, place: str, needs: Sequence[str], nodelist: NodeList):
        self.place, self.needs, self.nodelist = place, needs, nodelist

    def render(self, context: Context) -> SafeString:
        said = self._said(context)
        if said is None:
            said = self.nodelist.render(context).strip()
        return mark_safe(f"<p>{said}</p>" if context.autoescape and not is_one_line(self.place) else said)  # escaped in _said

    def _said(self, context: Context) -> str | None:
        wording: Wording | None = context.get("wording")
        text = wording.text_of(self.place) if wording else ""
        if wording is None or not text:
            return None
        if not context.autoescape:
            return wording.fill(text, context.get, str)
        paragraphs = normalize_newlines(escape(text)).split("\n\n")
        return wording.fill("</p><p>".join(each.replace("\n", "<br>") for each in paragraphs), context.get, escape)


@register.tag
def wording(parser: Parser, token: Token) -> WordingNode:
    """{% wording "opening" needs="date" %}…{% endwording %}"""
    _name, place, *more = token.split_contents()
    place, needs = place.strip('"'), [each for said in more for each in said.removeprefix("needs=").strip('"').split(",")]
    if not is_place(place):
        raise template.TemplateSyntaxError(f"No letter has a place of words called {place!r}: see lms/notifications/wording.py.")
    nodelist = parser.parse(("endwording",))
    parser.delete_first_token()
    return WordingNode(place, needs, nodelist)


@register.simple_block_tag(takes_context=True)
def go(context: Context, content: str, link: str) -> str:
    """The one link of a letter: a button that is a cell of a table, because Outlook knows no other; in text a line and the address."""
    if context.autoescape:
        return render_to_string("emails/_go.html", {"words": mark_safe(content.strip()), "link": link})
    return f"{content.strip().rstrip(':')}:\n{link}"


@register.simple_block_tag(takes_context=True)
def fact(context: Context, content: str) -> str:
    """What the letter is about, set off from the sentences."""
    words = mark_safe(content.strip())  # rendered as what stands around it
    return render_to_string("emails/_fact.html", {"words": words}) if context.autoescape else words


@register.simple_tag(takes_context=True)
def stations(context: Context, states: Sequence[str], label: str) -> str:
    """The way as stations, `done`, `next` or `ahead`, that needs no picture to be fetched. `label` says the same in words."""
    if not context.autoescape:
        return "".join(SIGNS[state] for state in states) + f" {label}"
    numbered = list(enumerate(states, 1))
    rows = [numbered[start : start + IN_A_ROW] for start in range(0, len(numbered), IN_A_ROW)]
    return render_to_string("emails/_stations.html", {"rows": rows, "label": label})
