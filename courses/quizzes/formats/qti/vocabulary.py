"""QTI 3 says the same as QTI 2 in other words: `qti-choice-interaction max-choices` for `choiceInteraction maxChoices`. Everything here
speaks QTI 2; a file of version 3 is turned into it on the way in, and out of it on the way out."""

import re

from ..safe_xml import Element

NAMESPACES = {
    "2.1": "http://www.imsglobal.org/xsd/imsqti_v2p1",
    "3.0": "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
}
SCHEMAS = {
    "2.1": "http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1p2.xsd",
    "3.0": "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd",
}
TEMPLATES = {
    "2.1": "http://www.imsglobal.org/question/qti_v2p1/rptemplates/{}",
    "3.0": "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/{}.xml",
}

# Of our definitions: QTI has no tries, no units and no limits of words.
NOT_KEPT = frozenset({"hints", "penalty", "units", "unit_handling", "unit_penalty", "min_words", "max_words", "response_template"})


def as_version_2(element: Element) -> Element:
    """The same tree in the words of QTI 2, for a tree of either version."""
    name = element.name
    attributes = element.attributes
    if name.startswith("qti-"):
        name = _camel(name.removeprefix("qti-"))
        attributes = {key if key.startswith("data-") else _camel(key): value for key, value in attributes.items()}
    pieces = [piece if isinstance(piece, str) else as_version_2(piece) for piece in element.pieces]
    if element.name == "qti-content-body":  # version 3 wraps the content of feedback and rubrics once more
        attributes = {}
    return Element(name, element.line, element.namespace, attributes, pieces)


def is_version_3(element: Element) -> bool:
    return element.name.startswith("qti-")


def element_name(name: str, version: str) -> str:
    """Of an element of QTI itself. All others in an item are HTML, and are called the same in both versions."""
    return f"qti-{_kebab(name)}" if version == "3.0" else name


def attribute_name(name: str, version: str) -> str:
    return name if ":" in name or version != "3.0" else _kebab(name)


def _camel(name: str) -> str:
    return re.sub(r"-([a-z0-9])", lambda found: found[1].upper(), name)


def _kebab(name: str) -> str:
    return re.sub(r"[A-Z]", lambda found: "-" + found[0].lower(), name)
