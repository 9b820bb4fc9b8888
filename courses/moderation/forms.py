"""What whoever reads says with their answer."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.forms import TaskStateCommentForm


class WithComment(TaskStateCommentForm):
    """Wagtail's own has its label in the language in which the server was started."""

    comment = forms.CharField(label=_("Comment"), required=False, widget=forms.Textarea({"rows": 4}))


class WhatToChange(TaskStateCommentForm):
    comment = forms.CharField(label=_("What is to be changed?"), widget=forms.Textarea({"rows": 4}))
