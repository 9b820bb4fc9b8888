"""Moodle XML in and out. Written from Moodle's documentation (https://docs.moodle.org/en/Moodle_XML_format) and from files."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from ..base import QuestionFormat, Read, Reading, Written
from ..safe_xml import looks_like_xml, root_name
from .reading import read_file
from .writing import write_file


class MoodleXml(QuestionFormat):
    key = "moodle-xml"
    name = _("Moodle XML")
    extensions = ("xml",)

    def looks_like(self, data: bytes, name: str) -> bool:
        return looks_like_xml(data) and root_name(data) in ("quiz", "question")

    def parse(self, data: bytes, name: str) -> Reading:
        return read_file(data)

    def write(self, questions: Iterable[Read]) -> Written:
        return write_file(questions)
