from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificatesConfig(AppConfig):
    name = "courses.certificates"
    verbose_name = _("Certificates")

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from courses.mentorship import week_lines
        from lms.core import personal_data
        from lms.notifications import kinds

        from . import expiry_letters, name_letters, receivers  # noqa: F401 - connects what hears signals
        from .forgetting import CERTIFICATES
        from .letters import KINDS
        from .models import Certificate, NameRequest
        from .policies import CertificatesPolicy, NameRequestsPolicy

        for kind in (*KINDS, *expiry_letters.KINDS, *name_letters.KINDS):
            kinds.register(kind)
        personal_data.register(CERTIFICATES)
        week_lines.register(week_lines.WeekLine(count=name_letters.waiting_for, said=name_letters.said, address=name_letters.address))
        register_permission_policy(Certificate, CertificatesPolicy(Certificate))
        register_permission_policy(NameRequest, NameRequestsPolicy(NameRequest))
