from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.accounts.forms import put_class
from lms.accounts.models import User
from lms.accounts.rules import has_role

from .reply_form import ReplyForm
from .rules import KEEPERS_OF_REPLIES, organisations_with_replies_kept_by

OWN, ALL = "own", "all"


class LibraryForm(ReplyForm):
    """A reply and for whom it is. That is asked only of those who keep shared ones."""

    shared_with = forms.ChoiceField(label=gettext_lazy("For whom"), required=False)

    def __init__(self, *args, person: User, **kwargs):
        super().__init__(*args, **kwargs)
        self._person = person
        choices = [(OWN, _("For me alone"))]
        organisations = organisations_with_replies_kept_by(person)
        choices += [(str(one.pk), _("For all who mentor for %(organisation)s") % {"organisation": one.name}) for one in organisations]
        if any(has_role(person, role) for role in KEEPERS_OF_REPLIES):
            choices.append((ALL, _("For all mentors")))
        if len(choices) == 1:
            del self.fields["shared_with"]
            return
        self.fields["shared_with"].choices = choices  # type: ignore[attr-defined]
        self.initial["shared_with"] = self._now()
        put_class(self.fields["shared_with"])

    def _now(self) -> str:
        if self.instance.person_id:
            return OWN
        return str(self.instance.owner_id) if self.instance.owner_id else ALL

    def save(self, commit=True):
        chosen = self.cleaned_data.get("shared_with") or self._now()
        if chosen != self._now():
            self.instance.person = self._person if chosen == OWN else None
            self.instance.owner_id = int(chosen) if chosen not in {OWN, ALL} else None
        return super().save(commit)
