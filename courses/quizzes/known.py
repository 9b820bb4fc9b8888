"""What questions say in another language, for the memory of translations."""

from collections.abc import Iterator

from cms.translations.memory import Known

from .engine.definition import from_json
from .engine.translating import texts
from .models import QuestionVersion
from .models.bank import QuestionQuerySet
from .staleness import stale_places

MOST = 500  # of the questions written last: their texts are compared in memory


def known_of(questions: QuestionQuerySet, *, source: str, target: str) -> Iterator[Known]:
    """Without what waits to be looked at again. One query."""
    rows = QuestionVersion.objects.filter(pk__in=questions.order_by().values("version"), language=source, translations__has_key=target)
    for version in rows.select_related("question").order_by("-created_at", "-pk")[:MOST]:
        definition = from_json(version.definition)
        said, stale = version.translations[target], stale_places(version.question, definition, target)
        for place, text in texts(definition).items():
            if said.get(place) and place not in stale:
                yield Known(text, said[place], version.question.name)
