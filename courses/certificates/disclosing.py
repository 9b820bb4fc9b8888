"""What a stranger sees of a certificate: as much as its holder chose, and the issuer always, for without it there is nothing to check.
All of it is the certificate's own copy. No query, where enrolment, choice and cohort were fetched along."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from courses.competences.scale import HIGHEST

from .models import Certificate, Disclosure, NameShown


@dataclass(frozen=True, kw_only=True)
class Shown:
    """Empty (or None) is what the holder does not show. `competences` have title, language and level of `most`."""

    name: str = ""
    is_initials: bool = False
    course: str = ""
    title_language: str = ""
    hours: int = 0
    completed_on: date | None = None
    cohort: str = ""
    competences: Sequence[dict[str, Any]] = ()
    issuer: str
    valid_until: date | None = None
    most: int = HIGHEST


def choice_of(certificate: Certificate) -> Disclosure:
    """The holder's, or the defaults."""
    return getattr(certificate.enrolment, "disclosure", None) or Disclosure(enrolment=certificate.enrolment)


def shown(certificate: Certificate) -> Shown:
    choice = choice_of(certificate)
    is_initials = choice.name == NameShown.INITIALS
    name = "" if choice.name == NameShown.NONE else certificate.holder_name
    return Shown(
        name=initials(name) if is_initials else name,
        is_initials=is_initials,
        course=certificate.course_title if choice.course else "",
        title_language=certificate.title_language,
        hours=certificate.hours if choice.hours else 0,
        completed_on=certificate.completed_on if choice.day else None,
        cohort=(certificate.cohort_name or certificate.enrolment.cohort.name) if choice.cohort else "",
        competences=certificate.competences if choice.competences else (),
        issuer=certificate.issuer_name,
        valid_until=certificate.expires_on,
    )


def initials(name: str) -> str:
    """“Олена Ґудзь-Коваль” → “О. Ґ.-К.”"""
    words = ["-".join(f"{part[0].upper()}." for part in word.split("-") if part) for word in name.split()]
    return " ".join(word for word in words if word)
