"""What rubrics say in another language, for the memory of translations."""

from collections.abc import Iterator

from cms.translations.memory import Known

from .models import RubricVersion
from .models.rubric import RubricQuerySet
from .rubric_definition import from_json, texts
from .rubric_staleness import stale_places

MOST = 200  # of the rubrics written last: their texts are compared in memory


def known_of(rubrics: RubricQuerySet, *, source: str, target: str) -> Iterator[Known]:
    """Without what waits to be looked at again. One query."""
    rows = RubricVersion.objects.filter(is_current=True, rubric__in=rubrics, language=source, translations__has_key=target)
    for version in rows.select_related("rubric").order_by("-created_at", "-pk")[:MOST]:
        definition = from_json(version.definition)
        said, stale = version.translations[target], stale_places(version.rubric, definition, target)
        for place, text in texts(definition):
            if text and said.get(place) and place not in stale:
                yield Known(text, said[place], definition.title)
