"""Names of files and what they say: a number in front gives the order, the rest is the slug."""

import posixpath
import re

NUMBERED = re.compile(r"^(\d+)[-_](.+)$")
NAME = re.compile(r"^\d+[-_]\w+(?:-+\w+)*$")
SLUG = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")


def slug_of(name: str) -> str:
    """`01-people` and `02-needs.md` without number and ending."""
    stem = name.removesuffix(".md")
    numbered = NUMBERED.match(stem)
    return numbered[2] if numbered else stem


def without_numbers(path: str) -> str:
    """What stays the same when files are only put into another order."""
    return "/".join(slug_of(part) + (".md" if part.endswith(".md") else "") for part in path.split("/"))


def order_of(path: str) -> tuple:
    """Sorts `course.md` first, modules by number, `module.md` before its lessons."""
    return tuple(_rank(part) for part in path.split("/"))


def _rank(part: str) -> tuple[int, int, str]:
    if part in ("course.md", "module.md"):
        return (0, 0, part)
    numbered = NUMBERED.match(part)
    return (1, int(numbered[1]) if numbered else 10**6, part)


def resolve(base: str, reference: str) -> str | None:
    """The path from the root that `reference` means in the file `base`, or None when it leaves the folder."""
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(base), reference))
    return None if joined.startswith(("../", "/")) or joined == ".." else joined


def reference(base: str, target: str) -> str:
    """How the file `base` refers to `target`: the opposite of `resolve`."""
    return posixpath.relpath(target, posixpath.dirname(base) or ".")
