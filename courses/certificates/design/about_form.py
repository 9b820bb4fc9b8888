"""Whose a template is, and where it is used."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.catalogue.models import Course
from courses.enrolment.models import Cohort
from courses.enrolment.viewsets import title_of
from courses.enrolment.whose import WhoseForm
from lms.accounts.models import User
from lms.network.models import Organisation

from .editors import cohorts_designed_by, courses_designed_by, designs_for_all, organisations_designed_by


class AboutForm(WhoseForm):
    """An organisation, a course, or neither."""

    owner = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        help_text=gettext_lazy("Its people may change the template; whoever looks after its courses and cohorts may choose it."),
    )
    course = forms.ModelChoiceField(
        label=gettext_lazy("Or a course"),
        queryset=Course.objects.none(),
        required=False,
        help_text=gettext_lazy("Then only those who look after this course change the template."),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any):
        super().__init__(
            *args,
            organisations=organisations_designed_by(person),
            courses=courses_designed_by(person),
            is_free_to_all=designs_for_all(person),
            nobodys=_("None: it is the whole site’s"),
            **kwargs,
        )

    @property
    def whose(self) -> dict[str, Any]:
        return {"owner": self.cleaned_data["owner"], "course": self.cleaned_data.get("course")}


class CopyForm(AboutForm):
    name = forms.CharField(label=gettext_lazy("Name of the template"), max_length=120)
    field_order = ["name", "owner", "course"]


class UseForm(forms.Form):
    """A course or a cohort of the person's scope."""

    course = forms.ModelChoiceField(
        label=gettext_lazy("For a course"),
        queryset=Course.objects.none(),
        required=False,
        help_text=gettext_lazy("For all its cohorts that have not chosen a template of their own."),
    )
    cohort = forms.ModelChoiceField(label=gettext_lazy("Or for a cohort"), queryset=Cohort.objects.none(), required=False)

    def __init__(self, *args: Any, person: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        course: Any = self.fields["course"]
        course.queryset, course.label_from_instance = courses_designed_by(person).order_by("slug"), title_of
        course.empty_label = _("No course")
        cohort: Any = self.fields["cohort"]
        cohort.queryset, cohort.empty_label = cohorts_designed_by(person).filter(closed_at=None).order_by("name", "pk"), _("No cohort")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and bool(values.get("course")) == bool(values.get("cohort")):
            self.add_error("course", _("Choose a course or a cohort, one of the two."))
        return values
