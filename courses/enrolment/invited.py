"""Whom to invite: what was pasted or sent as a file, read line by line, and what is known of each address before anything is sent."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.utils import getaddresses
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import User
from lms.notifications.models import BouncedAddress

from .models import Cohort, Enrolment, Invitation

MOST = 500
_SEPARATOR = re.compile(r"[;,\t]")


class Known(models.TextChoices):
    """What is known of a line, in words for the coordinator."""

    NEW = "new", _("No account yet; will be invited")
    HAS_ACCOUNT = "has_account", _("Has an account; will be invited")
    ENROLLED = "enrolled", _("In this cohort already")
    INVITED = "invited", _("Invited already; waits for an answer")
    DECLINED = "declined", _("Said “no, thank you” before; will not be asked again")
    REMOVED = "removed", _("Was taken out of this cohort; cannot come back by an invitation")
    TWICE = "twice", _("Stands here twice; invited once")
    MISTYPED = "mistyped", _("Not an e-mail address")
    BOUNCED = "bounced", _("Letters to this address came back")

    @property
    def is_asked(self) -> bool:
        return self in (Known.NEW, Known.HAS_ACCOUNT)


@dataclass(frozen=True)
class Line:
    number: int
    email: str
    name: str


@dataclass(frozen=True)
class Sorted:
    line: Line
    known: Known


def digest_of(email: str) -> str:
    return salted_hmac("courses.enrolment.invitation", email, algorithm="sha256").hexdigest()


def lines_of(text: str) -> list[Line]:
    """Mostly one person a line: an address, or an address and a name in any order, as mail programs and spreadsheets give them. Lines
    without anything are left out, and so is what is plainly the head of a table."""
    return list(_lines(text.splitlines()))


def _lines(rows: Iterable[str]) -> Iterator[Line]:
    for number, row in enumerate(rows, 1):
        if not (number == 1 and "@" not in row):
            for name, email in _people(row):
                yield Line(number, email.strip().lower()[:254], name.strip()[:150])


def _people(row: str) -> list[tuple[str, str]]:
    """Name and address of each: mostly one; a line of a mail program may hold many."""
    if "<" in row:
        return [(name, email) for name, email in getaddresses([row.replace(";", ",")]) if email] or [("", row)]
    parts = [part.strip().strip('"') for part in _SEPARATOR.split(row) if part.strip()]
    emails = [part for part in parts if "@" in part] or parts[:1]
    if len(emails) > 1:
        return [("", email) for email in emails]
    name = next((part for part in parts if part not in emails and not part.isdigit()), "")
    return [(name, email) for email in emails]


def text_of_file(name: str, content: bytes) -> str:
    """The rows of a CSV or XLSX file as lines. Raises ValueError."""
    if name.lower().endswith(".xlsx"):
        return "\n".join(_xlsx_rows(content))
    text = content.decode("utf-8-sig", errors="replace")
    delimiter = max(",;\t", key=text.count)
    return "\n".join(_row(row) for row in csv.reader(io.StringIO(text), delimiter=delimiter))


def _xlsx_rows(content: bytes) -> Iterator[str]:
    from openpyxl import load_workbook

    try:
        sheet = cast(Any, load_workbook(io.BytesIO(content), read_only=True, data_only=True).active)
    except Exception as error:  # whatever a file that is no workbook makes of the library
        raise ValueError("not a workbook") from error
    for row in sheet.iter_rows(max_row=MOST * 2, max_col=20, values_only=True):
        yield _row(str(cell) for cell in row if cell is not None)


def _row(cells: Iterable[str]) -> str:
    """The address, and the cell beside it: the name."""
    return ";".join(re.sub(r"[;,\t<>\r\n]", " ", cell) for cell in cells)


def sort(lines: list[Line], cohort: Cohort) -> list[Sorted]:
    """What is known of each. Five queries, however many lines there are."""
    emails = [line.email for line in lines]
    accounts: set[Any] = set(User.objects.filter(email__in=emails).exclude(pk__in=_made_for_invitations()).values_list("email", flat=True))
    theirs: dict[Any, str] = dict(Enrolment.objects.filter(cohort=cohort, learner__email__in=emails).values_list("learner__email", "state"))
    invited = set(Invitation.objects.open().filter(cohort=cohort, email__in=emails).values_list("email", flat=True))
    bounced = set(BouncedAddress.objects.filter(address__in=emails).values_list("address", flat=True))
    digests = {digest_of(email) for email in emails}
    declined = set(Invitation.objects.filter(cohort=cohort, digest__in=digests).values_list("digest", flat=True))
    seen: set[str] = set()
    found = []
    for line in lines:
        known = _known(line, seen, accounts, theirs, invited, bounced, declined)
        seen.add(line.email)
        found.append(Sorted(line, known))
    return found


def _made_for_invitations() -> Any:
    return Invitation.objects.filter(made_person=True, state=Invitation.State.SENT, person__isnull=False).values("person")


def _known(
    line: Line, seen: set[str], accounts: set[str], theirs: dict[str, str], invited: set[str], bounced: set[str], declined: set[str]
) -> Known:
    if not _is_address(line.email):
        return Known.MISTYPED
    if line.email in seen:
        return Known.TWICE
    if theirs.get(line.email) in Enrolment.STUDYING:
        return Known.ENROLLED
    if theirs.get(line.email) == Enrolment.State.REMOVED:
        return Known.REMOVED
    if line.email in invited:
        return Known.INVITED
    if digest_of(line.email) in declined:
        return Known.DECLINED
    if line.email in bounced:
        return Known.BOUNCED
    return Known.HAS_ACCOUNT if line.email in accounts else Known.NEW


def _is_address(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return True
