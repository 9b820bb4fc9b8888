from .cohort import Cohort
from .completion import ActivityCompletion, CourseCompletion, LessonPosition
from .enrolment import Enrolment, EnrolmentEvent

__all__ = ["ActivityCompletion", "Cohort", "CourseCompletion", "Enrolment", "EnrolmentEvent", "LessonPosition"]
