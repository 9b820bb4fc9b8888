"""The block of a quiz between a folder's words and the raw JSON of a lesson's body (its shape: `courses.quizzes.blocks.QuizBlock`)."""

from collections.abc import Iterable

from .bank_names import MARK, BankNames
from .folder.document import Block, Item
from .folder.questions.slots import Draw, Named, read_slot


class RowNames(BankNames):
    """Questions and categories by their rows: the form in which what two pages say is compared."""

    def question_pk(self, name: str) -> int | None:
        return int(name.partition(MARK)[2][1:])

    def category_pk(self, name: str) -> int | None:
        return int(name.partition("-")[2])

    def question_name(self, pk: int) -> str:
        return f"row{MARK}q{pk}"

    def category_name(self, pk: int) -> str:
        return f"row-{pk}"


def placed(blocks: Iterable[Block]) -> set[int]:
    """The questions that quizzes among these blocks name, by their rows."""
    slots = [read_slot(item.value) for block in blocks if block.kind == "quiz" for item in block.value["slots"]]
    return {RowNames().question_pk(f"{slot.file}{MARK}{slot.question}") or 0 for slot in slots if isinstance(slot, Named)}


def named(slots: list[Item], names: BankNames) -> list[Item]:
    """Slots by rows as slots by the names of the folder."""
    rows, found = RowNames(), []
    for item in slots:
        slot = read_slot(item.value)
        if isinstance(slot, Named):
            found.append(Item(str(_named(names, rows.question_pk(f"{slot.file}{MARK}{slot.question}"), slot.mark)), item.id))
        elif isinstance(slot, Draw):
            found.append(
                Item(str(Draw(slot.count, names.category_name(rows.category_pk(slot.file) or 0) or "", slot.tags, slot.mark)), item.id)
            )
    return found


def _named(names: BankNames, pk: int | None, mark: float | None) -> Named:
    file, _mark, question = (names.question_name(pk or 0) or f"missing{MARK}q{pk}").partition(MARK)
    return Named(file, question, mark)
