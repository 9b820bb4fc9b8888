"""What coordinators and supervisors answer to learners: requests for another mentor, and reports about reviews."""

from django.db import transaction
from django.utils.timezone import now

from lms.accounts.models import User

from ..answer_letters import post_report_answer, post_request_answer
from ..models import MentorRequest, Report


@transaction.atomic
def settle_request(*, request: MentorRequest, by: User, answer: str = "") -> bool:
    """Answered: with words, or by pairing anew. The learner gets a letter. Who comes second changes nothing: False."""
    waiting = MentorRequest.objects.filter(pk=request.pk, settled_at=None)
    if not waiting.update(settled_at=now(), settled_by=by, answer=answer.strip()):
        return False
    post_request_answer(request)
    return True


@transaction.atomic
def settle_report(*, report: Report, by: User, answer: str) -> bool:
    """The learner gets a letter with the answer, the mentor hears nothing. Who comes second changes nothing: False."""
    if not Report.objects.filter(pk=report.pk, settled_at=None).update(settled_at=now(), settled_by=by, answer=answer.strip()):
        return False
    post_report_answer(report)
    return True
