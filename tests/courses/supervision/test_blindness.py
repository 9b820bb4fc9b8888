"""Until the second review is sent, no page and no answer to a script tells a supervisor what the mentor said, nor who it was."""

import re

import pytest
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils.timezone import now

from courses.mentorship.actions.answering import report
from courses.mentorship.actions.noting import add_note
from courses.mentorship.actions.reviewing import add_comment
from courses.mentorship.models import Comment, Report, Review
from courses.supervision.actions.reading import look
from courses.supervision.models import SampledReview
from lms.accounts.models import Role
from lms.core.log.ulid import new_ulid
from tests.factories.mentorship import handed_in, mentor, review_begun, reviewed, submission, task_of
from tests.factories.supervision import LEVELS, MONTH, WORDS, of_three_levels, second, supervisor, taken
from tests.guards.addresses import addresses

pytestmark = pytest.mark.django_db
NAME, COMMENT, NOTE = "Olena Secretname", "Say what old means here.", "Writes best when praised first."


@pytest.fixture
def one(cohort):
    """A review with everything that a review can have."""
    by = mentor(cohort, name=NAME)
    task = task_of(handed_in(submission(cohort=cohort, rubric=of_three_levels().pk)))
    review = review_begun(task, by)
    activity = task.iteration.answers.get().activity
    add_comment(review=review, made_id=new_ulid(), text=COMMENT, activity=activity)
    add_note(enrolment_id=task.submission.enrolment_id, by=by, text=NOTE)
    review = reviewed(task, by, "lets_talk", summary=WORDS, levels={"words": "half", "facts": "no"})
    return SampledReview.objects.create(review=review, cohort=cohort, month=MONTH)


def told(text: str) -> list[str]:
    """What of the mentor's review is in it. The outcome and the levels are choices as well, so they count where they are chosen."""
    found = [words for words in (WORDS, COMMENT, NOTE, NAME) if words in text]
    chosen = re.findall(
        r"<strong>(?:Let&#x27;s talk|Let&#39;s talk|Let's talk)</strong>|data-chosen|name=\"(?:level|outcome|overall)[^>]*checked", text
    )
    return found + chosen


def paths_about(one) -> list[str]:
    """Every address of the site whose parts can be those of this review."""
    task = one.review.task
    known = {
        "pk": [task.pk, one.pk, task.submission.enrolment_id, one.review_id],
        "comment_id": [Comment.objects.get().pk],
        "made_id": [Comment.objects.get().made_id],
        "enrolment_id": [task.submission.enrolment_id],
        "activity_id": [task.submission.assignment_id],
        "cohort_id": [task.cohort_id],
        "name": ["this-week", "first-answers", "rounds", "waiting"],
        "kind": ["csv"],
        "number": [1],
        "file_id": [1],
        "person_id": [one.review.reviewer_id],
    }
    found = {address.path for address in addresses() if re.search(r"/(mentor|mentors|supervision|mentorship)/", address.path)}
    for name in {name for name in get_resolver().reverse_dict if isinstance(name, str)}:
        for pk in known["pk"]:
            for figure in known["name"]:
                parts = {part: values[0] for part, values in known.items()} | {"pk": pk, "name": figure}
                for entry in get_resolver().reverse_dict.getlist(name):
                    wanted = entry[0][0][1]
                    if wanted and set(wanted) <= set(parts):
                        try:
                            found.add(reverse(name, kwargs={part: parts[part] for part in wanted}))
                        except NoReverseMatch:
                            continue
    of_a_person = re.compile(r"/admin/users|/mentors/\d+/waive/")  # named in the address: whoever looks knows already who it is
    return sorted(path for path in found if not of_a_person.search(path))


@pytest.mark.parametrize("is_taken", [False, True], ids=["waiting", "in hand"])
def test_no_address_of_the_site_tells_what_the_mentor_said(client, cohort, one, is_taken):
    person = supervisor(cohort)
    if is_taken:
        taken(one, person)
    client.force_login(person)
    paths = [*paths_about(one), f"{reverse('desk_answered')}?by=everybody", f"{reverse('desk')}?whose=supervisors"]
    must = [reverse("review_task", args=[one.review.task_id]), reverse("sampled_review", args=[one.pk]), reverse("supervision_hard_cases")]
    must += [f"/mentorship/tasks/{one.review.task_id}/session/", f"/supervision/sample/{one.pk}/session/"]
    assert set(must) <= set(paths)

    leaks = {}
    for path in paths:
        answer = client.get(path, follow=True)
        body = (
            b"".join(answer.streaming_content).decode("utf-8", "ignore") if answer.streaming else answer.content.decode("utf-8", "ignore")
        )
        if answer.status_code == 200 and (found := told(_without_names_of_people(body))):
            leaks[path] = found

    assert leaks == {}


