"""Questions in the table of translations. Their own pages translate them."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.translations.sections import Cell, Row, Section
from cms.translations.states import Counts, State, state_of
from lms.accounts.models import User

from .editors import edits_somewhere, questions_edited_by
from .engine.definition import from_json
from .engine.translating import texts
from .models import Question
from .staleness import stale_places


def question_rows(person: User) -> Sequence[Row]:
    questions = questions_edited_by(person).live().filter(version__isnull=False).select_related("version", "bank", "category")
    return [_row(question) for question in questions.order_by("bank__name", "category__path", "pk")]


def _row(question: Question) -> Row:
    version = question.version
    assert version is not None  # noqa: S101 - filtered above
    definition = from_json(version.definition)
    total = len(texts(definition))
    cells = {}
    for code, _name in settings.LANGUAGES:
        if code == version.language:
            cells[code] = Cell(State.SOURCE, reverse("question", args=[question.pk]))
        else:
            done, stale = version.translations.get(code) or {}, stale_places(question, definition, code)
            counts = Counts(total=total, done=len(done), outdated=len(stale))
            cells[code] = Cell(state_of(counts), reverse("question_language", args=[question.pk, code]), counts)
    return Row(question.name, version.language, cells, question.type_label, group=question.bank.name)


SECTION = Section("questions", _("Questions"), 30, edits_somewhere, question_rows)
