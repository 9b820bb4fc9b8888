"""Forms of frameworks and competences in the back office."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.coreutils import string_to_ascii

from lms.accounts.models import User
from lms.network.models import Organisation

from .editors import edits_the_site, organisations_edited_by
from .models import Framework
from .scale import GENERAL, LEVELS

LONGEST_SLUG = 80
LONGEST_TEXT = 1_000


def plain(text: str) -> str:
    """Lines without blanks around them."""
    return "\n".join(line.strip() for line in text.replace("\r\n", "\n").split("\n")).strip()


class WordsForm(forms.Form):
    """What every form of words has. `texts` is what was said."""

    use_required_attribute = False

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    summary = forms.CharField(
        label=gettext_lazy("Purpose"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=AdminAutoHeightTextInput(attrs={"rows": 2}),
        help_text=gettext_lazy("One or two sentences, for learners."),
    )

    @property
    def texts(self) -> dict[str, str]:
        said = {name: plain(self.cleaned_data[name]) for name in self.fields if name in TEXTS}
        return said | {"title": " ".join(said["title"].split())}


TEXTS = {"title", "summary", *(f"level_{number}" for number in LEVELS)}


class FrameworkForm(WordsForm):
    """Of a new one: also whose it is, and the language it is written in."""

    owner = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        help_text=gettext_lazy("Its editors may change the framework."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=settings.LANGUAGES,
        help_text=gettext_lazy("That you write it in. Translations are added later."),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        is_free = edits_the_site(person)
        owner: Any = self.fields["owner"]
        owner.queryset, owner.required = organisations_edited_by(person), not is_free
        owner.empty_label = _("None: the whole site's") if is_free else _("Choose whose it is")

    def slug(self) -> str:
        """A free one made of the title."""
        base = slugify(string_to_ascii(self.texts["title"]))[: LONGEST_SLUG - 4].strip("-") or "framework"
        taken = set(Framework.objects.filter(owner=self.cleaned_data["owner"], slug__startswith=base).values_list("slug", flat=True))
        return next(slug for slug in (base, *(f"{base}-{number}" for number in range(2, 1000))) if slug not in taken)


class CompetenceForm(WordsForm):
    """The words of one competence. One that groups others has no levels."""

    def __init__(self, *args: Any, has_levels: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["summary"].label = _("What is meant")
        for number in LEVELS if has_levels else ():
            self.fields[f"level_{number}"] = forms.CharField(
                label=_("Level %(number)d") % {"number": number},
                required=False,
                max_length=LONGEST_TEXT,
                widget=AdminAutoHeightTextInput(attrs={"rows": 2}),
                help_text=_("If it stays empty, learners read: %(words)s") % {"words": GENERAL[number - 1]},
            )


class NewCompetenceForm(forms.Form):
    """One more at the end; it is moved afterwards."""

    use_required_attribute = False

    title = forms.CharField(label=gettext_lazy("Add a competence"), max_length=200, help_text=gettext_lazy("What somebody can do then."))
