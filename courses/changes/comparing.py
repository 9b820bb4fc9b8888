"""Two revisions of a lesson side by side, in words for every kind of block: what Wagtail's comparison shows of the body."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin.compare import FieldComparison, register_comparison_class

from courses.catalogue import recording
from courses.catalogue.body import BodyField
from courses.catalogue.change_words import block_name, lines
from courses.catalogue.differences import Difference, Kind, compare


class BodyComparison(FieldComparison):
    def __init__(self, field: Any, older: Any, newer: Any):
        super().__init__(field, older, newer)
        self.found = body_differences(older, newer)

    def htmldiff(self) -> SafeString:
        return differences_html(self.found)

    def has_changed(self) -> bool:
        return bool(self.found)


def body_differences(older: Any, newer: Any) -> list[Difference]:
    old, new = ({"body": page.body.stream_block.get_prep_value(page.body)} for page in (older, newer))
    language = newer.locale.language_code
    return compare(old, new, language=language, blocks=recording.definitions(), activities=recording.activity_types())


def differences_html(found: list[Difference]) -> SafeString:
    return render_to_string("changes/admin/differences.html", {"rows": [row_of(one) for one in found]})


def row_of(difference: Difference) -> dict[str, Any]:
    definitions = recording.definitions()
    parts = [part.as_json() for part in difference.parts]
    is_both = difference.kind is Kind.CHANGED and difference.is_moved
    return {
        "difference": difference,
        "name": block_name(difference.block_type, definitions),
        "kind": _("Changed and moved") if is_both else difference.kind.label,
        "lines": lines(difference.block_type, parts, definitions, for_learners=False, hidden="w-sr-only"),
    }


register_comparison_class(BodyField, comparison_class=BodyComparison)
