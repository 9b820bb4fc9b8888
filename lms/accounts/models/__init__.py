from .role import Role, RoleAssignment, ScopeKind
from .user import User

__all__ = ["Role", "RoleAssignment", "ScopeKind", "User"]
