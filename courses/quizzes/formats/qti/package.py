"""A package of QTI (a zip with `imsmanifest.xml`), or one of its files alone, question by question."""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from urllib.parse import unquote

from django.utils.translation import gettext_lazy as _

from ..base import Names, Problem, Read, Reading, Unreadable, warning
from ..safe_xml import Element, looks_like_xml, parse, root_name
from ..safe_zip import DAMAGED, Package
from .reading import read_item
from .vocabulary import NOT_KEPT, as_version_2

MANIFEST = "imsmanifest.xml"
_ZIP = b"PK\x03\x04"
_ITEM, _TEST, _SECTION, _OLD = "assessmentItem", "assessmentTest", "assessmentSection", "questestinterop"
_ITEM_TYPE = re.compile(r"imsqti_(?:apip)?item_xmlv(\d)p|imsqti_(?:test|assessment|section|itempool)\w*_xmlv(\d)p", re.I)
_OLD_TYPE = re.compile(r"imsqti_xmlv1p|imsqti_asiv1p", re.I)
_BEGINNING = 64_000


def version_of(data: bytes) -> str:
    """ "2", "3", or "" for what is no QTI. Only looks at the beginning; 1.2 counts as 2, whose reader says that it is not read."""
    if data.startswith(_ZIP):
        return _version_of_package(data)
    if not looks_like_xml(data):
        return ""
    return _version_of_root(data)


def _version_of_root(data: bytes) -> str:
    name, beginning = root_name(data), data[:_BEGINNING]
    if name.startswith("qti-") or b"imsqtiasi_v3p0" in beginning[:4000]:
        return "3"
    if name in (_ITEM, _TEST, _SECTION):
        return "2"
    if name == _OLD and (b"ims_qtiasi" in beginning or b"imsglobal.org" in beginning):
        return "2"
    if name == "manifest":
        return "3" if b"xmlv3p0" in beginning else "2" if b"imsqti" in beginning else ""
    return ""


