"""Rich text as lessons show it. The editor's field cleans what is typed, but an import or a script may store anything: so it is cleaned
when it is shown."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html

from .markdown import LINK_SCHEMES

FEATURES = ["h3", "h4", "bold", "italic", "ol", "ul", "hr", "link", "document-link", "blockquote"]

_TAGS = {"span", "p", "h3", "h4", "b", "strong", "i", "em", "ol", "ul", "li", "hr", "br", "a", "blockquote"}
_ATTRIBUTES = {"a": {"href", "title"}, "span": {"lang"}}


def render(source: str) -> SafeString:
    html = nh3.clean(expand_db_html(source), tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=LINK_SCHEMES, link_rel=None)
    return mark_safe(html)
