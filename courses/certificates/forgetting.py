"""What certificates hand over and forget about a person."""

from collections.abc import Iterable
from functools import partial
from io import BytesIO

from django.utils.translation import gettext_lazy as _

from lms.accounts.models import User
from lms.core.personal_data import ExportFile, PersonalData

from .actions import withdraw_all
from .models import Badge, Certificate, Disclosure, NameRequest

FIELDS = ["number", "state", "holder_name", "course_title", "issuer_name", "hours", "language", "completed_on", "issued_at", "proof"]
FIELDS += ["cohort_name", "mentor_name", "competences", "expires_on", "revoked_at", "revoked_because"]
CHOICE = ["name", "course", "hours", "day", "cohort", "competences"]
REQUEST = ["certificate__number", "wanted_name", "why", "state", "asked_at", "answered_at", "because"]


def _export(person: User) -> dict[str, list]:
    """Three queries."""
    return {
        "certificates": list(Certificate.objects.of(person).order_by("created_at").values(*FIELDS)),
        "what_strangers_see": list(Disclosure.objects.of(person).order_by("pk").values("enrolment__cohort__name", *CHOICE)),
        "names_asked_for": list(NameRequest.objects.of(person).order_by("asked_at").values(*REQUEST)),
    }


def _files(person: User) -> Iterable[ExportFile]:
    for certificate in Certificate.objects.of(person).exclude(pdf=""):
        yield ExportFile(name=f"certificates/{certificate.number}.pdf", open=partial(certificate.pdf.open, "rb"))
    for badge in Badge.objects.filter(certificate__enrolment__learner=person).exclude(credential="").select_related("certificate"):
        yield ExportFile(name=f"certificates/badge-{badge.certificate.number}.json", open=partial(BytesIO, badge.credential.encode()))


def _erase(person: User) -> None:
    withdraw_all(holder=person)


CERTIFICATES = PersonalData(key="certificates", label=_("Your certificates"), export=_export, erase=_erase, files=_files)
