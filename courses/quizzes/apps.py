from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuizzesConfig(AppConfig):
    name = "courses.quizzes"
    verbose_name = _("Quizzes")

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from cms.translations import sections
        from courses.catalogue import activity_kinds
        from courses.competences import evidence
        from courses.enrolment import measures, signs, slots
        from lms.core import personal_data
        from lms.notifications import kinds

        from . import receivers  # noqa: F401 - connects what hears signals
        from .average import AVERAGE
        from .blocks import QuizBlock
        from .describing import describe
        from .evidence import ATTEMPTS
        from .grading_data import GRADING
        from .letters import KINDS
        from .models import Category, Question, QuestionBank
        from .models.quiz import KIND
        from .personal_data import QUIZZES
        from .policies import BanksPolicy, CategoriesPolicy, QuestionsPolicy
        from .signs import ATTEMPTS_AT
        from .slots import fill_quizzes
        from .translation_rows import SECTION
        from .uploads import UPLOADS

        activity_kinds.register(activity_kinds.ActivityKind(key=KIND, block=QuizBlock, describe=describe, has_dates=True))
        slots.register([KIND], fill_quizzes)
        signs.register(ATTEMPTS_AT)
        measures.register(AVERAGE)
        evidence.register(ATTEMPTS)
        sections.register(SECTION)
        register_permission_policy(QuestionBank, BanksPolicy(QuestionBank))
        register_permission_policy(Category, CategoriesPolicy(Category))
        register_permission_policy(Question, QuestionsPolicy(Question))
        personal_data.register(GRADING)
        personal_data.register(QUIZZES)
        personal_data.register(UPLOADS)
        for kind in KINDS:
            kinds.register(kind)
