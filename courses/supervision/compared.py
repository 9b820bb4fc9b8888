"""A mentor's review and the second one, side by side, with what differs said in words."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from courses.mentorship.models import Comment
from courses.mentorship.models.review import Outcome
from courses.mentorship.rubric_definition import Criterion, RubricDefinition

from .models import SampledReview, SecondReview

AROUND = (
    "cohort", "review__reviewer", "review__task__learner", "review__task__iteration__version", "review__task__iteration__rubric", "reader"
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One thing that both judged. `difference` is a sentence."""

    what: str
    mentor: str
    supervisor: str
    difference: str
    is_same: bool


class Compared:
    """`sampled` comes with what is `AROUND` it; a second review of it was sent."""

    def __init__(self, sampled: SampledReview, second: SecondReview):
        self.sampled, self.second, self.review = sampled, second, sampled.review
        self.task = sampled.review.task

    @cached_property
    def rubric(self) -> RubricDefinition | None:
        version = self.task.iteration.rubric
        return version.in_words(get_language() or version.language) if version else None

    @cached_property
    def lines(self) -> list[Line]:
        whole = self._line(_("Outcome of the whole"), _outcome(self.review.outcome), _outcome(self.second.outcome))
        return [whole, *(self._of_criterion(criterion) for criterion in (self.rubric.criteria if self.rubric else ()))]

    def _of_criterion(self, criterion: Criterion) -> Line:
        first, second = ((one.value.get("levels") or {}).get(criterion.id, "") for one in (self.review, self.second))
        titles = {level.id: level.title for level in criterion.levels}
        if first not in titles or second not in titles:
            return Line(criterion.title, titles.get(first, "–"), titles.get(second, "–"), _("Cannot be compared"), is_same=False)
        steps = abs(criterion.steps_between(first, second) or 0)
        words = ngettext("%(count)d level apart", "%(count)d levels apart", steps) % {"count": steps} if steps else ""
        return self._line(criterion.title, titles[first], titles[second], words)

    def _line(self, what: str, mentor: str, supervisor: str, apart: str = "") -> Line:
        is_same = mentor == supervisor
        return Line(what, mentor, supervisor, _("The same") if is_same else apart or _("Different"), is_same)

    @property
    def sentence(self) -> str:
        same, all_ = sum(line.is_same for line in self.lines), len(self.lines)
        if same == all_:
            return _("Both say the same of everything.")
        return ngettext("Both say the same of %(same)d of %(all)d thing.", "Both say the same of %(same)d of %(all)d things.", all_) % {
            "same": same,
            "all": all_,
        }

    @property
    def summary(self) -> str:
        """The mentor's."""
        return str(self.review.value.get("summary") or "")

    @cached_property
    def comments(self) -> int:
        """That the mentor made at the words."""
        return self.review.comments.exclude(state=Comment.State.DRAFT).count()


def _outcome(value: str) -> str:
    return str(Outcome(value).label) if value in Outcome.values else "–"
