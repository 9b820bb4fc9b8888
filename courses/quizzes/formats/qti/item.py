"""One item while it is being read: its body as HTML, its pictures, its grading, and what has to be said about it."""

import posixpath
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from urllib.parse import unquote, urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..base import Problem, Unreadable, warning
from ..markup import PLUGINFILE
from ..pictures import is_picture, reference, safe_name
from ..safe_xml import Element
from .declarations import Value
from .identifiers import id_of, plain_ids
from .processing import Processing
from .xhtml import MATHML, tidied, to_html

TOOL = "Workbook"
TEXT_CLASS = "question-text"
RIGHT, WRONG = 0.999999, 0.000001
FileOf = Callable[[str], bytes | None]
_FEEDBACK = ("feedbackInline", "feedbackBlock", "modalFeedback")
_MEDIA = {"video": "src", "audio": "src", "object": "data", "embed": "src", "iframe": "src"}
_DROPPED = {"stylesheet", "include", "track", "param", "positionObjectStage", "qti-catalog-info", "catalogInfo"}
MOST_PARTS = 300
_MANY = ("simpleChoice", "simpleAssociableChoice", "inlineChoice", "gapText", "gap", "mapEntry", "value", "textEntryInteraction")
_ADAPTIVE = ("templateDeclaration", "templateProcessing")


@dataclass(frozen=True)
class Probe:
    """An answer that was tried: its part of the mark, and which parts of the question it is made of."""

    answers: Mapping[str, Value]
    fraction: float
    parts: frozenset[str] = frozenset()


@dataclass
class Feedback:
    element: Element
    inside: str  # the choice it stands in


