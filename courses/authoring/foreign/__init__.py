"""Courses in other people's conventions, read into the same tree as ours. What cannot be taken over is listed in the folder's notes."""

from pathlib import Path
from types import ModuleType

import yaml

from ..folder import checks
from ..folder.document import CourseFolder, CourseFolderError, Mistake
from ..folder.reader import Vocabulary, read_folder
from ..folder.reasons import Reason
from ..folder.reasons import reason as _
from ..folder.sentences import no_folder
from . import carpentries, gitbook, jekyll

OURS = "ours"
_ADAPTERS: dict[str, ModuleType] = {module.NAME: module for module in (carpentries, jekyll, gitbook)}
CONVENTIONS = [OURS, *_ADAPTERS]


def recognise(root: Path) -> str:
    """Which convention a folder follows: our own where nothing speaks for another."""
    if root.is_dir() and not (root / "course.yaml").is_file():
        for name, adapter in _ADAPTERS.items():
            if adapter.recognises(root):
                return name
    return OURS


def read(root: Path, convention: str, vocabulary: Vocabulary) -> CourseFolder:
    """Raises `CourseFolderError` when the folder cannot be imported."""
    convention = recognise(root) if convention == "auto" else convention
    if convention == OURS:
        return read_folder(root, vocabulary)
    if not root.is_dir():
        raise CourseFolderError([Mistake(str(root), 0, no_folder())])
    try:
        folder = _ADAPTERS[convention].read(root, vocabulary.languages)
    except (UnicodeDecodeError, FileNotFoundError, LookupError, TypeError, ValueError, AttributeError, yaml.YAMLError) as error:
        raise CourseFolderError([Mistake("", 0, _unreadable(convention, error))], is_partial=True) from error
    checks.note_links(folder)
    return folder


def _unreadable(convention: str, error: Exception) -> Reason:
    if isinstance(error, UnicodeDecodeError):
        return _("a file is not saved as UTF-8: the folder cannot be read as a course of %(convention)s", convention=convention)
    if isinstance(error, FileNotFoundError) and error.filename:
        name = Path(error.filename).name
        return _("the folder cannot be read as a course of %(convention)s: there is no %(file)s", convention=convention, file=name)
    return _("the folder cannot be read as a course of %(convention)s", convention=convention)
