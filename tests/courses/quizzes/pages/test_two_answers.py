"""One question answered differently in two tabs: what gave way is offered."""

from tests.factories.quizzes import choice_question, short_question


def two_answers(desk, first, second, definition):
    """Two tabs that both began with an empty page."""
    at = desk(definition).start()
    at.save(first)
    return at, at.save(second).json()


def test_an_answer_that_another_tab_overruled_is_offered_until_one_of_the_two_is_chosen(desk):
    at, told = two_answers(desk, {"choice": "a"}, {"choice": "b"}, choice_question())
    page = at.client.get(at.page()).content.decode()

    at.form(choice="b", do=f"other:{at.question().pk}")

    assert told["other"] == "Line a"
    assert "Your other answer:" in page
    assert "Use it instead" in page
    assert at.question().value == {"choice": "a"}
    assert "Your other answer:" not in at.client.get(at.page()).content.decode().partition("<template")[0]


def test_the_answer_that_stands_may_be_said_to_be_right(desk):
    at, _told = two_answers(desk, {"text": "Kyiv"}, {"text": "Lviv"}, short_question())

    at.form(text="Lviv", do=f"mine:{at.question().pk}")

    assert at.question().value == {"text": "Lviv"}
    assert "Your other answer:" not in at.client.get(at.page()).content.decode().partition("<template")[0]


def test_no_other_answer_is_offered_where_both_say_the_same_in_the_end(desk):
    at, _told = two_answers(desk, {"text": "Kyiv"}, {"text": "Lviv"}, short_question())

    told = at.save({"text": "Kyiv"}, base=2).json()

    assert told["other"] == ""
    assert "Your other answer:" not in at.client.get(at.page()).content.decode().partition("<template")[0]
