"""The places of words in a letter, and what editors may put there."""

import pytest
from django.template import Context, Template, TemplateSyntaxError

from lms.notifications import kinds
from lms.notifications.worded import places_of
from lms.notifications.wording import Wording

OPENING = '{% load letters %}{% wording "opening" needs="course" %}You learn <i>here</i>: {{ course }}.{% endwording %}'


def rendered(source, *, escapes=True, texts=None, **things):
    wording = Wording(texts or {}, {"course", "mentor", "count"})
    return Template(source).render(Context({"wording": wording, **things}, autoescape=escapes))


def test_without_other_words_it_says_those_it_came_with():
    assert rendered(OPENING, course="A & B") == "<p>You learn <i>here</i>: A &amp; B.</p>"
    assert rendered(OPENING, course="A & B", escapes=False) == "You learn <i>here</i>: A & B."
    assert Template(OPENING).render(Context({"course": "A"})) == "<p>You learn <i>here</i>: A.</p>"


def test_other_words_are_escaped_and_set_in_paragraphs_in_html_and_stay_plain_in_text():
    texts = {"opening": "Good day & <b>welcome</b>.\r\nYou learn:\r\n\r\n{course}"}

    assert rendered(OPENING, texts=texts, course="A <i>") == (
        "<p>Good day &amp; &lt;b&gt;welcome&lt;/b&gt;.<br>You learn:</p><p>A &lt;i&gt;</p>"
    )
    assert rendered(OPENING, texts=texts, course="A <i>", escapes=False).split("\r\n") == [
        "Good day & <b>welcome</b>.", "You learn:", "", "A <i>"
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["{{ secret }}", "{% now 'Y' %}", "100 % {} {", "%(course)s %s", "{ course }", "{course.real}"])
def test_nothing_in_them_is_carried_out(text):
    assert rendered(OPENING, texts={"opening": text}, escapes=False, course="A", secret="B") == text


def test_what_is_put_in_for_a_name_is_not_looked_at_again():
    assert rendered(OPENING, texts={"opening": "{course}"}, escapes=False, course="{mentor}", mentor="M") == "{mentor}"


@pytest.mark.parametrize("text", ["Ask {mentor}.", "See {stop_link}.", "{wording}"])
def test_a_name_that_has_nothing_to_say_or_that_the_kind_does_not_know_brings_the_first_words_back(text):
    assert rendered(OPENING, texts={"opening": text}, course="A", mentor="", stop_link="/s/") == "<p>You learn <i>here</i>: A.</p>"


def test_zero_is_something_to_say():
    assert rendered(OPENING, texts={"opening": "{count} new"}, course="A", count=0) == "<p>0 new</p>"


def test_words_of_one_line_are_no_paragraph():
    button = '{% load letters %}{% wording "button" %}Go & see{% endwording %}'

    assert rendered(button) == "Go & see"
    assert rendered(button, texts={"button": "Go < see"}) == "Go &lt; see"


def test_a_place_that_nobody_can_name_is_no_place():
    with pytest.raises(TemplateSyntaxError, match="elsewhere"):
        Template('{% load letters %}{% wording "elsewhere" %}{% endwording %}')


def test_the_places_of_a_kind_are_read_from_its_templates_with_names_for_things():
    places = places_of(kinds.get("passed_to_supervisor"), "en")

    assert [(place.key, place.words) for place in places] == [
        ("subject", "{count} learners have waited long: it is passed to you"),
        ("opening", "This waits for a supervisor, and you are the one who is asked:"),
        ("button", "Go to your desk"),
    ]
    assert places_of(kinds.get("review_late"), "en")[0].needs == ("date",)


@pytest.mark.parametrize("kind", sorted(kind.key for kind in kinds.all_kinds()))
def test_every_kind_has_a_subject_an_opening_and_words_for_its_link(kind):
    keys = {place.key.partition("_")[0] for place in places_of(kinds.get(kind), "en")}

    assert keys >= {"subject", "opening", "button"}
