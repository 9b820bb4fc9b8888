"""What holds of the lots, whoever draws; and drawing the months of cohorts."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from courses.mentorship.models import Review, ReviewTask
from courses.supervision.actions.sampling import draw_sample, draw_samples, month_before, next_month, seed_of
from courses.supervision.draw import draw
from courses.supervision.models import Draw, SampledReview
from lms.accounts.actions import erase_person
from tests.factories import CohortFactory
from tests.factories.mentorship import handed_in, mentor, reviewed, submission, task_of

OCTOBER = date(2026, 10, 1)
reviews = st.dictionaries(st.integers(1, 10_000), st.integers(1, 6), max_size=120).map(lambda found: list(found.items()))
seeds = st.text(max_size=8)


@given(reviews, seeds)
def test_of_every_mentor_at_least_one_and_at_least_five_per_cent(sent, seed):
    chosen = draw(sent, seed=seed)
    mentors, least = Counter(mentor for _review, mentor in sent), -(-len(sent) // 20)

    assert {dict(sent)[review] for review in chosen} == set(mentors)
    assert len(chosen) == len(set(chosen)) == max(least, len(mentors))
    assert set(chosen) <= {review for review, _mentor in sent}


@given(reviews, seeds, st.randoms())
def test_the_same_seed_draws_the_same_in_whatever_order_they_come(sent, seed, random):
    mixed = list(sent)
    random.shuffle(mixed)

    assert draw(mixed, seed=seed) == draw(sent, seed=seed)


def test_another_seed_draws_others_and_each_has_its_chance():
    sent = [(number, 1) for number in range(20)]
    drawn = Counter(review for seed in range(2_000) for review in draw(sent, seed=str(seed)))

    assert set(drawn) == set(range(20))
    assert all(60 <= count <= 145 for count in drawn.values())  # 100 each; five standard deviations are 49


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [(date(2026, 1, 31), date(2025, 12, 1), date(2026, 2, 1)), (date(2026, 12, 1), date(2026, 11, 1), date(2027, 1, 1))],
)
def test_months_follow_each_other(day, before, after):
    assert (month_before(day), next_month(day)) == (before, after)


def sent(cohort, person, at, **fields):
    review = reviewed(task_of(handed_in(submission(cohort=cohort, **fields))), person)
    Review.objects.filter(pk=review.pk).update(sent_at=at)
    return review


@pytest.mark.django_db
def test_a_month_is_drawn_once_when_it_is_over_by_the_clock_of_the_cohort():
    cohort = CohortFactory(time_zone="Europe/Kyiv")
    person = mentor(cohort)
    last_evening = sent(cohort, person, datetime(2026, 10, 31, 21, 30, tzinfo=UTC))  # 23:30 in Kyiv
    after_midnight = sent(cohort, person, datetime(2026, 10, 31, 22, 30, tzinfo=UTC))

    before = draw_samples(datetime(2026, 10, 31, 21, 59, tzinfo=UTC))
    first = draw_samples(datetime(2026, 10, 31, 22, 1, tzinfo=UTC))
    again = [draw_samples(datetime(2026, 11, day, 9, tzinfo=UTC)) for day in (1, 2, 30)]

    assert (before, first, again) == (0, 1, [0, 0, 0])
    assert [(one.review, one.month, one.cohort) for one in SampledReview.objects.all()] == [(last_evening, OCTOBER, cohort)]
    assert [(one.month, one.sent) for one in Draw.objects.all()] == [(OCTOBER, 1)]
    assert not SampledReview.objects.filter(review=after_midnight).exists()


@pytest.mark.django_db
def test_each_mentor_of_each_cohort_is_drawn_and_supervisors_answers_are_not():
    here, there = CohortFactory(), CohortFactory()
    first, second = mentor(here), mentor(here)
    for day in range(1, 9):
        sent(here, first, datetime(2026, 10, day, 12, tzinfo=UTC))
    of_second = sent(here, second, datetime(2026, 10, 5, 12, tzinfo=UTC))
    elsewhere = sent(there, mentor(there), datetime(2026, 10, 5, 12, tzinfo=UTC))
    as_supervisor = sent(here, mentor(here), datetime(2026, 10, 5, 12, tzinfo=UTC))
    ReviewTask.objects.filter(pk=as_supervisor.task_id).update(is_for_supervisor=True)
    earlier = sent(here, first, datetime(2026, 9, 20, 12, tzinfo=UTC))

    draw_samples(datetime(2026, 11, 3, tzinfo=UTC))

    drawn = {one.review: one.month for one in SampledReview.objects.select_related("review")}
    assert (drawn[of_second], drawn[elsewhere], drawn[earlier]) == (OCTOBER, OCTOBER, date(2026, 9, 1))
    assert as_supervisor not in drawn
    assert sorted(Draw.objects.values_list("month", "sent")) == [(date(2026, 9, 1), 1), (OCTOBER, 1), (OCTOBER, 9)]
    assert len(drawn) == 4


@pytest.mark.django_db
def test_after_a_long_downtime_three_months_are_made_up_for_and_no_more():
    cohort = CohortFactory()
    person = mentor(cohort)
    for month in (6, 7, 8, 9, 10):
        sent(cohort, person, datetime(2026, month, 12, tzinfo=UTC))

    draw_samples(datetime(2026, 11, 20, tzinfo=UTC))

    assert sorted(one.month.month for one in SampledReview.objects.all()) == [8, 9, 10]


@pytest.mark.django_db
def test_who_has_gone_is_not_drawn():
    cohort = CohortFactory()
    gone, stays = mentor(cohort), mentor(cohort)
    sent(cohort, gone, datetime(2026, 10, 5, tzinfo=UTC))
    learner = sent(cohort, stays, datetime(2026, 10, 5, tzinfo=UTC)).task.learner
    erase_person(person=gone)
    erase_person(person=learner)

    draw_samples(datetime(2026, 11, 3, tzinfo=UTC))

    assert not SampledReview.objects.exists()


@pytest.mark.django_db
def test_no_mentor_can_know_the_lots_beforehand():
    cohort = CohortFactory()
    seed = seed_of(cohort, OCTOBER)
    settings.SECRET_KEY, kept = "another secret", settings.SECRET_KEY
    try:
        assert seed_of(cohort, OCTOBER) != seed
    finally:
        settings.SECRET_KEY = kept
    assert (seed_of(cohort, OCTOBER), seed_of(cohort, date(2026, 11, 1)) == seed) == (seed, False)


@pytest.mark.django_db
def test_the_draw_costs_nothing_where_nothing_is_to_be_drawn(django_assert_num_queries):
    cohort = CohortFactory()
    person = mentor(cohort)
    sent(cohort, person, datetime(2026, 10, 5, tzinfo=UTC))
    draw_sample(cohort=cohort, month=OCTOBER)

    with django_assert_num_queries(3):
        draw_samples(datetime(2026, 11, 3, tzinfo=UTC))
