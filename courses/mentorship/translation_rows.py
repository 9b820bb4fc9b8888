"""Rubrics in the table of translations. Their own pages translate them."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.translations.sections import Cell, Row, Section
from cms.translations.states import Counts, State, state_of
from courses.quizzes.editors import edits_somewhere
from lms.accounts.models import User

from .models import Rubric
from .rubric_definition import texts
from .rubric_editors import rubrics_edited_by
from .rubric_staleness import stale_places


def rubric_rows(person: User) -> Sequence[Row]:
    rubrics = rubrics_edited_by(person).filter(retired_at=None, versions__is_current=True).with_version()
    return [_row(rubric) for rubric in rubrics.order_by("slug", "pk")]


def _row(rubric: Rubric) -> Row:
    version = rubric.version
    assert version is not None  # noqa: S101 - filtered above
    definition = version.in_words(version.language)
    total = sum(1 for _place, text in texts(definition) if text)
    cells = {}
    for code, _name in settings.LANGUAGES:
        if code == version.language:
            cells[code] = Cell(State.SOURCE, reverse("rubric", args=[rubric.pk]))
        else:
            done, stale = version.translations.get(code) or {}, stale_places(rubric, definition, code)
            counts = Counts(total=total, done=len(done), outdated=len(stale))
            cells[code] = Cell(state_of(counts), reverse("rubric_language", args=[rubric.pk, code]), counts)
    return Row(definition.title, version.language, cells)


SECTION = Section("rubrics", _("Rubrics"), 40, edits_somewhere, rubric_rows)
