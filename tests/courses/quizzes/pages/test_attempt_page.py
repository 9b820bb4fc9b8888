"""The pages of an attempt, as a browser without scripts meets them."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import now

from courses.quizzes.engine.definition import Choice, Cloze, Gap, Layout, MultiChoice
from courses.quizzes.examples import EXAMPLES
from courses.quizzes.models import Attempt, AttemptFile, AttemptStep
from tests.factories import UserFactory
from tests.factories.quizzes import choice_question, description, essay_question, short_question, true_question


def test_the_front_page_says_how_it_goes_and_begins_an_attempt(desk):
    at = desk(choice_question(), time_limit=1200, attempts_allowed=2, pass_mark=0.6)

    text = at.client.get(at.front).content.decode()
    begun = at.client.post(f"{at.front}start/")

    assert "20 minutes. The clock goes on when you leave the page." in text
    assert "2 attempts. Your best attempt counts." in text
    assert "60 % of the marks." in text
    attempt = Attempt.objects.get()
    assert begun["Location"] == f"/en/my/attempt/{attempt.pk}/"
    assert at.client.get(begun["Location"])["Location"] == f"/en/my/attempt/{attempt.pk}/page/1/"


def test_a_second_click_finds_the_attempt_of_the_first(desk):
    at = desk(choice_question())

    first, second = at.client.post(f"{at.front}start/"), at.client.post(f"{at.front}start/")

    assert first["Location"] == second["Location"]
    assert "Go on with attempt 1" in at.client.get(at.front).content.decode()


def test_an_answer_is_saved_by_whatever_button_leads_on(desk):
    at = desk(choice_question(), true_question()).start()

    on = at.form(choice="b", do="page:1")
    summary = at.form(slot=2, number=2, choice="true", do="summary")

    assert on["Location"] == at.page(2)
    assert summary["Location"] == f"{at.home}summary/"
    assert [at.question(slot).value for slot in (1, 2)] == [{"choice": "b"}, {"choice": "true"}]


def test_passing_by_is_no_answer(desk):
    at = desk(choice_question(), essay_question(response_template="We help\nthem.")).start()

    at.form(do="page:1")
    at.form(slot=2, number=2, text="We help\r\nthem.", do="summary")

    assert [at.question(slot).revision for slot in (1, 2)] == [0, 0]
    assert "not answered yet" in at.client.get(f"{at.home}summary/").content.decode()


def test_a_question_is_flagged_and_the_summary_names_it(desk):
    at = desk(choice_question()).start()

    at.form(choice="b", flag="on", do="summary")

    assert at.question().is_flagged
    assert "answered, to come back to" in at.client.get(f"{at.home}summary/").content.decode()


def test_a_choice_is_taken_back(desk):
    at = desk(choice_question()).start()
    at.form(choice="b")

    back = at.form(choice="b", do=f"clear:{at.question().pk}")

    assert back["Location"] == f"{at.page()}#q{at.question().pk}"
    assert at.question().value == {}


def test_boxes_that_were_ticked_in_a_gap_are_ticked_when_the_page_comes_back_and_read_back_in_the_end(desk):
    boxes = MultiChoice(
        single=False, shuffle=False, choices=(Choice(id="a", text="bread", fraction=0.5), Choice(id="b", text="water", fraction=0.5))
    )
    at = desk(Cloze(text="We need [[what]].", gaps=(Gap(id="what", layout=Layout.VERTICAL, question=boxes),))).start()

    at.form(**{"gap:what": ["a", "b"]})
    again = at.client.get(at.page()).content.decode()
    at.client.post(f"{at.home}hand-in/")
    review = at.client.get(f"{at.home}review/").content.decode()

    assert again.count(" checked") == 2
    assert "bread, water" in review


def test_a_line_is_moved_by_its_button(desk):
    at = desk(EXAMPLES["order"]).start()
    pk = at.question().pk

    at.form(order=["money", "goal", "report", "need"], do=f"move:{pk}:need:up")
    assert at.question().value == {"order": ["money", "goal", "need", "report"]}
    at.form(order=["money", "goal", "need", "report"], touched="1", do=f"move:{pk}:money:up")
    assert at.question().value == {"order": ["money", "goal", "need", "report"]}


def test_an_order_that_was_not_touched_is_no_answer_until_it_is_said_to_be_right(desk):
    at = desk(EXAMPLES["order"]).start()
    shown = ["money", "goal", "report", "need"]

    at.form(order=shown)
    assert at.question().revision == 0
    at.form(order=shown, do=f"order:{at.question().pk}")

    assert at.question().value == {"order": shown}


def test_an_answer_is_checked_and_can_then_only_be_read(desk):
    at = desk(choice_question(), behaviour="immediatefeedback").start()

    at.form(choice="a", do=f"check:{at.question().pk}")
    text = at.client.get(at.page()).content.decode()

    assert "your answer, wrong" in text
    assert "About a." in text
    assert "data-autosave" not in text


def test_a_hint_comes_with_a_wrong_try_and_says_how_many_are_left(desk):
    at = desk(EXAMPLES["one line"], behaviour="interactive").start()

    at.form(choice="kind", do=f"check:{at.question().pk}")
    text = at.client.get(at.page()).content.decode()

    assert "Think of who lives next door." in text
    assert "2 tries left" in text
    assert "Check this answer" in text


def test_a_file_is_added_and_taken_out(desk):
    at = desk(EXAMPLES["file"]).start()
    question = at.question()

    at.form(file=SimpleUploadedFile("map.txt", b"A map."), do=f"file:{question.pk}")
    file = AttemptFile.objects.get()
    assert at.question().value == {"files": [file.pk]}
    download = at.client.get(f"/quizzes/files/{file.pk}/")
    at.form(files=[file.pk], do=f"remove:{question.pk}:{file.pk}")

    assert b"".join(download) == b"A map."
    assert download["Content-Disposition"] == 'attachment; filename="map.txt"'
    assert at.question().value == {}
    file.refresh_from_db()
    assert file.removed_at


def test_a_file_that_is_not_what_it_says_is_refused_and_the_other_answers_are_kept(desk):
    at = desk(EXAMPLES["essay"]).start()

    refused = at.form(text="Older people.", file=SimpleUploadedFile("photo.jpg", b"MZ"), do=f"file:{at.question().pk}")

    text = refused.content.decode()
    assert refused.status_code == 422
    assert "<title>Error: " in text
    assert "is damaged" in text
    assert at.question().value == {"text": "Older people."}


def test_a_text_that_is_too_long_comes_back_with_the_reason(desk):
    at = desk(essay_question()).start()

    refused = at.form(text="ї" * 100_001)

    assert refused.status_code == 422
    assert "longer than 100\u00a0000 characters" in refused.content.decode()
    assert "ї" * 100_001 in refused.content.decode()


def test_a_page_that_was_left_does_not_come_back_where_the_quiz_says_so(desk):
    at = desk(choice_question(), true_question(), navigation="sequential").start()

    assert at.client.get(at.page(2))["Location"] == at.page(1)
    at.form(choice="b", do="page:1")

    assert at.client.get(at.page(1))["Location"] == at.page(2)
    at.form(choice="a")
    assert at.question().value == {"choice": "b"}


def test_texts_between_have_no_number_and_nothing_to_answer(desk):
    at = desk(description(), choice_question(), questions_per_page=0).start()

    text = at.client.get(at.page()).content.decode()

    assert "Question 1" in text
    assert "Question 2" not in text
    assert text.count("data-autosave") == 1


def test_handing_in_twice_is_handing_in_once(desk):
    at = desk(choice_question()).start()
    at.form(choice="b")

    first, second = at.client.post(f"{at.home}hand-in/"), at.client.post(f"{at.home}hand-in/")

    assert first["Location"] == second["Location"] == f"{at.home}review/"
    assert (at.now.state, at.now.fraction) == ("finished", 1.0)
    assert AttemptStep.objects.filter(kind="finish").count() == 1
    assert at.client.get(at.page())["Location"] == f"{at.home}review/"


def test_looking_loading_again_and_leaving_hand_nothing_in(desk):
    at = desk(choice_question(), time_limit=600).start()

    for path in (at.page(), at.page(), f"{at.home}summary/", at.front, f"{at.home}review/", f"{at.home}hand-in/"):
        at.client.get(path)

    assert at.now.state == "in_progress"


def end(at, seconds):
    """The time was up so many seconds ago."""
    Attempt.objects.update(deadline_at=now() - timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("policy", "words", "can_hand_in"),
    [
        ("autosubmit", "handed in by themselves within two minutes", True),
        ("graceperiod", "No more answers are taken. Those that are there count if you hand them in until", True),
        ("autoabandon", "so it does not count", False),
    ],
)
def test_when_the_time_is_up_the_page_says_what_comes_of_it(desk, policy, words, can_hand_in):
    at = desk(choice_question(), time_limit=600, when_time_is_up=policy, overdue_period=600).start()
    end(at, 10)

    assert at.client.get(at.page())["Location"] == f"{at.home}summary/"
    text = at.client.get(f"{at.home}summary/").content.decode()

    assert words in text
    assert ("Hand in my answers" in text) is can_hand_in


def test_an_answer_that_was_on_its_way_at_the_end_still_counts_and_a_later_one_is_kept_beside(desk):
    at = desk(choice_question(), time_limit=600, when_time_is_up="graceperiod", overdue_period=3600).start()
    end(at, 10)
    at.form(choice="b")
    assert at.question().value == {"choice": "b"}

    end(at, 120)
    told = at.save({"choice": "a"}, base=1).json()
    at.client.post(f"{at.home}hand-in/")
    text = at.client.get(f"{at.home}review/").content.decode()

    assert "came after the time was up" in told["state"]
    assert at.now.fraction == 1.0
    assert "Came after the time was up" in text


def test_an_attempt_that_was_never_handed_in_can_be_read(desk):
    at = desk(choice_question(), time_limit=600, when_time_is_up="autoabandon").start()
    at.form(choice="b")
    end(at, 120)

    text = at.client.get(f"{at.home}review/").content.decode()

    assert "was not handed in before the end" in text
    assert "Line b" in text


def test_practice_is_called_practice(desk):
    at = desk(choice_question(), attempts_allowed=1).start()
    at.client.post(f"{at.home}hand-in/")

    assert "You have used all your attempts" in at.client.get(at.front).content.decode()
    at.client.post(f"{at.front}start/")
    at.attempt = Attempt.objects.get(is_unofficial=True)

    assert "This attempt is for practice" in at.client.get(at.page()).content.decode()


def test_an_essay_waits_for_a_person_and_says_so(desk):
    at = desk(essay_question(), choice_question(), questions_per_page=0).start()
    at.form(text="Older people.")
    at.client.post(f"{at.home}hand-in/")

    text = at.client.get(f"{at.home}review/").content.decode()

    assert "A person reads your answer to question 1. The result comes then." in text
    assert "Waiting for a person to read it" in text


def test_what_the_quiz_does_not_show_is_not_in_the_page(desk):
    nothing = {moment: frozenset() for moment in ("during", "just_after", "while_open", "after_close")}
    at = desk(choice_question(), review=nothing).start()
    at.form(choice="b")
    at.client.post(f"{at.home}hand-in/")

    text = at.client.get(f"{at.home}review/").content.decode()

    assert "This quiz does not show answers afterwards." in text
    assert "About b." not in text
    assert "your answer" not in text
    assert "result__figure" not in text
    assert "result__figure" not in at.client.get(at.front).content.decode()


def test_strangers_and_other_learners_find_nothing(desk, all_types):
    at = desk(*all_types, questions_per_page=0).start()
    other = Client()
    other.force_login(UserFactory())
    paths = [at.front, at.home, at.page(), f"{at.home}summary/", f"{at.home}review/"]

    signed_out = [Client().get(path) for path in paths]
    posts = [other.post(path).status_code for path in (f"{at.front}start/", f"{at.home}hand-in/", at.page())]

    assert {response.status_code for response in signed_out} == {302}
    assert [response["Location"] for response in signed_out] == [f"/en/account/login/?next={path}" for path in paths]
    assert [other.get(path).status_code for path in paths] == [404] * 5
    assert posts == [404] * 3


def test_who_is_signed_out_in_mid_answer_gets_the_words_back(desk):
    at = desk(short_question(), essay_question(), questions_per_page=0).start()
    at.client.logout()

    page = at.form(slot=2, text="Written for an hour.")
    begun = at.client.post(f"{at.home}hand-in/")

    assert page.status_code == 401
    assert "Written for an hour." in page.content.decode()
    assert begun["Location"] == f"/en/account/login/?next={at.home}summary/"


def test_a_form_with_an_old_token_comes_back_to_be_sent_again(desk):
    at = desk(essay_question()).start()
    at.client = Client(enforce_csrf_checks=True)
    at.client.force_login(at.enrolment.learner)

    page = at.form(text="Written for an hour.")

    assert page.status_code == 403
    assert "Save again" in page.content.decode()
    assert "Written for an hour." in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_however_many_questions_and_attempts(desk, all_types, django_assert_num_queries, count):
    at = desk(*all_types[:count], essay_question(max_files=1), behaviour="immediatefeedback", questions_per_page=0)
    for _number in range(count):
        at.start()
        at.client.post(f"{at.home}hand-in/")
    at.start()
    at.client.get(at.page())

    with django_assert_num_queries(5):  # the person, the attempt, its questions, their steps, the files
        assert at.client.get(at.page()).status_code == 200
