"""What this app knows about a person with duties: which reports they made, which rules they stated. Of those who are counted it keeps no
row of their own: figures are counted anew when somebody is erased, and reports hold numbers only."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from lms.accounts.models import User
from lms.core.personal_data import PersonalData

from .models import Release, RuleChange


def _export(person: User) -> dict[str, Any]:
    reports = Release.objects.filter(by=person).order_by("pk").values("programme__name", "period", "at")
    rules = RuleChange.objects.filter(by=person).order_by("pk").values("programme__name", "at", "new")
    return {
        "reports_made": [{"programme": one["programme__name"], "period": one["period"], "at": one["at"]} for one in reports],
        "rules_stated": [{"programme": one["programme__name"], "at": one["at"], "rule": one["new"]} for one in rules],
    }


def _erase(person: User) -> None:
    """Nothing to forget: who did it is the account's row, which loses its name."""


FIGURES = PersonalData(key="figures", label=_("Programme figures"), export=_export, erase=_erase)
