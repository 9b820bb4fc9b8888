"""A proposal as a table that can be changed by hand, a page at a time. Nothing of it is stored: it comes from the rows as they are, or back
from the page, which carries the lines of the other pages along."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .actions.pairing import Wish
from .pairing_shown import CohortShown, LearnerShown, MentorShown
from .pairing_words import option_words, why_not_words, why_words

PER_PAGE = 50
REST = "rest-"  # a field for a line of another page: "<was>:<mentor>:<1 if it is taken>"


@dataclass(frozen=True, kw_only=True)
class Line:
    """`was`: whom they had when the page was made; `mentor`: who is chosen, None for nobody; `is_proposed`: whether
    the proposal has somebody; `barred`: who never can be."""

    learner: LearnerShown
    was: int | None
    mentor: int | None
    is_taken: bool
    is_proposed: bool
    why: str
    barred: frozenset[int]
    mentors: list[MentorShown]

    @property
    def rest(self) -> str:
        return f"{self.was or ''}:{self.mentor or ''}:{int(self.is_taken)}"

    @property
    def options(self) -> SafeString:
        rows = [
            (
                one.person.pk,
                SafeString(" selected") if one.person.pk == self.mentor else "",
                option_words(one, self.learner.person.language),
            )
            for one in self.mentors
            if one.person.pk not in self.barred
        ]
        return format_html('<option value="none">{}</option>', _("Nobody for now")) + format_html_join(
            "", '<option value="{}"{}>{}</option>', rows
        )


@dataclass(frozen=True, kw_only=True)
class Total:
    """`now`: learners of the mentor in all cohorts; `apart`: with what is ticked on other pages; `then`: with all that is ticked."""

    mentor: MentorShown
    now: int
    apart: int
    then: int

    @property
    def is_too_many(self) -> bool:
        return self.then > self.mentor.capacity


class Table:
    """`sent`: what came back from the page, None for the proposal as it is. Whom nobody can be proposed for comes first, then by name."""

    def __init__(self, shown: CohortShown, sent: Mapping[str, str] | None = None, number: int | str | None = 1):
        self.shown = shown
        proposal = shown.proposal()
        self._proposed = {one.learner: one for one in proposal.pairs}
        self._without = {one.learner: one.why for one in proposal.without}
        self._barred: defaultdict[int, set[int]] = defaultdict(set)
        for mentor, person in shown.bars:
            self._barred[person].add(mentor)
        sent = spread(sent) if sent is not None else None
        self.all = sorted((self._line(learner, sent) for learner in shown.without), key=lambda line: line.is_proposed)
        self.page: Page = Paginator(self.all, PER_PAGE).get_page(number)

    @property
    def lines(self) -> list[Line]:
        """Those of this page."""
        return list(self.page)

    @property
    def rest(self) -> list[Line]:
        """Those of the other pages."""
        here = {line.learner.enrolment.pk for line in self.page}
        return [line for line in self.all if line.learner.enrolment.pk not in here]

    def _line(self, learner: LearnerShown, sent: Mapping[str, str] | None) -> Line:
        pk = learner.enrolment.pk
        pair = self._proposed.get(pk)
        proposed = pair.mentor if pair else None
        chosen = proposed if sent is None else self._known(sent.get(f"mentor-{pk}", ""), proposed)
        why = why_words(pair, learner, self.shown.by_id[pair.mentor]) if pair else why_not_words(self._without[pk], learner)
        if chosen != proposed:
            why = _("Changed by hand. Proposed: %(words)s") % {"words": self._proposed_words(proposed, why)}
        return Line(
            learner=learner,
            was=_was(learner) if sent is None else _number(sent.get(f"was-{pk}", "")),
            mentor=chosen,
            is_taken=sent is None or f"take-{pk}" in sent,
            is_proposed=pair is not None,
            why=why,
            barred=frozenset(self._barred[learner.person.pk] | {learner.person.pk}),
            mentors=self.shown.mentors,
        )

    def _known(self, sent: str, proposed: int | None) -> int | None:
        """Of a learner who was not on the page yet, what is proposed."""
        return proposed if sent == "" else _number(sent) if _number(sent) in self.shown.by_id else None

    def _proposed_words(self, mentor: int | None, why: str) -> str:
        return f"{self.shown.by_id[mentor].person}. {why}" if mentor else why

    @cached_property
    def totals(self) -> list[Total]:
        apart, here = _changes(self.rest), _changes(self.lines)
        return [
            Total(
                mentor=one,
                now=one.learners,
                apart=one.learners + apart[one.person.pk],
                then=one.learners + apart[one.person.pk] + here[one.person.pk],
            )
            for one in self.shown.mentors
        ]


def _changes(lines: Iterable[Line]) -> Counter[int]:
    change: Counter[int] = Counter()
    for line in lines:
        if line.is_taken and line.mentor and line.mentor != line.was:
            change[line.mentor] += 1
            change[line.was or 0] -= 1
    return change


def spread(sent: Mapping[str, str]) -> dict[str, str]:
    """The lines of other pages with the fields that those of this page have. What cannot be read is no line."""
    found = {key: sent[key] for key in sent if not key.startswith(REST)}
    for key in sent:
        parts = sent[key].split(":")
        if not key.startswith(REST) or len(parts) != 3:
            continue
        pk = key.removeprefix(REST)
        found |= {f"was-{pk}": parts[0], f"mentor-{pk}": parts[1] or "none"}
        if parts[2] == "1":
            found[f"take-{pk}"] = "1"
    return found


def wishes_of(sent: Mapping[str, str]) -> list[Wish]:
    """What is ticked on any page and has a mentor. Anything that cannot be read is left out."""
    sent, found = spread(sent), []
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
