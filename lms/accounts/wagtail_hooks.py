from wagtail import hooks

from .viewsets import RoleViewSet


@hooks.register("register_admin_viewset")
def roles() -> RoleViewSet:
    return RoleViewSet()
