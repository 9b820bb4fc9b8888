"""Question files in and out: each format its own module with the interface of `base`."""

from .aiken import Aiken
from .base import QuestionFormat
from .gift import Gift
from .moodle_xml import MoodleXml
from .moodle_xml.cloze_file import ClozeFile
from .qti import Qti21, Qti30

# In the order in which `detect` asks them: what says clearly what it is comes first.
_ALL: tuple[QuestionFormat, ...] = (MoodleXml(), Qti30(), Qti21(), ClozeFile(), Aiken(), Gift())
FORMATS: dict[str, QuestionFormat] = {each.key: each for each in _ALL}


def detect(data: bytes, name: str = "") -> QuestionFormat | None:
    """The format of a file by what is in it; its name only decides where nothing in it does."""
    for each in FORMATS.values():
        if each.looks_like(data, name):
            return each
    extension = name.rpartition(".")[2].lower()
    return next((each for each in FORMATS.values() if extension in each.extensions), None)
