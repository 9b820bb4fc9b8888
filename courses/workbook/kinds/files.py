from lms.core.log.merge import Merged, merge_set

from ..blocks import FileUploadBlock
from .base import Kind, NotAccepted, Shown, not_understood


class FileUpload(Kind):
    """{"files": [EntryFile ids]}. Files come and go by `files.py`, never by a saved value; what the ids stand for is its business."""

    key = "file_upload"
    block = FileUploadBlock
    saves_with_form = False

    def clean(self, value, content):
        files = value.get("files") if isinstance(value, dict) else None
        if not isinstance(files, list) or not all(isinstance(one, int) for one in files):
            raise NotAccepted(not_understood())
        return {"files": list(dict.fromkeys(files))}

    def is_blank(self, value):
        return not value.get("files")

    def merge(self, base, ours, theirs):
        before, mine, yours = (None if value is None else value.get("files", []) for value in (base, ours, theirs))
        return Merged({"files": merge_set(before, mine, yours).value})

    def shown(self, value, content):
        """`content["names"]` is what whoever shows it knows of the files."""
        names = content.get("names", {})
        return Shown(items=[names[one] for one in value.get("files", ()) if one in names])
