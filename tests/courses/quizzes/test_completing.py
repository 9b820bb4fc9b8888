"""Marks by a person, and what completes the activity."""

import pytest
from django.utils.timezone import now

from courses.enrolment.models import CourseCompletion
from courses.quizzes.actions.attempts import give_grade, grade_attempt
from courses.quizzes.actions.grading import NotGradable
from courses.quizzes.models import Attempt
from tests.factories import UserFactory
from tests.factories.quizzes import choice_question, description, essay_question

State = Attempt.State


class TestByAPerson:
    def handed_in(self, sit, **settings):
        sitting = sit(essay_question(default_mark=4.0), choice_question(), **settings)
        sitting.start()
        sitting.save({"text": "Old people."}, slot=1)
        sitting.save({"choice": "b"}, slot=2)
        sitting.submit()
        return sitting

    def test_the_last_grade_finishes_the_attempt(self, sit, finished):
        sitting = self.handed_in(sit)
        assert (sitting.attempt.state, sitting.attempt.marks, sitting.states()) == (State.SUBMITTED, None, ["needsgrading", "gradedright"])
        mentor = UserFactory()

        give_grade(question=sitting.question(1), fraction=0.5, comment="Whom exactly?", by=mentor)

        attempt = sitting.attempt
        assert (attempt.state, attempt.marks, attempt.fraction, finished) == (State.FINISHED, 3.0, 0.6, [attempt.pk])
        step = sitting.question(1).revisions.first()
        assert (step.kind, step.by, step.fraction, step.comment) == ("grade", mentor, 0.5, "Whom exactly?")

    def test_a_later_grade_replaces_an_earlier_one_which_stays_among_the_steps(self, sit, finished):
        sitting = self.handed_in(sit)
        mentor = UserFactory()

        for fraction in (0.5, 1.0):
            give_grade(question=sitting.question(1), fraction=fraction, comment="", by=mentor)

        assert (sitting.attempt.marks, len(finished)) == (5.0, 1)
        assert list(sitting.question(1).revisions.filter(kind="grade").values_list("fraction", flat=True)) == [1.0, 0.5]

    def test_grading_again_changes_nothing(self, sit, finished):
        sitting = self.handed_in(sit)
        give_grade(question=sitting.question(1), fraction=0.5, comment="", by=UserFactory())
        before = Attempt.objects.values().get()
        sitting.wait(minutes=5)

        grade_attempt(attempt=sitting.attempt)

        assert (Attempt.objects.values().get(), len(finished)) == (before, 1)

    def test_nothing_can_be_graded_before_it_is_handed_in(self, sit):
        sitting = sit(essay_question())
        sitting.start()

        with pytest.raises(NotGradable):
            give_grade(question=sitting.question(), fraction=1.0, comment="", by=UserFactory())
        assert sitting.question().revision == 0

    def test_an_essay_without_a_word_waits_for_nobody(self, sit):
        sitting = sit(essay_question())
        sitting.start()

        assert (sitting.submit().state, sitting.states()) == (State.FINISHED, ["gaveup"])

    def test_practice_asks_nobody_for_marks(self, sit, finished):
        sitting = sit(essay_question(), choice_question(), attempts_allowed=1)
        sitting.start()
        sitting.submit()
        finished.clear()
        sitting.start()
        sitting.save({"text": "Old people."}, slot=1)
        sitting.save({"choice": "b"}, slot=2)

        attempt = sitting.submit()

        assert (attempt.state, attempt.marks, attempt.fraction, finished) == (State.FINISHED, None, None, [attempt.pk])
        assert sitting.states() == ["needsgrading", "gradedright"]
        give_grade(question=sitting.question(1), fraction=1.0, comment="Good.", by=UserFactory())
        assert (sitting.attempt.marks, sitting.attempt.fraction) == (None, None)


class TestCompleting:
    def sat(self, sitting, *answers):
        sitting.start()
        for slot, choice in enumerate(answers, start=1):
            sitting.save({"choice": choice}, slot=slot)
        sitting.submit()

    def two(self, sit, **settings):
        return sit(choice_question(), choice_question(), **settings)

    def test_the_pass_mark_completes_the_activity_and_the_last_one_the_course(self, sit):
        sitting = self.two(sit, pass_mark=0.6)

        self.sat(sitting, "b", "a")
        assert not sitting.is_completed
        self.sat(sitting, "b", "b")

        assert sitting.is_completed
        assert CourseCompletion.objects.filter(enrolment=sitting.enrolment).exists()

    @pytest.mark.parametrize(
        ("grading", "completes"),
        [("highest", [False, True, True]), ("last", [False, True, True]), ("first", [False] * 3), ("average", [False, False, True])],
    )
    def test_the_attempts_count_as_the_quiz_says(self, sit, grading, completes):
        sitting = self.two(sit, pass_mark=0.6, grading=grading)

        seen = []
        for answers in (("a", "a"), ("b", "b"), ("b", "b")):
            self.sat(sitting, *answers)
            seen.append(sitting.is_completed)

        assert seen == completes

    def test_without_a_pass_mark_handing_in_completes_and_nobody_waits_for_a_person(self, sit):
        sitting = sit(essay_question())
        sitting.start()
        sitting.save({"text": "Old people."})

        assert (sitting.submit().state, sitting.is_completed) == (State.SUBMITTED, True)

    def test_with_a_pass_mark_the_last_grade_completes(self, sit):
        sitting = sit(essay_question(), pass_mark=0.5)
        sitting.start()
        sitting.save({"text": "Old people."})
        sitting.submit()
        assert not sitting.is_completed

        give_grade(question=sitting.question(), fraction=0.5, comment="", by=UserFactory())

        assert sitting.is_completed

    def test_a_quiz_without_marks_is_completed_by_handing_it_in(self, sit):
        sitting = sit(description(), pass_mark=0.9)

        self.sat(sitting)

        assert (sitting.is_completed, sitting.attempt.fraction) == (True, None)

    @pytest.mark.parametrize("pass_mark", [0.0, 0.5])
    def test_practice_completes_nothing(self, sit, pass_mark):
        sitting = self.two(sit, pass_mark=pass_mark)
        sitting.dates(closes_at=now())

        self.sat(sitting, "b", "b")

        assert (sitting.states(), sitting.is_completed) == (["gradedright", "gradedright"], False)
