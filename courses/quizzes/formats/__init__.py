"""Question files in and out: each format its own module with the interface of `base`."""

from django.utils.translation import gettext_lazy as _

from .aiken import Aiken
from .base import QuestionFormat, Reading, Unreadable
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


def read_file(data: bytes, name: str = "", key: str | None = None) -> Reading:
    """What is in a file of the format `key`, or of whichever it is."""
    question_format = FORMATS[key] if key else detect(data, name)
    if question_format is None:
        message = _("This is none of the formats that can be read here: %(formats)s.")
        formats = ", ".join(str(each.name) for each in FORMATS.values())
        return Reading(problems=(Unreadable("unknown_format", message, line=1, formats=formats).problem,))
    return question_format.read(data, name)
