"""Questions that a person grades, and what has no marks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .base import COMBINED, QuestionForm, Section
from .fields import WordsField

FILES_AT_MOST = 20
NOT_CHECKED = (*COMBINED, "hints", "penalty")


def _count(
    label: Any, help_text: Any = "", *, most: int = FILES_AT_MOST, initial: int | None = 0, required: bool = True
) -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=help_text, min_value=0, max_value=most, initial=initial, required=required)


def _grader_info() -> WordsField:
    return WordsField(
        rows=3,
        label=_("For whoever grades"),
        help_text=_("What a good answer has, and how many marks for what. Learners do not see it."),
    )


class EssayForm(QuestionForm):
    question_type = "essay"
    hidden = NOT_CHECKED
    main_sections = (
        Section(
            _("The answer"),
            ("lines", "min_words", "max_words", "response_template", "is_text_required"),
            _("A person reads and grades it; the attempt is finished when the last answer is graded."),
        ),
        Section(_("Files to add"), ("max_files", "min_files"), "", True),
        Section(_("Grading"), ("grader_info",)),
    )

    lines = _count(_("Lines of the field"), _("It grows with the text; this is how it begins."), most=100, initial=10)
    min_words = _count(_("Least number of words"), _("Leave it empty for any number."), most=100_000, initial=None, required=False)
    max_words = _count(_("Greatest number of words"), most=100_000, initial=None, required=False)
    response_template = WordsField(rows=2, label=_("The field begins with"), help_text=_("An outline to fill in, for example."))
    is_text_required = forms.BooleanField(
        label=_("A text must be written"), initial=True, required=False, help_text=_("Without it a file alone is an answer too.")
    )
    max_files = _count(_("Greatest number of files"), _("0: no files are taken."))
    min_files = _count(_("Least number of files"))
    grader_info = _grader_info()


class FileForm(QuestionForm):
    question_type = "file"
    hidden = NOT_CHECKED
    text_help = _("Say what the file or photo should show.")
    main_sections = (
        Section(_("Files"), ("min_files", "max_files"), _("A person looks at them and grades; phones offer their camera.")),
        Section(_("Grading"), ("grader_info",)),
    )

    min_files = _count(_("Least number of files"), initial=1)
    max_files = _count(_("Greatest number of files"), initial=1)
    grader_info = _grader_info()


class ScaleForm(QuestionForm):
    question_type = "scale"
    hidden = (*NOT_CHECKED, "default_mark")
    main_sections = (Section(_("Scale"), ("min", "low", "max", "high"), _("There are no marks: no level is better than another.")),)

    min = forms.IntegerField(label=_("Lowest level"), initial=1, min_value=-1000, max_value=1000)
    low = WordsField(label=_("What the lowest level means"))
    max = forms.IntegerField(label=_("Highest level"), initial=5, min_value=-1000, max_value=1000)
    high = WordsField(label=_("What the highest level means"))


class DescriptionForm(QuestionForm):
    question_type = "description"
    hidden = (*NOT_CHECKED, "default_mark", "general_feedback")
    text_help = _("Shown between questions: a case to read, a picture that several questions are about.")
