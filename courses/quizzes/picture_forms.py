"""The pictures of a question in its editor's form: chosen from the library, named, and put into the text by a button."""

import re
from collections.abc import Iterable
from html import escape
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.images import get_image_model
from wagtail.images.widgets import AdminImageChooser
from wagtail.permissions import policy_registry

from .engine.definition import Definition, Format
from .engine.translating import texts
from .formats.markup import pictures_in
from .formats.pictures import reference, safe_name
from .models import QuestionFile
from .question_forms.fields import WordsField
from .question_forms.rows import Row, WithRows, rearranged, rows_of, with_rows

PREFIX = "pictures"
_NAME = re.compile(r"[\w.-]+")


class PictureRow(Row):
    """A row of a picture that the question has already shows it and asks for nothing but its description."""

    legend = gettext_lazy("Picture %(number)s")
    add_label = gettext_lazy("Add a picture")
    empty_rows = first_rows = 0
    file: QuestionFile | None = None

    image = forms.ModelChoiceField(
        label=gettext_lazy("Picture"), queryset=get_image_model().objects.none(), widget=AdminImageChooser(show_edit_link=False)
    )
    name = forms.CharField(
        label=gettext_lazy("Name in the texts"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Letters, digits, dots and hyphens. Empty: the name of the file."),
    )
    description = WordsField(
        label=gettext_lazy("What it shows"),
        help_text=gettext_lazy("In a few words: who does not see the picture hears them. They go into the text along with it."),
    )

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if name and not _NAME.fullmatch(name):
            raise forms.ValidationError(_("Only letters, digits, dots and hyphens can be in the name."))
        return name

    def chosen(self, sent: list[str] | None) -> Any:
        """The picture with this id, where the person may choose it."""
        number = int(sent[0]) if sent and sent[0].isdecimal() and len(sent[0]) < 16 else None
        return self.fields["image"].queryset.filter(pk=number).first()  # type: ignore[attr-defined]

    @property
    def called(self) -> str:
        return self.file.name if self.file else ""


class PicturesForm(WithRows):
    """`files` are those that the question has, `person` is who chooses."""

    row_classes = {PREFIX: PictureRow}

    def __init__(self, data: Any = None, *, files: Iterable[QuestionFile] = (), person: Any):
        self.known = {str(file.pk): file for file in files}
        self.is_sent = data is not None and f"{PREFIX}-total" in data
        super().__init__(data if self.is_sent else None, row_initial={PREFIX: [{"id": pk} for pk in self.known]})
        self.pictures = {file.name: file.image for file in self.known.values()}
        images = policy_registry.get_by_type(get_image_model()).instances_user_has_any_permission_for(person, ["choose"])
        for row in self.picture_rows:
            row.fields["image"].queryset = images  # type: ignore[attr-defined]
            if row.is_known:
                row.file = self.known[row.row_id]
                del row.fields["image"], row.fields["name"]

    @property
    def picture_rows(self) -> list[PictureRow]:
        return [row for row in self.rows[PREFIX].all if isinstance(row, PictureRow)]

    def is_valid(self) -> bool:
        return not self.is_sent or super().is_valid()

    def clean(self) -> dict[str, Any]:
        """Names are settled here: by the file's where none is given, once each."""
        self.pictures = {row.file.name: row.file.image for row in self.picture_rows if row.file}
        taken = {file.name for file in self.known.values()}
        for row in self.picture_rows:
            if row.file or row.is_blank or not row.is_valid():
                continue
            image, name = row.cleaned_data["image"], row.cleaned_data["name"]
            if name in taken:
                row.add_error("name", _("Another picture of the question has this name. Choose a different one."))
                continue
            name = name or name_of(image, taken)
            taken.add(name)
            self.pictures[name] = image
        return super().clean() or {}

    def warnings(self, definition: Definition) -> list[str]:
        """What an editor should know about the pictures that the texts name."""
        named = {name for text in texts(definition).values() for name in pictures_in(text)}
        said = [_("The texts name a picture “%(name)s”, which the question does not have.") % {"name": name}
                for name in sorted(named - self.pictures.keys())]  # fmt: skip
        unseen = sorted(self.pictures.keys() - named)
        said += [_("No text shows the picture “%(name)s” yet: put it where it belongs.") % {"name": name} for name in unseen]
        if named and definition.format == Format.PLAIN:
            said.append(_("Plain text shows no pictures: let the texts be written in Markdown."))
        return said

    def after(self, data: QueryDict, deed: str) -> QueryDict:
        """What the form holds after one of its buttons: `pictures:add`, `pictures:remove:0`, `pictures:put:0`."""
        rows = rows_of(data, PREFIX)
        name, _sep, place = deed.removeprefix(f"{PREFIX}:").partition(":")
        if name == "add":
            return with_rows(data, PREFIX, [*rows, {}])
        if name == "put" and place.isdecimal() and int(place) < len(rows):
            return self._put(data, rows, int(place))
        return rearranged(data, deed)

    def _put(self, data: QueryDict, rows: list[dict[str, list[str]]], place: int) -> QueryDict:
        """The picture stands at the end of the text, by its name and with its description."""
        row, shown = self.picture_rows[place], rows[place]
        image = row.file.image if row.file else row.chosen(shown.get("image"))
        if image is None:
            return data
        name = row.called or (shown.get("name") or [""])[0].strip()
        if not name:
            others = {name for other in rows for name in other.get("name", [])}
            name = name_of(image, others | {file.name for file in self.known.values()})
            shown["name"] = [name]
        description = (shown.get("description") or [""])[0].strip() or image.default_alt_text
        data = with_rows(data, PREFIX, rows)
        text = data.get("text", "").rstrip()
        data["text"] = f"{text}\n\n{mark(name, description, data.get('format', ''))}".lstrip()
        return data


def mark(name: str, description: str, format: str) -> str:
    """How a text of this format shows a picture."""
    if format in (Format.HTML, Format.MOODLE):
        return f'<img src="{reference(name)}" alt="{escape(description)}">'
    words = re.sub(r"([\[\]\\])", r"\\\1", " ".join(description.split()))
    return f"![{words}]({reference(name)})"


def name_of(image: Any, taken: Iterable[str]) -> str:
    """That of its file, with a number where another picture of the question has it."""
    return safe_name(image.filename, b"", dict.fromkeys(taken, b"another"))
