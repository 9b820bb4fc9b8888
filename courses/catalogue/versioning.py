"""Writing versions: the same content makes no new row, and going back to older content moves `is_current` back."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, TypeVar

from django.db.models import Q

from .models.versions import Version

AnyVersion = TypeVar("AnyVersion", bound=Version)


def content_hash(title: str, content: dict[str, Any]) -> str:
    canonical = json.dumps({"title": title, "content": content}, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()


def write_version(model: type[AnyVersion], *, of_id: int, language: str, title: str, content: dict[str, Any], **columns: Any) -> AnyVersion:
    """The current version with this content. Call it while holding the course's row (`publishing`): two writers at once would
    both want to be current."""
    [version] = write_versions(model, language=language, wordings={of_id: (title, content)}, **columns)
    return version


def write_versions(
    model: type[AnyVersion], *, language: str, wordings: Mapping[int, tuple[str, dict[str, Any]]], **columns: Any
) -> list[AnyVersion]:
    """The same for many rows at once, by their ids: at most four queries."""
    digests = {of_id: content_hash(*wording) for of_id, wording in wordings.items()}
    rows: Any = model._default_manager  # a subclass has the foreign key `of`
    there = rows.filter(of__in=wordings, language=language).filter(Q(is_current=True) | Q(content_hash__in=digests.values()))
    versions = list(there.defer("content"))
    known = {version.of_id: version for version in versions if version.content_hash == digests[version.of_id]}
    rows.filter(pk__in=[one.pk for one in versions if one.is_current and known.get(one.of_id) is not one]).update(is_current=False)
    back = [version for version in known.values() if not version.is_current]
    rows.filter(pk__in=[version.pk for version in back]).update(is_current=True)
    for version in back:
        version.is_current = True
    new = [
        model(of_id=of_id, language=language, content_hash=digests[of_id], title=title, content=content, **columns)
        for of_id, (title, content) in wordings.items()
        if of_id not in known
    ]
    made = {version.of_id: version for version in rows.bulk_create(new)}
    return [(known | made)[of_id] for of_id in wordings]
