"""Which pictures of the library a question has, and by which names its texts call them."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from ..engine.definition import from_json
from ..engine.translating import texts
from ..formats.markup import pictures_in
from ..models import Question, QuestionFile


@transaction.atomic
def set_pictures(*, question: Question, pictures: Mapping[str, Any]) -> list[str]:
    """Give the question these pictures of the library, by name. Returns the names of those that stay although they are not among them: a
    version shows them, and attempts keep their version. A name that is there keeps its picture."""
    known = set(question.files.values_list("name", flat=True))
    QuestionFile.objects.bulk_create(
        QuestionFile(question=question, name=name, image=image) for name, image in pictures.items() if name not in known
    )
    gone = known - pictures.keys()
    kept = gone & shown_in_versions(question) if gone else set()
    question.files.filter(name__in=gone - kept).delete()
    return sorted(kept)


def shown_in_versions(question: Question) -> set[str]:
    """Names of the pictures in the texts of any version, in any language."""
    found: set[str] = set()
    for definition, translations in question.versions.values_list("definition", "translations"):
        words = [*texts(from_json(definition)).values(), *(text for one in translations.values() for text in one.values())]
        found.update(name for text in words for name in pictures_in(text))
    return found
