"""Forms of programme figures."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, cast

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from courses.enrolment.rules import organisations_kept_by

from .models import Programme, Release
from .names import Dimension, Figure
from .periods import Period
from .rule import MOST_HOURS, Rule, form_of, rule_of
from .rules import cohorts_offered_to

LONGEST = timedelta(days=3660)


class ProgrammeForm(WagtailAdminModelForm):
    """Offers what the person coordinates. What a report has counted stays: its days and cohorts only grow, so that a later report has all
    of it and can be compared with it."""

    class Meta:
        widgets = {"first_on": AdminDateInput, "last_on": AdminDateInput, "cohorts": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = organisations_kept_by(self.for_user)
        programme = self.instance if self.instance.pk else None
        self.fields["cohorts"].queryset = cohorts_offered_to(self.for_user, programme)
        self._released = bool(programme and Release.objects.of(programme).exists())

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        first, last = values.get("first_on"), values.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", _("This is earlier than the first day."))
        elif first and last and last - first > LONGEST:
            self.add_error("last_on", _("A programme has at most ten years."))
        if self._released:
            self._keep_what_was_counted(values)
        return values

    def _keep_what_was_counted(self, values: dict[str, Any]) -> None:
        before = Programme.objects.get(pk=self.instance.pk)
        day = date_format(before.first_on, "SHORT_DATE_FORMAT")
        if values.get("first_on") and values["first_on"] > before.first_on:
            self.add_error("first_on", _("Reports have left the house that begin on %(day)s: an earlier day is possible.") % {"day": day})
        day = date_format(before.last_on, "SHORT_DATE_FORMAT")
        if values.get("last_on") and values["last_on"] < before.last_on:
            self.add_error("last_on", _("Reports have left the house that count until %(day)s: a later day is possible.") % {"day": day})
        kept = values.get("cohorts")
        gone = before.cohorts.exclude(pk__in=[cohort.pk for cohort in kept]) if kept is not None else []
        if names := ", ".join(str(cohort) for cohort in gone):
            self.add_error("cohorts", _("Reports have left the house that count these, so they stay: %(names)s") % {"names": names})


class RuleForm(forms.Form):
    how = forms.ChoiceField(
        label=gettext_lazy("Who counts as trained"),
        widget=forms.RadioSelect,
        choices=[
            ("completed", gettext_lazy("Whoever has completed the course")),
            ("hours", gettext_lazy("Whoever has enough confirmed hours of practice")),
            ("both", gettext_lazy("Whoever has both")),
            ("either", gettext_lazy("Whoever has one of them")),
        ],
    )
    hours = forms.DecimalField(
        label=gettext_lazy("Confirmed hours that are enough"),
        help_text=gettext_lazy("Needed where hours count. Hours of all placements of this programme count together."),
        min_value=1,
        max_value=MOST_HOURS,
        decimal_places=1,
        required=False,
    )

    def __init__(self, *args: Any, rule: Rule, **kwargs: Any):
        how, hours = form_of(rule)
        super().__init__(*args, **{"initial": {"how": how, "hours": hours}, "label_suffix": "", **kwargs})

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("how") not in (None, "completed") and values.get("hours") is None and "hours" not in self.errors:
            self.add_error("hours", _("Say how many hours are enough."))
        return values

    @property
    def rule(self) -> Rule:
        hours = self.cleaned_data["hours"]
        return rule_of(self.cleaned_data["how"], None if hours is None else float(hours))


class PeriodForm(forms.Form):
    period = forms.ChoiceField(label=gettext_lazy("Period"), required=False)

    def __init__(self, *args: Any, periods: Sequence[Period], **kwargs: Any):
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        cast(forms.ChoiceField, self.fields["period"]).choices = [(period.key, period.label) for period in periods]


class PairForm(PeriodForm):
    """A figure by two dimensions at once."""

    figure = forms.ChoiceField(label=gettext_lazy("What"), choices=Figure.choices, required=False)
    by = forms.ChoiceField(label=pgettext_lazy("table", "By"), choices=Dimension.choices, required=False)
    across = forms.ChoiceField(label=gettext_lazy("And by"), choices=Dimension.choices, required=False)


class ReportForm(PeriodForm):
    pair = forms.BooleanField(label=gettext_lazy("With people by sex and age at once"), required=False)