@dataclass
class Item:
    """Raises Unreadable for what no reader could read."""

    element: Element
    file_of: FileOf
    warnings: list[Problem] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.element.get("adaptive").lower() == "true":
            message = _("This question changes with the tries that are made (it is adaptive). Such questions are not read.")
            raise Unreadable("qti_adaptive", message, line=self.element.line)
        for name in _ADAPTIVE:
            found = self.element.first(name)
            if found is not None:
                message = _("This question is a template with values drawn at random. Such questions are not read.")
                raise Unreadable("qti_template_item", message, line=found.line)
        body = self.element.first("itemBody")
        if body is None:
            raise Unreadable("qti_body", _("This question has no text: there is no <itemBody>."), line=self.element.line)
        parts = sum(1 for _each in self.element.below(*_MANY))
        if parts > MOST_PARTS:
            raise Unreadable("too_many", _("This question has more than %(number)d choices or answers."), line=body.line, number=MOST_PARTS)
        self.body = body
        self.is_ours = self.element.get("toolName") == TOOL
        self.processing = Processing(self.element)
        self.interactions = [each for each in body.below() if each.name.endswith("Interaction") and each.name != "endAttemptInteraction"]

    def warn(self, code: str, message: str | Promise, line: int | None = None, **facts) -> None:
        if not any(each.code == code and each.facts == facts for each in self.warnings):
            self.warnings.append(warning(code, message, line=line or self.element.line, **facts))

    def ids(self, elements: Iterable[Element], prefix: str = "") -> dict[str, str]:
        """Our ids by their identifiers. `prefix` is what our writer put before them."""
        identifiers = [element.get("identifier") for element in elements]
        return {each: id_of(each, prefix) for each in identifiers} if self.is_ours else plain_ids(identifiers)

    # --- marks ---

    def full_mark(self, best: float) -> float:
        """What the whole question is worth in its own points, where `best` is the best answer."""
        if self.is_ours:
            return 1.0
        return round(best, 6) or self.declared_maximum() or 1.0

    def declared_maximum(self) -> float | None:
        declared = self.processing.outcomes_declared
        most = declared["MAXSCORE"].default if "MAXSCORE" in declared else None
        return most if isinstance(most, float) else declared["SCORE"].maximum if "SCORE" in declared else None

    # --- texts ---

    def text(self, interaction: Element | None = None, gap: Callable[[Element], str | None] | None = None) -> str:
        """The question's text: the body, with the prompt where the interaction stands. `gap` says what stands for a gap in the text."""
        own = next((each for each in self.body.below("div") if each.get("class") == TEXT_CLASS), None) if self.is_ours else None

        def instead(element: Element) -> str | None:
            found = gap(element) if gap else None
            if found is not None:
                return found
            if element is interaction:
                prompt = element.first("prompt")
                return f"<p>{self.html(prompt.pieces)}</p>" if prompt else ""
            return "" if element.name.endswith("Interaction") else None

        if own is not None:
            return self.inside(own.pieces, instead)
        return tidied(self.inside(self.body.pieces, instead))

    def inside(self, pieces: list[str | Element], instead: Callable[[Element], str | None] | None = None) -> str:
        return to_html(pieces, lambda element: self._with(element, instead))

    def html(self, pieces: list[str | Element]) -> str:
        """A smaller text: a choice, a feedback."""
        html = self.inside(pieces)
        return html if self.is_ours else tidied(html)

    def grader_info(self) -> str:
        found = [
            self.html(each.pieces) for each in self.body.below("rubricBlock") if "candidate" not in each.get("view", "candidate").split()
        ]
        return "".join(text.removeprefix("<div>").removesuffix("</div>") if self.is_ours else text for text in found)

    def _with(self, element: Element, instead: Callable[[Element], str | None] | None) -> str | None:
        found = instead(element) if instead else None
        if found is not None:
            return found
        name = element.name
        if name in _FEEDBACK or name in _DROPPED:
            return ""
        if name == "rubricBlock":
            inner = self.inside(element.pieces, instead)
            return f"<div>{inner}</div>" if "candidate" in element.get("view", "candidate").split() else ""
        if name == "contentBody":
            return self.inside(element.pieces, instead)
        if name == "img":
            return self._picture(element.get("src"), element.get("alt"), element)
        if name == "a":
            return self._link(element, instead)
        if name in _MEDIA:
            return self._media(element, instead)
        if name in ("printedVariable", "templateInline", "templateBlock"):
            raise Unreadable(
                "qti_template_item", _("Its text holds values that are calculated. Such questions are not read."), line=element.line
            )
        if element.namespace == MATHML and name == "math":
            inner = self.inside(element.pieces, instead)
            return f"<math>{inner}</math>"
        return None

    def _link(self, element: Element, instead: Callable[[Element], str | None] | None) -> str | None:
        inner = self.inside(element.pieces, instead)
        address = element.get("href")
        if urlsplit(address).scheme in ("http", "https", "mailto", "tel"):
            return None
        if address and not self.is_ours:
            self.warn("qti_link", _("The link to “%(name)s” was left out."), element.line, name=address[:100])
        return inner

    def _media(self, element: Element, instead: Callable[[Element], str | None] | None) -> str:
        """A picture, or what stands in for it."""
        address = element.get(_MEDIA[element.name]) or next((each.get("src") for each in element.below("source")), "")
        fallback = self.inside(element.pieces, instead) if element.name == "object" else ""
        if element.name == "object" and element.get("type").startswith("image/"):
            data = self.file_of(_path(address))
            if data is None or is_picture(data):
                return self._picture(address, element.get("alt") or element.get("label"), element) + fallback
        if not (fallback and any(each.name == "object" for each in element)):
            self.warn("qti_media", _("“%(name)s” is no picture and was left out."), element.line, name=address[:100] or element.name)
        return fallback

    def _picture(self, address: str, alternative: str, element: Element) -> str:
        told = escape(alternative)
        if address.startswith(PLUGINFILE) or urlsplit(address).scheme:
            return f'<img src="{escape(address)}" alt="{told}">'
        path = _path(address)
        data = self.file_of(path)
        name = path.rpartition("/")[2]
        if data is None:
            self.warn("file_missing", _("The text shows “%(name)s”, which is not in the file."), element.line, name=path)
            return f'<img src="{reference(safe_name(name, b"", {}))}" alt="{told}">'
        if not is_picture(data):
            self.warn("file_no_picture", _("“%(name)s” is no picture (PNG, JPEG, GIF, WebP). The question was read without it."), name=name)
            return told
        kept = safe_name(name, data, self.pictures)
        self.pictures[kept] = data
        return f'<img src="{reference(kept)}" alt="{told}">'

    # --- feedback ---

    def feedback(self, probes: list[Probe]) -> dict[str, str]:
        """Texts by where they belong: "general", "correct", "partial", "incorrect", or a part of the question. Every feedback is placed by
        the answers that bring it."""
        placed: dict[str, list[str]] = {}
        outcomes = [self.processing.outcomes(probe.answers) for probe in probes]
        for each in self._feedbacks():
            text = self.html(each.element.pieces)
            if not text.strip():
                continue
            place = self._place(each, probes, outcomes)
            if place is None:
                self.warn(
                    "qti_feedback", _("A feedback could not be placed and was left out: “%(what)s”"), each.element.line, what=text[:80]
                )
            else:
                placed.setdefault(place, []).append(text)
        return {place: " ".join(texts) for place, texts in placed.items()}

    def _feedbacks(self) -> list[Feedback]:
        found = [Feedback(element, "") for element in self.element.all("modalFeedback")]

        def look(element: Element, inside: str) -> None:
            for child in element:
                if child.name in _FEEDBACK:
                    found.append(Feedback(child, inside))
                else:
                    look(child, child.get("identifier") if child.name in ("simpleChoice", "inlineChoice") else inside)

        look(self.body, "")
        return found

    def _place(self, each: Feedback, probes: list[Probe], outcomes: list[dict[str, Value]]) -> str | None:
        identifier, outcome = each.element.get("identifier"), each.element.get("outcomeIdentifier")
        if self.is_ours and outcome == "OVERALL":
            return {"right": "correct", "partly": "partial", "wrong": "incorrect", "general": "general"}.get(identifier)
        if self.is_ours and identifier.startswith("ANSWER-"):
            return id_of(identifier, "ANSWER-")
        shows = each.element.get("showHide", "show") == "show"
        seen = {place for place, after in enumerate(outcomes) if _holds(after.get(outcome), identifier) == shows}
        answered = {place for place, probe in enumerate(probes) if probe.answers}
        seen &= answered
        if not seen:
            return None
        if each.inside:
            return each.inside
        if seen == answered and len(answered) > 1:
            return "general"
        for name, chosen in _BY_FRACTION.items():
            if seen == {place for place in answered if chosen(probes[place].fraction)}:
                return name
        parts = {part for place in seen for part in probes[place].parts}
        return next((part for part in parts if seen == {place for place in answered if part in probes[place].parts}), None)


_BY_FRACTION: dict[str, Callable[[float], bool]] = {
    "correct": lambda fraction: fraction > RIGHT,
    "incorrect": lambda fraction: fraction < WRONG,
    "partial": lambda fraction: WRONG <= fraction <= RIGHT,
}


def _holds(value: Value, identifier: str) -> bool:
    values = getattr(value, "values", (value,))
    return identifier in values


def _path(address: str) -> str:
    return posixpath.normpath(unquote(address.partition("#")[0].partition("?")[0])) if address else ""
