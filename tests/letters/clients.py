"""What old mail programs do with what our letters are made of, by our own reading of the support data (`../shared/corpora/email`).

`y` they do it, `a` in part, `n` not at all. UKR.NET, abv.bg and Seznam have been measured by nobody: for them stands what every web mail
in the data does, and letters use nothing of which one does less than part."""

import re
from html.parser import HTMLParser

FAMILIES = {
    "Outlook": ("outlook", "windows"),  # draws with Word
    "Outlook.com": ("outlook", "outlook-com"),
    "Gmail": ("gmail", "desktop-webmail"),
    "Mail.ru": ("mail-ru", "desktop-webmail"),
}
# property → what Outlook, Outlook.com, Gmail and Mail.ru do with it
CSS = {
    "background-color": "yyyy",
    "border": "ayyy",  # of cells
    "border-collapse": "yyyy",
    "display": "ayyy",
    "font-size": "ayyy",
    "font-weight": "ayyy",
    "line-height": "ayyy",
    "margin": "aaaa",  # never a negative one
    "max-width": "ayyy",
    "padding": "ayyy",  # of cells
    "text-align": "ayyy",
    "text-decoration": "ayyy",
    "width": "ayyy",
}
# What the data does not ask about, because everybody does it; and what is only said to Word.
EVERYWHERE = {"color", "font-family", "mso-padding-alt"}
ELEMENTS = {"a", "body", "br", "head", "html", "meta", "p", "strong", "table", "tbody", "td", "title", "tr"}
# (element, property) that Outlook does not do → what stands in for it
INSTEAD = {
    ("table", "max-width"): '<!--[if mso]><table role="presentation" width="560"',
    ("a", "padding"): "mso-padding-alt",
    ("a", "display"): 'bgcolor="#17595f"',
    ("table", "margin"): "<!--[if mso]>",
}
# Of these Outlook does what we ask for: on those elements, in those units.
DONE_IN_PART = {"border": {"td"}, "padding": {"td"}, "margin": {"p", "body"}}
SINGLE = {"font-size", "font-weight", "line-height", "text-align", "text-decoration", "width"}


class Used(HTMLParser):
    """Which elements a page has, and which property on which of them with what value."""

    def __init__(self, page: str):
        super().__init__()
        self.elements: set[str] = set()
        self.styles: set[tuple[str, str, str]] = set()
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.elements.add(tag)
        for name, value in re.findall(r"([\w-]+)\s*:\s*([^;]+)", dict(attrs).get("style") or ""):
            self.styles.add((tag, re.sub(r"^border-(?:left|right|top|bottom)$", "border", name), value.strip()))


def shown_badly(page: str) -> list[str]:
    """What some program does not do and nothing stands in for."""
    used = Used(page)
    found = [f"<{element}>" for element in used.elements - ELEMENTS]
    for element, name, value in sorted(used.styles):
        if name not in CSS.keys() | EVERYWHERE:
            found.append(f"{name} is not in the table")
        elif name == "margin" and "-" in value:
            found.append("a negative margin")
        elif name not in EVERYWHERE | SINGLE and CSS[name][0] != "y" and element not in DONE_IN_PART.get(name, ()):
            instead = INSTEAD.get((element, name))
            if instead is None or instead not in page:
                found.append(f"{name} on <{element}>: nothing stands in for it in Outlook")
    return found
