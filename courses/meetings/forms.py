"""What is filled in about a meeting: offering it, cases, who was there, what was agreed."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.consultations.desk_forms import OfferForm
from courses.consultations.learner_forms import ReasonForm
from courses.internships.models import Placement, PracticeEntry
from courses.internships.words import day_words
from courses.mentorship.models import ReviewTask
from lms.accounts.forms import put_class
from lms.accounts.models import User

from .models import Case, Meeting
from .rules import entries_to_talk_about, placements_of, tasks_to_talk_about
from .showing import task_words

SHOWN = 60
MOST_WORDS = 5_000
LENGTHS = (30, 45, 60, 90, 120)


class MeetingForm(OfferForm):
    """A meeting, once or repeating. The same as a time for learners, and which placement it is about."""

    placement = forms.ModelChoiceField(
        label=gettext_lazy("About a placement"),
        queryset=Placement.objects.none(),
        required=False,
        empty_label=gettext_lazy("No, about whatever people bring"),
        help_text=gettext_lazy("Then its learners can be invited, and their days are confirmed here."),
    )

    def __init__(self, *args: Any, cohorts: QuerySet, person: User, slot: Meeting | None = None, **kwargs: Any):
        super().__init__(*args, cohorts=cohorts, person=person, slot=slot, **kwargs)
        self.meeting = slot
        self.initial.setdefault("seats", 8)
        self.initial.setdefault("minutes", 90)
        self.fields["seats"].help_text = _("How many can come beside you.")
        of_cohorts = cohorts.filter(pk=slot.cohort_id) if slot else cohorts
        self.fields["placement"].queryset = placements_of(of_cohorts)  # type: ignore[attr-defined]
        put_class(self.fields["placement"])

    @classmethod
    def initial_of(cls, slot: Meeting) -> dict[str, Any]:  # type: ignore[override]
        return super().initial_of(slot) | {"placement": slot.placement_id}

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        cohort = self.meeting.cohort if self.meeting else given.get("cohort")
        placement = given.get("placement")
        if placement and cohort and placement.cohort_id != cohort.pk:
            self.add_error("placement", _("This placement is of another group."))
        return given


class CancelForm(ReasonForm):
    and_later = forms.BooleanField(label=gettext_lazy("And all later times of this series"), required=False)

    def __init__(self, meeting: Meeting, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("Everybody who has booked reads it in a letter.")
        if not meeting.series_id:
            del self.fields["and_later"]


class LeaveForm(ReasonForm):
    """For one's own place."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("You may leave it empty. Whoever keeps the meeting reads it.")


class _Work(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        if isinstance(obj, ReviewTask):
            return f"{obj.learner} · {task_words(obj)}"
        return f"{obj.participation.enrolment.learner} · {day_words(obj.day)}"


class CaseForm(forms.Form):
    """What to talk about: one of the person's own pieces of work or days of practice, or something else."""

    task = _Work(
        label=gettext_lazy("A piece of work"), queryset=ReviewTask.objects.none(), required=False, empty_label=gettext_lazy("None")
    )
    entry = _Work(
        label=gettext_lazy("A day of practice"), queryset=PracticeEntry.objects.none(), required=False, empty_label=gettext_lazy("None")
    )
    topic = forms.CharField(
        label=gettext_lazy("Or something else"), max_length=200, required=False, help_text=gettext_lazy("In a few words, without names.")
    )
    about = forms.CharField(
        label=gettext_lazy("What do you want to talk about?"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("One sentence is enough."),
    )

    def __init__(self, *args: Any, person: User, meeting: Meeting, case: Case | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.case = case
        if case is None:
            tasks = tasks_to_talk_about(person, meeting).select_related("learner", "iteration__version")
            entries = entries_to_talk_about(person, meeting).select_related("participation__enrolment__learner")
            self._offer("task", tasks)
            self._offer("entry", entries)
            if "task" not in self.fields and "entry" not in self.fields:
                self.fields["topic"].label = _("What it is about")
        else:
            for name in ("task", "entry", *(() if case.kind == Case.Kind.TOPIC else ("topic",))):
                del self.fields[name]
            if case.kind == Case.Kind.TOPIC:
                self.fields["topic"].label = _("What it is called")
        for field in self.fields.values():
            put_class(field)

    def _offer(self, name: str, rows: QuerySet) -> None:
        """The latest; one that was chosen before stays to be chosen."""
        field: Any = self.fields[name]
        latest = list(rows[:SHOWN])
        field.queryset = rows
        if latest:
            field.choices = [("", field.empty_label), *((row.pk, field.label_from_instance(row)) for row in latest)]
        else:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        chosen = [name for name in ("task", "entry", "topic") if given.get(name)]
        if self.case is None and not self.errors:
            if not chosen:
                self.add_error("topic", _("Choose what it is about, or say it in a few words."))
            elif len(chosen) > 1:
                self.add_error("topic", _("One at a time: put the other one on the agenda after this."))
        elif "topic" in self.fields and not given.get("topic") and not self.errors:
            self.add_error("topic", _("Say in a few words what it is about."))
        return given


class StepForm(forms.Form):
    """What somebody will do, by when."""

    text = forms.CharField(label=gettext_lazy("What will be done"), max_length=300)
    who = forms.ModelChoiceField(
        label=gettext_lazy("Who"), queryset=User.objects.none(), required=False, empty_label=gettext_lazy("Everybody")
    )
    due_on = forms.DateField(label=gettext_lazy("By when"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["who"].queryset = people  # type: ignore[attr-defined]
        self.fields["text"].error_messages["required"] = _("Say in a few words what will be done.")
        for field in self.fields.values():
            put_class(field)


class CorrectionForm(forms.Form):
    text = forms.CharField(label=gettext_lazy("What has to be put right"), max_length=MOST_WORDS, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["text"].error_messages["required"] = _("Say what has to be put right.")
        put_class(self.fields["text"])


class LastedForm(forms.Form):
    """How long it took, and who came without booking."""

    lasted = forms.IntegerField(label=gettext_lazy("How many minutes did it take?"), min_value=1, max_value=Meeting.MOST_MINUTES)
    came = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Came without booking"), queryset=User.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["came"].queryset = people  # type: ignore[attr-defined]
        put_class(self.fields["lasted"])

    @property
    def came_people(self) -> Sequence[User]:
        return list(self.cleaned_data["came"])
