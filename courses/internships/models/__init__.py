from .chain import ChainLink, ChainWords, Closing
from .entry import PracticeEntry, PracticeFile, PracticeRevision
from .host import HostLink, HostSheet, SheetLine
from .placement import Participation, Placement, PlanDay

__all__ = [
    "ChainLink", "ChainWords", "Closing", "HostLink", "HostSheet", "Participation", "Placement", "PlanDay", "PracticeEntry", "PracticeFile",
    "PracticeRevision", "SheetLine",
]  # fmt: skip
