"""What certificates hand over and forget about a person."""

from collections.abc import Iterable
from functools import partial
from io import BytesIO

from django.utils.translation import gettext_lazy as _

from lms.accounts.models import User
from lms.core.personal_data import ExportFile, PersonalData

from .actions import withdraw_all
from .models import Badge, Certificate

FIELDS = ["number", "state", "holder_name", "course_title", "issuer_name", "hours", "language", "completed_on", "issued_at", "proof"]
FIELDS += ["cohort_name", "mentor_name", "competences", "revoked_at", "revoked_because"]


def _export(person: User) -> list[dict]:
    return list(Certificate.objects.of(person).order_by("created_at").values(*FIELDS))


def _files(person: User) -> Iterable[ExportFile]:
    for certificate in Certificate.objects.of(person).exclude(pdf=""):
        yield ExportFile(name=f"certificates/{certificate.number}.pdf", open=partial(certificate.pdf.open, "rb"))
    for badge in Badge.objects.filter(certificate__enrolment__learner=person).exclude(credential="").select_related("certificate"):
        yield ExportFile(name=f"certificates/badge-{badge.certificate.number}.json", open=partial(BytesIO, badge.credential.encode()))


def _erase(person: User) -> None:
    withdraw_all(holder=person)


CERTIFICATES = PersonalData(key="certificates", label=_("Your certificates"), export=_export, erase=_erase, files=_files)
