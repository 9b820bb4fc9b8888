from wagtail import hooks

from .viewsets import CohortViewSet


@hooks.register("register_admin_viewset")
def cohorts() -> CohortViewSet:
    return CohortViewSet()
