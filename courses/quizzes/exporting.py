"""Questions of a bank as data for a format to write."""

from collections.abc import Iterator

from .engine.translating import texts
from .formats.base import Read
from .models import Question
from .models.bank import SEPARATOR, QuestionQuerySet
from .rendering import PICTURE
from .wording import wording


def read_of(question: Question, language: str | None = None) -> Read | None:
    """As a file would have it; in `language` as far as the question is translated, else in its own. None without a version."""
    version = question.version
    if version is None:
        return None
    definition = wording(version, language or version.language)
    said = " ".join(texts(definition).values())
    files = {}
    for file in question.files.all():
        if PICTURE in said:
            with file.image.file.open("rb") as stream:
                files[file.name] = stream.read()
    return Read(
        name=question.name,
        definition=definition,
        category=tuple(question.category.path.split(SEPARATOR)),
        tags=tuple(sorted(item.tag.name for item in question.tagged_items.all())),
        idnumber=question.idnumber,
        files=files,
    )


def reads_of(questions: QuestionQuerySet, language: str | None = None) -> Iterator[Read]:
    """In the order of their categories. Retired questions are part of a bank, but not of what is given on: leave them out before."""
    rows = questions.select_related("category", "version").prefetch_related("tagged_items__tag", "files__image")
    for question in rows.order_by("category__path", "pk"):
        read = read_of(question, language)
        if read:
            yield read
