"""What is remembered of a folder's files after an import or an export."""

import hashlib
from collections.abc import Collection, Mapping
from typing import Any

from wagtail.models import Page

from .folder.identity import id_tree
from .models import Folder, FolderFile
from .states import State


class Memory:
    """Of one folder, read in one query. What is new is written by `keep`, in another."""

    def __init__(self, row: Folder):
        self.row = row
        self.files = {(file.language, file.path): file for file in FolderFile.objects.filter(folder=row)}

    def page(self, known: FolderFile | None, language: str, path: str, text: str, page: Page, state: State) -> None:
        self.file(
            known,
            language=language,
            path=path,
            text=text,
            page_key=page.translation_key,
            page_digest=state.digest(),
            revision_id=page.latest_revision_id,
            block_ids=id_tree(state.blocks),
        )

    def file(self, known: FolderFile | None, *, language: str, path: str, text: str, **fields: Any) -> None:
        """`known` is the row of the file under its earlier name."""
        fields |= {"text": text, "sha256": hashlib.sha256(text.encode()).hexdigest(), "is_gone": False, "path": path}
        known = known or self.files.get((language, path))
        if known is None:
            self.files[language, path] = FolderFile(folder=self.row, language=language, **fields)
        elif any(getattr(known, name) != value for name, value in fields.items()):
            FolderFile.objects.filter(pk=known.pk).update(**fields)
            self.files.pop((known.language, known.path), None)
            for name, value in fields.items():
                setattr(known, name, value)
            self.files[language, path] = known

    def beside(
        self, folder: str, texts: Mapping[tuple[str, str], str], agreed: Mapping[str, list[dict[str, Any]]], source_language: str
    ) -> None:
        """Files of questions or rubrics, which stand in `folder` beside the modules, by language and path. Those of a language that was
        not sent stay as they were."""
        for (language, path), text in texts.items():
            self.file(None, language=language, path=path, text=text, block_ids=agreed.get(path, []) if language == source_language else [])
        self.forget(folder, {language for language, _path in texts}, texts)

    def forget(self, folder: str, languages: Collection[str], texts: Collection[tuple[str, str]]) -> None:
        """What stood in `folder` in these languages and is not among the `texts`."""
        gone = [
            file.pk
            for place, file in self.files.items()
            if file.pk and not file.is_gone and place not in texts and file.language in languages and file.path.startswith(f"{folder}/")
        ]
        if gone:
            FolderFile.objects.filter(pk__in=gone).update(is_gone=True)

    def keep(self) -> None:
        FolderFile.objects.bulk_create(file for file in self.files.values() if file.pk is None)
