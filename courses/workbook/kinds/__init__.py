"""The eight kinds of exercise: what each keeps of its block, which answers it takes, how two of them are merged."""

from .base import Kind, NotAccepted, Shown
from .files import FileUpload
from .marks import Choice, Drawing, Scale, TickList
from .table import FillTable
from .text import LongText, ShortText

KINDS: dict[str, Kind] = {
    kind.key: kind for kind in (ShortText(), LongText(), Choice(), Scale(), FillTable(), TickList(), FileUpload(), Drawing())
}

__all__ = ["KINDS", "Kind", "NotAccepted", "Shown"]
