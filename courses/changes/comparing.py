"""Two revisions of a page side by side, in words for every kind of block: what Wagtail's comparison shows of a body."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin.compare import FieldComparison, register_comparison_class
from wagtail.blocks import Block

from cms.blocks.fields import LeanStreamField
from courses.catalogue import recording
from courses.catalogue.change_words import block_name, lines, names_of_blocks
from courses.catalogue.differences import Difference, Kind, compare

Body = list[dict[str, Any]]


class BodyComparison(FieldComparison):
    def __init__(self, field: LeanStreamField, older: Any, newer: Any):
        super().__init__(field, older, newer)
        self.bodies = bodies_of(older, newer, field)
        self.found = body_differences(*self.bodies, field, newer.locale.language_code)

    def htmldiff(self) -> SafeString:
        definitions = self.field.stream_block.child_blocks
        names = names_of_blocks(definitions, *self.bodies)
        return render_to_string("changes/admin/differences.html", {"rows": [row_of(one, definitions, names) for one in self.found]})

    def has_changed(self) -> bool:
        return bool(self.found)


def body_of(page: Any) -> LeanStreamField | None:
    """The field of a page that is made of blocks; None of a page that has none."""
    return next((field for field in page._meta.concrete_fields if isinstance(field, LeanStreamField)), None)


def body_differences(old_body: Body, new_body: Body, field: LeanStreamField, language: str) -> list[Difference]:
    old, new = {"body": old_body}, {"body": new_body}
    return compare(old, new, language=language, blocks=field.stream_block.child_blocks, activities=recording.activity_types())


def bodies_of(older: Any, newer: Any, field: LeanStreamField) -> tuple[Body, Body]:
    """As they are stored."""
    old, new = (field.stream_block.get_prep_value(field.value_from_object(page)) for page in (older, newer))
    return old, new


def row_of(difference: Difference, definitions: Mapping[str, Block], names: Mapping[str, str]) -> dict[str, Any]:
    parts = [part.as_json() for part in difference.parts]
    is_both = difference.kind is Kind.CHANGED and difference.is_moved
    return {
        "difference": difference,
        "name": block_name(difference.block_type, definitions),
        "kind": _("Changed and moved") if is_both else difference.kind.label,
        "lines": lines(difference.block_type, parts, definitions, for_learners=False, hidden="w-sr-only", names=names),
    }


register_comparison_class(LeanStreamField, comparison_class=BodyComparison)
