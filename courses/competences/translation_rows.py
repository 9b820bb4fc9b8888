"""Frameworks of competences in the table of translations. Their own pages translate them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.translations.sections import Cell, Row, Section
from cms.translations.states import Counts, State, state_of
from lms.accounts.models import User

from .editors import edits_somewhere, frameworks_edited_by
from .models import Competence, CompetenceWords, Framework, FrameworkWords
from .wording import is_behind

Words = FrameworkWords | CompetenceWords
Said = Mapping[str, Words]  # by language


def framework_rows(person: User) -> Sequence[Row]:
    """Three queries."""
    frameworks = list(frameworks_edited_by(person).live().order_by("slug", "pk"))
    said: dict[int, dict[object, dict[str, Words]]] = defaultdict(lambda: defaultdict(dict))
    for words in FrameworkWords.objects.filter(framework__in=frameworks):
        said[words.framework_id]["title"][words.language] = words
    competences = Competence.objects.live().filter(framework__in=frameworks)
    for one in CompetenceWords.objects.filter(competence__in=competences).select_related("competence"):
        said[one.competence.framework_id][one.competence_id][one.language] = one
    return [_row(framework, said[framework.pk]) for framework in frameworks]


def _row(framework: Framework, said: Mapping[object, Said]) -> Row:
    cells = {}
    for code, _name in settings.LANGUAGES:
        if code == framework.language:
            cells[code] = Cell(State.SOURCE, reverse("framework", args=[framework.pk]))
        else:
            counts = sum((_counts(one, framework.language, code) for one in said.values()), Counts())
            cells[code] = Cell(state_of(counts), reverse("framework_language", args=[framework.pk, code]), counts)
    own = said.get("title", {}).get(framework.language)
    return Row(own.title if own and own.title else framework.slug, framework.language, cells)


def _counts(said: Said, source: str, code: str) -> Counts:
    own, words = said.get(source), said.get(code)
    wanted = [name for name, text in own.texts.items() if text] if own else []
    there = words.texts if words else {}
    done = sum(1 for name in wanted if there.get(name))
    return Counts(total=len(wanted), done=done, outdated=int(bool(own and words and is_behind(words, own))))


SECTION = Section("competences", _("Competences"), 50, edits_somewhere, framework_rows)
