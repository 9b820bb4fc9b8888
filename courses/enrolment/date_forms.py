"""Dates of a cohort's activities, and what one learner gets beyond the others. Times are read in the zone that is active: whoever shows
these forms activates the cohort's."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateTimeInput

from .models import Cohort, Enrolment, Extension


class ActivityDatesForm(forms.Form):
    """A row of the table: one activity."""

    opens_at = forms.DateTimeField(label=gettext_lazy("Opens"), required=False, widget=AdminDateTimeInput)
    due_at = forms.DateTimeField(label=gettext_lazy("Due"), required=False, widget=AdminDateTimeInput)
    closes_at = forms.DateTimeField(label=gettext_lazy("Closes"), required=False, widget=AdminDateTimeInput)

    def __init__(self, *args: Any, title: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.title = title
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label}: {title}"

    def clean(self) -> dict[str, Any]:
        dates = super().clean() or {}
        opens_at, due_at, closes_at = (dates.get(name) for name in ("opens_at", "due_at", "closes_at"))
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error("closes_at", _("It cannot close before it opens."))
        if opens_at and due_at and due_at <= opens_at:
            self.add_error("due_at", _("It cannot be due before it opens."))
        if due_at and closes_at and due_at > closes_at:
            self.add_error("due_at", _("It cannot be due after it closes."))
        return dates


class ExtensionForm(forms.Form):
    """For a learner of this cohort and an activity of its course; what is there already is changed."""

    enrolment = forms.ModelChoiceField(label=gettext_lazy("Learner"), queryset=Enrolment.objects.none())
    activity = forms.TypedChoiceField(label=gettext_lazy("Activity"), coerce=int)
    closes_at = forms.DateTimeField(
        label=gettext_lazy("Closes later"),
        required=False,
        widget=AdminDateTimeInput,
        help_text=gettext_lazy("Counts where there is a close for the cohort and this is later."),
    )
    extra_minutes = forms.IntegerField(
        label=gettext_lazy("Minutes more"),
        required=False,
        min_value=0,
        max_value=60 * 24 * 7,
        help_text=gettext_lazy("For quizzes with a time limit. An attempt under way gets them at once."),
    )
    extra_attempts = forms.IntegerField(label=gettext_lazy("Attempts more"), required=False, min_value=0, max_value=100)
    reason = forms.CharField(
        label=gettext_lazy("Reason"), required=False, max_length=200, help_text=gettext_lazy("For you and your colleagues.")
    )

    def __init__(self, *args: Any, cohort: Cohort, titles: Mapping[int, str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        learners = Enrolment.objects.filter(cohort=cohort).studying().select_related("learner").order_by("learner__name", "pk")
        self.fields["enrolment"].queryset = learners  # type: ignore[attr-defined]
        self.fields["enrolment"].label_from_instance = lambda enrolment: str(enrolment.learner)  # type: ignore[attr-defined]
        self.fields["activity"].choices = list(titles.items())  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name in ("extra_minutes", "extra_attempts"):
            given[name] = given.get(name) or 0
        if not self.errors and not any(given[name] for name in ("closes_at", "extra_minutes", "extra_attempts")):
            self.add_error("extra_minutes", _("Say what the learner gets: a later close, more minutes or more attempts."))
        return given


def initial_of(extension: Extension) -> dict[str, Any]:
    return {
        "enrolment": extension.enrolment_id,
        "activity": extension.activity_id,
        "closes_at": extension.closes_at,
        "extra_minutes": extension.extra_minutes,
        "extra_attempts": extension.extra_attempts,
        "reason": extension.reason,
    }
