"""A course's prepared examples as files of its folder: unchanged ones to the byte, others written anew."""

from collections.abc import Iterable, Mapping
from typing import Any

from courses.catalogue.models import Course
from courses.trials.actions.examples import definition_of
from courses.trials.asked import Exercise
from courses.trials.definition import Remark
from courses.trials.models import Example, ExampleVersion

from .example_values import body_of
from .examples_in import digest_of, remembered_examples
from .folder.examples.document import FOLDER, AnswerText, CommentText, ExampleFile, LevelText
from .folder.examples.writer import write_example_file
from .folder.paths import SLUG
from .models import Folder, FolderFile

Texts = dict[tuple[str, str], tuple[str, str, str]]  # language and path → text, slug, digest


def export_examples(course: Course, row: Folder, rows: Iterable[FolderFile], languages: Iterable[str], lessons: Mapping[Any, str]) -> Texts:
    """Those that mentors review, of lessons that the folder has. `lessons`: their paths by translation key."""
    remembered = remembered_examples(row if row.pk else None)
    old = {(one.language, one.path): one.text for one in rows if one.path.startswith(f"{FOLDER}/") and not one.is_gone}
    found: Texts = {}
    published = Example.objects.published().filter(course=course, language__in=list(languages))
    for example in published.select_related("assignment__lesson").with_version().order_by("language", "slug"):
        path, lesson = f"{FOLDER}/{example.slug}.md", lessons.get(example.assignment.lesson.translation_key)
        if example.version is None or lesson is None or not SLUG.match(example.slug):
            continue
        key, agreed = (example.language, path), digest_of(example)
        is_same = remembered.get((example.language, example.slug)) == agreed and key in old
        text = old[key] if is_same else write_example_file(_file(example, example.version, path, lesson))
        found[key] = (text, example.slug, agreed)
    return found


def _file(example: Example, version: ExampleVersion, path: str, lesson: str) -> ExampleFile:
    made, said = definition_of(version), version.reference
    answers = []
    for row in version.answers.select_related("activity", "version"):
        exercise, outcome = Exercise(row.activity, row.version), said.outcomes.get(str(row.activity_id), "")
        about = _comments(said.comments, row.activity_id)
        answers.append(AnswerText(row.activity.block_id, body_of(exercise, row.value), outcome, about))
    added = _comments([one for one in said.comments if one.field], None)
    whole = _comments([one for one in said.comments if not one.field], None)
    return ExampleFile(
        path=path,
        language=example.language,
        text="",
        front={"title": version.title, "lesson": lesson, "assignment": example.assignment.block_id, "outcome": said.overall},
        summary=said.summary,
        answers=answers,
        added=AnswerText("", made.text.strip(), "", added) if made.text.strip() or added else None,
        levels=[LevelText(name, level, said.reasons.get(name, "")) for name, level in said.levels.items()],
        comments=whole,
    )


def _comments(remarks: Iterable[Remark], activity: int | None) -> list[CommentText]:
    return [CommentText(one.text, one.exact) for one in remarks if one.activity == activity]
