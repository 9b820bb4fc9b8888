"""Forms of the back office about mentors."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.enrolment.models import Cohort
from lms.accounts.models import Role, User

from .models import Bar, MentorProfile
from .room import people_with

LONGEST = Bar._meta.get_field("reason").max_length


def reason_field(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2}), help_text=help_text)


class ProfileForm(forms.ModelForm):
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages that they read"), choices=settings.LANGUAGES, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = MentorProfile
        fields = ["languages", "capacity", "hours"]


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=gettext_lazy("Your answer"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("The learner gets it in a letter."),
    )


class PairForm(forms.Form):
    """Choices are (id, words); one of them is nobody."""

    mentor = forms.ChoiceField(label=gettext_lazy("Mentor"))
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("May stay empty. The learner can read it in the data they may ask for."),
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["mentor"]).choices = choices


class BarForm(forms.Form):
    mentor = forms.ModelChoiceField(label=gettext_lazy("Mentor"), queryset=User.objects.none())
    learner = forms.ModelChoiceField(label=gettext_lazy("Learner"), queryset=User.objects.none())
    reason = reason_field(
        gettext_lazy("Why"), gettext_lazy("For example: they are relatives. The learner can read it in the data they may ask for.")
    )

    def __init__(self, *args: Any, cohort: Cohort, by: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._people("mentor").queryset = people_with(Role.MENTOR, cohort).exclude(pk=by.pk).order_by("name", "pk")
        self._people("learner").queryset = User.objects.filter(enrolments__cohort=cohort).order_by("name", "pk").distinct()

    def _people(self, name: str) -> forms.ModelChoiceField:
        return cast(forms.ModelChoiceField, self.fields[name])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("mentor") and values.get("mentor") == values.get("learner"):
            self.add_error("learner", _("A mentor and a learner are two people."))
        return values


class LiftForm(forms.Form):
    reason = reason_field(gettext_lazy("Why it is over"))


class FiguresForm(forms.Form):
    """What figures are of; each may stay empty. Choices are those in the person's scope; what has none is not asked."""

    course = forms.ChoiceField(label=gettext_lazy("Course"), required=False)
    cohort = forms.ChoiceField(label=gettext_lazy("Cohort"), required=False)
    mentor = forms.ChoiceField(label=gettext_lazy("Mentor"), required=False)
    since = forms.DateField(label=gettext_lazy("Answered from"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=gettext_lazy("Answered until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, choices: dict[str, list[tuple[int, str]]], **kwargs: Any):
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        for name in ("course", "cohort", "mentor"):
            if name in choices:
                cast(forms.ChoiceField, self.fields[name]).choices = [("", _("All")), *choices[name]]
            else:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("since") and values.get("until") and values["until"] < values["since"]:
            self.add_error("until", _("This is earlier than the beginning."))
        return values
