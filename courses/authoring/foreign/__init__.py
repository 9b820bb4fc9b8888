"""Courses in other people's conventions, read into the same tree as ours."""

from pathlib import Path

from ..folder.document import CourseFolder
from ..folder.reader import Vocabulary, read_folder

CONVENTIONS: list[str] = ["ours"]


def read(root: Path, convention: str, vocabulary: Vocabulary) -> CourseFolder:
    """Raises `CourseFolderError` when the folder cannot be imported."""
    return read_folder(root, vocabulary)
