from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import LessonTemplate


class TemplateForm(forms.ModelForm):
    class Meta:
        model = LessonTemplate
        fields = ["title", "description"]
        help_texts = {
            "title": _("What editors choose by when they begin a lesson."),
            "description": _("One sentence: for which kind of lesson it is meant."),
        }


class NewTemplateForm(TemplateForm):
    """`everywhere` is asked of those who edit every course."""

    everywhere = forms.BooleanField(
        label=_("For every course"),
        required=False,
        help_text=_("Otherwise it is offered in this course alone."),
    )

    def __init__(self, *args: Any, may_everywhere: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not may_everywhere:
            del self.fields["everywhere"]
