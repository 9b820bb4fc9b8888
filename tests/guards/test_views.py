"""A view fetches a person's rows through the person. Found by reading: `Entry.objects…` must go on with `.of(` or name the person."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.models import ForeignKey, Model

from .exceptions import unexplained

ROOT = Path(__file__).resolve().parents[2]
OURS = ("lms", "courses", "cms")
NAMES_THE_PERSON = (".of(", "request.user")

FETCHED_OTHERWISE = {
    # file:function Model → why it is right
    "lms/calendars/views.py:calendar_feed Feed": "the address is the key, nobody is signed in",
    "courses/certificates/views/verifying.py:_all Certificate": "a verifier looks up the number of somebody else's certificate",
    "courses/certificates/badges/views.py:_certificates Certificate": "whoever has a badge asks for the newest by the address in it",
    "courses/certificates/badges/views.py:badge Badge": "the same",
    "courses/certificates/badges/views.py:achievement Badge": "which courses anybody has a badge of, and nothing of the badges",
}


def personal_models() -> set[str]:
    """Models whose rows belong to a person: a foreign key leads to one, directly or through another such model."""
    ours = [model for model in apps.get_models() if model.__module__.startswith(OURS) and not hasattr(model, "get_url_parts")]
    personal: set[type[Model]] = {apps.get_model(settings.AUTH_USER_MODEL)}
    while more := {model for model in ours if model not in personal and _belongs_to(model, personal)}:
        personal |= more
    return {model.__name__ for model in personal}


def _belongs_to(model: type[Model], personal: set[type[Model]]) -> bool:
    keys = [field for field in model._meta.get_fields() if isinstance(field, ForeignKey) and field.related_model in personal]
    return any(not key.null for key in keys)  # "granted by" and the like may be empty; an owner may not


def view_files() -> Iterator[Path]:
    for room in OURS:
        yield from sorted((ROOT / room).rglob("views.py"))
        yield from sorted(path for path in (ROOT / room).rglob("*.py") if path.parent.name == "views")


def fetches(path: Path, models: set[str]) -> Iterator[tuple[str, str]]:
    """(place, expression) for each fetch of a personal model that does not name the person."""
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        parents = {child: node for node in ast.walk(function) for child in ast.iter_child_nodes(node)}
        for node in ast.walk(function):
            model = _fetched(node)
            if model in models:
                text = ast.get_source_segment(source, _whole(node, parents)) or ""
                if not any(sign in text for sign in NAMES_THE_PERSON):
                    yield f"{path.relative_to(ROOT)}:{function.name} {model}", text


def _fetched(node: ast.AST) -> str | None:
    """The model in `Model.objects` or in `get_object_or_404(Model, …)`."""
    if isinstance(node, ast.Attribute) and node.attr == "objects" and isinstance(node.value, ast.Name):
        return node.value.id
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"get_object_or_404", "get_list_or_404"}:
        return node.args[0].id if node.args and isinstance(node.args[0], ast.Name) else None
    return None


def _whole(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> ast.AST:
    """The whole chain of calls that a fetch is the beginning of."""
    while isinstance(parents.get(node), ast.Attribute | ast.Call) and node is not None:
        node = parents[node]
    return node


def test_no_view_fetches_a_persons_rows_without_the_person():
    models = personal_models()

    found = {place: text for path in view_files() for place, text in fetches(path, models)}

    assert unexplained(found, FETCHED_OTHERWISE) == []


def test_the_guard_knows_whose_rows_are_whose():
    assert {"User", "Enrolment", "Entry", "EntryFile", "Certificate", "Letter"} <= personal_models()
    assert {"Course", "Lesson", "LessonPage", "Organisation"} & personal_models() == set()