def _version_of_package(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as whole:
            names = whole.namelist()[:3000]
            manifests = [name for name in names if name.rpartition("/")[2] == MANIFEST]
            for name in sorted(manifests, key=len)[:1] or [name for name in names if name.endswith(".xml")][:20]:
                with whole.open(name) as file:
                    beginning = file.read(_BEGINNING * 4)
                found = _version_of_root(beginning)
                if found:
                    return found
    except DAMAGED:
        return ""
    return ""


def read_file(data: bytes, name: str) -> Reading:
    """Raises Unreadable where nothing of it can be read."""
    if data.startswith((_ZIP, b"PK\x05\x06")):
        return _Reader(Package(data)).read()
    root = parse(data)
    element = as_version_2(root)
    if element.name == _ITEM:
        return Reading(questions=(read_item(element),), silent_on=NOT_KEPT | {"category", "tags"})
    if element.name == _OLD:
        return Reading(problems=tuple(_old_items(element, "")))
    if element.name in (_TEST, _SECTION):
        message = _("This is a test (%(number)d questions), not the questions: they are in files of their own. Take the whole package.")
        number = len(list(element.below("assessmentItemRef")))
        raise Unreadable("qti_test_alone", message, line=element.line, number=number)
    if element.name == "manifest":
        message = _("This is only the table of contents of a package. Take the whole package (a zip file).")
        raise Unreadable("qti_manifest_alone", message, line=element.line)
    message = _("This XML is no QTI: its outermost element is <%(name)s>.")
    raise Unreadable("no_qti", message, line=element.line, name=root.name)


@dataclass(frozen=True)
class Resource:
    """`path` is inside the package."""

    path: str
    kind: str  # the name of its outermost element
    tags: Names = ()
    idnumber: str = ""


@dataclass(frozen=True)
class Reference:
    """An item as a test names it."""

    path: str
    category: Names
    weight: float | None
    line: int


@dataclass
class _Reader:
    package: Package
    questions: list[Read] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    categories: dict[Names, None] = field(default_factory=dict)

    def read(self) -> Reading:
        resources = {resource.path: resource for resource in self._resources()}
        tests = [each for each in resources.values() if each.kind in (_TEST, _SECTION)]
        done: set[str] = set()
        for test in tests:
            for reference in self._references(test, len(tests) > 1):
                if reference.path in done:
                    continue
                done.add(reference.path)
                if reference.category:
                    self.categories[reference.category] = None
                if reference.path not in self.package:
                    message = _("The test names “%(name)s”, which is not in the package.")
                    self._problem("qti_missing", message, reference.line, test.path, name=reference.path)
                    continue
                self._item(resources.get(reference.path, Resource(reference.path, _ITEM)), reference.category, reference.weight)
        for resource in resources.values():
            if resource.path in done or resource.kind in (_TEST, _SECTION):
                continue
            if resource.kind == _OLD:
                self.problems += self._old(resource.path)
            else:
                self._item(resource, (), None)
        if not self.questions and not self.problems:
            raise self._nothing()
        return Reading(
            questions=tuple(self.questions), problems=tuple(self.problems), categories=tuple(self.categories), silent_on=NOT_KEPT
        )

    # --- what is in the package ---

    def _resources(self) -> Iterator[Resource]:
        manifests = sorted((name for name in self.package.names if name.rpartition("/")[2] == MANIFEST), key=lambda name: name.count("/"))
        found = list(self._of_manifest(manifests[0])) if manifests else []
        if not any(each.kind in (_ITEM, _TEST, _SECTION, _OLD) for each in found):
            found = [Resource(name, self._kind(name)) for name in self.package.names if name.endswith((".xml", ".qti"))]
            found = [each for each in found if each.kind in (_ITEM, _TEST, _SECTION, _OLD)]
            if found and not manifests:
                message = _("There is no table of contents (imsmanifest.xml) in this package: every question in it was read.")
                self.problems.append(warning("qti_no_manifest", message))
        yield from found

    def _of_manifest(self, manifest: str) -> Iterator[Resource]:
        folder = manifest.rpartition("/")[0]
        try:
            root = parse(self.package.read(manifest))
        except Unreadable as error:
            self.problems.append(replace(error.problem, source=manifest))
            return
        for resource in root.below("resource"):
            kind, href = resource.get("type"), resource.get("href")
            if not (_ITEM_TYPE.search(kind) or _OLD_TYPE.search(kind)):
                continue
            href = href or next((each.get("href") for each in resource.all("file")), "")
            path = _inside(folder, href)
            if path is None or path not in self.package:
                message = _("The table of contents names “%(name)s”, which is not in the package.")
                self._problem("qti_missing", message, resource.line, manifest, name=href[:100])
                continue
            keywords = [_words(each) for general in resource.below("general") for each in general.all("keyword")]
            tags = tuple(dict.fromkeys(each for each in keywords if each))
            yield Resource(path, self._kind(path), tags, _idnumber(resource))

    def _kind(self, path: str) -> str:
        try:
            name = root_name(self.package.read(path))
        except Unreadable as error:
            self.problems.append(replace(error.problem, source=path))
            return ""
        return as_version_2(Element(name, 1)).name

    def _references(self, test: Resource, is_one_of_several: bool) -> list[Reference]:
        try:
            root = as_version_2(parse(self.package.read(test.path)))
        except Unreadable as error:
            self.problems.append(replace(error.problem, source=test.path))
            return []
        kept_out = {each.name for each in root.below("selection", "ordering", "preCondition", "branchRule", "timeLimits")}
        if kept_out:
            message = _("Which questions this test draws, in which order and in what time (%(names)s), is not taken over.")
            self.problems.append(warning("qti_test_rules", message, source=test.path, line=root.line, names=", ".join(sorted(kept_out))))
        title = " ".join(root.get("title").split())
        return list(self._of_section(root, test, (title,) if is_one_of_several and title else ()))

    def _of_section(self, element: Element, test: Resource, category: Names) -> Iterator[Reference]:
        folder = test.path.rpartition("/")[0]
        for child in element:
            if child.name == _SECTION:
                title = " ".join(child.get("title").split())
                is_shown = title and child.get("visible", "true") != "false"
                yield from self._of_section(child, test, (*category, title) if is_shown else category)
            elif child.name == "testPart":
                yield from self._of_section(child, test, category)
            elif child.name == "assessmentItemRef":
                path = _inside(folder, child.get("href")) or child.get("href")[:100]
                yield Reference(path, category, _weight(child), child.line)
            elif child.name == "assessmentSectionRef":
                message = _("A part of this test stands in another file (%(name)s); its order is not taken over.")
                self.problems.append(warning("qti_section_ref", message, source=test.path, line=child.line, name=child.get("href")[:100]))

    # --- items ---

    def _item(self, resource: Resource, category: Names, weight: float | None) -> None:
        try:
            element = as_version_2(parse(self.package.read(resource.path)))
            if element.name != _ITEM:
                message = _("Instead of a question there is <%(name)s>.")
                raise Unreadable("qti_no_item", message, line=element.line, source=resource.path, name=element.name)
            folder = resource.path.rpartition("/")[0]
            self.questions.append(
                read_item(
                    element,
                    source=resource.path,
                    file_of=lambda path: self._file(folder, path),
                    category=category,
                    tags=resource.tags,
                    idnumber=resource.idnumber,
                    weight=weight,
                )
            )
        except Unreadable as error:
            self.problems.append(replace(error.problem, source=resource.path))

    def _file(self, folder: str, path: str) -> bytes | None:
        inside = _inside(folder, path)
        return self.package.read(inside) if inside is not None and inside in self.package else None

    def _old(self, path: str) -> list[Problem]:
        try:
            return list(_old_items(parse(self.package.read(path)), path))
        except Unreadable as error:
            return [replace(error.problem, source=path)]

    def _problem(self, code: str, message, line: int | None, source: str, **facts) -> None:
        self.problems.append(Problem(code=code, message=message, facts=facts, line=line, source=source))

    def _nothing(self) -> Unreadable:
        if MANIFEST in self.package:
            message = _("There are no questions in this package. It may be a course of another kind (SCORM, Common Cartridge).")
            return Unreadable("qti_none", message, source=MANIFEST)
        return Unreadable("qti_none", _("There are no questions in this package, and no table of contents (imsmanifest.xml)."))


def _old_items(root: Element, source: str) -> Iterator[Problem]:
    """QTI 1.2 is another language altogether: each question is named."""
    message = _("This question is in QTI 1.2, which is not read here. Export it as QTI 2.1 or as Moodle XML.")
    items = list(root.below("item"))
    for item in items:
        title = item.get("title") or item.get("ident")
        yield Problem(code="qti_1_2", message=message, line=item.line, source=source, excerpt=title)
    if not items:
        yield Problem(code="qti_1_2", message=_("This file is in QTI 1.2, and there is no question in it."), line=root.line, source=source)


def _inside(folder: str, href: str) -> str | None:
    """A path inside of the package, None for one that leads out of it."""
    path = posixpath.normpath(posixpath.join(folder, unquote(href.partition("#")[0].partition("?")[0])))
    return None if not href or path.startswith(("..", "/")) or "://" in href else path


def _weight(reference: Element) -> float | None:
    for weight in reference.all("weight"):
        try:
            return float(weight.get("value"))
        except ValueError:
            return None
    return None


def _words(element: Element) -> str:
    return " ".join(element.all_text.split())[:100]


def _idnumber(resource: Element) -> str:
    for identifier in resource.below("identifier"):
        catalog = identifier.first("catalog")
        entry = identifier.first("entry")
        if catalog is not None and catalog.all_text.strip() == "idnumber" and entry is not None:
            return entry.all_text.strip()[:200]
    return ""
