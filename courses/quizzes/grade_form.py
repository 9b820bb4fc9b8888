"""Marks and a comment, as a grader writes them."""

import re
from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST_WORDS = 10_000  # characters


class GradeForm(forms.Form):
    """Marks from 0 to `most`, with a comma or a point; `fraction` is what they are of the whole."""

    marks = forms.CharField(label=gettext_lazy("Marks"), max_length=20)
    comment = forms.CharField(
        label=gettext_lazy("Comment"),
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("The learner reads it beside the answer. Say what is good, and what would make it better."),
    )

    def __init__(self, most: float, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.most = most
        self.fields["marks"].help_text = _("From 0 to %(most)s, such as %(example)s.") % {
            "most": shown_marks(most),
            "example": shown_marks(most * 0.75),
        }
        self.fields["marks"].widget.attrs.update({"inputmode": "decimal", "autocomplete": "off", "class": "input input--short"})

    def clean_marks(self) -> float:
        typed = re.sub(r"\s", "", self.cleaned_data["marks"]).replace(",", ".")
        if not re.fullmatch(r"\d{1,6}(\.\d{0,6})?|\.\d{1,6}", typed):
            raise forms.ValidationError(_("Write the marks as a number, such as 2.5."))
        marks = float(typed)
        if marks > self.most:
            raise forms.ValidationError(_("The most that this answer can bring is %(most)s.") % {"most": shown_marks(self.most)})
        return marks

    @property
    def fraction(self) -> float:
        return self.cleaned_data["marks"] / self.most if self.most else 0.0


def shown_marks(marks: float) -> str:
    """As the reader's language writes numbers, without zeros at the end: 2, 2.5, 0.33."""
    text = f"{marks:.2f}".rstrip("0").rstrip(".")
    return number_format(text, decimal_pos=len(text.partition(".")[2]) or None)
