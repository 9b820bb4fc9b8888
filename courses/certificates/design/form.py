"""The form of a template: paper, colours, pictures, fields in their order and place, partners. Rows move as in the bank's forms."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.quizzes.question_forms.rows import Row, WithRows
from lms.accounts.models import User

from .contrast import ENOUGH, grounds, is_colour, lowest
from .definition import (
    ALWAYS,
    AT_FIRST,
    LONGEST_WORDS,
    MOST_PARTNERS,
    OWN_WORDS_ALONE,
    VEILS,
    WITHOUT_WORDS,
    Align,
    Decoration,
    Design,
    Field,
    Orientation,
    Paper,
    Partner,
    PartnerKind,
    PartnerPlace,
    Place,
    Placed,
)
from .editors import pictures_seen_by
from .example import example
from .pictures import contents, keep_picture
from .saying import own_words
from .widgets import ColourInput, PictureInput

COLOURS = ("ink", "soft", "accent")
VEIL_LABELS: dict[int, str | Promise] = {
    0: gettext_lazy("Nothing: the picture is pale enough"),
    60: gettext_lazy("A thin veil"),
    75: gettext_lazy("A veil"),
    90: gettext_lazy("A thick veil"),
}


class PictureField(forms.CharField):
    """The digest of a picture that was uploaded; `take_pictures` has put it there."""

    widget = PictureInput


class FieldRow(Row):
    is_numbered = False
    is_on = forms.BooleanField(label=gettext_lazy("Show it"), required=False)
    place = forms.ChoiceField(label=gettext_lazy("Where"), choices=Place.choices, initial=Place.MIDDLE.value)
    words = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=LONGEST_WORDS)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.key = Field(self.row_id) if self.row_id in Field.values else None
        if self.key in ALWAYS:
            del self.fields["is_on"]
        if self.key in WITHOUT_WORDS:
            del self.fields["words"]
        elif self.key in OWN_WORDS_ALONE:
            self.fields["words"].help_text = _("Nothing stands there until you write it.")

    def show_own_words(self, language: str) -> None:
        """In grey, where an editor writes none."""
        if self.key and "words" in self.fields:
            self.fields["words"].widget.attrs |= {"placeholder": own_words(self.key.value, example(language)), "lang": language}

    @property
    def is_blank(self) -> bool:
        return False

    @property
    def title(self) -> str:
        return str(self.key.label) if self.key else ""

    @property
    def is_shown(self) -> bool:
        return self.key in ALWAYS or bool(self.cleaned_data.get("is_on"))


class PartnerRow(Row):
    legend = gettext_lazy("Partner %(number)s")
    add_label = gettext_lazy("Add partners")
    empty_rows, first_rows = 0, 0

    kind = forms.ChoiceField(label=gettext_lazy("What it is"), choices=PartnerKind.choices, initial=PartnerKind.LOGO.value)
    place = forms.ChoiceField(label=gettext_lazy("Where"), choices=PartnerPlace.choices, initial=PartnerPlace.BOTTOM.value)
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        help_text=gettext_lazy("Of the partner, or of who signs. Who does not see the picture hears it."),
    )
    office = forms.CharField(label=gettext_lazy("Office"), max_length=160, required=False)
    picture = PictureField(label=gettext_lazy("Picture"), required=False)


class DesignForm(WithRows):
    """`design` is what the template says now; `made` is what the form says, as far as it can be drawn."""

    row_classes = {"fields": FieldRow, "partners": PartnerRow}

    name = forms.CharField(
        label=gettext_lazy("Name of the template"),
        max_length=120,
        help_text=gettext_lazy("Colleagues choose it by this. It is not printed."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the words on this page"),
        choices=settings.LANGUAGES,
        help_text=gettext_lazy("Words in other languages are written under “Languages”."),
    )
    paper = forms.ChoiceField(label=gettext_lazy("Paper"), choices=Paper.choices)
    orientation = forms.ChoiceField(label=gettext_lazy("Orientation"), choices=Orientation.choices)
    decoration = forms.ChoiceField(label=gettext_lazy("Around the words"), choices=Decoration.choices)
    align = forms.ChoiceField(label=gettext_lazy("Words in the middle begin"), choices=Align.choices)
    has_back = forms.BooleanField(
        label=gettext_lazy("Print the signed certificate on the back"),
        required=False,
        help_text=gettext_lazy("As square codes: with them the paper can be checked without the internet."),
    )
    ink = forms.CharField(label=gettext_lazy("Names and words"), widget=ColourInput)
    soft = forms.CharField(label=gettext_lazy("Small words"), widget=ColourInput)
    accent = forms.CharField(label=gettext_lazy("Heading and lines"), widget=ColourInput)
    ground = forms.CharField(label=gettext_lazy("Paper"), widget=ColourInput)
    background = PictureField(label=gettext_lazy("Background picture"), required=False)
    veil = forms.TypedChoiceField(
        label=gettext_lazy("Between picture and words"), choices=[(veil, VEIL_LABELS[veil]) for veil in VEILS], coerce=int
    )

    def __init__(self, data: Any = None, *, design: Design, name: str, person: User, problems: Mapping[str, str] = {}, **kwargs: Any):
        self.design, self.person, self.problems = design, person, problems
        self.made: Design | None = None
        initial = {**{one: getattr(design, one) for one in Design.__dataclass_fields__ if one in self.base_fields}, "name": name}
        super().__init__(
            data, initial=initial, row_initial={"fields": _field_rows(design), "partners": _partner_rows(design)}, is_new=False, **kwargs
        )
        chosen = self["language"].value()
        language = chosen if chosen in dict(settings.LANGUAGES) else design.language
        with translation.override(language):
            for row in self.rows["fields"].all:
                if isinstance(row, FieldRow):
                    row.show_own_words(language)

    def full_clean(self) -> None:
        super().full_clean()
        for name, message in self.problems.items():
            owner = next((row for row in self.rows["partners"].all if row.prefix and name.startswith(f"{row.prefix}-")), self)
            owner.add_error("background" if owner is self else "picture", message)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        partners = self.rows["partners"]
        if len(partners.filled) > MOST_PARTNERS:
            partners.errors.append(_("More than %(most)d partners do not fit on the paper.") % {"most": MOST_PARTNERS})
        for name in (*COLOURS, "ground"):
            if values.get(name) and not is_colour(values[name]):
                self.add_error(name, _("A colour is written as # and six digits or letters a–f."))
        self._check_pictures(values)
        if not self.errors and self.are_rows_valid:
            self.made = self._design(values)
            self._check_contrast(self.made)
        return values

    def _check_pictures(self, values: dict[str, Any]) -> None:
        """Only what the person may see: whoever knows the digest of a signature has not signed."""
        asked = {
            values.get("background", ""),
            *(row.cleaned_data.get("picture", "") for row in self.rows["partners"].all if row.is_valid()),
        } - {""}
        known = set(pictures_seen_by(self.person).filter(digest__in=asked).values_list("digest", flat=True)) if asked else set()
        if asked - known:
            self.add_error(None, _("One of the pictures is not there any longer. Choose it again."))

    def _design(self, values: dict[str, Any]) -> Design:
        language = values["language"]
        rows = [row for row in self.rows["fields"].all if isinstance(row, FieldRow) and row.key]
        shown = [Placed(row.row_id, row.cleaned_data["place"]) for row in rows if row.is_shown]
        shown += [Placed(key.value, AT_FIRST[key].value) for key in Field if key in ALWAYS - {row.key for row in rows}]
        kept = {one.row_id for one in self.rows["partners"].filled}
        mine = {row.row_id: words for row in rows if (words := " ".join(row.cleaned_data.get("words", "").split()))}
        mine |= {
            key: words
            for key, words in self.design.words.get(language, {}).items()
            if key.startswith("partner.") and language != self.design.language
        }
        all_words = {code: dict(said) for code, said in self.design.words.items()} | {language: mine}
        return Design(
            **{name: values[name] for name in self.base_fields if name != "name"},
            fields=tuple(shown),
            partners=tuple(Partner(**one) for one in self.rows["partners"].cleaned),
            words={code: said for code, all_said in all_words.items() if (said := _of_partners(all_said, kept))},
        )

    def _check_contrast(self, design: Design) -> None:
        """So that whoever has weak eyes, or a bad printer, can read it."""
        picture = contents({design.background}).get(design.background) if design.background else None
        ground = grounds(design.ground, picture, design.veil)
        for name in COLOURS:
            found = lowest(getattr(design, name), ground)
            if found < ENOUGH:
                said = {"found": f"{found:.1f}", "enough": ENOUGH}
                self.add_error(name, _weak_on_picture(said) if picture else _weak(said))


def _weak(said: Mapping[str, Any]) -> str:
    return (
        _("It is hard to read on this paper: the contrast is %(found)s, and %(enough)s is needed. Take a darker or a lighter colour.")
        % said
    )


def _weak_on_picture(said: Mapping[str, Any]) -> str:
    return (
        _(
            "It is hard to read on the picture: where it is worst the contrast is %(found)s, and %(enough)s is needed. "
            "Take a thicker veil, a paler picture or another colour."
        )
        % said
    )


def _of_partners(said: dict[str, str], kept: set[str]) -> dict[str, str]:
    """Without the words of partners that are gone."""
    return {key: words for key, words in said.items() if not key.startswith("partner.") or key.split(".")[1] in kept}


def _field_rows(design: Design) -> list[dict[str, Any]]:
    """Those that are shown in their order, then the others."""
    shown = {one.field: one.place for one in design.fields}
    rest = [key.value for key in Field if key.value not in shown]
    words = design.words.get(design.language, {})
    return [
        {
            "id": key,
            "is_on": key in shown,
            "place": shown.get(key, AT_FIRST.get(Field(key), Place.MIDDLE).value),
            "words": words.get(key, ""),
        }
        for key in (*shown, *rest)
    ]


def _partner_rows(design: Design) -> list[dict[str, Any]]:
    return [
        {"id": one.id, "kind": one.kind, "place": one.place, "name": one.name, "office": one.office, "picture": one.picture}
        for one in design.partners
    ]


def take_pictures(data: QueryDict, files: Any, by: User) -> dict[str, str]:
    """Keep each picture that came along and write its digest where the field is. What is wrong is said by the field's name."""
    problems = {}
    for sent, file in files.items():
        name = sent.removesuffix("-file")
        if name == sent or not (name == "background" or name.startswith("partners-")):
            continue
        try:
            data[name] = keep_picture(name=file.name, data=file.read(), is_ground=name == "background", by=by).digest
        except ValidationError as refused:
            problems[name] = refused.messages[0]
    return problems
