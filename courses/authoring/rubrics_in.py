"""The rubrics of a course folder as rubrics of the site, and what is remembered of them. One rubric for all languages: the source language
says criteria, levels and points, the others translate their words. A new rubric belongs to the organisation that owns the course; one that
was exported with the course before may be the course's own, and stays so."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from courses.mentorship.actions.rubrics import add_rubric, bring_back_rubric, kept_translations, retire_rubric, write_version
from courses.mentorship.models import Rubric, RubricVersion
from courses.mentorship.rubric_definition import RubricDefinition, texts, to_json
from courses.mentorship.rubric_usage import uses_of
from lms.network.models import Organisation

from .folder.document import CourseFolder
from .folder.reasons import Reason
from .folder.reasons import reason as _
from .folder.rubrics.document import FOLDER, RubricFile
from .models import Folder, FolderFile
from .progress import SILENT, Progress
from .remembering import Memory
from .rubric_names import RubricNames


@dataclass
class RubricPlan:
    """One rubric of the folder: what it should say in every language, and what it says on the site. `remembered` is the digest of what
    both agreed on."""

    file: RubricFile
    translations: dict[str, dict[str, str]]
    rubric: Rubric | None
    remembered: str
    is_new: bool = False

    @property
    def wanted(self) -> str:
        return digest(self.file.definition, self.file.language, self.translations)

    @property
    def is_same(self) -> bool:
        return self.rubric is not None and self.rubric.retired_at is None and digest_of(self.rubric) == self.wanted

    @property
    def is_edited(self) -> bool:
        """Somebody edited it on the site since the folder and the site last agreed."""
        return self.rubric is not None and digest_of(self.rubric) not in (self.wanted, self.remembered)


@dataclass
class RubricsPlan:
    folder: CourseFolder
    owner: Organisation | None
    rubrics: list[RubricPlan] = field(default_factory=list)
    gone: list[tuple[Rubric, str]] = field(default_factory=list)
    kept: list[Rubric] = field(default_factory=list)
    written: int = 0

    def edited(self) -> Iterator[Rubric]:
        yield from (made.rubric for made in self.rubrics if made.is_edited and made.rubric)
        yield from (rubric for rubric, remembered in self.gone if digest_of(rubric) != remembered)

    def names(self) -> RubricNames:
        return RubricNames({made.file.slug: made.rubric.pk for made in self.rubrics if made.rubric})

    def counts(self) -> Counter:
        new = sum(made.is_new for made in self.rubrics)
        return Counter(new=new, changed=self.written - new, same=len(self.rubrics) - self.written)


def digest(definition: RubricDefinition, language: str, translations: Any) -> str:
    content = [to_json(definition), language, kept_translations(definition, translations, language)]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def digest_of(rubric: Rubric) -> str:
    version = rubric.version
    return digest(version.in_words(version.language), version.language, version.translations) if version else ""


def plan_rubrics(folder: CourseFolder, row: Folder | None, owner: Organisation | None) -> RubricsPlan:
    """Reads; writes nothing."""
    plan = RubricsPlan(folder, owner or (row.course.owner if row else None))
    files = folder.rubrics.get(folder.source_language, {})
    remembered = remembered_rubrics(row, folder.source_language)
    named = [file.slug for file in files.values()]
    of_owner = Rubric.objects.filter(owner=plan.owner, course=None, slug__in=named)
    before = Rubric.objects.filter(pk__in=[pk for _digest, pk in remembered.values()])
    known = {rubric.pk: rubric for rubric in (of_owner | before).with_version()}
    by_slug = {rubric.slug: rubric for rubric in known.values() if rubric.owner == plan.owner and rubric.course_id is None}
    for file in files.values():
        agreed, pk = remembered.get(file.slug, ("", 0))
        rubric = known.get(pk) or by_slug.get(file.slug)
        plan.rubrics.append(RubricPlan(file, _translations(folder, file, rubric), rubric, agreed))
    wanted = {made.rubric.pk for made in plan.rubrics if made.rubric}
    gone = {pk: agreed for slug, (agreed, pk) in remembered.items() if slug not in named and pk not in wanted}
    plan.gone = [(rubric, gone[rubric.pk]) for rubric in known.values() if rubric.pk in gone and rubric.retired_at is None]
    return plan


def remembered_rubrics(row: Folder | None, language: str) -> dict[str, tuple[str, int]]:
    """By slug, what the folder and the site agreed on, and the rubric's row."""
    rows = FolderFile.objects.filter(folder=row, language=language, path__startswith=f"{FOLDER}/", is_gone=False) if row else []
    return {entry["id"]: (entry["hash"], entry["rubric"]) for one in rows for entry in one.block_ids}


def _translations(folder: CourseFolder, file: RubricFile, rubric: Rubric | None) -> dict[str, dict[str, str]]:
    """A language that was not sent keeps what it says."""
    version: RubricVersion | None = rubric.version if rubric else None
    found = {code: dict(words) for code, words in (version.translations if version else {}).items() if code not in folder.pages}
    for language in folder.languages:
        other = folder.rubrics.get(language, {}).get(file.path)
        if other and language != file.language:
            found[language] = dict(texts(other.definition))
    return found


def number_in(folder: CourseFolder) -> int:
    return len(folder.rubrics.get(folder.source_language, {}))


def write_rubrics(plan: RubricsPlan, *, keeps_edited: bool, progress: Progress = SILENT) -> None:
    """The site says what the folder says. `keeps_edited` leaves alone what somebody edited on the site."""
    for made in plan.rubrics:
        if made.is_edited and keeps_edited and made.rubric:
            plan.kept.append(made.rubric)
        elif not made.is_same:
            _write(plan, made)
        progress.one()
    for rubric, agreed in plan.gone:
        if digest_of(rubric) != agreed and keeps_edited:
            plan.kept.append(rubric)
        elif not _is_used_elsewhere(plan, rubric):
            retire_rubric(rubric=rubric)


def _write(plan: RubricsPlan, made: RubricPlan) -> None:
    plan.written += 1
    file = made.file
    content: dict[str, Any] = {"definition": file.definition, "language": file.language, "translations": made.translations}
    if made.rubric is None:
        made.is_new = True
        made.rubric = add_rubric(slug=file.slug, owner=plan.owner, **content)
        return
    bring_back_rubric(rubric=made.rubric)
    write_version(rubric=made.rubric, **content)


def _is_used_elsewhere(plan: RubricsPlan, rubric: Rubric) -> bool:
    return any(use.lesson.course.slug != plan.folder.slug for use in uses_of(rubric, plan.folder.source_language))


def edited_words(rubric: Rubric) -> Reason:
    version = rubric.version
    return _(
        "The rubric “%(title)s” (%(slug)s) was edited by %(editor)s on %(when)s",
        title=str(rubric),
        slug=rubric.slug,
        editor=str(version.created_by) if version and version.created_by else _("somebody"),
        when=version.created_at if version else _("an unknown day"),
    )


def remember(plan: RubricsPlan, memory: Memory) -> None:
    """What the folder and the site agree on from now on: for a rubric that was left as it is, what they agreed on before."""
    kept = {rubric.pk for rubric in plan.kept}
    agreed = {
        made.file.path: [
            {"id": made.file.slug, "hash": made.remembered if made.rubric.pk in kept else made.wanted, "rubric": made.rubric.pk}
        ]
        for made in plan.rubrics
        if made.rubric
    }
    sent = {(language, path): file.text for language, files in plan.folder.rubrics.items() for path, file in files.items()}
    memory.beside(FOLDER, sent, agreed, plan.folder.source_language)
