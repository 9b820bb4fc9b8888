from courses.catalogue.models import Activity

from ..assignment_definition import AssignmentDefinition, from_json

KIND = "assignment"


class Assignment(Activity):
    """The activity of kind "assignment": what submissions and dates hang on. Its rules are in its version in the course's source
    language."""

    class Meta:
        proxy = True

    @property
    def rules(self) -> AssignmentDefinition | None:
        """None before it was first published. One query, with `lesson__course` loaded."""
        version = self.versions.current().filter(language=self.lesson.course.source_language).first()
        return from_json(version.content) if version else None
