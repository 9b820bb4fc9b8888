"""A proposal as a table that can be changed by hand. Nothing of it is stored: it comes from the rows as they are, or back from the page."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .actions.pairing import Wish
from .pairing_shown import CohortShown, LearnerShown, MentorShown
from .pairing_words import option_words, why_not_words, why_words


@dataclass(frozen=True, kw_only=True)
class Line:
    """`was`: whom they had when the page was made; `mentor`: who is chosen, None for nobody."""

    learner: LearnerShown
    was: int | None
    mentor: int | None
    is_taken: bool
    why: str
    options: SafeString


@dataclass(frozen=True, kw_only=True)
class Total:
    """`now`: learners of the mentor in all cohorts; `then`: with what is ticked."""

    mentor: MentorShown
    now: int
    then: int

    @property
    def is_too_many(self) -> bool:
        return self.then > self.mentor.capacity


class Table:
    """`sent`: what came back from the page, None for the proposal as it is."""

    def __init__(self, shown: CohortShown, sent: Mapping[str, str] | None = None):
        self.shown = shown
        proposal = shown.proposal()
        pairs, without = {one.learner: one for one in proposal.pairs}, {one.learner: one.why for one in proposal.without}
        self.lines: list[Line] = []
        for learner in shown.without:
            pk = learner.enrolment.pk
            proposed = pairs[pk].mentor if pk in pairs else None
            chosen = proposed if sent is None else self._known(sent.get(f"mentor-{pk}", ""), proposed)
            why = why_words(pairs[pk], learner, shown.by_id[pairs[pk].mentor]) if pk in pairs else why_not_words(without[pk], learner)
            if chosen != proposed:
                why = _("Changed by hand. Proposed: %(words)s") % {"words": self._proposed_words(proposed, why)}
            self.lines.append(
                Line(
                    learner=learner,
                    was=_was(learner) if sent is None else _number(sent.get(f"was-{pk}", "")),
                    mentor=chosen,
                    is_taken=sent is None or f"take-{pk}" in sent,
                    why=why,
                    options=self._options(learner, chosen),
                )
            )

    def _known(self, sent: str, proposed: int | None) -> int | None:
        """Of a learner who was not on the page yet, what is proposed."""
        return proposed if sent == "" else _number(sent) if _number(sent) in self.shown.by_id else None

    def _proposed_words(self, mentor: int | None, why: str) -> str:
        return f"{self.shown.by_id[mentor].person}. {why}" if mentor else why

    def _options(self, learner: LearnerShown, chosen: int | None) -> SafeString:
        barred = {mentor for mentor, person in self.shown.bars if person == learner.person.pk} | {learner.person.pk}
        rows = [
            (one.person.pk, SafeString(" selected") if one.person.pk == chosen else "", option_words(one, learner.person.language))
            for one in self.shown.mentors
            if one.person.pk not in barred
        ]
        return format_html('<option value="none">{}</option>', _("Nobody for now")) + format_html_join(
            "", '<option value="{}"{}>{}</option>', rows
        )

    @property
    def totals(self) -> list[Total]:
        change: Counter[int] = Counter()
        for line in self.lines:
            if line.is_taken and line.mentor and line.mentor != line.was:
                change[line.mentor] += 1
                change[line.was or 0] -= 1
        return [Total(mentor=one, now=one.learners, then=one.learners + change[one.person.pk]) for one in self.shown.mentors]


def wishes_of(sent: Mapping[str, str]) -> list[Wish]:
    """What is ticked and has a mentor. Anything that cannot be read is left out."""
    found = []
    for key in sent:
        pk = _number(key.removeprefix("take-"))
        mentor = _number(sent.get(f"mentor-{pk}", ""))
        if key.startswith("take-") and pk and mentor:
            found.append(Wish(pk, mentor, _number(sent.get(f"was-{pk}", ""))))
    return found


def _was(learner: LearnerShown) -> int | None:
    return learner.pairing.mentor_id if learner.pairing else None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
