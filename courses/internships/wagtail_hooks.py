from wagtail import hooks

from .viewsets import PlacementViewSet


@hooks.register("register_admin_viewset")
def placements() -> PlacementViewSet:
    return PlacementViewSet()
