"""Questions and categories by the names that a folder gives them, and back: what the lines of a quiz say."""

from dataclasses import dataclass, field

from courses.quizzes.models import Category, Question, QuestionBank

MARK = "#"


@dataclass
class BankNames:
    """`questions` by "file#id", `categories` by the name of their file; the whole bank is the category ""."""

    questions: dict[str, int] = field(default_factory=dict)
    categories: dict[str, int] = field(default_factory=dict)

    def question_pk(self, name: str) -> int | None:
        return self.questions.get(name)

    def category_pk(self, name: str) -> int | None:
        return self.categories.get(name)

    def question_name(self, pk: int) -> str | None:
        return next((name for name, row in self.questions.items() if row == pk), None)

    def category_name(self, pk: int) -> str | None:
        return next((name for name, row in self.categories.items() if row == pk), None)


def names_in(bank: QuestionBank | None) -> BankNames:
    names = BankNames()
    if bank is None:
        return names
    for pk, name, category in Question.objects.filter(bank=bank).exclude(idnumber="").values_list("pk", "idnumber", "category_id"):
        names.questions[name] = pk
        names.categories.setdefault(name.partition(MARK)[0], category)
    top = Category.objects.filter(bank=bank, parent=None).order_by("pk").first()
    if top:
        names.categories[""] = top.pk
    return names
