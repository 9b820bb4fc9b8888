from wagtail import hooks

from .choosers import rubric_chooser


@hooks.register("register_admin_viewset")
def viewsets() -> list:
    return [rubric_chooser]
