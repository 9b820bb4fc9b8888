from .about import About, AboutFields, Sex
from .kept_form import KeptForm
from .role import Role, RoleAssignment, RoleEvent, ScopeKind
from .user import User

__all__ = ["About", "AboutFields", "KeptForm", "Role", "RoleAssignment", "RoleEvent", "ScopeKind", "Sex", "User"]
