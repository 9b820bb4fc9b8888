"""Whether an SVG is a drawing and nothing else. Read by a parser that refuses document types and entities, then every element and
attribute is looked at: what is not known to draw is not let in."""

import re
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

_ELEMENTS = frozenset(
    re.findall(
        r"\w+",
        "svg g defs symbol use title desc metadata path rect circle ellipse line polyline polygon text tspan textPath image switch marker "
        "clipPath mask pattern linearGradient radialGradient stop filter style feBlend feColorMatrix feComponentTransfer feComposite "
        "feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR "
        "feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence",
    )
)
_SVG = "{http://www.w3.org/2000/svg}"
_XHTML = "{http://www.w3.org/1999/xhtml}"
_INSIDE = re.compile(r"\s*(#|data:image/(png|jpeg|webp|gif)[;,]|\Z)", re.IGNORECASE)
_ADDRESS_IN_STYLE = re.compile(r"url\(\s*[\"']?([^\"')]*)", re.IGNORECASE)


def is_plain_drawing(data: bytes) -> bool:
    if b"<?xml-stylesheet" in data:
        return False
    try:
        root = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return False
    return root.tag == f"{_SVG}svg" and all(_is_harmless(element) for element in root.iter())


def _is_harmless(element: Element) -> bool:
    """What drawing programs note for themselves in their own vocabularies draws nothing; XHTML would, and is refused."""
    if not element.tag.startswith(_SVG):
        return _XHTML not in element.tag
    name = element.tag.removeprefix(_SVG)
    if name not in _ELEMENTS or (name == "style" and not _is_harmless_style(element.text or "")):
        return False
    return all(_is_harmless_attribute(attribute.rpartition("}")[2].lower(), value) for attribute, value in element.attrib.items())


def _is_harmless_attribute(name: str, value: str) -> bool:
    if name.startswith("on"):
        return False
    if name in {"href", "src"}:
        return bool(_INSIDE.match(value))
    return _is_harmless_style(value)


def _is_harmless_style(text: str) -> bool:
    """No way round the words: an escape could spell any of them."""
    plain = text.lower()
    if "\\" in text or "@import" in plain or "javascript:" in plain or "expression(" in plain or "image-set" in plain:
        return False
    return all(_INSIDE.match(address) for address in _ADDRESS_IN_STYLE.findall(text))
