"""Where a role holds. The tables that a scope names belong to higher apps: each registers its own, and what lies above it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model

from .models import RoleAssignment, ScopeKind


@dataclass(frozen=True, kw_only=True)
class Scope:
    """`within` names the wider scopes by the path of foreign keys that leads there: a cohort lies within `course`, `owner` and
    `course__owner`, so that a role on any of them covers it."""

    kind: ScopeKind
    model: str
    within: dict[ScopeKind, list[str]] = field(default_factory=dict)

    def rows(self) -> type[Model]:
        return apps.get_model(self.model)

    def paths(self) -> Iterator[tuple[ScopeKind, str]]:
        yield self.kind, "pk"
        for kind, paths in self.within.items():
            for path in paths:
                yield kind, path


_registered: dict[ScopeKind, Scope] = {}


def register(scope: Scope) -> None:
    if scope.kind in _registered:
        raise ValueError(f"The scope {scope.kind!r} is registered already.")
    _registered[scope.kind] = scope


def registered() -> list[Scope]:
    return list(_registered.values())


def scope_of(model: type[Model]) -> Scope:
    """The scope whose rows are of this model. A model that is no scope is a mistake of the caller."""
    for scope in _registered.values():
        if scope.rows() is model:
            return scope
    raise LookupError(f"{model.__name__} is not a scope. Ask about the organisation, course or cohort that it belongs to.")


def address(where: Model | None) -> tuple[ScopeKind, int]:
    """How an assignment stores a scope; None is the whole site."""
    return (ScopeKind.SITE, 0) if where is None else (scope_of(type(where)).kind, where.pk)


def covering(where: Model | None) -> set[tuple[str, int]]:
    """Every scope that covers the row: itself, all it lies within, the whole site."""
    covers: set[tuple[str, int]] = {(ScopeKind.SITE, 0)}
    if where is None:
        return covers
    for kind, path in scope_of(type(where)).paths():
        number = _follow(where, path)
        if number:
            covers.add((kind, number))
    return covers


def place(assignment: RoleAssignment) -> Model | None:
    """The row that an assignment names; None for the whole site, and for a row that is gone."""
    if assignment.scope == ScopeKind.SITE or assignment.scope not in _registered:
        return None
    return _registered[ScopeKind(assignment.scope)].rows()._default_manager.filter(pk=assignment.scope_id).first()


def _follow(row: Model, path: str) -> int | None:
    """The primary key at the end of the path, without loading the last row."""
    *steps, last = path.split("__")
    for step in steps:
        try:
            row = getattr(row, step)
        except ObjectDoesNotExist:
            return None
        if row is None:
            return None
    return row.pk if last == "pk" else getattr(row, f"{last}_id")
