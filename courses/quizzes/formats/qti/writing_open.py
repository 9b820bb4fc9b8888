"""Items of what a person grades, and of what nobody does."""

from django.utils.translation import gettext_lazy as _

from ...engine.definition import Description, Essay, File, Scale
from ..base import Unreadable
from .markup import Qti
from .writing import RESPONSE, ItemWriter, Parts

MOST_FILES = 20


def declared(qti: Qti, name: str, cardinality: str, base_type: str, *content: str) -> str:
    return qti("responseDeclaration", {"identifier": name, "cardinality": cardinality, "baseType": base_type}, *content)


def write_essay(writer: ItemWriter, question: Essay) -> Parts:
    qti = writer.qti
    lines: dict[str, object] = {
        "responseIdentifier": RESPONSE,
        "expectedLines": question.lines,
        "minStrings": int(question.is_text_required),
    }
    uploads, responses = _uploads(writer, question.min_files, question.max_files)
    return Parts(
        body=writer.text() + _rubric(writer, question.grader_info) + qti("extendedTextInteraction", lines) + uploads,
        responses=[declared(qti, RESPONSE, "single", "string"), *responses],
    )


def write_file(writer: ItemWriter, question: File) -> Parts:
    uploads, responses = _uploads(writer, question.min_files, max(1, question.max_files))
    return Parts(body=writer.text() + _rubric(writer, question.grader_info) + uploads, responses=responses)


def _uploads(writer: ItemWriter, least: int, most: int) -> tuple[str, list[str]]:
    """One place for each file: QTI takes one at a time."""
    if most > MOST_FILES:
        raise Unreadable("files", _("It takes more than %(number)d files, and QTI has a place for each."), number=MOST_FILES)
    names = [f"FILE-{place}" for place in range(1, most + 1)]
    uploads = [
        writer.qti("uploadInteraction", {"responseIdentifier": name, "class": "required" if place < least else "optional"})
        for place, name in enumerate(names)
    ]
    return "".join(uploads), [declared(writer.qti, name, "single", "file") for name in names]


def _rubric(writer: ItemWriter, text: str) -> str:
    if not text:
        return ""
    attributes: dict[str, object] = {"view": "scorer"}
    if writer.version == "3.0":
        attributes["use"] = "scoring"
    return writer.qti("rubricBlock", attributes, writer.qti.wrapped(f"<div>{writer.xhtml(text)}</div>"))


def write_description(writer: ItemWriter, question: Description) -> Parts:
    return Parts(body=writer.text())


def write_scale(writer: ItemWriter, question: Scale) -> Parts:
    qti = writer.qti
    if question.min >= question.max:
        raise Unreadable("scale_levels", _("A scale needs at least two levels."))
    low, high = (writer.xhtml(text, one_line=True) for text in (question.low, question.high))
    ends = f'<p><span class="scale-low">{low}</span> – <span class="scale-high">{high}</span></p>' if low or high else ""
    bounds: dict[str, object] = {"responseIdentifier": RESPONSE, "lowerBound": question.min, "upperBound": question.max, "step": 1}
    return Parts(body=writer.text() + ends + qti("sliderInteraction", bounds), responses=[declared(qti, RESPONSE, "single", "integer")])
