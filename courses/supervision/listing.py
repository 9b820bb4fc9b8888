"""What the page of the sample shows."""

from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.enrolment.models import Cohort
from courses.enrolment.working_days import local_day
from lms.accounts.models import User

from .actions.sampling import month_before, undrawn
from .models import SampledReview
from .rules import cohorts_supervised_by, sampled_read_by, sampled_seen_by
from .wording import held_words, month_words

AROUND = ("cohort", "reader", "review__task__learner", "review__task__iteration__version")
PER_PAGE = 20


@dataclass(frozen=True)
class Waiting:
    """`held`: in whose hands it is, if in anybody's."""

    sampled: SampledReview
    month: str
    held: str


class SamplePage:
    def __init__(self, person: User, number: str | None = None):
        self.person, self.number, self.at = person, number, now()

    @cached_property
    def _readable(self) -> list[Waiting]:
        rows = sampled_read_by(self.person).select_related(*AROUND).order_by("month", "cohort__name", "pk")
        return [self._waiting(one) for one in rows]

    def _waiting(self, one: SampledReview) -> Waiting:
        held = "" if one.is_free_for(self.person, self.at) else held_words(one.reader, one.taken_until)
        return Waiting(one, month_words(one.month), held)

    @property
    def mine(self) -> list[Waiting]:
        return [one for one in self._readable if one.sampled.reader_id == self.person.pk]

    @property
    def waiting(self) -> list[Waiting]:
        return [one for one in self._readable if one.sampled.reader_id != self.person.pk]

    @cached_property
    def for_others(self) -> str:
        """What waits and is not for this person: they know what the mentor said."""
        count = sampled_seen_by(self.person).waiting().exclude(pk__in=[one.sampled.pk for one in self._readable]).count()
        if not count:
            return ""
        said = ngettext(
            "%(count)d more waits for another supervisor: you know already what the mentor said, or it cannot be read any more.",
            "%(count)d more wait for another supervisor: you know already what the mentor said, or they cannot be read any more.",
            count,
        )
        return said % {"count": count}

    @cached_property
    def page(self) -> Page:
        """What was read a second time, the latest first."""
        around = ("cohort", "reader", "review__reviewer", "review__task__learner", "review__task__iteration__version")
        rows = sampled_seen_by(self.person).read().select_related(*around).order_by("-month", "-pk")
        return Paginator(rows, PER_PAGE).get_page(self.number)

    @cached_property
    def undrawn(self) -> list[tuple[Cohort, str]]:
        """Groups whose last month should have been drawn by now, and the month in words."""
        cohorts = cohorts_supervised_by(self.person)
        months = {month_before(local_day(self.at, cohort)) for cohort in cohorts}
        return [(cohort, month_words(month)) for month in sorted(months) for cohort in undrawn(month, self.at, cohorts)]

    @property
    def undrawn_words(self) -> str:
        if not self.undrawn:
            return ""
        named = ", ".join(f"{cohort.name} ({month})" for cohort, month in self.undrawn)
        return _("Not drawn yet: %(groups)s. It happens by itself within an hour, or at once if you say so.") % {"groups": named}

    @property
    def is_empty(self) -> bool:
        return not self._readable and not self.page.paginator.count
