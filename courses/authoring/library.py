"""The pictures and files of a course as rows of the site: one for each content, in a collection of the course."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _
from django.utils.translation import override
from PIL.Image import DecompressionBombError
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection
from willow.image import UnrecognisedImageFormatError

from cms.media.checks import check_document, check_picture

from .folder.document import CourseFolderError, Media, Mistake
from .folder.reader import PICTURES
from .folder.reasons import reason as said
from .models import Folder, FolderMedia
from .progress import SILENT, Progress, Step

Image, Document = get_image_model(), get_document_model()
MOST_PIXELS = getattr(settings, "WAGTAILIMAGES_MAX_IMAGE_PIXELS", 128 * 10**6)


@dataclass
class Library:
    """Paths in media/ and the rows they are. `written` names the files that were stored, for the case that all is taken back."""

    slug: str
    images: dict[str, int] = field(default_factory=dict)
    documents: dict[str, int] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    sha256: dict[str, str] = field(default_factory=dict)
    written: list[tuple[Any, str]] = field(default_factory=list)
    added: int = 0

    def pk_of(self, media: Media) -> int | None:
        return self.images.get(media.path) or self.documents.get(media.path)

    def media_of(self, kind: str, pk: int) -> Media:
        """The path of a row; one that came from the site and not from the folder gets the name it would have there."""
        known = self.images if kind == "image" else self.documents
        for path, row in known.items():
            if row == pk:
                return Media(path)
        return Media(f"{kind}:{pk}")

    def note(self, path: str, row) -> None:
        """A picture or file that came from the site and goes into the folder under this path."""
        with row.file.open("rb") as stream:
            _note(self, path, hashlib.sha256(stream.read()).hexdigest(), row)

    def forget_written(self) -> None:
        for storage, name in self.written:
            storage.delete(name)


def remembered(folder: Folder | None, slug: str) -> Library:
    library = Library(slug)
    rows = FolderMedia.objects.filter(folder=folder, is_gone=False).select_related("image", "document") if folder else []
    for row in rows:
        _note(library, row.path, row.sha256, row.image or row.document)
    return library


def _note(library: Library, path: str, sha256: str, row) -> None:
    (library.images if isinstance(row, Image) else library.documents)[path] = row.pk
    library.addresses[path] = row.file.url if isinstance(row, Image) else row.url
    library.sha256[path] = sha256


def bring_in(library: Library, media: dict[str, Path], progress: Progress = SILENT) -> None:
    """Makes rows for what is new or changed. Raises `CourseFolderError` for files that are not what their names say."""
    mistakes = []
    for path, file in progress.over(Step.FILES, media.items()):
        content = file.read_bytes()
        sha256 = hashlib.sha256(content).hexdigest()
        if library.sha256.get(path) == sha256:
            continue
        library.images.pop(path, None)
        library.documents.pop(path, None)
        try:
            with override(None):  # no language: what is not accepted is told by its text in the catalogues
                _note(library, path, sha256, _row(library, path, file, content))
        except ValidationError as error:
            mistakes.append(Mistake(path, 0, said(str(error.error_list[0].message), **(error.error_list[0].params or {}))))
    if mistakes:
        raise CourseFolderError(mistakes)


def _row(library: Library, path: str, file: Path, content: bytes):
    is_picture = PurePosixPath(path).suffix.lower() in PICTURES
    model = Image if is_picture else Document
    collection = collection_of(library.slug)
    known = model.objects.filter(collection=collection, file_hash=hashlib.sha1(content, usedforsecurity=False).hexdigest()).first()
    if known:
        return known
    with file.open("rb") as stream:
        row = model(title=PurePosixPath(path).stem[:255], collection=collection)
        _give_file(row, stream, PurePosixPath(path).name)
        row.file_hash = hashlib.sha1(content, usedforsecurity=False).hexdigest()
        row.file_size = len(content)
        row.save()
    library.written.append((row.file.storage, row.file.name))
    library.added += 1
    return row


def _give_file(row, stream: BinaryIO, name: str) -> None:
    """A picture is opened whole only when it is not too large for that: giving it to its row measures it."""
    if not isinstance(row, Image):
        check_document(stream, name)
        row.file = File(stream, name=name)
        return
    try:
        row.file = File(stream, name=name)
    except DecompressionBombError as error:
        raise ValidationError(_("This picture has too many pixels. Make it smaller and try again.")) from error
    except (UnrecognisedImageFormatError, OSError, ValueError, SyntaxError) as error:
        raise ValidationError(_("This is not a picture of a kind that is known here.")) from error
    if row.width * row.height > MOST_PIXELS:
        raise ValidationError(_("This picture has too many pixels. Make it smaller and try again."))
    check_picture(stream, name)


def collection_of(slug: str) -> Collection:
    root = Collection.get_first_root_node()
    return root.get_children().filter(name=slug).first() or root.add_child(name=slug)


def remember(library: Library, folder: Folder, paths: Iterable[str]) -> None:
    """Writes rows only where something is new."""
    known = {row.path: row for row in FolderMedia.objects.filter(folder=folder)}
    wanted = set(paths)
    for path in wanted:
        fields = {
            "sha256": library.sha256[path],
            "image_id": library.images.get(path),
            "document_id": library.documents.get(path),
            "is_gone": False,
        }
        row = known.get(path)
        if row is None:
            FolderMedia.objects.create(folder=folder, path=path, **fields)
        elif any(getattr(row, name) != value for name, value in fields.items()):
            FolderMedia.objects.filter(pk=row.pk).update(**fields)
    FolderMedia.objects.filter(folder=folder, is_gone=False).exclude(path__in=wanted).update(is_gone=True)
