from courses.catalogue.models import Activity

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
