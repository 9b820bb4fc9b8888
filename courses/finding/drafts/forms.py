from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from courses.authoring.board.reading import State
from courses.authoring.board.rules import course_pages_of
from courses.catalogue.models import CoursePage

from .asking import LONGEST_QUESTION
from .kinds import kind_choices


class SearchForm(forms.Form):
    q = forms.CharField(
        label=_("Words to find"),
        required=False,
        max_length=LONGEST_QUESTION,
        help_text=_("In any form. Between quotation marks exactly as you type it, signs included: “044 279-10”."),
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    course = forms.ModelChoiceField(label=_("Course"), queryset=CoursePage.objects.none(), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=[("", _("All languages")), *settings.LANGUAGES], required=False)
    kind = forms.ChoiceField(label=_("Kind of block"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        choices=[
            ("", _("Any")),
            *((one.value, one.label) for one in (State.LIVE, State.CHANGED)),
            (State.DRAFT.value, _("Not on the site")),
        ],
        required=False,
    )

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        courses: Any = self.fields["course"]
        courses.queryset = course_pages_of(person).order_by("draft_title", "pk")
        courses.empty_label = _("All courses")
        courses.label_from_instance = lambda page: page.draft_title or page.title
        kinds: Any = self.fields["kind"]
        kinds.choices = [("", _("All kinds")), *kind_choices()]

    @property
    def asked(self) -> dict[str, Any]:
        """A value that is no choice narrows nothing; what was too long is cut."""
        values = dict(self.cleaned_data) if self.is_valid() else dict(getattr(self, "cleaned_data", {}))
        return {"q": values.get("q") or str(self.data.get("q", ""))} | {
            name: values.get(name) or None for name in ("course", "language", "kind", "state")
        }
