from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from cms.pages.models import BasePage

from .editing import CarefulCreateView, CarefulEditView, CarefulRevertView


class CarefulPages(PageViewSet):
    """The editor of every page of ours."""

    model = BasePage
    add_view_class = CarefulCreateView
    edit_view_class = CarefulEditView
    revisions_revert_view_class = CarefulRevertView
    parent_models: list[type[Page]] = []  # listings stay as they are


careful_pages = CarefulPages()
