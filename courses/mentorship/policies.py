"""What Wagtail's admin asks before it shows rubrics. The answers come from `rubric_editors.py`."""

from courses.quizzes.policies import BankPolicy

from .models import Rubric
from .rubric_editors import rubrics_edited_by, rubrics_seen_by


class RubricsPolicy(BankPolicy):
    """A rubric is retired, never deleted."""

    seen_by, edited_by = staticmethod(rubrics_seen_by), staticmethod(rubrics_edited_by)

    def may_go(self, instance: Rubric) -> bool:
        return False
