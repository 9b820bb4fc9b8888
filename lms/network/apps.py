from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    name = "lms.network"
    verbose_name = _("Organisations")

    def ready(self) -> None:
        from lms.accounts.models import ScopeKind
        from lms.accounts.scopes import Scope, register

        register(Scope(kind=ScopeKind.ORGANISATION, model="network.Organisation"))
