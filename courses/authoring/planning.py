"""What an import would do: each file beside its page, what the page says now and what it should say. Nothing is written here."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from uuid import UUID, uuid4

from django.db.models import QuerySet
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from cms.translations.models import TextInWork

from . import states
from .bank_names import BankNames
from .folder import identity, paths
from .folder.document import Block, CourseFolder, Mistake, PageFile
from .library import Library
from .links import Links
from .models import Folder, FolderFile
from .rubric_names import RubricNames
from .states import FIELDS, PAGE_TYPES, State
from .stream import Context, clean_text, from_raw, to_raw


class Fate(Enum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    CONFLICT = "conflict"
    KEPT = "kept"


@dataclass
class PagePlan:
    file: PageFile
    page: Page | None
    row: FolderFile | None
    key: UUID
    now: State | None
    wanted: State
    fate: Fate
    renamed: dict[str, str] = field(default_factory=dict)
    alone: list[int] = field(default_factory=list)
    stored: TranslationSource | None = None  # of a page in the source language, once its first translation was written
    translation: Translation | None = None  # of a translated page, once it was written

    @property
    def says(self) -> State:
        """What the page says once the import is done."""
        return self.now if self.fate is Fate.KEPT and self.now else self.wanted


@dataclass
class Plan:
    folder: CourseFolder
    row: Folder | None
    library: Library
    names: BankNames = field(default_factory=BankNames)
    rubrics: RubricNames = field(default_factory=RubricNames)
    pages: dict[str, dict[str, PagePlan]] = field(default_factory=dict)
    gone: list[tuple[FolderFile, Page]] = field(default_factory=list)
    notes: list[Mistake] = field(default_factory=list)
    slugs: dict[str, str] = field(default_factory=dict)

    def all(self) -> Iterator[PagePlan]:
        for language in self.folder.languages:
            yield from (plan for _path, plan in sorted(self.pages[language].items(), key=lambda pair: paths.order_of(pair[0])))


def make_plan(folder: CourseFolder, row: Folder | None, library: Library, names: BankNames, rubrics: RubricNames) -> Plan:
    plan = Plan(folder, row, library, names, rubrics)
    known = _Known(folder, row)
    for language in folder.languages:
        files = [folder.pages[language][path] for path in sorted(folder.pages[language], key=paths.order_of)]
        plan.pages[language] = {file.path: _find_page(plan, known, file) for file in files}
    for made in plan.all():
        made.wanted = _wanted(plan, made)
        made.fate = _fate(made, plan.pages[folder.source_language].get(made.file.path))
    plan.gone = list(known.gone(folder))
    return plan


class _Known:
    """Rows and pages of what was imported before, fetched at once."""

    def __init__(self, folder: CourseFolder, row: Folder | None):
        self.rows = list(FolderFile.objects.filter(folder=row).exclude(language="")) if row else []
        self.by_path = {(file.language, file.path): file for file in self.rows}
        self.by_name = {(file.language, paths.without_numbers(file.path)): file for file in self.rows}
        keys = {file.page_key for file in self.rows}
        self.pages: dict[tuple[str, UUID], Page] = {}
        for page_type in PAGE_TYPES.values():
            for page in page_type.objects.filter(translation_key__in=keys).select_related("latest_revision__user", "locale"):
                self.pages[page.locale.language_code, page.translation_key] = page
        self.keys: dict[str, UUID] = {}
        self.claimed: set[int] = set()

    def row(self, language: str, path: str) -> FolderFile | None:
        found = self.by_path.get((language, path)) or self.by_name.get((language, paths.without_numbers(path)))
        if found:
            self.claimed.add(found.pk)
        return found

    def gone(self, folder: CourseFolder) -> Iterator[tuple[FolderFile, Page]]:
        """Pages whose files are no longer in the folder. A language that is missing as a whole was not sent: it stays."""
        for row in self.rows:
            page = self.pages.get((row.language, row.page_key))
            if row.pk not in self.claimed and row.language in folder.pages and page and not row.is_gone:
                yield row, page


def _find_page(plan: Plan, known: _Known, file: PageFile) -> PagePlan:
    row = known.row(file.language, file.path)
    key = known.keys.get(file.path) or (row.page_key if row else None)
    page = known.pages.get((file.language, key)) if key else _on_site(plan, file)
    key = known.keys.setdefault(file.path, key or (page.translation_key if page else uuid4()))
    if file.language == plan.folder.source_language:
        plan.slugs[file.path] = page.slug if page else slug_for(plan, file)
    return PagePlan(file, page, row, key, states.latest(page) if page else None, State("", {}), Fate.NEW)


def slug_for(plan: Plan, file: PageFile) -> str:
    return {"course": plan.folder.slug, "module": paths.slug_of(file.module), "lesson": paths.slug_of(file.path.rpartition("/")[2])}[
        file.kind
    ]


def _on_site(plan: Plan, file: PageFile) -> Page | None:
    """A page that was never imported but stands where this one would."""
    locale = Locale.objects.filter(language_code=file.language).first()
    steps = [plan.folder.slug, *(paths.slug_of(part) for part in file.path.split("/") if part not in ("course.md", "module.md"))]
    ending = "".join(f"/{step}" for step in steps) + "/"
    found = PAGE_TYPES[file.kind].objects.filter(locale=locale, url_path__endswith=ending, alias_of=None)
    return found.select_related("latest_revision__user", "locale").first()


def _wanted(plan: Plan, made: PagePlan) -> State:
    file, context = made.file, context_of(plan, made.file)
    values = {
        "summary": clean_text(file.front.get("summary", "")),
        "introduction": context.text_to_site(file.introduction),
        "minutes": file.front.get("minutes", 60),
        "level": plan.folder.level,
        "topics": sorted(plan.folder.topics),
        "hours": plan.folder.hours,
    }
    blocks = as_on_site(file.blocks, context) if file.kind == "lesson" else []
    _give_ids(plan, made, blocks)
    return State(file.front["title"], {name: values[name] for name in FIELDS[file.kind]}, blocks)


def as_on_site(blocks: list[Block], context: Context) -> list[Block]:
    """The same blocks with addresses and rows instead of files: the form in which they are compared with a page's."""
    made = from_raw(to_raw(blocks, context), states.BY_ROW)
    for block, original in zip(made, blocks, strict=True):
        block.first, block.last = original.first, original.last
    return made


