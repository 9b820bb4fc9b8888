"""What coordinators fill in about placements."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from courses.catalogue.models import Lesson, LessonVersion
from courses.competences.models import Competence
from courses.competences.wording import words_of
from courses.enrolment.models import Enrolment
from courses.enrolment.rules import cohorts_kept_by
from lms.accounts.models import User
from lms.accounts.rules import has_role

from .models import Participation, Placement
from .rules import ANSWERERS, SUPERVISORS, enrolments_placed_by, mentors_for
from .words import day_words


class LessonsField(forms.ModelMultipleChoiceField):
    """By their titles."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.titles: dict[int, str] = {}

    def label_from_instance(self, obj: Any) -> str:
        return self.titles.get(obj.pk, obj.slug)


class CompetencesField(forms.ModelMultipleChoiceField):
    """By their titles."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.titles: dict[int, str] = {}

    def label_from_instance(self, obj: Any) -> str:
        return self.titles.get(obj.pk, "")


class PlacementForm(WagtailAdminModelForm):
    """Nobody is named who may not answer in the cohort. The cohort stays once it is chosen: learners and their logs belong to it."""

    lessons = LessonsField(
        queryset=Lesson.objects.none(), required=False, widget=forms.CheckboxSelectMultiple, label=gettext_lazy("Lessons it practises")
    )

    competences = CompetencesField(
        queryset=Competence.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Competences it practises"),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        cohorts = cohorts_kept_by(self.for_user).select_related("course")
        placement: Placement = self.instance
        if "cohort" in self.fields:
            self.fields["cohort"].queryset = cohorts
            self.fields["cohort"].disabled = placement.pk is not None
        for name, roles in (("mentor", ANSWERERS), ("supervisor", SUPERVISORS)):
            self.fields[name].queryset = mentors_for(roles)
        self.fields["mentor"].required = True
        courses = [placement.cohort.course_id] if placement.pk else [cohort.course_id for cohort in cohorts]
        lessons: Any = self.fields["lessons"]
        lessons.queryset = Lesson.objects.live().filter(course__in=courses).order_by("course", "module__position", "position")
        lessons.titles = _titles(lessons.queryset)
        self._offer_competences(cohorts)

    def _offer_competences(self, cohorts: Any) -> None:
        """What is judged, of the frameworks of the person's organisations and of the whole site; and what the placement names already."""
        owners = {owner for pair in cohorts.values_list("owner", "course__owner") for owner in pair if owner}
        live = Competence.objects.live().leaves().filter(Q(framework__owner=None) | Q(framework__owner__in=owners))
        there = self.instance.competences.values("pk") if self.instance.pk else []
        field: Any = self.fields["competences"]
        named = Competence.objects.filter(Q(pk__in=live.values("pk")) | Q(pk__in=there))
        field.queryset = named.order_by("framework", "parent", "position")
        words = words_of(field.queryset.select_related("framework"), get_language() or "en")
        field.titles = {pk: one.title.text for pk, one in words.items()}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        cohort = values.get("cohort") or (self.instance.cohort if self.instance.pk else None)
        if values.get("starts_on") and values.get("ends_on") and values["ends_on"] < values["starts_on"]:
            self.add_error("ends_on", _("This is earlier than the beginning."))
        for name, roles in (("mentor", ANSWERERS), ("supervisor", SUPERVISORS)):
            person = values.get(name)
            if person and cohort and not any(has_role(person, role, cohort) for role in roles):
                self.add_error(name, _("%(name)s holds no role in this cohort that would let them answer.") % {"name": person})
        if cohort and any(lesson.course_id != cohort.course_id for lesson in values.get("lessons") or ()):
            self.add_error("lessons", _("These are lessons of another course."))
        return values


def _titles(lessons: Any) -> dict[int, str]:
    titles: dict[int, str] = {}
    language = get_language()
    for lesson, spoken, title in LessonVersion.objects.current().filter(of__in=lessons).values_list("of", "language", "title"):
        if spoken == language or lesson not in titles:
            titles[lesson] = title
    return titles


class LearnersField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.learner} ({obj.learner.email})" if obj.learner.email else str(obj.learner)


class LearnersForm(forms.Form):
    """Who takes part: learners of the cohort who study, and whoever is in it already."""

    learners = LearnersField(
        queryset=Enrolment.objects.none(), required=False, widget=forms.CheckboxSelectMultiple, label=gettext_lazy("Learners of the cohort")
    )

    def __init__(self, *args: Any, placement: Placement, person: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        there = Participation.objects.filter(placement=placement, left_at=None).values_list("enrolment", flat=True)
        learners: Any = self.fields["learners"]
        learners.queryset = enrolments_placed_by(person, placement).select_related("learner").order_by("learner__name", "pk")
        learners.initial = list(there)


class PlanForm(forms.Form):
    """A line for each day of the placement."""

    def __init__(self, *args: Any, placement: Placement, **kwargs: Any):
        super().__init__(*args, **kwargs)
        known = {one.day: one.text for one in placement.plan.all()}
        self.days = {f"d{day.isoformat()}": day for day in placement.days}
        for name, day in self.days.items():
            self.fields[name] = forms.CharField(label=capfirst(day_words(day)), max_length=300, required=False, initial=known.get(day, ""))

    @property
    def plan(self) -> dict[Any, str]:
        return {day: self.cleaned_data.get(name, "") for name, day in self.days.items()}
