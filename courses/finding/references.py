"""What a draft, an earlier version of a lesson or a question shows: pictures, documents, questions. Wagtail's own index of references knows
pages only as they are stored; what is found here stands beside it, in `Source.shows`."""

from collections.abc import Iterable, Iterator

from wagtail.images import get_image_model
from wagtail.models import Page

from cms.blocks.references import Reference, references_in
from courses.catalogue.models import LessonPage, LessonVersion
from courses.quizzes.engine.definition import DefinitionError, from_json
from courses.quizzes.engine.translating import texts
from courses.quizzes.models import QuestionVersion


def shown_by(page: Page) -> Iterator[Reference]:
    """As Wagtail finds it in the fields of a page, foreign keys left out."""
    for field in page._meta.get_fields():
        if hasattr(field, "extract_references"):
            for model, pk, model_path, content_path in field.extract_references(field.value_from_object(page)):
                yield model, pk, f"{field.name}.{model_path}", f"{field.name}.{content_path}"


def shown_by_version(version: LessonVersion) -> Iterator[Reference]:
    block = LessonPage._meta.get_field("body").stream_block
    for model, pk, model_path, content_path in block.extract_references(block.to_python(version.content.get("body") or [])):
        yield model, pk, f"body.{model_path}", f"body.{content_path}"


def shown_by_question(version: QuestionVersion) -> Iterator[Reference]:
    """Its own pictures, and those that its texts show by address."""
    for file in version.question.files.order_by("pk"):
        yield get_image_model(), str(file.image_id), "question", file.name
    try:
        own = texts(from_json(version.definition))
    except DefinitionError:
        return
    for words in (own, *version.translations.values()):
        for place, text in words.items():
            yield from ((model, pk, "question", place) for model, pk, _names, _ids in references_in(text))


def stored_with(found: Iterable[Reference], *, not_in: Iterable[Reference] = ()) -> list[list[str]]:
    """For `Source.shows`: each once, without those of `not_in`."""
    known = {(model, pk, ids) for model, pk, _names, ids in not_in}
    kept = {(model._meta.label_lower, pk, names, ids) for model, pk, names, ids in found if (model, pk, ids) not in known}
    return [list(one) for one in sorted(kept)]
