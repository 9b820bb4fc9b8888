from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuizzesConfig(AppConfig):
    name = "courses.quizzes"
    verbose_name = _("Quizzes")

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from lms.core import personal_data
        from lms.notifications import kinds

        from . import receivers  # noqa: F401 - connects what hears signals
        from .grading_data import GRADING
        from .letters import KINDS
        from .models import Category, Question, QuestionBank
        from .policies import BanksPolicy, CategoriesPolicy, QuestionsPolicy
        from .uploads import UPLOADS

        personal_data.register(UPLOADS)
        register_permission_policy(QuestionBank, BanksPolicy(QuestionBank))
        register_permission_policy(Category, CategoriesPolicy(Category))
        register_permission_policy(Question, QuestionsPolicy(Question))
        personal_data.register(GRADING)
        for kind in KINDS:
            kinds.register(kind)
