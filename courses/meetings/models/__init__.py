from .agenda import Case
from .attendance import Attendance, AttendanceEvent
from .meeting import Meeting, MeetingClosing
from .minutes import AgreedStep, Correction, Note, NoteRevision

__all__ = [
    "AgreedStep",
    "Attendance",
    "AttendanceEvent",
    "Case",
    "Correction",
    "Meeting",
    "MeetingClosing",
    "Note",
    "NoteRevision",
]
