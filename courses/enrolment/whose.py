"""Whose something is that editors make: an organisation's, a course's, or the whole site's."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.catalogue.models import Course
from lms.network.models import Organisation

from .viewsets import title_of


class WhoseForm(forms.Form):
    """An organisation, a course, or neither. A subclass says among which the person may choose, and in its fields what follows from it."""

    owner = forms.ModelChoiceField(label=gettext_lazy("Organisation"), queryset=Organisation.objects.none(), required=False)
    course = forms.ModelChoiceField(label=gettext_lazy("Or a course"), queryset=Course.objects.none(), required=False)

    def __init__(
        self,
        *args: Any,
        organisations: QuerySet[Organisation],
        courses: QuerySet[Course],
        is_free_to_all: bool,
        nobodys: str,
        **kwargs: Any,
    ):
        """`is_free_to_all`: the person may leave both empty, which `nobodys` says in words."""
        super().__init__(*args, **kwargs)
        self.is_free_to_all = is_free_to_all
        neither = nobodys if is_free_to_all else _("Choose whose it is")
        owner: Any = self.fields["owner"]
        owner.queryset, owner.empty_label = organisations, neither
        course: Any = self.fields["course"]
        course.queryset, course.label_from_instance, course.empty_label = courses.order_by("slug"), title_of, _("No course")
        if not organisations.exists():
            del self.fields["owner"]
            course.label, course.required, course.empty_label = _("Course"), not is_free_to_all, neither

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        values.setdefault("owner", None)
        if values["owner"] and values.get("course"):
            self.add_error("course", _("Choose the organisation or the course, not both."))
        elif not self.errors and not self.is_free_to_all and not values["owner"] and not values.get("course"):
            self.add_error("owner", _("Choose whose it is"))
        return values
