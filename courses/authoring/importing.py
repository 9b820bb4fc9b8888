"""A course folder into pages, all of it or nothing."""

import json
from collections import Counter
from dataclasses import dataclass, field
from enum import Enum

from django.db import transaction
from wagtail.models import Page, PageLogEntry

from cms.blocks.chosen import fetched_once
from courses.catalogue import signals
from courses.catalogue.models import Activity, CatalogueIndexPage, Course
from lms.core import indexing
from lms.network.models import Organisation

from . import banking, examples_in, publication, rubrics_in, states, translating
from . import library as media_library
from .bank_names import names_in
from .banking import BankPlan
from .examples_in import ExamplesPlan
from .folder import paths
from .folder.document import CourseFolder, CourseFolderError, Mistake
from .folder.reasons import Reason, as_typed
from .folder.reasons import reason as _
from .free_names import first_free
from .library import Library
from .models import Folder, FolderFile
from .planning import Fate, PagePlan, Plan, make_plan, slug_for, waiting_strings
from .progress import SILENT, Progress, Step
from .remembering import Memory
from .rubrics_in import RubricsPlan
from .states import PAGE_TYPES, State
from .stream import to_raw


class OnConflict(Enum):
    """What to do with pages that somebody edited since the last import or export."""

    REFUSE = "refuse"
    OURS = "ours"
    THEIRS = "theirs"


class EditedSinceError(Exception):
    """Pages were edited on the site; importing over them would lose that. Each line names a page and its editor."""

    def __init__(self, pages: list[Reason]):
        self.pages = pages
        super().__init__("\n".join(map(str, pages)))


@dataclass
class Report:
    folder: CourseFolder
    fates: Counter = field(default_factory=Counter)
    retired: list[str] = field(default_factory=list)
    kept: list[Reason] = field(default_factory=list)
    media_added: int = 0
    questions: Counter = field(default_factory=Counter)
    rubrics: Counter = field(default_factory=Counter)
    examples: Counter = field(default_factory=Counter)
    notes: list[Mistake] = field(default_factory=list)


def import_course(
    *,
    folder: CourseFolder,
    on_conflict: OnConflict = OnConflict.REFUSE,
    owner: Organisation | None = None,
    dry_run: bool = False,
    progress: Progress = SILENT,
) -> Report:
    """Safe to repeat: what is on the site already is left alone. Raises `CourseFolderError` or `EditedSinceError`, and then nothing is
    written."""
    row = Folder.objects.select_related("course").filter(slug=folder.slug).first()
    library = media_library.remembered(row, folder.slug)
    try:
        with transaction.atomic():
            with signals.kept_back() as courses, indexing.kept_back() as objects:
                report = _import(folder, row, library, on_conflict, owner, progress)
            if dry_run:
                transaction.set_rollback(True)
            else:
                progress.begin(Step.SEARCH, len(objects) + len(courses))
                with fetched_once():
                    indexing.run(objects, progress.one)
                    _tell(courses)
    except BaseException:
        library.forget_written()
        raise
    if dry_run:
        library.forget_written()
    return report


def _import(
    folder: CourseFolder, row: Folder | None, library: Library, on_conflict: OnConflict, owner: Organisation | None, progress: Progress
) -> Report:
    _check_site(folder, row)
    media_library.bring_in(library, folder.media, progress)
    progress.begin(Step.QUESTIONS, banking.number_in(folder) + rubrics_in.number_in(folder))
    bank = banking.plan_bank(folder, row, library)
    edited = [banking.edited_words(question) for question in bank.edited()]
    banking.write_bank(bank, keeps_edited=on_conflict is OnConflict.OURS, progress=progress)
    rubrics = rubrics_in.plan_rubrics(folder, row, owner)
    edited += [rubrics_in.edited_words(rubric) for rubric in rubrics.edited()]
    rubrics_in.write_rubrics(rubrics, keeps_edited=on_conflict is OnConflict.OURS, progress=progress)
    progress.begin(Step.COMPARING)
    plan = make_plan(folder, row, library, names_in(bank.bank), rubrics.names())
    _settle_conflicts(plan, on_conflict, edited)
    report = Report(folder, notes=[*folder.notes], media_added=library.added)
    progress.begin(Step.PAGES, sum(1 for _made in plan.all()))
    with fetched_once():
        for language in folder.languages:
            _write_language(plan, language, report, progress)
    publication.log(made.page for made in plan.all() if made.fate is Fate.NEW and made.page)
    progress.begin(Step.ORDER)
    _retire(plan, on_conflict, report)
    _put_in_order(plan)
    _set_owner(plan, owner)
    examples = _import_examples(plan, on_conflict)
    _remember(plan, bank, rubrics, examples)
    report.notes += plan.notes + bank.notes
    report.questions, report.rubrics = bank.counts(), rubrics.counts()
    report.kept += [banking.edited_words(question) for question in bank.kept]
    report.kept += [rubrics_in.edited_words(rubric) for rubric in rubrics.kept]
    report.examples = examples.counts()
    report.kept += [examples_in.edited_words(example) for example in examples.kept]
    return report


