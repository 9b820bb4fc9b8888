"""A question of ours as an item of QTI 2.1 or 3.0."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import Any

from django.utils.functional import Promise

from ...engine.definition import MANUAL, UNMARKED, Definition
from ...engine.translating import texts
from ..base import Problem, Read
from ..losses import lost_fields, says_less
from ..markup import PLUGINFILE, pictures_in, to_html
from ..pictures import safe_name
from .item import RIGHT, TEXT_CLASS, TOOL, WRONG
from .markup import Qti
from .vocabulary import NAMESPACES, NOT_KEPT, SCHEMAS, TEMPLATES
from .xhtml import is_inline, to_xhtml

SCORE, RESPONSE, FEEDBACK, OVERALL = "SCORE", "RESPONSE", "FEEDBACK", "OVERALL"
XSI = "http://www.w3.org/2001/XMLSchema-instance"


@dataclass
class Parts:
    """What the writer of a type gives. `template` names one of QTI's own ways to grade; where feedback has to be chosen too, `rules` say
    the same in full."""

    body: str = ""
    responses: list[str] = field(default_factory=list)
    outcomes: list[str] = field(default_factory=list)
    template: str = ""
    rules: str = ""
    feedback_rules: str = ""
    modal: str = ""


@dataclass
class ItemWriter:
    read: Read
    version: str
    lost: list[str | Promise] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.qti = Qti(self.version)
        self.definition: Definition = self.read.definition
        self._names: dict[str, str] = {}
        for text in texts(self.definition).values():
            for name in pictures_in(text):
                if name in self.read.files and name not in self._names:
                    data = self.read.files[name]
                    kept = safe_name(name, data, self.pictures)
                    self.pictures[kept] = data
                    self._names[name] = kept

    def said_less(self, format_name: str | Promise) -> Problem | None:
        """What of the question is not in the item. QTI has no tries and no limits of words."""
        kept = {each.name for each in fields(self.definition)} - NOT_KEPT
        if isinstance(self.definition, MANUAL + UNMARKED):
            kept -= {"correct_feedback", "partially_correct_feedback", "incorrect_feedback"}
        return says_less(self.read, format_name, [*lost_fields(self.definition, kept), *self.lost])

    # --- texts ---

    def xhtml(self, text: str, *, one_line: bool = False) -> str:
        html = to_html(text, self.definition.format, one_line=one_line)
        for name, kept in self._names.items():
            html = html.replace(PLUGINFILE + name, kept)
        return to_xhtml(html)

    def text(self, xhtml: str | None = None) -> str:
        """The question's own text, in an element by which we find it again to the letter."""
        return f'<div class="{TEXT_CLASS}">{self.xhtml(self.definition.text) if xhtml is None else xhtml}</div>'

    # --- the item ---

    def item(self, identifier: str, write: "Writer") -> str:
        """Raises Unreadable for what QTI cannot say."""
        parts = write(self, self.definition)
        overall = self._overall(parts)
        qti = self.qti
        namespace = NAMESPACES[self.version]
        attributes: dict[str, object] = {
            "xmlns": namespace,
            "xmlns:xsi": XSI,
            "xsi:schemaLocation": f"{namespace} {SCHEMAS[self.version]}",
            "identifier": identifier,
            "title": self.read.name or identifier,
            "label": self.definition.type,
            "adaptive": False,
            "timeDependent": False,
            "toolName": TOOL,
            "toolVersion": "1",
        }
        outcomes = [self._score(), *parts.outcomes, *([self._outcome(OVERALL, "multiple")] if overall else [])]
        content = [*parts.responses, *outcomes, qti("itemBody", None, parts.body), self._processing(parts), overall, parts.modal]
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{qti("assessmentItem", attributes, *content)}\n'

    def _score(self) -> str:
        marked = not isinstance(self.definition, UNMARKED)
        by_hand = "human" if isinstance(self.definition, MANUAL) else None
        attributes: dict[str, object] = {"identifier": SCORE, "cardinality": "single", "baseType": "float"}
        attributes |= {"normalMaximum": 1 if marked else None, "externalScored": by_hand}
        return self.qti("outcomeDeclaration", attributes, self.qti("defaultValue", None, self.qti("value", None, "0")))

    def _outcome(self, name: str, cardinality: str) -> str:
        return self.qti("outcomeDeclaration", {"identifier": name, "cardinality": cardinality, "baseType": "identifier"})

    def _processing(self, parts: Parts) -> str:
        rules = parts.rules
        if parts.template and not parts.feedback_rules:
            return self.qti("responseProcessing", {"template": TEMPLATES[self.version].format(parts.template)})
        if parts.template == "match_correct":
            same = self.qti("match", None, self.qti.variable(RESPONSE), self.qti("correct", {"identifier": RESPONSE}))
            rules = self.qti.chooses((same, self.qti.scores(1)), otherwise=self.qti.scores(0))
        elif parts.template == "map_response":
            rules = self.qti.sets(SCORE, self.qti("mapResponse", {"identifier": RESPONSE}))
        rules += parts.feedback_rules
        return self.qti("responseProcessing", None, rules) if rules else ""

    # --- feedback ---

    def _overall(self, parts: Parts) -> str:
        """Feedback on the whole answer, as one outcome with a name for each kind."""
        question, qti = self.definition, self.qti
        told = {"general": question.general_feedback}
        if not isinstance(question, MANUAL + UNMARKED):
            told |= {
                "right": question.correct_feedback,
                "partly": question.partially_correct_feedback,
                "wrong": question.incorrect_feedback,
            }
        told = {name: text for name, text in told.items() if text}
        if not told:
            return ""
        if "general" in told:
            parts.feedback_rules += qti.sets(OVERALL, qti("multiple", None, qti.value("identifier", "general")))
        if set(told) - {"general"}:

            def adds(name: str) -> str:
                return qti.sets(OVERALL, qti("multiple", None, qti.variable(OVERALL), qti.value("identifier", name)))

            is_right = qti("gt", None, qti.variable(SCORE), qti.value("float", RIGHT))
            is_partly = qti("gte", None, qti.variable(SCORE), qti.value("float", WRONG))
            parts.feedback_rules += qti.chooses((is_right, adds("right")), (is_partly, adds("partly")), otherwise=adds("wrong"))
        return "".join(self.modal(OVERALL, name, text) for name, text in told.items())

    def modal(self, outcome: str, identifier: str, text: str) -> str:
        attributes: dict[str, object] = {"outcomeIdentifier": outcome, "identifier": identifier, "showHide": "show"}
        return self.qti("modalFeedback", attributes, self.qti.wrapped(self.xhtml(text)))

    def inside_choice(self, identifier: str, text: str) -> str:
        """Feedback in the choice it belongs to."""
        if not text:
            return ""
        xhtml = self.xhtml(text)
        attributes: dict[str, object] = {"outcomeIdentifier": FEEDBACK, "identifier": identifier, "showHide": "show"}
        if is_inline(xhtml):
            return self.qti("feedbackInline", attributes, xhtml)
        return self.qti("feedbackBlock", attributes, self.qti.wrapped(xhtml))


Writer = Callable[[ItemWriter, Any], Parts]
