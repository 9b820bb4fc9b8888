"""QTI 2.1 (with 2.2) and 3.0 in and out: items alone, and packages of them. Written from the specifications of 1EdTech
(https://www.imsglobal.org/question/) and from files."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from ..base import QuestionFormat, Read, Reading, Written
from .package import read_file, version_of
from .package_writing import write_file


class Qti21(QuestionFormat):
    """Reads every version from 2.0 to 3.0, writes 2.1."""

    key = "qti21"
    name = _("QTI 2.1 and 2.2")
    extensions = ("zip", "xml", "qti")
    version, family = "2.1", "2"

    def looks_like(self, data: bytes, name: str) -> bool:
        return version_of(data) == self.family

    def parse(self, data: bytes, name: str) -> Reading:
        return read_file(data, name)

    def write(self, questions: Iterable[Read]) -> Written:
        return write_file(questions, self.version)


class Qti30(Qti21):
    """Reads the same, writes 3.0."""

    key = "qti30"
    name = _("QTI 3.0")
    version, family = "3.0", "3"
