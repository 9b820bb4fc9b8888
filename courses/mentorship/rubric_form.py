"""The form of a rubric: criteria, each with its levels. Rows are added, removed and moved as in the question bank's forms."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.coreutils import string_to_ascii

from courses.catalogue.models import Course
from courses.enrolment.whose import WhoseForm
from courses.quizzes.editors import courses_edited_by, edits_the_site, organisations_edited_by
from courses.quizzes.question_forms.rows import Row, WithRows
from lms.accounts.models import User
from lms.network.models import Organisation

from .models import Rubric
from .rubric_definition import MOST_CRITERIA, MOST_LEVELS, MOST_POINTS, Criterion, Level, RubricDefinition

LONGEST_SLUG = 80


class LevelRow(Row):
    legend = gettext_lazy("Level %(number)s")
    add_label = gettext_lazy("Add more levels")
    empty_rows, first_rows = 0, 3

    name = forms.CharField(label=gettext_lazy("Name of the level"), max_length=200)
    points = forms.FloatField(label=gettext_lazy("Points"), min_value=0, max_value=MOST_POINTS)
    description = forms.CharField(
        label=gettext_lazy("What it means"), required=False, widget=AdminAutoHeightTextInput(attrs={"rows": 2, "data-wide": ""})
    )

    def clean_description(self) -> str:
        return plain(self.cleaned_data["description"])


class CriterionRow(Row):
    legend = gettext_lazy("Criterion %(number)s")
    add_label = gettext_lazy("Add more criteria")
    empty_rows, first_rows = 0, 3
    row_classes = {"levels": LevelRow}

    name = forms.CharField(label=gettext_lazy("What is looked at"), max_length=200)

    def clean(self) -> dict[str, Any]:
        levels = self.rows["levels"]
        if not self.is_blank and len(levels.filled) < 2:
            levels.errors.append(_("A criterion needs two levels or more."))
        elif len(levels.filled) > MOST_LEVELS:
            levels.errors.append(_("More than %(most)d levels cannot be told apart.") % {"most": MOST_LEVELS})
        return super().clean() or {}


class RubricForm(WithRows):
    """`definition` is what the rubric says now; `made` is what the form says, once it is in order."""

    row_classes = {"criteria": CriterionRow}

    title = forms.CharField(
        label=gettext_lazy("Title"), max_length=200, help_text=gettext_lazy("Editors choose it by this. Learners do not see it.")
    )

    def __init__(self, data: Any = None, *, definition: RubricDefinition | None = None, **kwargs: Any):
        self.made: RubricDefinition | None = None
        if definition:
            kwargs |= {"initial": {"title": definition.title}, "row_initial": {"criteria": rows_of(definition)}, "is_new": False}
        super().__init__(data, **kwargs)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        criteria = self.rows["criteria"]
        if not criteria.filled:
            criteria.errors.append(_("A rubric needs at least one criterion."))
        elif len(criteria.filled) > MOST_CRITERIA:
            criteria.errors.append(_("Nobody keeps more than %(most)d criteria in mind.") % {"most": MOST_CRITERIA})
        if not self.errors and self.are_rows_valid:
            self.made = RubricDefinition(" ".join(values["title"].split()), tuple(_criterion(row) for row in criteria.filled))
        return values


def _criterion(row: Any) -> Criterion:
    levels = tuple(Level(one["id"], " ".join(one["name"].split()), one["points"], one["description"]) for one in row.rows["levels"].cleaned)
    return Criterion(row.row_id, " ".join(row.cleaned_data["name"].split()), levels)


def rows_of(definition: RubricDefinition) -> Sequence[dict[str, Any]]:
    return [
        {
            "id": one.id,
            "name": one.title,
            "rows": {"levels": [{**vars(level), "name": level.title, "points": short(level.points)} for level in one.levels]},
        }
        for one in definition.criteria
    ]


def short(points: float) -> int | float:
    """2, not 2.0."""
    return int(points) if points == int(points) else points


def plain(text: str) -> str:
    """Lines without blanks around them, as a course folder writes them."""
    return "\n".join(line.strip() for line in text.replace("\r\n", "\n").split("\n")).strip()


class AboutForm(WhoseForm):
    """Of a new rubric, or of a copy: whose it is and how it is called."""

    owner = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        help_text=gettext_lazy("Its editors may change the rubric; editors of its courses may use it."),
    )
    course = forms.ModelChoiceField(
        label=gettext_lazy("Or a course"),
        queryset=Course.objects.none(),
        required=False,
        help_text=gettext_lazy("Then only the editors of this course change the rubric and use it."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=settings.LANGUAGES,
        help_text=gettext_lazy("That you write it in. Translations are added later."),
    )
    slug = forms.SlugField(
        label=gettext_lazy("Short name"),
        required=False,
        max_length=LONGEST_SLUG,
        help_text=gettext_lazy(
            "Letters a–z, digits and -. The name of its file in a course folder. Leave it empty to have one made of the title."
        ),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any):
        super().__init__(
            *args,
            organisations=organisations_edited_by(person),
            courses=courses_edited_by(person),
            is_free_to_all=edits_the_site(person),
            nobodys=_("None: every editor may use it"),
            **kwargs,
        )

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        taken = self._of_same().filter(slug=values.get("slug", "").lower() or None)
        if not self.errors and taken.exists():
            self.add_error("slug", _("There is a rubric of this short name. Choose a different one."))
        values["slug"] = values.get("slug", "").lower()
        return values

    def slug_for(self, title: str) -> str:
        """What was said, else a free one made of the title."""
        base = self.cleaned_data["slug"] or slugify(string_to_ascii(title))[: LONGEST_SLUG - 4].strip("-") or "rubric"
        taken = set(self._of_same().filter(slug__startswith=base).values_list("slug", flat=True))
        return next(slug for slug in (base, *(f"{base}-{number}" for number in range(2, 1000))) if slug not in taken)

    def _of_same(self) -> QuerySet[Rubric]:
        """The rubrics whose short names must differ."""
        return Rubric.objects.filter(owner=self.cleaned_data.get("owner"), course=self.cleaned_data.get("course"))
