"""The block of a quiz between a folder's words and the raw JSON of a lesson's body (its shape: `courses.quizzes.blocks.QuizBlock`)."""

from .bank_names import BankNames


class RowNames(BankNames):
    """Questions and categories by their rows: the form in which what two pages say is compared."""

    def question_name(self, pk: int) -> str:
        return f"row#q{pk}"

    def category_name(self, pk: int) -> str:
        return f"row-{pk}"
