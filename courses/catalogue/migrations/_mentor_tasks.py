"""The task for the mentor as an assignment: what 0003 does to one block, as a pure function."""

from django.utils.translation import gettext, override

LONGEST_TITLE = 200


def with_assignments(body, language):
    """The raw children of a stream with an assignment instead of each task. None where there is no task."""
    if not any(child.get("type") == "mentor_task" for child in body):
        return None
    return [assignment_of(child, language) if child.get("type") == "mentor_task" else child for child in body]


def assignment_of(child, language):
    """Not needed to finish the course: nobody's completion changes. Every word is kept."""
    task = child.get("value") or {}
    title, brief = (task.get("title") or "").strip(), task.get("text") or ""
    if len(title) > LONGEST_TITLE:
        title, brief = f"{title[: LONGEST_TITLE - 1]}…", f"{title}\n\n{brief}"
    if not title:
        with override(language):
            title = gettext("Task for the mentor")
    value = {
        "title": title,
        "brief": brief,
        "exercises": task.get("exercises") or [],
        "rubric": None,
        "text": "optional",
        "text_prompt": "",
        "files": 0,
        "rounds": 3,
        "is_required": False,
    }
    return {**child, "type": "assignment", "value": value}


def content_of(value):
    """What a version of the activity keeps."""
    exercises = [one["value"] if isinstance(one, dict) else one for one in value["exercises"]]
    return {name: part for name, part in {**value, "exercises": exercises}.items() if name not in ("title", "is_required")}
