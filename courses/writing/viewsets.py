from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page, get_page_models

from cms.pages.models import BasePage

from .answers import AskedInADialog
from .editing import CarefulCreateView, CarefulEditView, CarefulRevertView, CarefulUnpublishView


class CarefulPages(PageViewSet):
    """The editor of a type of page."""

    add_view_class = CarefulCreateView
    edit_view_class = CarefulEditView
    revisions_revert_view_class = CarefulRevertView
    unpublish_view_class = CarefulUnpublishView
    collect_workflow_action_data_view_class = AskedInADialog
    parent_models: list[type[Page]] = []  # listings stay as they are


def careful_pages() -> list[CarefulPages]:
    """One for each page type of ours: some views of Wagtail ask the rows of their model, and what all have in common is abstract."""
    types = [model for model in get_page_models() if issubclass(model, BasePage)]
    return [type(f"Careful{model.__name__}s", (CarefulPages,), {"model": model})() for model in types]
