from .pages import CatalogueIndexPage, CoursePage, LessonPage, ModulePage
from .rows import Activity, Course, CourseTopic, Lesson, Level, Module, Topic
from .versions import ActivityVersion, CourseVersion, LessonVersion, ModuleVersion

__all__ = [
    "Activity", "ActivityVersion", "CatalogueIndexPage", "Course", "CoursePage", "CourseTopic", "CourseVersion", "Lesson",
    "LessonPage", "LessonVersion", "Level", "Module", "ModulePage", "ModuleVersion", "Topic",
]  # fmt: skip
