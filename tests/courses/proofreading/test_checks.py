"""What each check finds in a draft, and what it leaves alone."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from courses.proofreading.checks import page_weight
from courses.proofreading.checks.quizzes import has_feedback, is_attainable
from courses.proofreading.linting import look_through
from courses.proofreading.models import AvoidedWord
from courses.quizzes.engine.definition import from_json
from tests.factories.pages import LessonPageFactory, body, catalogue_in, long_text

pytestmark = pytest.mark.django_db
ANSWERED = {"model_answer": "Stepan lives by the pond."}


def found(*blocks, **fields) -> list[tuple[str, str]]:
    page = LessonPageFactory(is_published=False, body=body(*blocks), **fields)
    return [(looked.finding.check, looked.finding.place) for looked in look_through(page)]


def test_a_good_lesson_is_let_through():
    assert found(("section", "s", {"heading": "Who"}), ("markdown", "m", "Ask first."), long_text("e", **ANSWERED)) == []


def test_a_picture_without_words_stops():
    image = get_image_model().objects.create(title="Bench", file=get_test_image_file())

    blocks = [("picture", "p", {"image": image.pk, "alt": " "}), ("markdown", "m", "![](/media/x.png) ![A bench](/media/x.png)")]

    assert found(*blocks) == [("alt_missing", "body.p.alt"), ("alt_missing", "body.m")]


def test_recordings_need_their_words():
    file = get_document_model().objects.create(title="Talk", file=ContentFile(b"x", "talk.mp4"))

    blocks = [
        ("video", "v", {"file": file.pk, "captions": None, "transcript": ""}),
        ("audio", "a", {"file": file.pk, "transcript": "– How was it?"}),
    ]

    assert found(*blocks) == [("transcript_missing", "body.v.transcript"), ("captions_missing", "body.v.captions")]


def test_headings_go_down_step_by_step():
    text = ("markdown", "m", "### Right\n\n#### Below\n\n### Back\n\n##### Too deep")

    assert found(("section", "s", {"heading": " "}), text) == [("heading_missing", "body.s.heading"), ("heading_skipped", "body.m")]


def test_exercises_need_a_prompt_and_want_a_model_answer():
    blocks = [long_text("e", prompt=""), long_text("mine", is_private=True), ("drawing", "d", {"title": "Map", "prompt": "Draw."})]

    assert found(*blocks) == [("prompt_missing", "body.e.prompt"), ("model_answer_missing", "body.e.model_answer")]


def test_links_inside_the_site_lead_somewhere():
    there = LessonPageFactory()
    hidden = LessonPageFactory(parent=there.get_parent(), is_published=False)
    lesson, draft = (f"/en/courses/{page.url_path.split('/courses/')[1]}" for page in (there, hidden))
    catalogue = catalogue_in("en")
    links = [
        lesson,
        draft,
        "/en/courses/nowhere/",
        "/nowhere/",
        "/my/",
        catalogue.url,
        "#b-m",
        "#b-gone",
        "https://example.org/x",
        "mailto:a@b.c",
    ]
    text = "\n\n".join(f"[words]({link})" for link in links)
    pages = "".join(f'<a linktype="page" id="{number}">words</a> ' for number in (there.pk, hidden.pk, 999999))
    rich = f'<p>{pages}<a linktype="document" id="999999">d</a></p>'
    page = LessonPageFactory(parent=there.get_parent(), is_published=False, body=body(("markdown", "m", text), ("rich_text", "r", rich)))

    said = [(one.finding.check, one.finding.place, one.finding.about or one.finding.quote) for one in look_through(page)]

    assert said == [
        ("link_dead", "body.m", "/en/courses/nowhere/"),
        ("link_dead", "body.m", "/nowhere/"),
        ("link_dead", "body.m", "#b-gone"),
        ("link_dead", "body.r", "999999"),
        ("link_hidden", "body.m", draft),
        ("link_hidden", "body.r", str(hidden.pk)),
    ]


@pytest.mark.parametrize("read_in", ["en", "uk", "cs"])
def test_a_link_is_as_dead_in_every_language_that_an_editor_reads_the_site_in(read_in):
    there = LessonPageFactory(body=body(("markdown", "here", "One.")))
    address = f"/courses/{there.url_path.split('/courses/')[1]}"
    good = [f"/{language}{address}" for language in ("en", "uk", "cs")]
    good += [address, good[0].rstrip("/"), f"{good[0]}#b-here", f"{address}#b-here", f"{good[1]}#section", "/uk/search/?q=a"]
    dead = [f"{good[0]}#b-gone", f"{address.rstrip('/')}#b-gone", "/cs/courses/nowhere/"]
    text = "\n\n".join(f"[words]({link})" for link in [*good, *dead])
    page = LessonPageFactory(parent=there.get_parent(), is_published=False, body=body(("markdown", "m", text)))

    with override(read_in):
        said = [looked.finding.about for looked in look_through(page)]

    assert said == dead


def test_a_page_that_is_too_heavy_for_a_slow_line_stops(monkeypatch):
    page = LessonPageFactory(is_published=False)
    weight = page_weight.first_view(page)
    assert 5_000 < weight < page_weight.BUDGET

    monkeypatch.setattr(page_weight, "BUDGET", weight - 1)

    assert "too_heavy" in [looked.finding.check for looked in look_through(page)]


def test_long_sentences_and_words_to_avoid_are_advice():
    AvoidedWord.objects.create(language="en", word="empower*", instead="help")
    text = "We empower people. " + "word " * 40 + "."

    page = LessonPageFactory(is_published=False, body=body(("markdown", "m", text)))
    said = [(looked.finding.check, looked.finding.severity.value) for looked in look_through(page)]

    assert said == [("sentence_long", "advice"), ("word_avoided", "advice")]


@pytest.mark.parametrize(
    ("word", "passage", "forms"),
    [
        ("empower*", "Empowering, empowered, disempower", ["Empowering", "empowered"]),
        ("in order to", "In  order\nto help, inorder to", ["In  order\nto"]),
        ("данн* вопрос*", "По данному вопросу", ["данному вопросу"]),
        ("є", "є, єдиний", ["є"]),
    ],
)
def test_a_word_is_found_whole_and_with_a_star_in_its_other_endings(word, passage, forms):
    assert AvoidedWord(word=word).found_in(passage) == forms


def _choice(*choices, **said):
    listed = [{"id": str(number), "text": f"Line {number}", "fraction": worth, **more} for number, (worth, more) in enumerate(choices)]
    return from_json({"type": "multichoice", "text": "Who?", "single": True, "choices": listed, **said})


def test_a_question_that_nobody_can_get_right_is_known():
    assert is_attainable(_choice((1, {}), (0, {})))
    assert not is_attainable(_choice((0.5, {}), (0, {})))


def test_a_question_without_a_word_about_the_answer_is_known():
    assert not has_feedback(_choice((1, {}), (0, {})))
    assert has_feedback(_choice((1, {}), (0, {"feedback": "They are far away."})))
    assert has_feedback(_choice((1, {}), (0, {}), general_feedback="Ask them."))
    assert has_feedback(from_json({"type": "essay", "text": "Write."}))


def test_findings_of_a_long_lesson_take_no_query_for_each_block():
    def queries(count: int) -> int:
        blocks = [("markdown", f"m{number}", f"Ask [here](#b-m{number}).") for number in range(count)]
        page = LessonPageFactory(is_published=False, body=body(*blocks))
        look_through(page)
        with CaptureQueriesContext(connection) as asked:
            look_through(page)
        return len(asked)

    assert queries(1) == queries(40)
