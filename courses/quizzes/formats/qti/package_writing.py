"""A package of QTI: an item for each question, a test whose sections are the categories, and the table of contents. The same questions
give the same bytes."""

import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext_lazy as _

from ...engine.definition import UNMARKED
from ..base import Names, Problem, Read, Unreadable, Written
from ..markup import xml_attribute, xml_text
from .item import TOOL
from .markup import Qti, number
from .package import MANIFEST
from .vocabulary import NAMESPACES, SCHEMAS
from .writing import SCORE, XSI, ItemWriter
from .writing_kinds import WRITERS

_DATE = (1980, 1, 1, 0, 0, 0)  # the first that a zip knows
_TEST = "test.xml"
_MANIFESTS = {
    "2.1": ("http://www.imsglobal.org/xsd/imscp_v1p1", "http://www.imsglobal.org/xsd/qti/qtiv2p1/qtiv2p1_imscpv1p2_v1p0.xsd"),
    "3.0": (
        "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
        "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqtiv3p0_imscpv1p2_v1p0.xsd",
    ),
}
_TYPES = {"2.1": "xmlv2p1", "3.0": "xmlv3p0"}
_SCHEMA_NAMES = {"2.1": ("QTIv2.1 Package", "1.0.0"), "3.0": ("QTI Package", "3.0.0")}
_LOM = "http://ltsc.ieee.org/xsd/LOM"


@dataclass(frozen=True)
class Packed:
    read: Read
    identifier: str
    pictures: dict[str, bytes]

    @property
    def path(self) -> str:
        return f"{self.identifier}/item.xml"


def write_file(questions: Iterable[Read], version: str) -> Written:
    files: dict[str, bytes] = {}
    packed: list[Packed] = []
    problems: list[Problem] = []
    for read in questions:
        writer = ItemWriter(read, version)
        each = Packed(read, f"q{len(packed) + 1:04}", writer.pictures)
        try:
            item = writer.item(each.identifier, WRITERS[read.definition.type])
        except Unreadable as error:
            message = _("“%(name)s” is not in the file: %(reason)s")
            facts = {"name": read.name, "reason": str(error.problem)}
            problems.append(Problem(code=error.problem.code, message=message, facts=facts, line=read.line, excerpt=read.name))
            continue
        less = writer.said_less(f"QTI {version}")
        problems += [less] if less else []
        packed.append(each)
        files[each.path] = item.encode("utf-8")
        files |= {f"{each.identifier}/{name}": data for name, data in each.pictures.items()}
    contents = {MANIFEST: _manifest(packed, version).encode("utf-8"), _TEST: _test(packed, version).encode("utf-8")}
    return Written(data=_zip(contents | files), problems=tuple(problems))


def _zip(files: dict[str, bytes]) -> bytes:
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            package.writestr(entry, data)
    return whole.getvalue()


def _test(packed: list[Packed], version: str) -> str:
    qti = Qti(version)
    runs: list[tuple[Names, list[Packed]]] = []
    for each in packed:
        if not runs or runs[-1][0] != each.read.category:
            runs.append((each.read.category, []))
        runs[-1][1].append(each)
    sections = [_section(qti, category, each, f"s{place}") for place, (category, each) in enumerate(runs, 1)]
    sections = sections or [qti("assessmentSection", {"identifier": "s1", "title": "", "visible": False})]
    part = qti("testPart", {"identifier": "part", "navigationMode": "nonlinear", "submissionMode": "simultaneous"}, *sections)
    total = qti("testVariables", {"variableIdentifier": SCORE, "weightIdentifier": "W"})
    processing = qti("outcomeProcessing", None, qti.sets(SCORE, qti("sum", None, total)))
    namespace = NAMESPACES[version]
    attributes: dict[str, object] = {
        "xmlns": namespace,
        "xmlns:xsi": XSI,
        "xsi:schemaLocation": f"{namespace} {SCHEMAS[version]}",
        "identifier": "test",
        "title": TOOL,
        "toolName": TOOL,
        "toolVersion": "1",
    }
    score = qti("outcomeDeclaration", {"identifier": SCORE, "cardinality": "single", "baseType": "float"})
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{qti("assessmentTest", attributes, score, part, processing)}\n'


def _section(qti: Qti, category: Names, packed: list[Packed], identifier: str) -> str:
    """The sections of a category, one inside of another."""
    content = "".join(_reference(qti, each) for each in packed)
    for depth, name in reversed(list(enumerate(category))):
        own = identifier if depth == 0 else f"{identifier}-{depth}"
        content = qti("assessmentSection", {"identifier": own, "title": name, "visible": True}, content)
    return content if category else qti("assessmentSection", {"identifier": identifier, "title": "", "visible": False}, content)


def _reference(qti: Qti, packed: Packed) -> str:
    definition = packed.read.definition
    weight = ""
    if not isinstance(definition, UNMARKED):
        weight = qti("weight", {"identifier": "W", "value": number(definition.default_mark)})
    return qti("assessmentItemRef", {"identifier": packed.identifier, "href": packed.path}, weight)


def _manifest(packed: list[Packed], version: str) -> str:
    """Not in the words of QTI, but of IMS Content Packaging, which are the same for both versions."""
    namespace, schema = _MANIFESTS[version]
    name, number_of_schema = _SCHEMA_NAMES[version]
    dependencies = "".join(f'<dependency identifierref="{each.identifier}"/>' for each in packed)
    resources = [
        f'<resource identifier="test" type="imsqti_test_{_TYPES[version]}" href="{_TEST}"><file href="{_TEST}"/>{dependencies}</resource>',
        *(_resource(each, version) for each in packed),
    ]
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<manifest xmlns="{namespace}" xmlns:imsmd="{_LOM}" xmlns:xsi="{XSI}" '
        f'xsi:schemaLocation="{namespace} {schema}" identifier="manifest">\n'
        f"<metadata><schema>{name}</schema><schemaversion>{number_of_schema}</schemaversion></metadata>\n<organizations/>\n"
        f"<resources>\n{chr(10).join(resources)}\n</resources>\n</manifest>\n"
    )


def _resource(packed: Packed, version: str) -> str:
    paths = [packed.path, *(f"{packed.identifier}/{name}" for name in packed.pictures)]
    files = "".join(f'<file href="{xml_attribute(path)}"/>' for path in paths)
    return (
        f'<resource identifier="{packed.identifier}" type="imsqti_item_{_TYPES[version]}" href="{packed.path}">'
        f"{_metadata(packed.read)}{files}</resource>"
    )


def _metadata(read: Read) -> str:
    """Tags as keywords, the editor's id as an identifier."""
    told = ""
    if read.idnumber:
        entry = f"<imsmd:entry>{xml_text(read.idnumber)}</imsmd:entry>"
        told += f"<imsmd:identifier><imsmd:catalog>idnumber</imsmd:catalog>{entry}</imsmd:identifier>"
    for tag in read.tags:
        told += f"<imsmd:keyword><imsmd:string>{xml_text(tag)}</imsmd:string></imsmd:keyword>"
    return f"<metadata><imsmd:lom><imsmd:general>{told}</imsmd:general></imsmd:lom></metadata>" if told else ""
