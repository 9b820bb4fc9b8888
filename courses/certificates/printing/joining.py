"""Many papers become one file that is still built for those who hear it: pages, tags, and a bookmark for each paper.

Joining pages alone would leave the tags behind. Here the elements of all papers become children of one document, the numbers that lead
from a page to its elements (ISO 32000-1, 14.7.4.4) are moved on so that no two papers have the same, names of elements get a part of
their own, and a picture that is on several papers is kept once."""

import hashlib
import io
from collections.abc import Iterable, Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, NumberTree, OutlineItem, Pdf, String


def joined(papers: Iterable[bytes], *, title: str, bookmarks: Iterable[tuple[str, int]] = ()) -> bytes:
    """`bookmarks` are words and the page that each leads to, from 0. The same papers give the same bytes. What was attached to one of them
    is left out."""
    opened = [pikepdf.open(io.BytesIO(paper)) for paper in papers]
    whole, root = opened[0], opened[0].Root.StructTreeRoot
    _say_language(whole, _children(_document(root)))
    _rename(root, "0-")
    for number, paper in enumerate(opened[1:], 1):
        _add(whole, paper, f"{number}-")
    _name_elements(root)
    _share_pictures(whole)
    _leave_attachments(whole)
    with whole.open_outline() as outline:
        outline.root[:] = [OutlineItem(words, page) for words, page in bookmarks]
    with whole.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:title"] = title
    whole.docinfo["/Title"] = title
    made = io.BytesIO()
    whole.save(made, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    for paper in opened:
        paper.close()
    return made.getvalue()


def pages_of(paper: bytes) -> int:
    with pikepdf.open(io.BytesIO(paper)) as opened:
        return len(opened.pages)


def _add(whole: Pdf, paper: Pdf, prefix: str) -> None:
    root = whole.Root.StructTreeRoot
    kept, offset = NumberTree(root.ParentTree), int(root.ParentTreeNextKey)
    before = len(whole.pages)
    whole.pages.extend(paper.pages)
    for page in whole.pages[before:]:
        _move_on(page.obj, Name.StructParents, offset)
        for note in page.obj.get("/Annots", []):
            _move_on(note, Name.StructParent, offset)
    tags = whole.copy_foreign(paper.Root.StructTreeRoot)
    for number, elements in NumberTree(tags.ParentTree).items():
        kept[number + offset] = elements
    root.ParentTreeNextKey = offset + int(tags.ParentTreeNextKey)
    document = _document(root)
    _rename(tags, prefix)
    children = _children(_document(tags))
    _say_language(paper, children)
    for child in children:
        child.P = document
        document.K.append(child)


def _move_on(thing: Any, name: Name, offset: int) -> None:
    if name in thing:
        thing[name] = int(thing[name]) + offset


def _say_language(paper: Pdf, children: list[Any]) -> None:
    """Of each paper on its own: the whole has one for all."""
    for child in children:
        if "/Lang" not in child:
            child.Lang = String(str(paper.Root.Lang))


def _rename(root: Any, prefix: str) -> None:
    """The names by which cells know their heads."""
    for element in _elements(_children(root)) if "/IDTree" in root else ():
        if "/ID" in element:
            element.ID = _prefixed(element.ID, prefix)
        said = element.get("/A")
        for attributes in said if isinstance(said, Array) else [said]:
            if isinstance(attributes, Dictionary) and "/Headers" in attributes:
                attributes.Headers = Array([_prefixed(name, prefix) for name in attributes.Headers])


def _prefixed(name: Any, prefix: str) -> String:
    return String(prefix.encode() + bytes(name))


def _name_elements(root: Any) -> None:
    named = sorted(((bytes(one.ID), one) for one in _elements(_children(root)) if "/ID" in one), key=lambda pair: pair[0])
    if named:
        root.IDTree = Dictionary(Names=Array([part for name, element in named for part in (String(name), element)]))


def _elements(elements: Iterable[Any]) -> Iterator[Any]:
    for element in elements:
        if isinstance(element, Dictionary) and "/S" in element:
            yield element
            yield from _elements(_children(element))


def _document(root: Any) -> Any:
    """The one element under the root, with its children in an array."""
    (document,) = _children(root)
    if not isinstance(document.K, Array):
        document.K = Array([document.K])
    return document


def _children(element: Any) -> list[Any]:
    if "/K" not in element:
        return []
    return list(element.K) if isinstance(element.K, Array) else [element.K]


def _share_pictures(whole: Pdf) -> None:
    seen: dict[tuple[Any, ...], Any] = {}
    for page in whole.pages:
        drawn = page.obj.get("/Resources", Dictionary()).get("/XObject", Dictionary())
        for name, thing in list(drawn.items()):
            if thing.get("/Subtype") == Name.Image:
                drawn[name] = seen.setdefault(_look(thing), thing)


def _look(picture: Any) -> tuple[Any, ...]:
    mask = picture.get("/SMask")
    return (
        hashlib.sha256(picture.read_raw_bytes()).digest(),
        hashlib.sha256(mask.read_raw_bytes()).digest() if mask is not None else b"",
        int(picture.Width),
        int(picture.Height),
    )


def _leave_attachments(whole: Pdf) -> None:
    for name in list(whole.attachments):
        del whole.attachments[name]
    if "/AF" in whole.Root:
        del whole.Root.AF