def _import_examples(plan: Plan, on_conflict: OnConflict) -> ExamplesPlan:
    """Last: they are about assignments as they are published now."""
    pages = plan.pages[plan.folder.source_language]
    course = Course.objects.get(translation_key=pages["course.md"].key)
    examples = examples_in.plan_examples(plan.folder, plan.row, course, {path: made.key for path, made in pages.items()})
    edited = [examples_in.edited_words(example) for example in examples.edited()]
    if edited and on_conflict is OnConflict.REFUSE:
        raise EditedSinceError(edited)
    examples_in.write_examples(examples, keeps_edited=on_conflict is OnConflict.OURS)
    return examples


def _check_site(folder: CourseFolder, row: Folder | None) -> None:
    mistakes = []
    if row and row.course.source_language != folder.source_language:
        names = {"language": row.course.source_language}
        reason = _("the course is written in %(language)s on this site: its source language cannot change", **names)
        mistakes.append(Mistake("course.yaml", 0, reason))
    other = None if row else Course.objects.live().filter(slug=folder.slug).exclude(source_language=folder.source_language).first()
    if other:
        names = {"slug": folder.slug, "language": other.source_language}
        reason = _("this site has another course `%(slug)s`, written in %(language)s: give this one another slug", **names)
        mistakes.append(Mistake("course.yaml", 0, reason))
    known = set(CatalogueIndexPage.objects.values_list("locale__language_code", flat=True))
    missing = [language for language in folder.languages if language not in known]
    mistakes += [Mistake(f"{language}/course.md", 0, _("this site has no catalogue in this language")) for language in missing]
    if mistakes:
        raise CourseFolderError(mistakes)


def _settle_conflicts(plan: Plan, on_conflict: OnConflict, edited_questions: list[Reason]) -> None:
    edited = [made for made in plan.all() if made.fate is Fate.CONFLICT]
    edited_gone = [(row, page) for row, page in plan.gone if states.latest(page).digest() != row.page_digest and page.live]
    if on_conflict is OnConflict.REFUSE and (edited or edited_gone or edited_questions):
        pages = [_edited(made.page) for made in edited if made.page] + [_edited(page) for _row, page in edited_gone]
        raise EditedSinceError(pages + edited_questions)
    for made in edited:
        made.fate = Fate.KEPT if on_conflict is OnConflict.OURS else Fate.CHANGED
    if on_conflict is OnConflict.OURS:
        plan.gone = [pair for pair in plan.gone if pair not in edited_gone]


def _edited(page: Page) -> Reason:
    entry = PageLogEntry.objects.filter(page_id=page.pk).exclude(user=None).select_related("user").order_by("-timestamp", "-pk").first()
    revision, typed = page.latest_revision, waiting_strings(page).order_by("-updated_at").select_related("last_translated_by").first()
    editor = typed.last_translated_by if typed else (revision.user if revision else None) or (entry.user if entry else None)
    when = typed.updated_at if typed else revision.created_at if revision else page.last_published_at
    return _(
        "“%(page)s” (%(language)s) was edited by %(editor)s on %(when)s",
        page=page.draft_title or page.title,
        language=page.locale.language_code,
        editor=(editor.get_full_name() or editor.get_username()) if editor else _("somebody"),
        when=when or _("an unknown day"),
    )


# Writing ------------------------------------------------------------------------------------------------------------------


def _write_language(plan: Plan, language: str, report: Report, progress: Progress) -> None:
    for path in sorted(plan.pages[language], key=paths.order_of):
        made = plan.pages[language][path]
        source = plan.pages[plan.folder.source_language].get(path)
        report.fates[made.fate] += 1
        if made.fate is Fate.KEPT:
            report.kept.append(_edited(made.page) if made.page else as_typed(made.file.place))
        if source is not None and source is not made:
            _write_translation(plan, made, source)
        elif made.fate in (Fate.NEW, Fate.CHANGED):
            _keep_work(made)
            _save(plan, made)
            publication.publish(made.page, is_new=made.fate is Fate.NEW)
        progress.one(made.file.place if made.fate in (Fate.NEW, Fate.CHANGED) else "")


def _tell(courses: dict[int, Course]) -> None:
    for course in Course.objects.filter(pk__in=courses).order_by("pk"):
        signals.tell(course)


def _write_translation(plan: Plan, made: PagePlan, source: PagePlan) -> None:
    is_changed = made.fate in (Fate.NEW, Fate.CHANGED)
    if is_changed:
        _save(plan, made)
    if is_changed or (source.fate in (Fate.NEW, Fate.CHANGED) and made.fate is Fate.SAME):
        plan.notes += translating.translate(source=source, made=made)
    if is_changed:
        publication.publish(made.page, is_new=made.fate is Fate.NEW)
        translating.log(made=made)


