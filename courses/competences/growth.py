"""How far one learner is: what they said at each moment and what their mentor says, competence by competence."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from courses.enrolment.models import Enrolment
from lms.accounts.models import User

from . import evidence
from .asked import Asked, asked_in
from .models import Judgement, Moment, SelfAssessment
from .plots import Picture, picture


@dataclass(frozen=True)
class Judged:
    """A judgement with its evidence as this reader may see it."""

    judgement: Judgement
    evidence: tuple[evidence.Shown, ...]


@dataclass(frozen=True)
class Row:
    """Levels, None where nothing was chosen. `judged` are the mentors' judgements, the latest first."""

    asked: Asked
    before: int | None
    looking_back: int | None
    after: int | None
    judged: tuple[Judged, ...]

    @property
    def mentor(self) -> int | None:
        return self.judged[0].judgement.level if self.judged else None

    @property
    def is_empty(self) -> bool:
        return (self.before, self.looking_back, self.after, self.mentor) == (None,) * 4

    @property
    def picture(self) -> Picture:
        return picture(self.before, self.looking_back, self.after, self.mentor)

    @property
    def said(self) -> str:
        """What the picture shows, for whoever does not see it."""
        parts = [
            _("before the course %(level)d") % {"level": self.before} if self.before else "",
            _("looking back %(level)d") % {"level": self.looking_back} if self.looking_back else "",
            _("after the course %(level)d") % {"level": self.after} if self.after else "",
            _("the mentor says %(level)d") % {"level": self.mentor} if self.mentor else "",
        ]
        said = [part for part in parts if part]
        return _("Of 5: %(levels)s.") % {"levels": ", ".join(said)} if said else _("Nothing is chosen yet.")


class Growth:
    """`enrolment` comes with its learner, and its cohort with the course. `person` is who reads."""

    def __init__(self, enrolment: Enrolment, person: User, language: str):
        self.enrolment, self.person, self.language = enrolment, person, language

    @cached_property
    def levels(self) -> dict[tuple[int, str], int]:
        found = SelfAssessment.objects.filter(enrolment=self.enrolment).values_list("competence", "moment", "level")
        return {(competence, moment): level for competence, moment, level in found}

    @cached_property
    def judgements(self) -> list[Judgement]:
        found = Judgement.objects.filter(enrolment=self.enrolment).select_related("by").prefetch_related("evidence")
        return list(found.order_by("-at", "-pk"))

    @cached_property
    def asked(self) -> list[Asked]:
        remembered = {competence for competence, _moment in self.levels} | {one.competence_id for one in self.judgements}
        return asked_in(self.enrolment.cohort.course, self.language, remembered)

    @cached_property
    def offered(self) -> list[evidence.Offered]:
        return evidence.offered(self.enrolment, self.person, self.language)

    @cached_property
    def rows(self) -> list[Row]:
        return [self._row(one) for one in self.asked]

    def _row(self, asked: Asked) -> Row:
        before, looking_back, after = (self.levels.get((asked.id, moment.value)) for moment in Moment)
        judged = tuple(self._judged(one) for one in self.judgements if one.competence_id == asked.id)
        return Row(asked, before, looking_back, after, judged)

    def _judged(self, one: Judgement) -> Judged:
        return Judged(one, tuple(evidence.shown(one.evidence.all(), self.offered)))

    def row(self, competence_id: int) -> Row | None:
        return next((one for one in self.rows if one.asked.id == competence_id), None)

    @property
    def is_empty(self) -> bool:
        return all(row.is_empty for row in self.rows)

    @property
    def has_begun(self) -> bool:
        return any(moment == Moment.BEFORE for _competence, moment in self.levels)

    @property
    def has_looked_back(self) -> bool:
        return any(moment != Moment.BEFORE for _competence, moment in self.levels)

    @property
    def said_before(self) -> str:
        return _count(self.asked, (self.levels.get((one.id, Moment.BEFORE.value)) for one in self.asked if one.is_live))

    @property
    def said_after(self) -> str:
        return _count(self.asked, (self.levels.get((one.id, Moment.AFTER.value)) for one in self.asked if one.is_live))


def _count(asked: Iterable[Asked], levels: Iterable[int | None]) -> str:
    chosen = sum(1 for level in levels if level is not None)
    return _("%(chosen)d of %(all)d chosen") % {"chosen": chosen, "all": sum(1 for one in asked if one.is_live)}