def _give_ids(plan: Plan, made: PagePlan, blocks: list[Block]) -> None:
    known = made.now.blocks if made.now else []
    source = plan.pages[plan.folder.source_language].get(made.file.path)
    if source is None or source is made:
        made.renamed = identity.give_ids(blocks, known, made.file.path)
    else:
        made.alone = identity.give_translation_ids(
            blocks, source.says.blocks, known, made.file.path, renamed=source.renamed, is_settled=source.fate in (Fate.SAME, Fate.KEPT)
        )


def context_of(plan: Plan, file: PageFile) -> Context:
    links = links_of(plan, file.language, file.path)
    return Context(plan.library.pk_of, plan.library.media_of, links.to_site, links.html_to_site, names=plan.names, rubrics=plan.rubrics)


def links_of(plan: Plan, language: str, path: str) -> Links:
    return Links(language, path, plan.library.addresses, plan.library.documents, _addresses(plan, language))


def _addresses(plan: Plan, language: str) -> dict[str, str]:
    """Where each file stands below its course. Addresses are made of the slugs of the source language, in every language."""
    found = {}
    for path in plan.folder.pages[language]:
        module = path.rpartition("/")[0]
        steps = [plan.slugs.get(f"{module}/module.md") or paths.slug_of(module)] if module else []
        if path.rpartition("/")[2] not in ("course.md", "module.md"):
            steps.append(plan.slugs.get(path) or paths.slug_of(path.rpartition("/")[2]))
        found[path] = "".join(f"{step}/" for step in steps)
    return found


def _fate(made: PagePlan, source: PagePlan | None) -> Fate:
    if made.page is None or made.now is None:
        return Fate.NEW
    fate = _fate_of_text(made)
    is_written = fate is not Fate.SAME or (source is not None and source.fate is not Fate.SAME)
    return Fate.CONFLICT if is_written and is_in_work(made.page) else fate


def is_in_work(page: Page) -> bool:
    """Whether translators typed something that nobody has published."""
    work = TextInWork.objects.on_the_page()
    in_work = work.filter(translation__source__object_id=page.translation_key, translation__target_locale=page.locale)
    return in_work.exists() or waiting_strings(page).exists()


def waiting_strings(page: Page) -> QuerySet[StringTranslation]:
    """What was typed in wagtail-localize's own editor since the page was published."""
    typed = StringTranslation.objects.filter(context__object_id=page.translation_key, locale=page.locale, last_translated_by__isnull=False)
    return typed.filter(updated_at__gt=page.last_published_at) if page.last_published_at else typed


def _fate_of_text(made: PagePlan) -> Fate:
    if made.now.digest() == made.wanted.digest():
        return Fate.CHANGED if states.has_draft(made.page) else Fate.SAME
    is_as_left = made.row is not None and made.now.digest() == made.row.page_digest
    return Fate.CHANGED if is_as_left else Fate.CONFLICT
