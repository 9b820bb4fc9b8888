from .cohort import Cohort, Country
from .completion import ActivityCompletion, CompletionRuleChange, CourseCompletion, LessonPosition
from .dates import ActivityDates, Extension
from .enrolment import Enrolment, EnrolmentEvent
from .invitation import Invitation
from .invitation_list import InvitationList

__all__ = [
    "ActivityCompletion",
    "ActivityDates",
    "Cohort",
    "CompletionRuleChange",
    "Country",
    "CourseCompletion",
    "Enrolment",
    "EnrolmentEvent",
    "Extension",
    "Invitation",
    "InvitationList",
    "LessonPosition",
]
