from .changes import BlockChange, ChangePlan, LessonChange
from .pages import CatalogueIndexPage, CoursePage, LessonPage, ModulePage
from .rows import Activity, Course, CourseTopic, Lesson, Level, Module, Topic
from .versions import ActivityVersion, CourseVersion, LessonVersion, ModuleVersion

__all__ = [
    "Activity", "ActivityVersion", "BlockChange", "CatalogueIndexPage", "ChangePlan", "Course", "CoursePage", "CourseTopic",
    "CourseVersion", "Lesson", "LessonChange", "LessonPage", "LessonVersion", "Level", "Module", "ModulePage", "ModuleVersion", "Topic",
]  # fmt: skip
