from .about import About, AboutFields, Sex
from .role import Role, RoleAssignment, RoleEvent, ScopeKind
from .user import User

__all__ = ["About", "AboutFields", "Role", "RoleAssignment", "RoleEvent", "ScopeKind", "Sex", "User"]
