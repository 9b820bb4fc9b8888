from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificatesConfig(AppConfig):
    name = "courses.certificates"
    verbose_name = _("Certificates")

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from lms.core import personal_data
        from lms.notifications import kinds

        from . import receivers  # noqa: F401 - connects what hears signals
        from .forgetting import CERTIFICATES
        from .letters import KINDS
        from .models import Certificate, NameRequest
        from .policies import CertificatesPolicy, NameRequestsPolicy

        for kind in KINDS:
            kinds.register(kind)
        personal_data.register(CERTIFICATES)
        register_permission_policy(Certificate, CertificatesPolicy(Certificate))
        register_permission_policy(NameRequest, NameRequestsPolicy(NameRequest))