def _without_names_of_people(text: str) -> str:
    """Lists of mentors to choose from, to write to, or with what they carry name everybody, and tell nothing of a review."""
    text = re.sub(r"<option.*?</option>", "", text, flags=re.S)
    text = re.sub(r'<h2 id="loads">.*?</section>', "", text, flags=re.S)
    text = re.sub(r"\r\n\r\nMentors\r\n.*", "", text, flags=re.S)
    text = re.sub(r'action="[^"]*/mentor/letters/with/\d+/".*?</form>', "", text, flags=re.S)
    return text


def test_the_page_that_is_read_has_the_round_and_the_rubric_and_nothing_chosen(client, cohort, one):
    person = supervisor(cohort)
    taken(one, person)
    client.force_login(person)

    page = client.get(reverse("sampled_review", args=[one.pk])).text

    assert all(words in page for words in ("Two hundred people.", "Everybody, by name.", "Who lives here?", LEVELS[1].title, "Facts"))
    assert told(page) == []


def test_earlier_rounds_are_shown_as_they_stood_and_by_nobody(client, cohort):
    by = mentor(cohort, name=NAME)
    made = submission(cohort=cohort)
    task = task_of(handed_in(made))
    review = review_begun(task, by)
    activity = task.iteration.answers.get().activity
    add_comment(review=review, made_id=new_ulid(), text="Who are the old?", activity=activity)
    reviewed(task, by, summary="Go on.")
    next_task = task_of(handed_in(made))
    later = review_begun(next_task, by)
    Comment.objects.filter(review=review).update(state=Comment.State.RESOLVED, resolved_at=now())
    add_comment(review=later, made_id=new_ulid(), text=COMMENT, activity=activity)
    last = reviewed(next_task, by, "accepted", summary=WORDS)
    one = SampledReview.objects.create(review=last, cohort=cohort, month=MONTH)
    person = supervisor(cohort)
    taken(one, person)
    client.force_login(person)

    page = client.get(reverse("sampled_review", args=[one.pk])).text

    assert ("Who are the old?" in page, "Resolved" in page, ">Open<" in page) == (True, False, True)
    assert told(page) == []


def test_once_it_is_sent_both_stand_side_by_side(client, cohort, one):
    person = supervisor(cohort)
    second(one, person, "lets_talk", levels={"words": "yes", "facts": "yes"})
    client.force_login(person)

    page = client.get(reverse("sampled_review", args=[one.pk])).text
    review = client.get(reverse("review_task", args=[one.review.task_id])).text

    for words in (WORDS, NAME, "I would let it pass.", "Both say the same of 1 of 3 things.", "1 level apart", "2 levels apart", "Partly"):
        assert words in page
    assert all(words in review for words in (WORDS, COMMENT))


def test_who_needs_the_review_may_look_and_then_reads_it_no_more(client, cohort, one):
    person = supervisor(cohort)
    client.force_login(person)
    address = reverse("review_task", args=[one.review.task_id])

    led = client.get(address)
    shown = client.post(reverse("look_at_sampled", args=[one.pk]), follow=True).text

    assert led.url == reverse("sampled_review", args=[one.pk])
    assert WORDS in shown
    page = client.get(reverse("sampled_review", args=[one.pk])).text
    assert ("Read it a second time" in page, "You know what the mentor said" in page) == (False, True)


def test_a_draft_on_another_round_is_kept_from_nobody_but_them(client, cohort, one):
    """Mentors, and supervisors who have looked, go on working with the same rounds."""
    looks = supervisor(cohort)
    look(sampled=one, person=looks)
    for person in (looks, mentor(cohort), one.review.reviewer):
        client.force_login(person)
        assert WORDS in client.get(reverse("review_task", args=[one.review.task_id])).text


def test_a_report_about_it_leads_to_the_choice_first(client, cohort, one):
    review = Review.objects.select_related("task__submission__enrolment").get(pk=one.review_id)
    report(review=review, text="That hurt.")
    person = supervisor(cohort)
    client.force_login(person)
    address = reverse("review_report", args=[Report.objects.get().pk])

    led = client.get(address)
    look(sampled=one, person=person)

    assert led.url == reverse("sampled_review", args=[one.pk])
    assert WORDS in client.get(address).text


def test_figures_leave_out_who_answered_and_how(client, cohort, one):
    client.force_login(supervisor(cohort))
    address = reverse("review_figure", args=["first-answers"])
    hidden = _without_names_of_people(client.get(address).text)
    client.force_login(mentor(cohort, Role.COORDINATOR))
    open_ = _without_names_of_people(client.get(address).text)

    assert (NAME in hidden, "In the sample: answered" in hidden, NAME in open_) == (False, True, True)


def test_taking_the_next_one_of_the_same_work_leads_back_to_the_second_review(client, cohort, one):
    person = supervisor(cohort)
    taken(one, person)
    waiting = task_of(handed_in(one.review.task.submission))
    client.force_login(person)

    shown = client.post(reverse("take_next"), follow=True)

    waiting.refresh_from_db()
    assert waiting.claimed_by == person
    assert shown.redirect_chain[-1][0] == reverse("sampled_review", args=[one.pk])
    assert told(shown.text) == []
