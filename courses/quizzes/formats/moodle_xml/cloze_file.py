"""Moodle's "Embedded answers (Cloze)" files: one question as a plain text, with gaps like `{1:SHORTANSWER:=Kyiv}`."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from ...engine.definition import Cloze, Format
from ..base import Problem, QuestionFormat, Read, Reading, Unreadable, Written, decode, excerpt
from ..harmless import check_harmless
from ..markup import to_html, to_plain
from .cloze import holds_gaps, read_cloze, write_cloze


class ClozeFile(QuestionFormat):
    key = "cloze"
    name = _("Moodle cloze (one question)")
    extensions = ("cloze", "txt")

    def looks_like(self, data: bytes, name: str) -> bool:
        beginning = data[:20_000].decode("utf-8", "replace")
        return holds_gaps(beginning) and not beginning.lstrip("\ufeff \t\r\n").startswith(("<", "::", "//"))

    def parse(self, data: bytes, name: str) -> Reading:
        text, gaps = read_cloze(decode(data).strip(), Format.MOODLE, 1)
        definition = Cloze(text=text, format=Format.MOODLE, default_mark=sum(gap.weight for gap in gaps), gaps=gaps)
        check_harmless(definition, line=1)
        read = Read(name=excerpt(to_plain(text.partition("\n")[0])) or "?", definition=definition, line=1)
        return Reading(questions=(read,))

    def write(self, questions: Iterable[Read]) -> Written:
        """The first cloze question. Such a file holds no other."""
        data = b""
        problems: list[Problem] = []
        for read in questions:
            definition = read.definition
            message = _("“%(name)s” is not in the file: it holds one cloze question and nothing else.")
            if isinstance(definition, Cloze) and not data:
                try:
                    text = to_html(definition.text, definition.format) if definition.format != Format.MOODLE else definition.text
                    data = (write_cloze(text, Format.MOODLE, definition.gaps) + "\n").encode()
                    continue
                except Unreadable as error:
                    message = error.problem.message  # type: ignore[assignment]
            problems.append(Problem(code="cloze_one", message=message, facts={"name": read.name}, line=read.line, excerpt=read.name))
        return Written(data=data, problems=tuple(problems))
