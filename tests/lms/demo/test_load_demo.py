import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.models import Revision

from courses.catalogue.models import Course, CoursePage
from courses.certificates.actions import issue
from courses.certificates.models import Certificate
from courses.competences.asked import asked_in
from courses.competences.models import Competence, CompetenceWords, Judgement, Moment, Practises, SelfAssessment
from courses.enrolment.models import Cohort, Enrolment
from courses.enrolment.progress import progress_of
from courses.internships.models import ChainLink, Placement, PracticeEntry
from courses.mentorship.models import Comment, CommentReply, Iteration, ReviewTask, SavedReply
from courses.quizzes.models import Attempt, Question
from courses.supervision.models import Message, SampledReview
from courses.workbook.models import Entry, EntryRevision
from lms.accounts.models import RoleAssignment, User
from lms.demo.people import EVERYBODY, GRADUATE, PASSWORD

from .loading import loaded_once

pytestmark = pytest.mark.django_db


def rows() -> dict[str, int]:
    kinds = [User, EmailAddress, RoleAssignment, Course, CoursePage, Revision, Cohort, Enrolment, Entry, EntryRevision, Attempt, Question]
    kinds += [Iteration, ReviewTask, Comment, CommentReply, SavedReply, Competence, CompetenceWords, Practises, SelfAssessment, Judgement]
    kinds += [Placement, PracticeEntry, ChainLink]
    return {kind.__name__: kind.objects.count() for kind in kinds}


@pytest.fixture(scope="module")
def _demo(django_db_setup, django_db_blocker):
    with loaded_once(django_db_blocker, "--without-year"):  # that has tests of its own
        yield


@pytest.fixture
def demo(_demo, db, settings):
    settings.IS_DEMO = True


def test_the_people_can_sign_in_with_the_password_that_is_printed(demo):
    people = {person.email: User.objects.get(email=person.email) for person in EVERYBODY}

    assert all(person.check_password(PASSWORD) for person in people.values())
    assert set(EmailAddress.objects.filter(verified=True, primary=True).values_list("email", flat=True)) == set(people)
    assert set(RoleAssignment.objects.values_list("person__email", "role")) == {(person.email, person.role) for person in EVERYBODY}


def test_the_learner_has_one_quiz_behind_her_and_is_in_the_middle_of_another(demo):
    attempts = {attempt.quiz.lesson.slug: attempt for attempt in Attempt.objects.select_related("quiz__lesson")}

    assert {slug: attempt.state for slug, attempt in attempts.items()} == {"whom-we-help": "finished", "needs": "in_progress"}
    assert 0.5 < attempts["whom-we-help"].fraction < 1


def hers():
    return Iteration.objects.filter(submission__enrolment__learner__email="learner@example.org")


def test_the_learner_and_the_mentor_are_in_the_middle_of_a_second_round(demo):
    first, second = hers().order_by("number")
    waiting = ReviewTask.objects.get(iteration=second)
    comments = Comment.objects.order_by("pk")

    assert (waiting.state, waiting.offered_to.email) == ("offered", "mentor@example.org")
    assert ReviewTask.objects.get(iteration=first).state == "returned"
    assert [(comment.state, comment.addressed_in) for comment in comments] == [("addressed", second)] * 2
    assert CommentReply.objects.get().comment == comments[1]


FIRST_WORDS = [("en", "Choosing"), ("ru", "Выбрать"), ("uk", "Вибрати"), ("bg", "Да"), ("cs", "Vybrat")]


@pytest.mark.parametrize(("language", "first"), FIRST_WORDS)
def test_seven_competences_are_practised_by_all_ten_lessons_and_read_in_five_languages(demo, language, first):
    course = Course.objects.get()
    asked = asked_in(course, language)

    assert (len(asked), asked[0].title.text.split()[0].strip(",")) == (7, first)
    assert len({text for one in asked for text in one.words.levels}) == 35
    assert set(Practises.objects.values_list("lesson", flat=True)) == set(course.lessons.values_list("pk", flat=True))


def test_the_learner_says_how_far_she_is_and_so_does_her_mentor(demo):
    judgement = Judgement.objects.get()

    assert {moment: SelfAssessment.objects.at(moment).count() for moment in Moment.values} == {"before": 7, "looking_back": 2, "after": 2}
    assert (judgement.by.email, judgement.pieces) == ("mentor@example.org", [("round", hers().get(number=1).pk)])


def test_the_learner_is_half_way_through_the_second_lesson(demo):
    progress = progress_of(Enrolment.objects.get(learner__email="learner@example.org"), "ru")

    first, second, third = list(progress.lessons)[:3]
    assert (first.is_done, second.is_done, third.is_done) == (True, False, False)
    assert second.is_started
    assert third.done == 0


def test_anybody_may_join_one_cohort_and_the_other_has_a_code(demo):
    assert set(Cohort.objects.values_list("policy", "join_code")) == {("open", ""), ("join_code", "VILLAGE")}


def test_three_learners_practise_and_their_days_are_in_every_state(demo):
    placement = Placement.objects.get()

    assert placement.participations.count() == 3
    assert set(PracticeEntry.objects.values_list("state", flat=True)) == {"draft", "submitted", "returned", "confirmed"}


def test_the_supervisor_has_a_sample_and_talks_one_of_it_over(demo):
    assert sorted(SampledReview.objects.values_list("state", flat=True)) == ["talked_over", "waiting", "waiting"]
    assert [message.by.name for message in Message.objects.filter(shares=False).order_by("pk")] == ["Мария Кузнецова", "Светлана Орлова"]


def test_loading_it_again_changes_nothing_and_overwrites_nobodys_work(demo):
    entry = Entry.objects.get(activity__block_id="first-answer")
    Entry.objects.filter(pk=entry.pk).update(value={"text": "Моё."})
    learner = User.objects.get(email="learner@example.org")
    learner.set_password("something else entirely")
    learner.save()
    before = rows()

    call_command("load_demo", "--without-year", verbosity=0)

    entry.refresh_from_db()
    learner.refresh_from_db()
    assert rows() == before
    assert entry.value == {"text": "Моё."}
    assert learner.check_password("something else entirely")


def test_a_real_site_refuses_people_whose_password_everybody_knows(settings):
    settings.IS_DEMO = False
    before = User.objects.count()

    with pytest.raises(CommandError, match="not a demo site"):
        call_command("load_demo", verbosity=0)

    assert User.objects.count() == before


def test_somebody_has_finished_and_her_certificate_can_be_checked(demo, client):
    certificate = Certificate.objects.get(enrolment__learner__email=GRADUATE.email)
    issue(certificate=certificate)  # as the worker does within a minute
    certificate.refresh_from_db()

    page = client.get(reverse("verify", args=[certificate.number]))

    assert (certificate.state, page.status_code) == ("issued", 200)
    assert certificate.holder_name in page.text
