"""A course back into its folder: the same bytes where nothing changed, and only the lines of what was edited."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import yaml
from django.db import transaction
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from courses.catalogue.models import Course, CoursePage

from . import banking_out, examples_in, examples_out, quiz_block, rubrics_out, states
from . import library as media_library
from .bank_names import BankNames
from .folder import composing, front_matter, identity, paths
from .folder.document import MARKDOWN_FIELDS, Block, CourseFolder, Media, Mistake, PageFile
from .folder.questions.document import FOLDER as QUESTIONS
from .folder.reader import parse_page
from .folder.reasons import reason as _
from .folder.rubrics.document import FOLDER as RUBRICS
from .folder.writer import write_block
from .models import Folder, FolderFile
from .planning import Plan, as_on_site, context_of, links_of
from .progress import SILENT, Progress, Step
from .remembering import Memory
from .rubric_names import RubricRows
from .states import State

Image, Document = get_image_model(), get_document_model()


class NotThisFolderError(Exception):
    """The directory holds something that an export would destroy."""


@dataclass
class Written:
    """One page as a file."""

    page: Page
    state: State
    path: str
    language: str
    text: str = ""
    row: FolderFile | None = None


@dataclass
class ExportReport:
    written: int = 0
    unchanged: int = 0
    removed: list[str] = field(default_factory=list)
    notes: list[Mistake] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)


@transaction.atomic
def export_course(*, slug: str, directory: Path, course: Course | None = None, progress: Progress = SILENT) -> ExportReport:
    """Writes what readers of the course see. Raises `Course.DoesNotExist` or `NotThisFolderError`; then nothing was written. Without
    `course` it is the one whose folder has this name, else the one at this address."""
    row = Folder.objects.select_related("course").filter(**({"course": course} if course else {"slug": slug})).first()
    course = course or (row.course if row else Course.objects.get(slug=slug))
    export = _Export(row or Folder(course=course, slug=slug), course, progress)
    export.gather()
    export.check(directory)
    export.write(directory)
    export.remember()
    return export.report


class _Export:
    def __init__(self, row: Folder, course: Course, progress: Progress):
        self.row, self.course, self.progress = row, course, progress
        self.library = media_library.remembered(row if row.pk else None, row.slug)
        self.rows = list(FolderFile.objects.filter(folder=row)) if row.pk else []
        self.folder = CourseFolder(slug=row.slug, source_language=course.source_language)
        self.plan = Plan(self.folder, row, self.library)
        self.pages: dict[str, list[Written]] = {}
        self.files: dict[str, str] = {}
        self.spoken: dict[str, set[str]] = {}
        self.bank = banking_out.BankExport(BankNames())
        self.rubrics = rubrics_out.RubricsExport()
        self.examples: examples_out.Texts = {}
        self.report = ExportReport()

    # What there is -----------------------------------------------------------------------------------------------------

    def gather(self) -> None:
        source = self.course.source_language
        tops = {page.locale.language_code: page for page in self._course_pages()}
        if source not in tops:
            raise Course.DoesNotExist
        self.report.languages = [source, *sorted(language for language in tops if language != source)]
        names: dict[Any, str] = {}
        for language in self.report.languages:
            self.pages[language] = list(self._pages_of(tops[language], language, names))
            self.folder.pages[language] = {made.path: PageFile(made.path, language, "") for made in self.pages[language]}
        self.plan.slugs = {made.path: made.page.slug for made in self.pages[source]}
        self._name_new_media()
        self._export_bank()
        self._export_rubrics()
        lessons = {made.page.translation_key: made.path for made in self.pages[source]}
        self.examples = examples_out.export_examples(self.course, self.row, self.rows, self.report.languages, lessons)
        self.files |= {f"{language}/{path}": text for (language, path), (text, *_rest) in self.examples.items()}
        self.progress.begin(Step.PAGES, sum(map(len, self.pages.values())))
        for made in [one for pages in self.pages.values() for one in pages]:
            made.text = self._text(made)
            self.files[f"{made.language}/{made.path}"] = made.text
            self.progress.one(f"{made.language}/{made.path}")
        self.files["course.yaml"] = self._settings(tops[source])
        self.files |= {row.path: row.text for row in self.rows if not row.language and not row.is_gone and row.path != "course.yaml"}

    def _course_pages(self) -> Any:
        pages = CoursePage.objects.live().filter(translation_key=self.course.translation_key, alias_of=None)
        return pages.select_related("locale", "latest_revision")

    def _pages_of(self, top: Page, language: str, names: dict[Any, str]) -> Iterator[Written]:
        yield self._written(top, language, "course.md", names)
        modules = self._children(top)
        folders = self._named(modules, language, names, 1)
        for module, folder in zip(modules, folders, strict=True):
            yield self._written(module, language, f"{folder}/module.md", names)
            lessons = self._children(module)
            for lesson, name in zip(lessons, self._named(lessons, language, names, 2), strict=True):
                yield self._written(lesson, language, f"{folder}/{name}.md", names)

    def _children(self, page: Page) -> list[Page]:
        found = [child.specific for child in page.get_children().live().filter(alias_of=None).order_by("path")]
        return [child for child in found if isinstance(child, tuple(states.PAGE_TYPES.values()))]

    def _named(self, pages: list[Page], language: str, names: dict[Any, str], depth: int) -> list[str]:
        """Names in the order of the pages: as they were remembered, with another number only where the order asks for it."""
        if language != self.course.source_language:
            pages[:] = [page for page in pages if page.translation_key in names]
            return [names[page.translation_key].split("/")[depth - 1].removesuffix(".md") for page in pages]
        found, last = [], 0
        for page in pages:
            known = next((row.path for row in self.rows if row.page_key == page.translation_key and row.language == language), "")
            name = known.split("/")[depth - 1].removesuffix(".md") if known else f"00-{page.slug}"
            numbered = paths.NUMBERED.match(name)
            number = int(numbered[1]) if numbered else 0
            if number <= last:
                number = last + 1
                name = f"{number:02}-{paths.slug_of(name)}"
            last = number
            found.append(name)
        return found

    def _written(self, page: Page, language: str, path: str, names: dict[Any, str]) -> Written:
        names.setdefault(page.translation_key, path)
        row = next((row for row in self.rows if row.page_key == page.translation_key and row.language == language), None)
        if states.has_draft(page):
            reason = _("the page has a draft that is not published: what readers see was exported")
            self.report.notes.append(Mistake(f"{language}/{path}", 0, reason))
        return Written(page, states.live(page), path, language, row=row)

    def _export_bank(self) -> None:
        """The questions of the course's bank, and those of others that its quizzes name."""
        blocks = [block for made in self.pages[self.course.source_language] for block in made.state.blocks]
        self.bank = banking_out.export_bank(
            course=self.course,
            slug=self.row.slug,
            rows=self.rows,
            library=self.library,
            languages=self.report.languages,
            placed=quiz_block.placed(blocks),
        )
        self.plan.names = self.bank.names
        self.report.notes += self.bank.notes
        self.files |= {f"{language}/{path}": text for (language, path), text in self.bank.texts.items()}

    def _export_rubrics(self) -> None:
        """Those that came with the folder, and those that its assignments name."""
        blocks = [block for made in self.pages[self.course.source_language] for block in made.state.blocks]
        self.rubrics = rubrics_out.export_rubrics(
            course=self.course,
            row=self.row if self.row.pk else None,
            rows=self.rows,
            languages=self.report.languages,
            named=rubrics_out.named_rubrics(blocks),
        )
        self.plan.rubrics = self.rubrics.names
        self.files |= {f"{language}/{path}": text for (language, path), text in self.rubrics.texts.items()}

    def _name_new_media(self) -> None:
        """Pictures and files that were added on the site get a name in media/."""
        for made in [one for pages in self.pages.values() for one in pages]:
            for media in [value for block in made.state.blocks for value in block.value.values() if isinstance(value, Media)]:
                kind, _colon, pk = media.path.partition(":")
                known = self.library.images if kind == "image" else self.library.documents
                if int(pk) not in known.values():
                    row = (Image if kind == "image" else Document).objects.get(pk=pk)
                    self.library.note(self._free_name(PurePosixPath(row.file.name).name), row)

    def _free_name(self, name: str) -> str:
        stem, suffix = PurePosixPath(name).stem, PurePosixPath(name).suffix
        found, number = f"media/{name}", 1
        while found in self.library.images or found in self.library.documents:
            number += 1
            found = f"media/{stem}-{number}{suffix}"
        return found

    # Texts -------------------------------------------------------------------------------------------------------------

    def _text(self, made: Written) -> str:
        old = self._old(made)
        kind = states.kind_of(made.page)
        front = {
            "title": made.state.title,
            **{name: made.state.fields[name] for name in states.FIELDS[kind] if name in ("summary", "minutes")},
        }
        if kind == "lesson":
            return composing.compose(old, front, self._pieces(made, old))
        links = links_of(self.plan, made.language, made.path)
        introduction = made.state.fields["introduction"]
        is_same = old is not None and links.to_site(old.introduction) == introduction
        return composing.compose_introduction(old, front, links.to_folder(introduction), is_same=is_same)

    def _old(self, made: Written) -> PageFile | None:
        """The file as it was remembered."""
        if made.row is None or not made.row.text:
            return None
        return parse_page(PageFile(made.path, made.language, made.row.text), lambda _line, _reason: None, self.library.sha256)

    def _pieces(self, made: Written, old: PageFile | None) -> list[composing.Piece]:
        said = old.blocks if old else []
        before = as_on_site(said, context_of(self.plan, PageFile(made.path, made.language, "")))
        identity.apply_ids(before, made.row.block_ids if made.row else [])
        places = {block.id: place for place, block in enumerate(before)}
        spoken = self._spoken(made, said, before, places)
        self.spoken[f"{made.language}/{made.path}"] = spoken
        pieces = []
        for block in made.state.blocks:
            was = places.get(block.id)
            is_same = was is not None and before[was] == block and (block.id not in spoken or bool(said[was].id))
            written = self._in_folder(made, block, spoken, said[was] if was is not None else None)
            pieces.append(composing.Piece(block, was, is_same, lambda one=written: write_block(one, path=f"{made.language}/{made.path}")))
        return pieces

    def _spoken(self, made: Written, said: list[Block], before: list[Block], places: dict[str | None, int]) -> set[str]:
        """Ids of blocks that stand in the file: those that stood there, those that an assignment names, those that a person chose, and
        those of new exercises that an import could not work out by itself."""
        spoken = {block.id for block in said if block.id}
        if made.language != self.course.source_language:
            return (spoken | self._source_spoken(made)) & self._source_ids(made)
        named = {item.value for block in made.state.blocks for item in block.value.get("exercises", [])}
        spoken |= {block.id for block in made.state.blocks if block.id in named}
        for place, block in enumerate(made.state.blocks):
            is_chosen = not identity.UNNAMED.match(block.id or "")
            is_derived = block.id == identity.derived_block_id(made.path, place, set())
            if block.id not in places and (is_chosen or (block.is_exercise and not is_derived)):
                spoken.add(block.id or "")
        return spoken

    def _source_spoken(self, made: Written) -> set[str]:
        return self.spoken.get(f"{self.course.source_language}/{made.path}", set())

    def _source_ids(self, made: Written) -> set[str]:
        """A translation names nothing that its source does not have."""
        source = next(one for one in self.pages[self.course.source_language] if one.path == made.path)
        return {block.id or "" for block in source.state.blocks}

    def _in_folder(self, made: Written, block: Block, spoken: set[str], said: Block | None) -> Block:
        """The block as its file says it: files instead of rows, links to files, ids only where they are to be written."""
        links = links_of(self.plan, made.language, made.path)
        change = links.html_to_folder if block.kind == "rich_text" else links.to_folder
        value = {name: self._value(name, part, change) for name, part in block.value.items()}
        if block.kind == "quiz":
            value["slots"] = quiz_block.named(block.value["slots"], self.plan.names)
        if block.kind == "assignment" and value["rubric"]:
            value["rubric"] = self.plan.rubrics.slug(RubricRows().pk(value["rubric"]))
        written = Block(block.kind, value, block.id if block.id in spoken else None)
        allowed = self._source_item_ids(made, block)
        keep = {item.id for _name, items in said.lists() for item in items if item.id} if said else set()
        known = dict(said.lists()) if said else {}
        for name, items in written.lists():
            for place, item in enumerate(items):
                is_spoken = self._is_item_spoken(block, name, place, item.id, keep, known)
                item.id = item.id if is_spoken and (allowed is None or item.id in allowed) else None
        return written

    def _source_item_ids(self, made: Written, block: Block) -> set[str | None] | None:
        """None for the source language itself: every id may stand there."""
        if made.language == self.course.source_language:
            return None
        source = next(one for one in self.pages[self.course.source_language] if one.path == made.path)
        original = next((one for one in source.state.blocks if one.id == block.id), None)
        return {item.id for _name, items in original.lists() for item in items} if original else set()

    def _is_item_spoken(self, block: Block, name: str, place: int, item_id: str | None, keep: set, known: dict) -> bool:
        if item_id in keep:
            return True
        remembered = name in known and not any(item.id for item in known[name])
        return block.is_exercise and not remembered and item_id != identity.derived(f"{block.id}/{name}", place)

    def _value(self, name: str, value: Any, change: Any) -> Any:
        if isinstance(value, Media):
            kind, _colon, pk = value.path.partition(":")
            return self.library.media_of(kind, int(pk))
        if isinstance(value, str) and name in MARKDOWN_FIELDS:
            return change(value)
        if isinstance(value, list):
            return [identity.copy_item(item, change) for item in value]
        return value

    def _settings(self, top: Page) -> str:
        values = {"level": top.level, "topics": list(top.topics), "hours": top.hours}
        row = next((row for row in self.rows if row.path == "course.yaml"), None)
        if row is None or not row.text:
            values = {"slug": self.row.slug, "source_language": self.course.source_language, **values}
            return front_matter.change("", values) + "\n"
        known = yaml.safe_load(row.text)
        usual = {"level": "beginner", "topics": [], "hours": 0}
        changes = {name: value for name, value in values.items() if not _same(known.get(name, usual[name]), value)}
        return front_matter.change(row.text, changes) if changes else row.text

    # Files -------------------------------------------------------------------------------------------------------------

    def check(self, directory: Path) -> None:
        if directory.exists() and not directory.is_dir():
            raise NotThisFolderError(_("“%(path)s” is a file.", path=str(directory)))
        if not directory.exists() or not any(directory.iterdir()):
            return
        if self._slug_in(directory) != self.row.slug:
            raise NotThisFolderError(_("“%(path)s” is not empty and holds no export of this course.", path=str(directory)))
        edited = [name for name, text in self._known_files() if self._is_edited(directory / name, text, self.files.get(name))]
        if edited:
            message = _(
                "These files were edited since the last import or export; import them first, or export to another place: %(files)s.",
                files=", ".join(edited),
            )
            raise NotThisFolderError(message)

    def _slug_in(self, directory: Path) -> str | None:
        try:
            values = yaml.safe_load((directory / "course.yaml").read_text("utf-8"))
        except (OSError, UnicodeDecodeError, yaml.YAMLError):
            return None
        return values.get("slug") if isinstance(values, dict) else None

    def _known_files(self) -> list[tuple[str, str]]:
        known = {str(row): row.text for row in self.rows if row.text}
        return [*known.items(), *((name, text) for name, text in self.files.items() if name not in known)]

    def _is_edited(self, file: Path, remembered: str, wanted: str | None) -> bool:
        if not file.is_file():
            return False
        try:
            return file.read_bytes().decode("utf-8") not in (remembered, wanted)
        except UnicodeDecodeError:
            return True

    def write(self, directory: Path) -> None:
        for name, text in sorted(self.files.items()):
            self._write(directory / name, text.encode())
        for path, pk in self.progress.over(Step.FILES, {**self.library.images, **self.library.documents}.items()):
            model = Image if path in self.library.images else Document
            with model.objects.get(pk=pk).file.open("rb") as stream:
                self._write(directory / path, stream.read())
        for row in self.rows:
            file = directory / str(row)
            if str(row) not in self.files and row.text and file.is_file() and file.read_bytes() == row.text.encode():
                file.unlink()
                self.report.removed.append(str(row))
        for folder in sorted({(directory / name).parent for name in self.report.removed}, reverse=True):
            if not any(folder.iterdir()):
                shutil.rmtree(folder)

    def _write(self, file: Path, content: bytes) -> None:
        if file.is_file() and file.read_bytes() == content:
            self.report.unchanged += 1
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        self.report.written += 1

    def remember(self) -> None:
        """From now on, what is edited on the site is edited since this export."""
        if self.row.pk is None:
            self.row.save()
        media_library.remember(self.library, self.row, self.library.sha256)
        memory = Memory(self.row)
        for made in (made for pages in self.pages.values() for made in pages):
            memory.page(made.row, made.language, made.path, made.text, made.page, made.state)
        memory.beside(QUESTIONS, self.bank.texts, self.bank.agreed, self.course.source_language)
        memory.beside(RUBRICS, self.rubrics.texts, self.rubrics.agreed, self.course.source_language)
        examples_in.remember_texts(memory, self.examples, self.report.languages)
        for name, text in self.files.items():
            if "/" not in name:
                memory.file(None, language="", path=name, text=text)
        memory.keep()


def _same(one: Any, other: Any) -> bool:
    return sorted(one) == sorted(other) if isinstance(one, list) and isinstance(other, list) else one == other
