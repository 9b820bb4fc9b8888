"""The words of a template in one more language: ours, or the source, beside each field."""

import dataclasses
from typing import Any

from django import forms
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _

from cms.translations.at_once import AtOnceForm

from .definition import LONGEST_WORDS, OWN_WORDS_ALONE, WITHOUT_WORDS, Design, Field
from .example import example
from .saying import own_words


class WordsForm(AtOnceForm):
    """A field for each text that the design shows. Empty keeps what is said beside it."""

    def __init__(self, data: Any = None, *, design: Design, language: str):
        super().__init__(data, use_required_attribute=False)
        self.design, self.language = design, language
        said = design.words.get(language, {})
        self.sources = _sources(design, language)
        for key, (label, source) in self.sources.items():
            self.fields[key] = forms.CharField(
                label=label,
                required=False,
                max_length=LONGEST_WORDS,
                initial=said.get(key, ""),
                help_text=format_html('<span lang="{}">{}</span>', design.language if _is_editors(key) else language, source),
                widget=forms.TextInput(attrs={"lang": language}),
            )
        self.watch({key: (said.get(key, ""), source) for key, (_label, source) in self.sources.items()}, language)

    @property
    def made(self) -> Design:
        mine = {key: words for key in self.sources if (words := " ".join(self.cleaned_data[key].split()))}
        hidden = {key: words for key, words in self.design.words.get(self.language, {}).items() if key not in self.sources}
        all_words = {**self.design.words, self.language: hidden | mine}
        return dataclasses.replace(self.design, words={code: said for code, said in all_words.items() if said})


def _is_editors(key: str) -> bool:
    """Whether what stands there without words is the editor's, in the language of the template."""
    return key.startswith("partner.") or key in OWN_WORDS_ALONE


def _sources(design: Design, language: str) -> dict[str, tuple[str, str]]:
    """Label and what is printed where nothing is written, by key."""
    found: dict[str, tuple[str, str]] = {}
    own = design.words.get(design.language, {})
    with translation.override(language):
        ours = {one.field: own_words(one.field, example(language)) for one in design.fields}
    for one in design.fields:
        key = Field(one.field)
        if key not in WITHOUT_WORDS:
            found[key.value] = (str(key.label), own.get(key.value, "") if key in OWN_WORDS_ALONE else ours[key.value])
    for partner in design.partners:
        found[f"partner.{partner.id}.name"] = (_("Name"), partner.name)
        if partner.office:
            found[f"partner.{partner.id}.office"] = (_("Office"), partner.office)
    return found
