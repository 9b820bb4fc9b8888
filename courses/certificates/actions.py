"""What happens to a certificate. States and who moves them: docs/certificates.md."""

from datetime import date, datetime
from typing import Any

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.timezone import localtime, now

from courses.catalogue.models import CourseVersion
from courses.catalogue.outline import outline
from courses.enrolment.models import CourseCompletion, Enrolment
from lms.accounts.models import User
from lms.notifications.actions import post_letter
from lms.notifications.message import zone_of

from . import tasks
from .badges.awarding import forget, forget_signature, reserve, sign, turn_bits
from .design.actions import chosen_version
from .judged import judged_competences, mentor_of
from .models import Certificate, CohortPrint, Disclosure, NameRequest, private_storage
from .name_letters import tell_keepers
from .numbers import new_number
from .pdf import render

State = Certificate.State
CERTIFICATE = "certificate"
REVOKED = "certificate_revoked"
NAME_REFUSED = "certificate_name_refused"


class NotInForce(Exception):
    """Only a certificate in force can be made again or revoked; somebody was quicker."""


class Answered(Exception):
    """Somebody else has answered this request."""


@transaction.atomic
def make_eligible(*, completion: CourseCompletion) -> Certificate:
    """Write down what the certificate will say, in the transaction that completed the course."""
    enrolment = completion.enrolment
    learner, course = enrolment.learner, enrolment.cohort.course
    shown = outline(course, learner.language)
    certificate = Certificate.objects.create(
        enrolment=enrolment,
        number=new_number(),
        holder_name=learner.printed_name or str(learner),
        course_title=shown.title,
        title_language=shown.language,
        course_version=CourseVersion.objects.current().filter(of=course, language=shown.language).first(),
        issuer_name=_issuer(enrolment),
        hours=course.hours,
        language=learner.language,
        cohort_name=enrolment.cohort.name,
        mentor_name=mentor_of(enrolment),
        competences=judged_competences(enrolment, learner.language),
        template_version=chosen_version(enrolment.cohort),
        proof=completion.proof,
        completed_on=_day(completion),
        expires_on=_last_day(completion),
    )
    tasks.issue_certificate.delay_on_commit(certificate_id=certificate.pk)
    return certificate


def issue(*, certificate: Certificate) -> None:
    """Sign the badge, make the paper, then mark the row, then post the letter. What the signature depends on is kept before all that;
    killed anywhere after, the next process begins again and gets the same bytes under the same name."""
    if certificate.state == State.ELIGIBLE:
        reserve(certificate=certificate)
        _issue(certificate=certificate)


@transaction.atomic
def _issue(*, certificate: Certificate) -> None:
    """The row is locked, so that only one process writes the file."""
    certificate = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if certificate.state != State.ELIGIBLE:
        return
    name = _keep(f"certificates/{certificate.number}.pdf", render(certificate, credential=sign(certificate=certificate)))
    if Certificate.objects.eligible().filter(pk=certificate.pk).update(state=State.ISSUED, pdf=name, issued_at=now()):
        post_letter(
            kind=CERTIFICATE,
            person=certificate.enrolment.learner,
            subject_key=certificate.number,
            context={"certificate": certificate.pk},
        )


@transaction.atomic
def sign_again(*, certificate: Certificate) -> None:
    """Sign the badge of an issued certificate anew and print the paper with it: for those that have none, or one of a withdrawn key."""
    certificate = Certificate.objects.select_for_update(no_key=True).get(pk=certificate.pk)
    if certificate.state == State.ISSUED:
        forget_signature(certificate=certificate)
        _keep(str(certificate.pdf), render(certificate, credential=sign(certificate=certificate)))


@transaction.atomic
def reissue(*, certificate: Certificate, holder_name: str, by: User | None) -> Certificate:
    """Make it again with another name. The old number stays and leads to the new one. Raises NotInForce."""
    if not Certificate.objects.in_force().filter(pk=certificate.pk).update(state=State.SUPERSEDED):
        raise NotInForce
    again = Certificate.objects.create(
        enrolment_id=certificate.enrolment_id,
        number=new_number(),
        holder_name=holder_name,
        course_title=certificate.course_title,
        title_language=certificate.title_language,
        course_version_id=certificate.course_version_id,
        issuer_name=certificate.issuer_name,
        hours=certificate.hours,
        language=certificate.language,
        cohort_name=certificate.cohort_name,
        mentor_name=certificate.mentor_name,
        competences=certificate.competences,
        template_version_id=certificate.template_version_id,
        proof=certificate.proof,
        completed_on=certificate.completed_on,
        expires_on=certificate.expires_on,
        created_by=by,
    )
    _close_requests(certificate, by)
    Certificate.objects.filter(pk=certificate.pk).update(superseded_by=again)
    turn_bits(certificates=[certificate])
    tasks.issue_certificate.delay_on_commit(certificate_id=again.pk)
    return again


