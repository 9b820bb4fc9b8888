"""Which competences are asked of the learners of a course: the leaves that something in it practises, in the order of their trees."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Exists, OuterRef, Q

from courses.catalogue.models import Course

from .models import Competence, Framework, Practises
from .tree import Node, nodes
from .wording import Text, Words, titles_of, words_of


@dataclass(frozen=True)
class Asked:
    """`above` are the titles of the framework and the groups it stands in; `is_live`: it is asked, not only remembered."""

    id: int
    above: tuple[Text, ...]
    words: Words
    is_live: bool

    @property
    def title(self) -> Text:
        return self.words.title


@dataclass(frozen=True)
class Group:
    """What stands together, under one heading."""

    above: tuple[Text, ...]
    asked: tuple[Asked, ...]

    @property
    def heading(self) -> Text:
        """The nearest group; the framework where there is none."""
        return self.above[-1]


def asked_in(course: Course, language: str, remembered: Collection[int] = ()) -> list[Asked]:
    """Those of the course, and those `remembered` because somebody was judged by them before they were retired or taken out of the course.
    Five queries."""
    practised = Practises.objects.live().in_course(course).filter(competence__retired_at=None, competence__framework__retired_at=None)
    wanted = set(practised.values_list("competence", flat=True))
    shown = wanted | set(remembered)
    frameworks = list(Framework.objects.filter(competences__in=shown).distinct().order_by("pk"))
    if not frameworks:
        return []
    rows = list(Competence.objects.filter(framework__in=frameworks).select_related("framework"))
    titles, words = titles_of(frameworks, language), words_of(rows, language)
    found: list[Asked] = []
    for framework in frameworks:
        roots = nodes(row for row in rows if row.framework_id == framework.pk)
        found += _leaves(roots, (titles[framework.pk],), words, shown, wanted)
    return found


def _leaves(
    branch: Iterable[Node], above: tuple[Text, ...], words: dict[int, Words], shown: Collection[int], wanted: Collection[int]
) -> Iterable[Asked]:
    for node in branch:
        if node.is_leaf and node.row.pk in shown:
            yield Asked(node.row.pk, above, words[node.row.pk], node.row.pk in wanted)
        yield from _leaves(node.children, (*above, words[node.row.pk].title), words, shown, wanted)


def grouped(asked: Iterable[Asked]) -> list[Group]:
    return [Group(above, tuple(each)) for above, each in groupby(asked, key=lambda one: one.above)]


def asks_competences(course: str) -> Q:
    """For a queryset: whether the course at the end of the path asks any. No query of its own."""
    live = Practises.objects.live().filter(competence__retired_at=None, competence__framework__retired_at=None, competence__children=None)
    return Q(Exists(live.filter(lesson__course=OuterRef(course)))) | Q(Exists(live.filter(activity__lesson__course=OuterRef(course))))


def courses_with_competences(courses: Iterable[int]) -> set[int]:
    """Which of them ask any. One query."""
    return set(Course.objects.filter(asks_competences("pk"), pk__in=courses).values_list("pk", flat=True))
