"""A framework in another language: every text beside its source, in the order in which it is read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from cms.translations.helping import HelpedForm

from .framework_form import LONGEST_TEXT, plain
from .models import Competence, CompetenceWords, Framework, FrameworkWords
from .tree import in_order, nodes
from .wording import is_behind


@dataclass(frozen=True)
class Part:
    """The framework itself or one competence: what it says in its own language and in the other."""

    prefix: str
    number: str
    row: Framework | Competence
    source: FrameworkWords | CompetenceWords
    words: FrameworkWords | CompetenceWords | None

    @property
    def texts(self) -> dict[str, str]:
        """What there is to translate."""
        return {name: text for name, text in self.source.texts.items() if text}

    def said(self, name: str) -> str:
        return self.words.texts.get(name, "") if self.words else ""

    @property
    def done(self) -> int:
        said = self.words.texts if self.words else {}
        return sum(1 for name in self.texts if said.get(name))

    @property
    def is_behind(self) -> bool:
        return self.words is not None and is_behind(self.words, self.source)


def parts_of(framework: Framework, language: str) -> list[Part]:
    """Without what is retired. Three queries."""
    of_framework = {one.language: one for one in FrameworkWords.objects.filter(framework=framework)}
    of_competences: dict[int, dict[str, CompetenceWords]] = {}
    for words in CompetenceWords.objects.filter(competence__framework=framework, language__in=[language, framework.language]):
        of_competences.setdefault(words.competence_id, {})[words.language] = words
    own = framework.language
    parts = [Part("f", "", framework, of_framework.get(own) or FrameworkWords(), of_framework.get(language))]
    for node in in_order(nodes(Competence.objects.filter(framework=framework, retired_at=None))):
        said = of_competences.get(node.row.pk, {})
        parts.append(Part(f"c{node.row.pk}", node.number, node.row, said.get(own) or CompetenceWords(), said.get(language)))
    return parts


class TranslationForm(HelpedForm):
    """A field for each text; an empty one keeps the source. What is behind its source is so until
    somebody says that it fits again."""

    def __init__(self, data: Any, *, parts: list[Part], language: str):
        super().__init__(data, use_required_attribute=False)
        self.parts = parts
        for part in parts:
            said: Mapping[str, str] = part.words.texts if part.words else {}
            for name in part.texts:
                widget: Any = forms.TextInput if name == "title" else forms.Textarea
                attrs = {"lang": language} if name == "title" else {"lang": language, "rows": 2}
                longest = 200 if name == "title" else LONGEST_TEXT
                self.fields[f"{part.prefix}-{name}"] = forms.CharField(
                    label=_label(name), required=False, initial=said.get(name, ""), widget=widget(attrs=attrs), max_length=longest
                )
            if part.is_behind:
                self.fields[f"{part.prefix}-fits"] = forms.BooleanField(label=_("It fits the source now"), required=False)
        self.watch({f"{part.prefix}-{name}": (part.said(name), text) for part in parts for name, text in part.texts.items()}, language)

    def sections(self) -> Iterator[dict[str, Any]]:
        for part in self.parts:
            if part.texts:
                names = {f"{part.prefix}-{name}": text for name, text in part.texts.items()}
                places = [{"field": self[name], "source": text, "help": self.helped.get(name)} for name, text in names.items()]
                yield {"part": part, "places": places, "fits": self[f"{part.prefix}-fits"] if part.is_behind else None}

    def stale(self) -> list[str]:
        return [f"{part.prefix}-{name}" for part in self.parts if part.is_behind for name in part.texts]

    def changed(self) -> Iterator[tuple[Part, dict[str, str], bool]]:
        """Each part with something new: its words, and whether they say what the source says now."""
        for part in self.parts:
            said = part.words.texts if part.words else {}
            texts = {name: plain(self.cleaned_data[f"{part.prefix}-{name}"]) for name in part.texts}
            fits = bool(self.cleaned_data.get(f"{part.prefix}-fits"))
            if fits or any(text != said.get(name, "") for name, text in texts.items()):
                yield part, texts, fits or not part.is_behind


def _label(name: str) -> str:
    names = {"title": _("Title"), "summary": _("Summary")}
    return names.get(name) or _("Level %(number)d") % {"number": int(name.rpartition("_")[2])}
