"""The rule of a course as a form: everything that a coordinator can say, in words; and back."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .completion import Rule
from .measures import all_measures

ALL, ANY = "all", "any"


class RuleForm(forms.Form):
    """`activities` are those of the course, title by id. What is left empty is not asked for."""

    use_required_attribute = False

    join = forms.ChoiceField(
        label=gettext_lazy("The course is completed when"),
        choices=[
            (ALL, gettext_lazy("all of what is chosen below is done")),
            (ANY, gettext_lazy("any one of what is chosen below is done")),
        ],
        widget=forms.RadioSelect,
        initial=ALL,
    )
    all_required = forms.BooleanField(
        label=gettext_lazy("All required steps of the course"),
        required=False,
        help_text=gettext_lazy("The lessons, exercises, quizzes and assignments that its editors marked as required."),
    )
    number = forms.IntegerField(
        label=gettext_lazy("At least this many of the steps ticked below"),
        required=False,
        min_value=1,
        help_text=gettext_lazy("Empty: not asked for."),
    )
    of = forms.TypedMultipleChoiceField(label=gettext_lazy("Steps"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple)
    reason = forms.CharField(
        label=gettext_lazy("Why it changes"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Kept with the change, for your colleagues."),
    )

    def __init__(self, *args: Any, activities: Mapping[int, str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["of"].choices = list(activities.items())  # type: ignore[attr-defined]
        for measure in all_measures():
            self.fields[measure.key] = forms.IntegerField(
                label=measure.label, help_text=measure.help_text, required=False, min_value=1, max_value=measure.most
            )
        self.order_fields(["join", "all_required", *(measure.key for measure in all_measures()), "number", "of", "reason"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        number, chosen = said.get("number"), said.get("of") or []
        if number and not chosen and "of" not in self.errors:
            self.add_error("of", _("Tick the steps that it is about."))
        elif chosen and not number and "number" not in self.errors:
            self.add_error("number", _("Say how many of the ticked steps are enough."))
        elif number and number > len(chosen) and "of" not in self.errors:
            self.add_error("number", _("There are only %(count)s ticked.") % {"count": len(chosen)})
        if not self.errors and not self._parts(said):
            self.add_error(None, _("Choose at least one thing, or the course could never be completed."))
        return said

    @property
    def rule(self) -> dict[str, Any]:
        """Of what was said; the shortest that says it."""
        parts = self._parts(self.cleaned_data)
        if parts == [{"all_required": True}]:
            return {}
        if len(parts) == 1:
            return parts[0]
        return {"all": parts} if self.cleaned_data["join"] == ALL else {"at_least": 1, "of": parts}

    def _parts(self, said: Mapping[str, Any]) -> list[dict[str, Any]]:
        parts: list[dict[str, Any]] = [{"all_required": True}] if said.get("all_required") else []
        parts += [{measure.key: said[measure.key]} for measure in all_measures() if said.get(measure.key)]
        if said.get("number") and said.get("of"):
            parts.append({"at_least": said["number"], "of": [{"activity": pk} for pk in said["of"]]})
        return parts


def initial_of(rule: Rule) -> dict[str, Any] | None:
    """What the form shows of a rule; None for one that it has no words for, such as groups within groups."""
    rule = rule or {"all_required": True}
    match rule:
        case {"all": [*parts]}:
            join = ALL
        case {"at_least": 1, "of": [*parts]} if not _names_steps(parts):
            join = ANY
        case _:
            join, parts = ALL, [rule]
    said: dict[str, Any] = {"join": join}
    for part in parts:
        match part:
            case {"all_required": True}:
                more: dict[str, Any] = {"all_required": True}
            case {"activity": int(activity)}:
                more = {"number": 1, "of": [activity]}
            case {"at_least": int(number), "of": [*steps]} if _names_steps(steps):
                more = {"number": number, "of": [step["activity"] for step in steps]}
            case {**one} if len(one) == 1 and next(iter(one)) in {measure.key for measure in all_measures()}:
                more = {str(name): asked for name, asked in one.items()}
            case _:
                return None
        if said.keys() & more.keys():
            return None
        said |= more
    return said


def _names_steps(parts: list[Any]) -> bool:
    return bool(parts) and all(isinstance(part, Mapping) and part.keys() == {"activity"} for part in parts)
