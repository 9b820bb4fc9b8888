"""What a learner chooses at one time: a level for each competence, looking back also how it was."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from .asked import Asked, Group, grouped
from .models import Moment
from .scale import LEVELS

CHOICES = [(str(level), str(level)) for level in LEVELS]
LATER = (Moment.AFTER, Moment.LOOKING_BACK)


@dataclass(frozen=True)
class Option:
    """A level in words. `id` is that of its field."""

    level: int
    text: str
    language: str
    is_chosen: bool
    id: str


@dataclass(frozen=True)
class Question:
    """The five options of one competence at one moment."""

    moment: Moment
    name: str
    options: Sequence[Option]

    @property
    def is_looking_back(self) -> bool:
        return self.moment == Moment.LOOKING_BACK


class AssessForm(forms.Form):
    """Nothing has to be chosen."""

    def __init__(self, data: Any, *, asked: Iterable[Asked], moments: Sequence[Moment], levels: Mapping[tuple[int, str], int]):
        super().__init__(data, use_required_attribute=False)
        self.asked, self.moments, self.levels = list(asked), moments, levels
        for one in self.asked:
            for moment in moments:
                name = _name(one, moment)
                self.fields[name] = forms.ChoiceField(label=one.title.text, choices=[("", ""), *CHOICES], required=False)

    @property
    def groups(self) -> list[tuple[Group, list[tuple[Asked, list[Question]]]]]:
        return [(group, [(one, self._questions(one)) for one in group.asked]) for group in grouped(self.asked)]

    def _questions(self, one: Asked) -> list[Question]:
        return [self._question(one, moment) for moment in self.moments]

    def _question(self, one: Asked, moment: Moment) -> Question:
        name = _name(one, moment)
        chosen = self.data.get(name) if self.is_bound else str(self.levels.get((one.id, moment.value), ""))
        texts = zip(LEVELS, one.words.levels, strict=True)
        options = [Option(level, text, language, str(level) == chosen, f"id_{name}_{level}") for level, (text, language) in texts]
        return Question(moment, name, options)

    def chosen(self) -> dict[tuple[int, Moment], int]:
        """What was chosen, by competence and moment."""
        sent = {(one.id, moment): self.cleaned_data[_name(one, moment)] for one in self.asked for moment in self.moments}
        return {key: int(level) for key, level in sent.items() if level}


def _name(one: Asked, moment: Moment) -> str:
    return f"{moment.value}-{one.id}"
