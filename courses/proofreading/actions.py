from django.db import transaction
from django.utils.timezone import now
from wagtail.models import Page

from lms.accounts.models import User

from .findings import Finding
from .models import Override


@transaction.atomic
def override(*, page: Page, finding: Finding, reason: str, by: User) -> Override:
    """Leave it as it is, and keep why. A repeat changes nothing: the first reason stands."""
    row, _is_new = Override.objects.get_or_create(
        page_key=page.translation_key,
        language=page.locale.language_code,
        mark=finding.mark,
        withdrawn_at=None,
        defaults={"check_name": finding.check, "words": str(finding.words), "quote": finding.quote, "reason": reason, "by": by},
    )
    return row


def withdraw(*, page: Page, mark: str, by: User) -> None:
    """The finding counts again. A repeat changes nothing."""
    Override.objects.in_force().of_page(page).filter(mark=mark).update(withdrawn_at=now(), withdrawn_by=by)
