from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MentorshipConfig(AppConfig):
    name = "courses.mentorship"
    verbose_name = _("Mentorship")

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from cms.translations import sections
        from courses.catalogue import activity_kinds
        from courses.competences import evidence
        from courses.consultations import own_mentors
        from courses.enrolment import barred, signs, slots
        from courses.quizzes import elsewhere
        from lms.core import personal_data
        from lms.notifications import kinds

        from . import answer_letters, desk_letters, letters, receivers, week_letters  # noqa: F401 - the last connects what hears signals
        from .blocks import AssignmentBlock
        from .describing import describe, problems_in_lesson
        from .evidence import ROUNDS
        from .models import Bar, Rubric
        from .models.assignment import KIND
        from .own_mentors import current_mentor, enrolments_paired_with
        from .personal_data import MENTORSHIP
        from .policies import RubricsPolicy
        from .queue import sources
        from .queue.quiz_answers import QuizAnswers
        from .queue.review_tasks import ReviewTasks
        from .rules import tasks_in_hand
        from .signs import ROUNDS_HANDED_IN
        from .slots import fill_assignments
        from .translation_rows import SECTION

        activity_kinds.register(
            activity_kinds.ActivityKind(key=KIND, block=AssignmentBlock, describe=describe, has_dates=True, problems=problems_in_lesson)
        )
        slots.register([KIND], fill_assignments)
        register_permission_policy(Rubric, RubricsPolicy(Rubric))
        personal_data.register(MENTORSHIP)
        elsewhere.register(held=tasks_in_hand)
        signs.register(ROUNDS_HANDED_IN)
        barred.register(Bar.objects.all)
        own_mentors.register(learners=enrolments_paired_with, mentor=current_mentor)
        evidence.register(ROUNDS)
        sections.register(SECTION)
        sources.register(ReviewTasks())
        sources.register(QuizAnswers())
        for letter in (*letters.KINDS, *desk_letters.KINDS, *answer_letters.KINDS, *week_letters.KINDS):
            kinds.register(letter)
