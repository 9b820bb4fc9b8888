"""One term in all languages."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _

from .at_once import AtOnceForm
from .models import Term


class TermForm(AtOnceForm, forms.ModelForm):
    class Meta:
        model = Term
        fields = ["note"]

    def __init__(self, data: Any, *, instance: Term):
        super().__init__(data, instance=instance, use_required_attribute=False)
        for code, name in settings.LANGUAGES:
            field = forms.CharField(label=name, required=False, max_length=200, initial=self.instance.words.get(code, ""))
            field.widget.attrs["lang"] = code
            self.fields[f"word-{code}"] = field
        said = {f"word-{code}": self.instance.words.get(code, "") for code, _name in settings.LANGUAGES}
        self.watch({name: (text, "") for name, text in (said | {"note": self.instance.note}).items()}, "")
        self.order_fields([*(f"word-{code}" for code, _name in settings.LANGUAGES), "note"])

    def words(self) -> dict[str, str]:
        found = {code: self.cleaned_data.get(f"word-{code}", "").strip() for code, _name in settings.LANGUAGES}
        return {code: word for code, word in found.items() if word}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if len([code for code, _name in settings.LANGUAGES if cleaned.get(f"word-{code}", "").strip()]) < 2:
            raise forms.ValidationError(_("Write the term in two languages at least."))
        return cleaned

    def save(self, commit: bool = True) -> Term:
        self.instance.words = self.words()
        return super().save(commit)
