"""Rubrics by the names that a folder gives them, and back: what an assignment says."""

from dataclasses import dataclass, field


@dataclass
class RubricNames:
    """`rows` by slug."""

    rows: dict[str, int] = field(default_factory=dict)

    def pk(self, slug: str) -> int | None:
        return self.rows.get(slug)

    def slug(self, pk: int) -> str:
        return next((slug for slug, row in self.rows.items() if row == pk), f"missing-{pk}")


class RubricRows(RubricNames):
    """By their rows: the form in which what two pages say is compared."""

    def pk(self, slug: str) -> int:
        return int(slug.partition("-")[2])

    def slug(self, pk: int) -> str:
        return f"row-{pk}"