def _save(plan: Plan, made: PagePlan) -> None:
    """The page says what the file says, but does not show it yet."""
    if made.page is None:
        parent = _parent(plan, made)
        slug = plan.slugs.get(made.file.path) or slug_for(plan, made.file)
        made.page = PAGE_TYPES[made.file.kind](slug=_free_slug(parent, slug), locale=parent.locale, translation_key=made.key, live=False)
        say(made.page, made.wanted)
        publication.add(made.page, parent)
    else:
        say(made.page, made.wanted)


def say(page: Page, state: State) -> None:
    page.title = state.title
    for name, value in state.fields.items():
        setattr(page, name, value)
    if isinstance(page, PAGE_TYPES["lesson"]):
        page.body = json.dumps(to_raw(state.blocks, states.BY_ROW))


def _parent(plan: Plan, made: PagePlan) -> Page:
    pages = plan.pages[made.file.language]
    if made.file.kind == "course":
        return CatalogueIndexPage.objects.select_related("locale").get(locale__language_code=made.file.language)
    above = pages["course.md" if made.file.kind == "module" else f"{made.file.module}/module.md"]
    if above.fate is Fate.NEW:
        return above.page  # nobody else can have put anything below it
    return type(above.page).objects.select_related("locale").get(pk=above.page.pk)


def _free_slug(parent: Page, slug: str) -> str:
    taken = set(parent.get_children().filter(slug__startswith=slug).values_list("slug", flat=True))
    return first_free(slug, taken)


def _keep_work(made: PagePlan) -> None:
    """What was written in an exercise stays with it when its author gives it an id."""
    for before, after in made.renamed.items():
        activities = Activity.objects.filter(lesson__translation_key=made.key)
        if not activities.filter(block_id=after).exists():
            activities.filter(block_id=before).update(block_id=after)


# Afterwards ---------------------------------------------------------------------------------------------------------------


def _retire(plan: Plan, on_conflict: OnConflict, report: Report) -> None:
    """A page without a file goes off the site; what was written in it stays readable."""
    for row, page in sorted(plan.gone, key=lambda pair: paths.order_of(pair[0].path), reverse=True):
        if page.live:
            page.unpublish()
        report.retired.append(str(row))
        FolderFile.objects.filter(pk=row.pk).update(is_gone=True, page_digest=states.latest(page).digest())


def _put_in_order(plan: Plan) -> None:
    for language in plan.folder.languages:
        siblings: dict[str, list[Page]] = {}
        for _path, made in sorted(plan.pages[language].items(), key=lambda pair: paths.order_of(pair[0])):
            if made.file.kind != "course" and made.page:
                siblings.setdefault("" if made.file.kind == "module" else made.file.module, []).append(made.page)
        for pages in siblings.values():
            _order(pages)


def _order(pages: list[Page]) -> None:
    """Moves as few pages as it takes; what only the site has stays where it is."""
    keys = [page.pk for page in pages]
    current = list(Page.objects.filter(pk__in=keys).order_by("path").values_list("pk", flat=True))
    if current == keys:
        return
    before = None
    for key in keys:
        page = Page.objects.get(pk=key).specific
        if before is not None:
            page.move(Page.objects.get(pk=before), pos="right")
        elif current[0] != key:
            page.move(Page.objects.get(pk=current[0]), pos="left")
        before = key


def _set_owner(plan: Plan, owner: Organisation | None) -> None:
    if owner:
        key = plan.pages[plan.folder.source_language]["course.md"].key
        Course.objects.filter(translation_key=key).exclude(owner=owner).update(owner=owner)


def _remember(plan: Plan, bank: BankPlan, rubrics: RubricsPlan, examples: ExamplesPlan) -> None:
    folder = plan.folder
    course = Course.objects.get(translation_key=plan.pages[folder.source_language]["course.md"].key)
    row, _created = Folder.objects.get_or_create(slug=folder.slug, defaults={"course": course, "convention": folder.convention})
    if row.convention != folder.convention:
        Folder.objects.filter(pk=row.pk).update(convention=folder.convention)
    media_library.remember(plan.library, row, folder.media)
    texts = {"course.yaml": folder.settings_text, **folder.other_files}
    memory = Memory(row)
    for path, text in texts.items():
        memory.file(None, language="", path=path, text=text)
    FolderFile.objects.filter(folder=row, language="", is_gone=False).exclude(path__in=texts).update(is_gone=True)
    banking.remember(bank, memory)
    rubrics_in.remember(rubrics, memory)
    examples_in.remember(examples, memory)
    for made in plan.all():
        if made.fate is not Fate.KEPT:
            memory.page(made.row, made.file.language, made.file.path, made.file.text, made.page, made.wanted)
    memory.keep()