@transaction.atomic
def revoke(*, certificate: Certificate, because: str, by: User | None) -> None:
    """Take a certificate out of force; its holder is told why. Raises NotInForce."""
    revoked = {"state": State.REVOKED, "revoked_at": now(), "revoked_by": by, "revoked_because": because[:200]}
    if not Certificate.objects.in_force().filter(pk=certificate.pk).update(**revoked):
        raise NotInForce
    _close_requests(certificate, by)
    turn_bits(certificates=[certificate])
    post_letter(kind=REVOKED, person=certificate.enrolment.learner, subject_key=certificate.number, context={"certificate": certificate.pk})


@transaction.atomic
def expire(*, certificate: Certificate) -> None:
    """Its last day is past. Its badge says so itself, so no bit is turned."""
    if Certificate.objects.over().filter(pk=certificate.pk).update(state=State.EXPIRED):
        _close_requests(certificate, None)


def choose_what_is_shown(*, certificate: Certificate, choice: dict[str, Any]) -> None:
    """From now on a stranger sees no more than this, also of the certificate that takes the place of this one."""
    Disclosure.objects.update_or_create(enrolment_id=certificate.enrolment_id, defaults=choice)


@transaction.atomic
def ask_for_name(*, certificate: Certificate, name: str, why: str) -> NameRequest:
    """For the coordinator to answer. Who asks again while it waits says it anew. Raises NotInForce."""
    if not Certificate.objects.in_force().filter(pk=certificate.pk).select_for_update(no_key=True):
        raise NotInForce
    said = {"wanted_name": name, "why": why}
    try:
        with transaction.atomic():
            request = NameRequest.objects.create(certificate=certificate, **said)
    except IntegrityError:
        NameRequest.objects.waiting().filter(certificate=certificate).update(**said)
        return NameRequest.objects.get(certificate=certificate, state=NameRequest.State.ASKED)
    tell_keepers(request)
    return request


@transaction.atomic
def grant_name(*, request: NameRequest, by: User) -> Certificate:
    """Make the certificate again with the name asked for; its letter tells the holder. Raises Answered or NotInForce."""
    _answer(request, NameRequest.State.DONE, by)
    return reissue(certificate=request.certificate, holder_name=request.wanted_name, by=by)


@transaction.atomic
def refuse_name(*, request: NameRequest, because: str, by: User) -> None:
    """The name stays; the holder reads why in a letter. Raises Answered."""
    _answer(request, NameRequest.State.REFUSED, by, because=because)
    holder = request.certificate.enrolment.learner
    post_letter(kind=NAME_REFUSED, person=holder, subject_key=str(request.pk), context={"request": request.pk})


def _answer(request: NameRequest, state: str, by: User, because: str = "") -> None:
    """The request is answered as it was read: if it says something else by now, nobody has looked at that."""
    as_read = NameRequest.objects.waiting().filter(pk=request.pk, wanted_name=request.wanted_name)
    if not as_read.update(state=state, answered_at=now(), answered_by=by, because=because):
        raise Answered


def _close_requests(certificate: Certificate, by: User | None) -> None:
    closed: dict[str, str | datetime | User | None] = {"state": NameRequest.State.CLOSED, "answered_at": now(), "answered_by": by}
    NameRequest.objects.waiting().filter(certificate=certificate).update(**closed)


@transaction.atomic
def withdraw_all(*, holder: User) -> None:
    """For the eraser: the numbers stay and say that they were withdrawn; the name, the proof, the badge and the paper go."""
    forgotten = {"state": State.WITHDRAWN, "holder_name": "", "proof": {}, "revoked_because": "", "mentor_name": "", "competences": []}
    withdrawn = Certificate.objects.of(holder)
    withdrawn.update(**forgotten)
    CohortPrint.objects.filter(cohort__enrolments__learner=holder).update(state=CohortPrint.State.GONE)
    NameRequest.objects.of(holder).delete()
    Disclosure.objects.of(holder).delete()
    forget(certificates=withdrawn)
    turn_bits(certificates=withdrawn)
    tasks.sweep_certificates.delay_on_commit()
    tasks.remove_old_prints.delay_on_commit()


def send_again(*, certificate: Certificate) -> None:
    """The letter with the paper once more, because its holder asks for it."""
    again = f"{certificate.number} {now():%Y%m%d%H%M%S%f}"
    post_letter(kind=CERTIFICATE, person=certificate.enrolment.learner, subject_key=again, context={"certificate": certificate.pk})


def remove_paper(*, certificate: Certificate) -> None:
    """The file first: until the row says that it is gone, a sweep comes back for it."""
    private_storage().delete(str(certificate.pdf))
    Certificate.objects.filter(pk=certificate.pk).update(pdf="")


def _keep(name: str, content: bytes) -> str:
    """Save under exactly this name. What lies there is of a process that died, and may be half a file."""
    storage = private_storage()
    if storage.exists(name):
        storage.delete(name)
    return storage.save(name, ContentFile(content))


def _issuer(enrolment: Enrolment) -> str:
    owner = enrolment.cohort.owner or enrolment.cohort.course.owner
    return owner.name if owner else settings.SITE_NAME


def _day(completion: CourseCompletion) -> date:
    return localtime(completion.completed_at, zone_of(completion.enrolment.learner)).date()


def _last_day(completion: CourseCompletion) -> date | None:
    months = completion.enrolment.cohort.certificate_months
    return _day(completion) + relativedelta(months=months) if months else None
