"""A file of a rubric after it was edited: criteria that did not change keep their lines to the byte, the rest is written anew."""

from courses.mentorship.rubric_definition import RubricDefinition

from .. import front_matter
from .document import RubricFile
from .writer import write_criterion


def compose(old: RubricFile | None, rubric: RubricDefinition) -> str:
    """`old` is the file as it was, read."""
    if old is None:
        head = front_matter.change("", {"title": rubric.title})
        return f"---\n{head}\n---\n" + "".join(f"\n{write_criterion(one, place)}\n" for place, one in enumerate(rubric.criteria))
    if old.definition == rubric:
        return old.text
    lines = old.text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    source = "\n".join(lines[1 : old.body_line - 2]) + "\n"
    head = source if old.definition.title == rubric.title else front_matter.change(source, {"title": rubric.title})
    text = f"---\n{head}{'' if head.endswith(chr(10)) else chr(10)}---\n" + _body(old, lines, rubric)
    text = text.replace("\n", "\r\n") if "\r\n" in old.text else text
    return f"\ufeff{text}" if old.text.startswith("\ufeff") else text


def _body(old: RubricFile, lines: list[str], rubric: RubricDefinition) -> str:
    known = {one.criterion.id: (place, one) for place, one in enumerate(old.criteria)}
    parts = []
    for place, criterion in enumerate(rubric.criteria):
        was_at, was = known.get(criterion.id, (None, None))
        is_same = was is not None and was.criterion == criterion and was_at == place
        parts.append("\n".join(lines[was.first - 1 : was.last]) if is_same else write_criterion(criterion, place))
    before = lines[old.body_line - 1 : old.criteria[0].first - 1] if old.criteria else [""]
    after = lines[old.criteria[-1].last :] if old.criteria else [""]
    return "".join(f"{line}\n" for line in before) + "\n\n".join(parts) + "\n" + "\n".join(after)
