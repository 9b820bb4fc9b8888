from .cohort import Cohort
from .completion import ActivityCompletion, CourseCompletion, LessonPosition
from .dates import ActivityDates, Extension
from .enrolment import Enrolment, EnrolmentEvent

__all__ = [
    "ActivityCompletion",
    "ActivityDates",
    "Cohort",
    "CourseCompletion",
    "Enrolment",
    "EnrolmentEvent",
    "Extension",
    "LessonPosition",
]
