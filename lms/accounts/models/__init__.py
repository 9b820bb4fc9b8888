from .role import Role, RoleAssignment, RoleEvent, ScopeKind
from .user import User

__all__ = ["Role", "RoleAssignment", "RoleEvent", "ScopeKind", "User"]
