"""What stands inside other people's lines and not inside ours: tags of templates, HTML, pictures from elsewhere, links to other files."""

import re
from collections.abc import Callable
from html import unescape

from ..folder.markdown import SCHEME
from ..folder.reasons import reason as _
from ..folder.sentences import comment_left_out
from .lines import Chapter, Line, code_places

CODE = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)")
FILENAME = re.compile(r"\{%\s*filename\s*%\}(.*?)\{%\s*endfilename\s*%\}")
RAW = re.compile(r"\{%\s*(?:end)?raw\s*%\}")
BASE_URL = re.compile(r"\{\{\s*site\.baseurl\s*\}\}")
TAG = re.compile(r"\{%.*?%\}")
VARIABLE = re.compile(r"\{\{\s*[\w.]+\s*\}\}")
FOREIGN_VARIABLE = re.compile(r"\{\{\s*(?:book|site|page)\.[\w.]+\s*\}\}")
COMMENT = re.compile(r"<!--.*?-->")
LINKED = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*<?([^)\s>]*)>?(?:\s+[\"']([^\"']*)[\"'])?\s*\)(\{[^}]*\})?")
IMAGE_ALT = re.compile(r"alt=(?:'([^']*)'|\"([^\"]*)\")")
IAL = re.compile(r"\{:[^}]*\}")
HTML_PAIRS = {"b": "**", "strong": "**", "i": "*", "em": "*", "kbd": "`", "code": "`", "span": "", "p": "", "u": "", "center": ""}
HTML_TAG = re.compile(r"<(/?)(b|strong|i|em|kbd|code|span|p|u|center)\b([^>]*)>", re.IGNORECASE)
HTML_IMAGE = re.compile(r"<img\b([^>]*?)/?>", re.IGNORECASE)
HTML_LINK = re.compile(r"<a\b[^>]*?href=\"([^\"]*)\"[^>]*>(.*?)</a>", re.IGNORECASE)
HTML_FRAME = re.compile(r"<iframe\b[^>]*?src=\"([^\"]*)\"[^>]*>.*?(?:</iframe>|$)", re.IGNORECASE)
HTML_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
HTML_OTHER = re.compile(
    r"</?(?:div|table|tr|td|th|tbody|thead|ul|ol|li|pre|video|audio|source|details|summary|hr|h[1-6]|sup|sub|font|script|style|form|input|button|"
    r"figure|figcaption|section|blockquote|iframe|object|embed)\b[^>]*>",
    re.IGNORECASE,
)
ATTRIBUTE = re.compile(r"(\w+)=(?:\"([^\"]*)\"|'([^']*)')")


def take_over(lines: list[Line], chapter: Chapter) -> list[Line]:
    """Lines as our reader understands them. Code stays as it is, to the letter."""
    code = code_places(lines)
    made = []
    for place, line in enumerate(lines):
        if place in code:
            made.append(line)
            if FOREIGN_VARIABLE.search(line.text):
                said = FOREIGN_VARIABLE.search(line.text)[0]
                chapter.note(line, _("`%(said)s` in code is not known here: it stands as it was typed", said=said))
        else:
            made.append(line.say(_outside_code(line, chapter)))
    return made


def _outside_code(line: Line, chapter: Chapter) -> str:
    """Spans of code are put aside first and back last: an address or a tag in them means nothing."""
    text = FILENAME.sub(lambda found: f"**{_name(found[1])}**", line.text)
    spans: list[str] = []

    def aside(found: re.Match) -> str:
        spans.append(found[0])
        return f"\x00{len(spans) - 1}\x00"

    text = CODE.sub(aside, text)
    for step in STEPS:
        text = step(text, line, chapter)
    return re.sub(r"\x00(\d+)\x00", lambda found: spans[int(found[1])], text)


def _name(text: str) -> str:
    """Of a file or a window, as it stands over a piece of code."""
    return VARIABLE.sub("", text).strip().replace("*", "\\*").replace("_", "\\_")


def _templates(text: str, line: Line, chapter: Chapter) -> str:
    if re.search(r"\{%\s*filename", line.text) and VARIABLE.search(line.text):
        chapter.note(line, _("`%(said)s` is left out of the name over the code", said=VARIABLE.search(line.text)[0]))
    text = BASE_URL.sub("", RAW.sub("", text))
    for tag in TAG.findall(text):
        chapter.note(line, _("the template tag `%(said)s` is left out", said=tag[:80]))
    text = TAG.sub("", text)
    for variable in VARIABLE.findall(text):
        chapter.note(line, _("`%(said)s` is not known here: it stands as it was typed", said=variable))
    return text


def _comments(text: str, line: Line, chapter: Chapter) -> str:
    for comment in COMMENT.findall(text):
        chapter.note(line, comment_left_out(comment))
    return COMMENT.sub("", text)


def _styles(text: str, line: Line, chapter: Chapter) -> str:
    for style in IAL.findall(text):
        chapter.note(line, _("the style `%(said)s` is left out", said=style))
    return IAL.sub("", text)


def _html(text: str, line: Line, chapter: Chapter) -> str:
    text = HTML_BREAK.sub(" ", text)
    text = HTML_IMAGE.sub(lambda found: _html_image(found[1]), text)
    text = HTML_LINK.sub(r"[\2](\1)", text)
    text = HTML_FRAME.sub(lambda found: _frame(found[1], line, chapter), text)
    for found in HTML_TAG.finditer(text):
        if found[3].strip():
            chapter.note(line, _("the style of `%(said)s` is left out", said=found[0]))
    text = HTML_TAG.sub(lambda found: HTML_PAIRS[found[2].lower()], text)
    for tag in HTML_OTHER.findall(text):
        chapter.note(line, _("the HTML `%(said)s` cannot be taken over: it stands as it was typed", said=tag[:80]))
    return text


def _html_image(text: str) -> str:
    given = {name.lower(): double or single for name, double, single in ATTRIBUTE.findall(text)}
    return f"![{unescape(given.get('alt', ''))}]({given.get('src', '')})"


def _frame(address: str, line: Line, chapter: Chapter) -> str:
    chapter.note(line, _("a page of another site stands here; it became a link: %(address)s", address=address))
    return f"[{address}]({address})"


def _links(text: str, line: Line, chapter: Chapter) -> str:
    return LINKED.sub(lambda found: _picture(found, line, chapter) if found[1] else _link(found, line, chapter), text)


def _picture(found: re.Match, line: Line, chapter: Chapter) -> str:
    alt, source, title = found[2].strip(), found[3], found[4]
    described = IMAGE_ALT.search(found[5] or "")
    words = (described[1] or described[2] if described else "") or alt
    if SCHEME.match(source) and not source.startswith("/"):
        chapter.note(line, _("the picture is on another site; it became a link: %(address)s", address=source))
        return f"[{words or source}]({source})"
    path = chapter.media(source.lstrip("/"), line.say("") if not source.startswith("/") else Line("", "", line.number))
    if path is None:
        reason = _("the picture %(file)s is not in the folder; its words stand in its place: “%(words)s”", file=source, words=words)
        chapter.note(line, reason)
        return f"*{words}*" if words else ""
    if not words:
        chapter.note(line, _("the picture %(file)s has no words for those who cannot see it", file=source))
    caption = title or (alt if described and alt and not SCHEME.match(alt) else "")
    decorative = "" if words else "{.decorative}"
    return f"![{words}]({path}" + (f' "{caption}"' if caption else "") + f"){decorative if text_is_alone(line, found) else ''}"


def text_is_alone(line: Line, found: re.Match) -> bool:
    return line.text.strip() == found[0].strip()


def _link(found: re.Match, line: Line, chapter: Chapter) -> str:
    words, target = found[2], found[3]
    if not words.strip():
        chapter.note(line, _("a link without words is left out: %(link)s", link=target))
        return ""
    if target.startswith("#") or (SCHEME.match(target) and not target.startswith("/")):
        return f"[{words}]({target})" + (found[5] or "")
    ours = chapter.page(target, line) or chapter.media(target, line)
    if ours is None:
        reason = _("the link to %(link)s leads out of the course; its words stay: “%(words)s”", link=target, words=words)
        chapter.note(line, reason)
        return words
    return f"[{words}]({ours})"


Step = Callable[[str, Line, Chapter], str]
STEPS: tuple[Step, ...] = (_templates, _comments, _html, _links, _styles)
