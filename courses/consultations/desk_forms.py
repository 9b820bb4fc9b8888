"""What mentors fill in. Days and times are the browser's own fields; they are read by the clock that the form names."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.timezone import localdate, localtime, now
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from courses.catalogue.models import Lesson
from courses.catalogue.outline import outline
from courses.enrolment.models import Cohort
from lms.accounts.forms import ZoneField, put_class
from lms.accounts.models import User

from .actions.offering import Offer
from .actions.settling import Agreed, Words
from .models import Consultation, Mode, OfferedTime, Slot, SlotSeries
from .people import Who, chosen

LENGTHS = (15, 30, 45, 60)
ACTIONS = 3
MOST_WORDS = 5_000
FURTHEST = timedelta(days=3 * 366)  # ahead
LONG_AGO = timedelta(days=10 * 366)


def _date() -> forms.DateInput:
    return forms.DateInput({"type": "date"}, "%Y-%m-%d")


def _time() -> forms.TimeInput:
    return forms.TimeInput({"type": "time"}, "%H:%M")


def exists_on_clock(day: Any, at: time, zone: str) -> bool:
    """False for an hour that the clock leaves out when summer time begins."""
    local = datetime.combine(day, at, ZoneInfo(zone))
    return local.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) == local.replace(tzinfo=None)


class OfferForm(forms.Form):
    """A time, once or repeating."""

    ONCE = 0

    cohort = forms.ModelChoiceField(label=gettext_lazy("For whom"), queryset=Cohort.objects.none(), empty_label=None)
    day = forms.DateField(label=gettext_lazy("Day"), widget=_date())
    at = forms.TimeField(label=gettext_lazy("Begins at"), widget=_time())
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=5, max_value=Slot.MOST_MINUTES, initial=45)
    mode = forms.ChoiceField(label=gettext_lazy("How you meet"), choices=Mode.choices, initial=Mode.PLACE)
    where = forms.CharField(
        label=gettext_lazy("Where"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("The address; the number that is called, or who calls; the link."),
    )
    seats = forms.IntegerField(
        label=gettext_lazy("Places"),
        min_value=1,
        max_value=Slot.MOST_SEATS,
        initial=1,
        help_text=gettext_lazy("1 for a talk with one person. More if several may come together."),
    )
    about = forms.CharField(
        label=gettext_lazy("What it is about"), max_length=200, required=False, help_text=gettext_lazy("Empty: whatever people bring.")
    )
    every = forms.TypedChoiceField(
        label=gettext_lazy("Repeats"),
        coerce=int,
        choices=[(ONCE, gettext_lazy("Only once")), *SlotSeries.Every.choices],
        initial=ONCE,
        required=False,
    )
    until = forms.DateField(label=gettext_lazy("Until"), widget=_date(), required=False, help_text=gettext_lazy("For a repeating time."))
    is_sure = forms.BooleanField(label=gettext_lazy("Offer it all the same"), required=False)

    def __init__(self, *args: Any, cohorts: Any, person: User, slot: OfferedTime | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.slot = slot
        self.fields["cohort"].queryset = cohorts  # type: ignore[attr-defined]
        self.fields["zone"] = ZoneField(now=slot.time_zone if slot else person.time_zone)
        self.fields["zone"].help_text = _("By whose clock the time is meant. Everybody sees it by their own.")
        self.initial.setdefault("day", localdate() + timedelta(days=1))
        self.initial.setdefault("at", time(10))
        self.initial.setdefault("zone", person.time_zone)
        self.asks_if_sure = "is_sure" in self.data
        if slot:
            for name in ("cohort", "every", "until"):
                del self.fields[name]
        elif cohorts.count() == 1:
            self.fields["cohort"].widget = forms.HiddenInput()
            self.initial["cohort"] = cohorts.get().pk
        for field in self.fields.values():
            put_class(field)

    @classmethod
    def initial_of(cls, slot: OfferedTime) -> dict[str, Any]:
        local = localtime(slot.starts_at, ZoneInfo(slot.time_zone))
        same = {name: getattr(slot, name) for name in ("minutes", "mode", "where", "seats", "about")}
        return {"day": local.date(), "at": local.time(), "zone": slot.time_zone, **same}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        day, at, zone = given.get("day"), given.get("at"), given.get("zone")
        if day and day > localdate() + FURTHEST:
            self.add_error("day", _("This is more than three years ahead. Choose an earlier day."))
        elif day and day < localdate() - timedelta(days=1):
            self.add_error("day", _("This time is over. Choose one that is still to come."))
        elif day and at and zone:
            if not exists_on_clock(day, at, zone):
                self.add_error("at", _("The clock goes forward that night and leaves this hour out. Choose another one."))
            elif datetime.combine(day, at, ZoneInfo(zone)) <= now():
                self.add_error("day", _("This time is over. Choose one that is still to come."))
        if given.get("every") and "until" not in self.errors:
            until = given.get("until")
            if not until:
                self.add_error("until", _("Say until which day it repeats."))
            elif day and until < day:
                self.add_error("until", _("This is before the first time."))
        return given

    @property
    def offer(self) -> Offer:
        given = self.cleaned_data
        starts_at = datetime.combine(given["day"], given["at"], ZoneInfo(given["zone"])).astimezone(UTC)
        same = {name: given[name] for name in ("minutes", "mode", "where", "seats", "about")}
        return Offer(starts_at=starts_at, zone=given["zone"], **same)


class WordsForm(forms.Form):
    """What is written down about a consultation."""

    topic = forms.CharField(label=gettext_lazy("Topic"), max_length=200, required=False)
    outcome = forms.CharField(
        label=gettext_lazy("What came of it"), max_length=MOST_WORDS, required=False, widget=forms.Textarea({"rows": 3})
    )
    next_step = forms.CharField(
        label=gettext_lazy("The next step"), max_length=MOST_WORDS, required=False, widget=forms.Textarea({"rows": 2})
    )
    lesson = forms.TypedChoiceField(label=gettext_lazy("Lesson it concerns"), coerce=int, required=False, empty_value=None)
    shared_note = forms.CharField(
        label=gettext_lazy("Note for both"),
        max_length=MOST_WORDS,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("The learner reads it."),
    )
    private_note = forms.CharField(
        label=gettext_lazy("Note for mentors"),
        max_length=MOST_WORDS,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy(
            "Learners do not see these notes on the site. They are handed to the learner who asks for all data about them, so write "
            "nothing that you would not say."
        ),
    )

    def __init__(self, *args: Any, cohort: Cohort | None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        lessons = outline(cohort.course, get_language() or "en").lessons if cohort else ()
        self.lessons = {lesson.id: lesson for lesson in lessons}
        choices = [("", _("None")), *((str(one.id), f"{one.number}. {one.title}") for one in lessons)]
        self.fields["lesson"].choices = choices  # type: ignore[attr-defined]
        for number in range(1, ACTIONS + 1):
            self.fields[f"agreed_{number}"] = forms.CharField(label=_("What the learner will do"), max_length=300, required=False)
            self.fields[f"due_{number}"] = forms.DateField(label=_("By when"), required=False, widget=_date())
        for field in self.fields.values():
            if not isinstance(field.widget, forms.RadioSelect):
                put_class(field)

    @property
    def words(self) -> Words:
        given = self.cleaned_data
        lesson = Lesson.objects.filter(pk=given["lesson"]).first() if given["lesson"] else None
        names = ("topic", "outcome", "next_step", "shared_note", "private_note")
        return Words(lesson=lesson, **{name: given[name] for name in names})

    @property
    def agreed(self) -> Sequence[Agreed]:
        given = self.cleaned_data
        rows = ((given[f"agreed_{number}"], given[f"due_{number}"]) for number in range(1, ACTIONS + 1))
        return [Agreed(text, due_on) for text, due_on in rows if text]

    @property
    def agreed_rows(self) -> list[tuple[Any, Any]]:
        return [(self[f"agreed_{number}"], self[f"due_{number}"]) for number in range(1, ACTIONS + 1)]


class HoldForm(WordsForm):
    minutes = forms.IntegerField(label=gettext_lazy("How many minutes"), min_value=1, max_value=Slot.MOST_MINUTES)
    field_order = ["minutes", "topic"]

    @classmethod
    def initial_of(cls, one: Consultation) -> dict[str, Any]:
        names = ("topic", "outcome", "next_step", "shared_note", "private_note")
        return {"minutes": one.minutes, "lesson": one.lesson_id, **{name: getattr(one, name) for name in names}}


class WalkInForm(WordsForm):
    """Who, how long, about what: everything else can be left."""

    name = forms.CharField(
        label=gettext_lazy("Who came?"),
        max_length=150,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=gettext_lazy("Three letters find learners and visitors. Somebody new is entered by their name."),
    )
    who = forms.CharField(max_length=24, required=False, widget=forms.HiddenInput)
    cohort = forms.ModelChoiceField(label=gettext_lazy("Group"), queryset=Cohort.objects.none(), empty_label=None)
    minutes = forms.TypedChoiceField(
        label=gettext_lazy("How many minutes?"),
        coerce=int,
        choices=[(number, str(number)) for number in LENGTHS],
        initial=30,
        widget=forms.RadioSelect,
    )
    day = forms.DateField(label=gettext_lazy("Day"), widget=_date(), required=False, help_text=gettext_lazy("Empty: today."))
    at = forms.TimeField(
        label=gettext_lazy("Began at"), widget=_time(), required=False, help_text=gettext_lazy("Empty: it has just ended.")
    )

    began = forms.DateTimeField(required=False, widget=forms.HiddenInput)  # said by a device, which may send it hours later

    def __init__(self, *args: Any, cohorts: Any, person: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.person = person
        self.found: Who | None = None
        self.fields["cohort"].queryset = cohorts  # type: ignore[attr-defined]
        if cohorts.count() == 1:
            self.fields["cohort"].widget = forms.HiddenInput()
            self.initial["cohort"] = cohorts.get().pk
        self.fields["topic"].label = _("About what?")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        given["name"] = " ".join(given.get("name", "").split())
        self.found = chosen(self.person, given.get("who", ""), also_left=True)
        if given.get("who") and not self.found:
            self.add_error("name", _("The person who was chosen is not to be found here any more. Choose again, or enter somebody new."))
        elif not given["name"] and not self.found:
            self.add_error("name", _("Write who came."))
        if given.get("day") and given["day"] < localdate() - LONG_AGO:
            self.add_error("day", _("This is more than ten years ago. Look at the year again."))
        elif not self.errors and self.began_at > now():
            self.add_error("day", _("This time has not come yet."))
        return given

    @property
    def came(self) -> Who:
        return self.found or Who(self.cleaned_data["cohort"])

    @property
    def began_at(self) -> datetime:
        """By the writer's clock; what is left empty is what the device said, if its clock can be right, else it has just ended."""
        given, local = self.cleaned_data, localtime(now())
        just_ended = local - timedelta(minutes=given["minutes"])
        if not given["day"] and not given["at"]:
            began = given["began"]
            return began if began and now() - LONG_AGO < began <= now() else just_ended
        return datetime.combine(given["day"] or local.date(), given["at"] or just_ended.time(), local.tzinfo)
