"""What a person chooses about letters: by kind where they want to be told, and how often."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import User

from . import kinds
from .channels import EVERYTHING, Channel, channels_of
from .kinds import Group, LetterKind
from .models import Letter, LetterChoice, LetterSettings

Rhythm = LetterSettings.Rhythm
State = Letter.State
Reason = Letter.Reason


@dataclass(frozen=True)
class Section:
    group: Group
    fields: list[Any]


class ChoicesForm(forms.Form):
    """A kind for each question. Those of work that the person does not do are not asked about."""

    rhythm = forms.ChoiceField(label=_("How often?"), choices=Rhythm.choices, widget=forms.RadioSelect)

    def __init__(self, person: User, data: Mapping[str, Any] | None = None):
        settings, channels = LetterSettings.objects.filter(person=person).first(), channels_of(person)
        self.shown = list(_asked_about(person))
        initial = {kind.key: channels.of(kind) for kind in self.shown} | {"rhythm": settings.rhythm if settings else Rhythm.AS_IT_COMES}
        super().__init__(data, initial=initial)
        for kind in self.shown:
            field = forms.ChoiceField(label=kind.label, choices=Channel.choices)
            field.widget.attrs["class"] = "input"
            self.fields[kind.key] = field

    def sections(self) -> list[Section]:
        by_group = [Section(group, [self[kind.key] for kind in self.shown if kind.group == group]) for group in Group]
        return [section for section in by_group if section.fields]

    @property
    def channels(self) -> dict[str, str]:
        return {kind.key: self.cleaned_data[kind.key] for kind in self.shown}


def _asked_about(person: User) -> Iterator[LetterKind]:
    for kind in kinds.all_kinds():
        if kind.can_stop and kind.key != EVERYTHING and (person.has_duties or person.is_superuser or kind.group != Group.DUTIES):
            yield kind


def must_kinds() -> list[LetterKind]:
    return [kind for kind in kinds.all_kinds() if kind.must_send]


@transaction.atomic
def choose_letters(*, person: User, rhythm: str, channels: Mapping[str, str]) -> None:
    """Holds for every course, also those enrolled in later. What waits is looked at anew."""
    before = channels_of(person)
    LetterSettings.objects.update_or_create(person=person, defaults={"rhythm": rhythm})
    kept = {kind.key: before.of(kind) for kind in kinds.all_kinds() if kind.can_stop and kind.key != EVERYTHING} | dict(channels)
    LetterChoice.objects.filter(person=person).delete()
    LetterChoice.objects.bulk_create(
        LetterChoice(person=person, kind=kind, channel=channel) for kind, channel in kept.items() if channel != Channel.EMAIL
    )
    waiting = Letter.objects.of(person).governed().queued()
    waiting.filter(kind__in=[kind for kind, channel in kept.items() if channel != Channel.EMAIL]).update(
        state=State.NOT_SENT, reason=Reason.STOPPED
    )
    waiting.update(held_until=None)


@transaction.atomic
def stop_letters(*, person: User, kind: LetterKind) -> None:
    """The one click. From a letter of letters it means all that need not be sent: what they told is in the inbox from now on."""
    LetterChoice.objects.update_or_create(person=person, kind=kind.key, defaults={"channel": Channel.INBOX})
    waiting = Letter.objects.of(person).governed().queued()
    if kind.key == EVERYTHING:
        LetterChoice.objects.filter(person=person, channel=Channel.EMAIL).delete()
    else:
        waiting = waiting.filter(kind=kind.key)
    waiting.update(state=State.NOT_SENT, reason=Reason.STOPPED)


@transaction.atomic
def resume_letters(*, person: User, kind: LetterKind) -> None:
    """By e-mail again, whatever was chosen for the rest."""
    LetterChoice.objects.filter(person=person, kind=kind.key).delete()
    if channels_of(person).of(kind) != Channel.EMAIL:
        LetterChoice.objects.create(person=person, kind=kind.key, channel=Channel.EMAIL)
