"""The texts of a question: Moodle gives each its own format and its own files, we have one format and one set of pictures."""

import base64
import binascii
import re
from urllib.parse import unquote

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ...engine.definition import Format
from ..base import Problem, Unreadable, warning
from ..markup import PLUGINFILE
from ..pictures import is_picture, reference, safe_name
from ..safe_xml import Element
from ..texts import Text, common_format, in_format

FORMATS = {
    "html": Format.HTML,
    "moodle_auto_format": Format.MOODLE,
    "plain_text": Format.PLAIN,
    "plain": Format.PLAIN,
    "markdown": Format.MARKDOWN,
    "wiki_like": Format.PLAIN,
}
_TYPED = {"shortanswer", "numerical", "truefalse"}  # whose answers are not formatted texts
_FILE = re.compile(re.escape(PLUGINFILE) + r"([^\"'\s)<>?#]+)")


class QuestionTexts:
    """Reads the texts of one `<question>`. What has to be said about them gathers in `warnings`, their pictures in `files`."""

    def __init__(self, question: Element) -> None:
        self.question = question
        self.warnings: list[Problem] = []
        self.files: dict[str, bytes] = {}
        first = question.first("questiontext")
        self._default = _format_of(first, Format.HTML)
        found = [self._as_written(each) for each in self._formatted()]
        self.format = common_format(self._as_written(first) if first else Text(format=self._default), *found)
        if any(in_format(each, self.format) != each.words for each in found):
            self.warn("formats", _("The texts of this question are in several formats. They were all turned into HTML."))

    def warn(self, code: str, message: str | Promise, line: int | None = None, **facts) -> None:
        self.warnings.append(warning(code, message, line=line or self.question.line, **facts))

    def _formatted(self) -> list[Element]:
        """Every element with a text in some format. What a learner has to type is none."""
        is_typed = self.question.get("type") in _TYPED
        found = [self.question, *self.question.below("questiontext", "generalfeedback", "hint", "subquestion", "feedback")]
        found += self.question.below("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback", "graderinfo", "responsetemplate")
        if not is_typed:
            found += self.question.all("answer")
        return [each for each in found if each.first("text")]

    def _as_written(self, element: Element) -> Text:
        return Text(_raw(element), _format_of(element, self._default))

    def text(self, element: Element | None) -> str:
        """The text of an element such as `<generalfeedback format="html"><text>…</text><file …/></generalfeedback>`, in the question's
        format, its pictures by their new names."""
        if element is None:
            return ""
        text = in_format(self._as_written(element), self.format)
        names = {file.get("name"): self._file(file) for file in element.all("file")}
        return _FILE.sub(lambda found: self._renamed(found, names), text)

    def typed(self, element: Element | None) -> str:
        """A text that is compared with what a learner types, or shown as it is."""
        return "" if element is None else _raw(element)

    def old_picture(self) -> str:
        """Moodle 1.9 kept one picture beside the text."""
        name, content = self.question.first("image"), self.question.first("image_base64")
        if not name or not content or not name.text.strip():
            return ""
        kept = self._keep(name.text.strip(), content.text, content.line)
        return f'<br><img src="{reference(kept)}" alt="">' if kept else ""

    def _file(self, file: Element) -> str:
        return self._keep(file.get("name"), file.text, file.line) if file.get("encoding", "base64") == "base64" else ""

    def _keep(self, name: str, content: str, line: int) -> str:
        """The name under which a picture was kept; empty if it is none."""
        try:
            data = base64.b64decode("".join(content.split()), validate=True)
        except (binascii.Error, ValueError) as error:
            raise Unreadable("file_damaged", _("The file “%(name)s” in this question is damaged."), line=line, name=name) from error
        if not is_picture(data):
            message = _("“%(name)s” is no picture (PNG, JPEG, GIF, WebP). The question was read without it.")
            self.warn("file_no_picture", message, line, name=name)
            return ""
        kept = safe_name(name, data, self.files)
        self.files[kept] = data
        return kept

    def _renamed(self, found: re.Match[str], names: dict[str, str]) -> str:
        called = unquote(found[1])
        kept = names.get(called) or names.get(called.rpartition("/")[2])
        if kept is None:
            self.warn("file_missing", _("The text shows “%(name)s”, which is not in the file."), name=called)
        return reference(kept) if kept else found[0]


def _raw(element: Element) -> str:
    holder = element.first("text")
    return (holder.text if holder else element.text).strip()


def _format_of(element: Element | None, default: Format) -> Format:
    return FORMATS.get(element.get("format"), default) if element else default
