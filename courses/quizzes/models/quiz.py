from courses.catalogue.models import Activity, ActivityVersion

from ..quiz_definition import QuizDefinition, from_json

KIND = "quiz"


class Quiz(Activity):
    """The activity of kind "quiz": what attempts, statistics and dates hang on. Its rules are in its version in the course's source
    language."""

    class Meta:
        proxy = True

    @property
    def rules(self):
        """The current version in the course's source language; None before it was first published. One query, with `lesson__course`
        loaded."""
        return self.versions.current().filter(language=self.lesson.course.source_language).first()


def quiz_definition(content: dict) -> QuizDefinition:
    """From the content of an ActivityVersion."""
    return from_json(content.get("quiz") or {})


_MOST = 1024
_kept: dict[str, tuple[QuizDefinition, int]] = {}


def rules_in(version: ActivityVersion) -> QuizDefinition:
    """The rules that a version holds."""
    return _read(version)[0]


def questions_in(version: ActivityVersion) -> int:
    """How many questions there are to answer."""
    return _read(version)[1]


def _read(version: ActivityVersion) -> tuple[QuizDefinition, int]:
    """Versions never change, so each is read once in a process: under its content, not its number."""
    kept = _kept.get(version.content_hash)
    if kept is None:
        kept = quiz_definition(version.content), version.content.get("questions") or 0
        if len(_kept) >= _MOST:
            _kept.clear()
        _kept[version.content_hash] = kept
    return kept
