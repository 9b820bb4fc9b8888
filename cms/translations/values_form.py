"""Pictures, files and links of a translation, each beside what the source has."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from wagtail.admin.widgets import AdminPageChooser
from wagtail.documents import get_document_model
from wagtail.documents.widgets import AdminDocumentChooser
from wagtail.images import get_image_model
from wagtail.images.widgets import AdminImageChooser
from wagtail.models import Page
from wagtail_localize.views.edit_translation import FieldHasNoEditPanelError, TabHelper, get_segment_location_info

from .at_once import AtOnceForm
from .labels import place_words
from .values import Value

CHOOSERS: dict[str, tuple[Any, Any]] = {
    "image_chooser": (get_image_model, AdminImageChooser),
    "document_chooser": (get_document_model, AdminDocumentChooser),
    "page_chooser": (lambda: Page, AdminPageChooser),
}
LONGEST = 2000


class ValuesForm(AtOnceForm):
    """A field for each; empty is what the source has."""

    def __init__(self, data: Any, *, values: list[Value], source: Page, language: str):
        super().__init__(data, use_required_attribute=False)
        tabs = TabHelper(source)
        self.values: dict[str, tuple[Value, str]] = {}
        for value in values:
            if kind := _kind(value, source, tabs):
                self._add(value, kind, source, language)
        self.watch({name: (_text(value.data), "") for name, (value, _kind_of) in self.values.items()}, language)

    def _add(self, value: Value, kind: str, source: Page, language: str) -> None:
        name = f"value-{value.segment.context_id}"  # the segment is another one once its source has another value
        place = place_words(source, value.segment.context.path)
        common: dict[str, Any] = {
            "label": " · ".join(dict.fromkeys(word for word in (place.block, place.field if kind != "text" else "") if word)),
            "required": False,
            "initial": None if value.data == value.source else value.data,
        }
        if kind in CHOOSERS:
            model, widget = CHOOSERS[kind]
            field: forms.Field = forms.ModelChoiceField(queryset=model()._default_manager.all(), widget=widget(), **common)
        else:
            field = forms.CharField(max_length=LONGEST, widget=forms.TextInput(attrs={"lang": language}), **common)
        self.fields[name] = field
        self.values[name] = (value, kind)

    def rows(self) -> Iterator[dict[str, Any]]:
        for name, (value, kind) in self.values.items():
            yield {"field": self[name], "source": _shown(value.source, kind), "value": value}

    def chosen(self) -> Iterator[tuple[Value, Any]]:
        """What is otherwise than it is now; None: what the source has."""
        for name, (value, _kind_of) in self.values.items():
            sent: Any = self.cleaned_data[name]
            if self.as_watched(name, sent) != _text(value.data):
                yield value, getattr(sent, "pk", sent) or None

    def lost(self) -> list[str]:
        """What was chosen where the source has something else by now, or nothing: the address of a link is a part of its place."""
        return [_("a picture or a file") if text.isdecimal() else text for text in self.no_longer_asked("value-").values()]

    def as_watched(self, name: str, sent: Any) -> str:
        return _text(getattr(sent, "pk", sent) or self.values[name][0].source)

    def said_of(self, name: str, there: str) -> str:
        value, kind = self.values[name]
        return _("Somebody else has chosen meanwhile: %(theirs)s.") % {"theirs": _shown(value.data, kind)}


def _text(data: Any) -> str:
    return "" if data is None else str(data)


def _kind(value: Value, source: Page, tabs: TabHelper) -> str:
    """ "" where nothing can be chosen here."""
    context = value.segment.context
    try:
        found = get_segment_location_info(source, tabs, context.path, context.get_field_path(source), widget=True)
    except (FieldHasNoEditPanelError, StopIteration, LookupError):
        return ""
    kind = (found.get("widget") or {}).get("type", "")
    return kind if kind in CHOOSERS or kind == "text" else ""


def _shown(data: Any, kind: str) -> str:
    if kind not in CHOOSERS or data is None:
        return str(data or "–")
    row = CHOOSERS[kind][0]()._default_manager.filter(pk=data).first()
    return str(row or "–")
