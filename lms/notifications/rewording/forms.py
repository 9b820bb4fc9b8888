"""The words of one kind of letter in one language, a field for each place."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import normalize_newlines
from django.utils.translation import gettext as _

from ..kinds import LetterKind
from ..models import LetterWording
from ..worded import Place, places_of
from ..wording import NAME, names_in
from .actions import Change

LONGEST_LINE = 150
LONGEST = 2000
ADDRESS = re.compile(r"https?:|www\.|\w\.\w+/", re.I)


class WordsForm(forms.Form):
    """`shown`: the rows that count now, by place. Words that are empty, or those that the letter came with, bring the latter back."""

    def __init__(self, data: Mapping[str, Any] | None, *, kind: LetterKind, language: str, shown: Mapping[str, LetterWording]):
        super().__init__(data)
        self.kind, self.language, self.shown = kind, language, shown
        self.places = places_of(kind, language)
        for place in self.places:
            row = shown.get(place.key)
            self.fields[place.key] = _field(place, row.text if row and row.text else place.words, language)
            self.fields[_follows(place.key)] = forms.IntegerField(
                widget=forms.HiddenInput, initial=row.pk if row else 0, required=False, min_value=0
            )

    def rows(self) -> list[dict[str, Any]]:
        """For the page: each place with its field, what it came with, and what may stand there."""
        return [
            {
                "place": place,
                "field": self[place.key],
                "follows": self[_follows(place.key)],
                "is_changed": bool(place.key in self.shown and self.shown[place.key].text),
                "row": self.shown.get(place.key),
            }
            for place in self.places
        ]

    def wrong_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.errors]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for place in self.places:
            text = cleaned.get(place.key, "")
            for problem in self._problems(place, text) if text else ():
                self.add_error(place.key, problem)
        return cleaned

    def _problems(self, place: Place, text: str) -> list[str]:
        known, said = names_in(self.kind), set(NAME.findall(text))
        problems = [
            _("{%(name)s} is no name that this letter knows. Those that it knows stand under “What you can name”.") % {"name": name}
            for name in sorted(said - set(known))
        ]
        problems += [
            _("The letter must say {%(name)s} here: %(what)s.") % {"name": name, "what": known.get(name, name)}
            for name in place.needs
            if name not in said
        ]
        if ADDRESS.search(text):
            problems.append(_("Leave web addresses out: the letter has one link, and that is its button."))
        return problems

    def texts(self) -> dict[str, str]:
        """Other words than the letter came with, by place."""
        said = ((place, self._text(place)) for place in self.places)
        return {place.key: text for place, text in said if text}

    def changes(self) -> list[Change]:
        before = {place.key: self.shown[place.key].text if place.key in self.shown else "" for place in self.places}
        return [
            Change(place.key, self._text(place), self.cleaned_data[_follows(place.key)] or 0)
            for place in self.places
            if self._text(place) != before[place.key]
        ]

    def follow(self, newest: Mapping[str, LetterWording]) -> "WordsForm":
        """The same words, to be saved over what somebody else has said meanwhile."""
        data = dict(self.data.items()) | {_follows(key): row.pk for key, row in newest.items()}
        return WordsForm(data, kind=self.kind, language=self.language, shown=newest)

    def _text(self, place: Place) -> str:
        text = normalize_newlines(self.cleaned_data[place.key]).strip()
        return "" if text == place.words else text


def _follows(place: str) -> str:
    return f"follows-{place}"


def _field(place: Place, text: str, language: str) -> forms.CharField:
    attrs = {"lang": language}
    widget = forms.TextInput(attrs) if place.is_one_line else forms.Textarea(attrs | {"rows": max(3, len(text) // 60 + 2)})
    longest = LONGEST_LINE if place.is_one_line else LONGEST
    return forms.CharField(label=place.label, required=False, max_length=longest, widget=widget, initial=text)
