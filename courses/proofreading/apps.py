from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProofreadingConfig(AppConfig):
    name = "courses.proofreading"
    verbose_name = _("Checks before publishing")

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from cms.pages import going_live
        from cms.translations import links
        from lms.accounts.models import Role
        from lms.accounts.permissions import permit

        from .models import AvoidedWord
        from .places import checks_link
        from .policies import WordsPolicy
        from .stopping import does_nothing_stop_it

        going_live.ask_before(does_nothing_stop_it, order=going_live.CHECKED)
        links.register(checks_link)
        register_permission_policy(AvoidedWord, WordsPolicy(AvoidedWord))
        verbs = ["add", "change", "delete", "view"]
        permit(Role.EDITOR, Role.ADMINISTRATOR, app="proofreading", codenames=[f"{verb}_avoidedword" for verb in verbs])
