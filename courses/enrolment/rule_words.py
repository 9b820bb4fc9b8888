"""A rule of completion in words, for coordinators who state it and learners who want to know what is asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from courses.catalogue.models import Activity, ActivityVersion, Course

from .completion import Rule, activities_named
from .measures import measure


@dataclass(frozen=True)
class Clause:
    """A sentence, or what introduces `parts`. `lang` is the language of `title`, which is an activity's."""

    words: str
    parts: Sequence["Clause"] = ()
    title: str = ""
    lang: str = ""


def in_words(rule: Rule, course: Course, language: str) -> Clause:
    """One query where the rule names activities."""
    return _clause(rule or {"all_required": True}, titles_of(activities_named(rule), course, language))


def titles_of(activities: set[int], course: Course, language: str) -> dict[int, tuple[str, str]]:
    """Title and its language by id: in `language`, else in the course's own."""
    if not activities:
        return {}
    found: dict[int, tuple[str, str]] = {}
    versions = ActivityVersion.objects.current().filter(of__in=activities, language__in={language, course.source_language})
    for pk, spoken, title in versions.values_list("of", "language", "title"):
        if spoken == language or pk not in found:
            found[pk] = (title, spoken)
    return found


def kind_words(kind: str, title: str) -> str:
    """What an activity is called in a list: reading a lesson has no title of its own."""
    return _("Read the lesson") if kind == Activity.READ else title


def _clause(rule: Rule, titles: Mapping[int, tuple[str, str]]) -> Clause:
    match rule:
        case {"all_required": True}:
            return Clause(_("All required steps of the course"))
        case {"activity": activity}:
            title, lang = titles.get(activity, (_("a step that is no longer part of the course"), ""))
            return Clause("", title=title, lang=lang)
        case {"all": rules}:
            return Clause(_("All of these:"), [_clause(one, titles) for one in rules])
        case {"at_least": 1, "of": rules}:
            return Clause(_("One of these:"), [_clause(one, titles) for one in rules])
        case {"at_least": number, "of": rules}:
            words = _("At least %(count)s of these:") % {"count": number}
            return Clause(words, [_clause(one, titles) for one in rules])
    name, asked = next(iter(rule.items()))
    words = measure(name).asks(asked)
    return Clause(words[:1].upper() + words[1:])
