from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from courses.enrolment.models import Cohort, Enrolment


class MomentForm(forms.Form):
    """For whom, when and in which language. The time is that of the cohort's clock. Where nobody is enrolled it is for a learner who
    is thought of."""

    learner: Any = forms.ModelChoiceField(label=_("Learner"), queryset=None)
    at = forms.DateTimeField(
        label=_("Date and time"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cohort = cohort
        learners: Any = self.fields["learner"]
        learners.queryset = cohort.enrolments.select_related("learner").order_by("learner__name", "pk")
        learners.label_from_instance = lambda enrolment: str(enrolment.learner)
        self.is_for_nobody = not learners.queryset.exists()
        if self.is_for_nobody:
            del self.fields["learner"]

    def clean_at(self) -> Any:
        at = make_aware(self.cleaned_data["at"].replace(tzinfo=None), ZoneInfo(self.cohort.time_zone))
        try:
            at.astimezone(UTC)
        except OverflowError as error:  # a year half typed in: the first or the last day there is, and the clocks put it beyond
            raise forms.ValidationError(self.fields["at"].error_messages["invalid"]) from error
        return at

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        return cleaned | {"learner": Enrolment(cohort=self.cohort)} if self.is_for_nobody else cleaned
