"""Forms of translations that are sent whole, with two people at work on one. A form says what it was made from, text by text; what only one
of them has changed is kept, and what both have changed is asked about. Nothing is written over unseen."""

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.html import format_html
from django.utils.translation import gettext as _

from .wording import mark

SEEN = "seen"
CONFLICT = 409


def hold(model: type[Model], pk: int) -> None:
    """Of two who send at the same instant the second waits, and then sees what the first has written. In a transaction."""
    list(model._default_manager.select_for_update(of=("self",)).filter(pk=pk).values_list("pk"))


class AtOnceForm(forms.Form):
    """Call `watch` once the fields are there. What is sent without saying what it was made from takes the place of nothing."""

    watched: Mapping[str, tuple[str, str]]

    def watch(self, texts: Mapping[str, tuple[str, str]], language: str) -> None:
        """What each field was made with: the text that counts now, and its source."""
        self.watched, self.language_of_texts, self.clashes = texts, language, dict[str, str]()
        self.fields[SEEN] = forms.CharField(required=False, widget=forms.HiddenInput, initial=_marks(texts))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        seen = _read(cleaned.get(SEEN, ""))
        taken: dict[str, str] = {}
        for name, (there, source) in self.watched.items():
            if name not in cleaned or (sent := _plain(self.as_watched(name, cleaned[name]))) == _plain(there):
                continue
            text_seen, source_seen = seen.get(name, (mark(""), mark(_plain(source))))
            is_same_source = source_seen == mark(_plain(source))
            if text_seen == mark(sent):
                taken[name] = cleaned[name] = there
            elif text_seen != mark(_plain(there)):
                self.clashes[name] = there
                self.add_error(name, self.said_of(name, there))
            elif not is_same_source:
                self.clashes[name] = there
                self.add_error(name, _("The source has changed since you opened the page. Look whether your words still fit it."))
        if self.clashes:
            self._go_on_from_now(taken)
        return cleaned

    def no_longer_asked(self, prefix: str) -> dict[str, str]:
        """What somebody has written, or chosen, in fields that the form has no longer."""
        seen, gone = _read(self.data.get(SEEN, "")), set(self.data) - set(self.fields)
        sent = {name: _plain(self.data[name]) for name in sorted(gone) if name.startswith(prefix)}
        return {name: text for name, text in sent.items() if text and seen.get(name, ("", ""))[0] != mark(text)}

    def as_watched(self, name: str, sent: Any) -> str:
        """What was sent, as `watch` would say it."""
        return sent

    def said_of(self, name: str, there: str) -> str:
        if not there:
            return _("Somebody else has taken these words back meanwhile.")
        return format_html(
            '{} <q lang="{}">{}</q>', _("Somebody else has saved other words here meanwhile:"), self.language_of_texts, there
        )

    def _go_on_from_now(self, taken: Mapping[str, str]) -> None:
        """The page that is shown again is made from what is there now: sent once more, it takes its place."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]  # what a browser sent is a QueryDict
        for name, text in {**taken, SEEN: _marks(self.watched)}.items():
            data[self.add_prefix(name)] = text
        self.data = data

    def status(self) -> int:
        return CONFLICT if getattr(self, "clashes", None) else 422 if self.errors else 200


def _marks(texts: Mapping[str, tuple[str, str]]) -> str:
    return json.dumps({name: [mark(_plain(there)), mark(_plain(source))] for name, (there, source) in texts.items()})


def _read(text: str) -> dict[str, tuple[str, str]]:
    try:
        found = json.loads(text or "{}")
        return {name: (str(there), str(source)) for name, (there, source) in found.items()}
    except (ValueError, TypeError, AttributeError):
        return {}


def _plain(text: str) -> str:
    """As browsers send it → as it is kept."""
    return text.replace("\r\n", "\n").strip()
