"""What learners say of themselves, and what their mentors say."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.timezone import now

from courses.enrolment.models import Enrolment
from lms.accounts.models import User

from ..models import Competence, Judgement, JudgementEvidence, Moment, SelfAssessment
from ..rules import Refused, why_not_assess


@transaction.atomic
def assess(*, enrolment: Enrolment, levels: Mapping[tuple[int, Moment], int]) -> None:
    """Levels by competence and moment; what is not named stays as it was. Raises Refused. The enrolment is held, so that nobody looks back
    and corrects what was before at once."""
    Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    for moment in {moment for _competence, moment in levels}:
        refusal = why_not_assess(enrolment, moment)
        if refusal:
            raise Refused(refusal)
    kept = {(one.competence_id, one.moment): one for one in SelfAssessment.objects.filter(enrolment=enrolment)}
    for (competence_id, moment), level in levels.items():
        known = kept.get((competence_id, moment.value))
        if known is None:
            SelfAssessment.objects.create(enrolment=enrolment, competence_id=competence_id, moment=moment, level=level)
        elif known.level != level:
            SelfAssessment.objects.filter(pk=known.pk).update(level=level, chosen_at=now())


@transaction.atomic
def judge(
    *, enrolment: Enrolment, competence: Competence, by: User, level: int, sentence: str, evidence: Iterable[tuple[str, int]]
) -> Judgement:
    """Another row each time: the latest counts. The same once more, as by a second click, adds none."""
    Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    pieces = sorted(set(evidence))
    latest = Judgement.objects.filter(enrolment=enrolment, competence=competence).order_by("-at", "-pk").first()
    if latest and (latest.by_id, latest.level, latest.sentence, latest.pieces) == (by.pk, level, sentence, pieces):
        return latest
    judgement = Judgement.objects.create(enrolment=enrolment, competence=competence, by=by, level=level, sentence=sentence)
    JudgementEvidence.objects.bulk_create(JudgementEvidence(judgement=judgement, kind=kind, row=row) for kind, row in pieces)
    return judgement
