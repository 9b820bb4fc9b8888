from wagtail import hooks

from .viewsets import CertificateViewSet


@hooks.register("register_admin_viewset")
def certificates() -> CertificateViewSet:
    return CertificateViewSet()
