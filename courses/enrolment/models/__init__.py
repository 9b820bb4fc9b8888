from .cohort import Cohort, Country
from .completion import ActivityCompletion, CourseCompletion, LessonPosition
from .dates import ActivityDates, Extension
from .enrolment import Enrolment, EnrolmentEvent

__all__ = [
    "ActivityCompletion",
    "ActivityDates",
    "Cohort",
    "Country",
    "CourseCompletion",
    "Enrolment",
    "EnrolmentEvent",
    "Extension",
    "LessonPosition",
]
