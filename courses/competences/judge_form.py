"""A mentor's judgement of one competence."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .assess_form import CHOICES
from .evidence import Offered

LONGEST = 2_000


class JudgeForm(forms.Form):
    """`offered` is what the mentor may read; nothing else can be evidence."""

    level = forms.ChoiceField(label=_("Level"), choices=CHOICES, error_messages={"required": _("Choose a level.")})
    text = forms.CharField(
        label=_("What you saw"),
        help_text=_("One or two sentences. The learner reads them."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say in a sentence what you saw.")},
    )
    evidence = forms.MultipleChoiceField(
        label=_("What it rests on"), error_messages={"required": _("Choose at least one thing that it rests on.")}
    )

    def __init__(self, data: Any, *, offered: Sequence[Offered]):
        super().__init__(data, use_required_attribute=False)
        self.offered = offered
        field: Any = self.fields["evidence"]
        field.choices = [(one.value, one.piece.title) for one in offered]

    @property
    def chosen(self) -> set[str]:
        """As it was sent, to show it again."""
        data: Any = self.data
        return set(data.getlist("evidence")) if self.is_bound else set()

    @property
    def level_sent(self) -> str:
        return self.data.get("level", "") if self.is_bound else ""

    def pieces(self) -> list[tuple[str, int]]:
        return [(one.kind.key, one.piece.row) for one in self.offered if one.value in self.cleaned_data["evidence"]]
