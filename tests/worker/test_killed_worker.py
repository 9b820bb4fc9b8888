"""The worker dies at each of the points at which it can; what was sent and what was kept is counted."""

import pytest

from courses.certificates.actions import make_eligible, revoke
from courses.certificates.models import Certificate
from courses.certificates.pdf import render
from courses.enrolment.letters import post_welcome
from lms.notifications.models import Letter
from tests.factories import (
    ActivityFactory,
    CertificateFactory,
    CompletionFactory,
    CourseVersionFactory,
    EnrolmentFactory,
    LessonVersionFactory,
    ModuleVersionFactory,
)

from .faults import CHILD_AFTER_THE_FILE, CHILD_IN_MID_FILE, EVERYTHING_BEFORE_THE_CLAIM

State = Letter.State
Issued = Certificate.State.ISSUED


def test_nothing_is_lost_and_nothing_is_sent_twice_that_should_not_be(site, post_office):
    # given a must-send and another letter, and a worker that dies before it has claimed either
    course = course_with_a_lesson()
    site.arm(EVERYTHING_BEFORE_THE_CLAIM)
    site.start_worker()
    unclaimed = post_both(course)
    site.wait_for_death()
    assert states(unclaimed) == [State.QUEUED, State.QUEUED]

    # and the next one, which dies when it has claimed two more and the mail server has said hello
    site.start_worker()
    site.sweep_until(lambda: states(unclaimed) == [State.HANDED_OVER, State.HANDED_OVER])
    post_office.at_the_door(2, site.kill_worker)
    claimed = post_both(course)
    site.wait_for_death()
    assert states(claimed) == [State.HANDING_OVER, State.HANDING_OVER]
    site.minutes_pass()

    # and the third, whose child dies in mid-file of a certificate and again before the row says that there is one, and which dies
    # itself when the mail server has the certificate and two more letters, before it hears so
    site.arm(CHILD_IN_MID_FILE)
    site.arm(CHILD_AFTER_THE_FILE)
    site.start_worker()
    site.sweep_until(lambda: states(claimed) == [State.HANDED_OVER, State.UNKNOWN])
    post_office.after_taking(3, site.kill_worker)
    certificate = make_eligible(completion=CompletionFactory(enrolment__cohort__course=course))
    letter = site.wait_for_letter("certificate")
    taken = [*post_both(course), letter]
    site.wait_for_death()
    assert states(taken) == [State.HANDING_OVER, State.HANDING_OVER, State.HANDING_OVER]
    site.minutes_pass()

    # when the fourth lives
    site.start_worker()
    site.sweep_until(lambda: states(taken) == [State.HANDED_OVER, State.UNKNOWN, State.HANDED_OVER])

    # then a must-send letter came once, or twice under one Message-ID, and the others never twice
    assert [copies(post_office, letters) for letters in [unclaimed, claimed, taken]] == [[1, 1], [1, 0], [2, 1, 2]]
    assert len(post_office.letters) == 8

    # and there is one paper, whole, attached to both copies of its letter
    certificate.refresh_from_db()
    paper = render(certificate, credential=certificate.badge.credential)
    assert (certificate.state, site.is_armed(CHILD_IN_MID_FILE), site.is_armed(CHILD_AFTER_THE_FILE)) == (Issued, False, False)
    assert [file.read_bytes() for file in (site.var / "private").rglob("*.*")] == [paper]
    attached = [[part.get_content() for part in letter.iter_attachments()] for letter in post_office.letters]
    assert [papers for papers in attached if papers] == [[paper], [paper]]


@pytest.mark.parametrize(
    ("dies_at", "left", "copied"),
    [(2, [State.HANDED_OVER, State.HANDING_OVER, State.QUEUED, State.QUEUED], [1, 2, 1, 1]),
     (3, [State.HANDED_OVER, State.HANDED_OVER, State.HANDING_OVER, State.QUEUED], [1, 1, 1, 1])],
    ids=["at a must-send letter", "at another one"],
)  # fmt: skip
def test_a_death_in_the_middle_of_a_batch_leaves_one_letter_in_doubt_and_the_rest_untouched(
    site, post_office, monkeypatch, dies_at, left, copied
):
    # given two must-send letters and two others that no task was sent for, and a worker that dies when so many are with the mail server
    monkeypatch.setattr("lms.notifications.tasks.hand_over_letter.delay_on_commit", lambda **kwargs: None)
    course = course_with_a_lesson()
    both = [post_both(course) for _ in range(2)]
    letters = [letters[priority] for priority in (0, 1) for letters in both]
    post_office.at_letter(dies_at, site.kill_worker)
    site.start_worker()
    site.sweep()
    site.wait_for_death()
    assert states(letters) == left
    assert len(post_office.letters) == dies_at

    # when the next one lives
    site.minutes_pass()
    site.start_worker()
    in_doubt = State.UNKNOWN if dies_at == 3 else State.HANDED_OVER
    site.sweep_until(lambda: states(letters) == [State.HANDED_OVER, State.HANDED_OVER, in_doubt, State.HANDED_OVER])

    # then what must be sent went once more under the same name, what need not was not repeated, and the rest went once
    assert copies(post_office, letters) == copied


def course_with_a_lesson():
    lesson = LessonVersionFactory().of
    ModuleVersionFactory(of=lesson.module)
    CourseVersionFactory(of=lesson.course)
    ActivityFactory(lesson=lesson)
    return lesson.course


def post_both(course) -> list[Letter]:
    """A must-send letter and one that is not."""
    certificate = CertificateFactory()
    revoke(certificate=certificate, because="The wrong course.", by=None)
    return [Letter.objects.get(subject_key=certificate.number), post_welcome(EnrolmentFactory(cohort__course=course))]


def states(letters: list[Letter]) -> list[str]:
    found = dict(Letter.objects.filter(pk__in=[letter.pk for letter in letters]).values_list("pk", "state"))
    return [found[letter.pk] for letter in letters]


def copies(post_office, letters: list[Letter]) -> list[int]:
    counted = post_office.copies()
    return [counted[f"<{letter.message_id}>"] for letter in letters]
