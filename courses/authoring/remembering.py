"""What is remembered of a folder's files after an import or an export."""

import hashlib
from collections.abc import Mapping
from typing import Any

from wagtail.models import Page

from .models import Folder, FolderFile
from .states import State


def remember_page(
    row: Folder, known: FolderFile | None, language: str, path: str, text: str, page: Page, state: State, tree: list[dict]
) -> None:
    remember_file(
        row,
        known,
        language=language,
        path=path,
        text=text,
        page_key=page.translation_key,
        page_digest=state.digest(),
        revision_id=page.latest_revision_id,
        block_ids=tree,
    )


def remember_file(row: Folder, known: FolderFile | None, *, language: str, path: str, text: str, **fields) -> None:
    """Writes only what is new. `known` is the row of the file under its earlier name."""
    fields |= {"text": text, "sha256": hashlib.sha256(text.encode()).hexdigest(), "is_gone": False, "path": path}
    known = known or FolderFile.objects.filter(folder=row, language=language, path=path).first()
    if known is None:
        FolderFile.objects.create(folder=row, language=language, **fields)
    elif any(getattr(known, name) != value for name, value in fields.items()):
        FolderFile.objects.filter(pk=known.pk).update(**fields)


def remember_beside(
    row: Folder, folder: str, texts: Mapping[tuple[str, str], str], agreed: Mapping[str, list[dict[str, Any]]], source_language: str
) -> None:
    """Files of questions or rubrics, which stand in `folder` beside the modules, by language and path. Those of a language that was not
    sent stay as they were."""
    for (language, path), text in texts.items():
        entries = agreed.get(path, []) if language == source_language else []
        remember_file(row, None, language=language, path=path, text=text, block_ids=entries)
    sent = {language for language, _path in texts}
    for known in FolderFile.objects.filter(folder=row, language__in=sent, path__startswith=f"{folder}/", is_gone=False):
        if (known.language, known.path) not in texts:
            FolderFile.objects.filter(pk=known.pk).update(is_gone=True)
