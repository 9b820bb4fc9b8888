"""What is read of a page, and what its texts consist of."""

import pytest

from courses.proofreading import reading
from courses.proofreading.marked import marked
from courses.proofreading.texts import Kind, Text, texts
from tests.factories.pages import LessonPageFactory, body, long_text


@pytest.mark.django_db
def test_every_text_of_a_lesson_is_read_with_its_place_in_the_editor():
    page = LessonPageFactory(
        title="Whom we help",
        summary="In short.",
        body=body(
            ("section", "s", {"heading": "Who lives here"}),
            ("table", "t", {"caption": "Four", "table": {"data": [["Question", "For"], ["Who?", None]]}}),
            ("checklist", "c", {"title": "", "items": [{"type": "item", "id": "one", "value": "Ask"}]}),
            long_text("e", "A title", prompt="Do **it**."),
            ("assignment", "a", {"title": "Show", "brief": "Hand it in.", "exercises": [{"type": "item", "id": "x", "value": "e"}]}),
        ),
    )

    found = [(".".join(text.path), text.kind.value, text.source) for text in texts(page)]

    assert found == [
        ("title", "line", "Whom we help"),
        ("summary", "line", "In short."),
        ("body.s.heading", "line", "Who lives here"),
        ("body.t.caption", "line", "Four"),
        ("body.t.table", "line", "Question"),
        ("body.t.table", "line", "For"),
        ("body.t.table", "line", "Who?"),
        ("body.c.items.one", "line", "Ask"),
        ("body.e.title", "line", "A title"),
        ("body.e.prompt", "markdown", "Do **it**."),
        ("body.a.title", "line", "Show"),
        ("body.a.brief", "markdown", "Hand it in."),
    ]


def test_markdown_is_taken_apart():
    found = marked(
        Text(("x",), Kind.MARKDOWN, "## Who\n\nAsk [the *council*](/en/x/) `code`\nfirst.\n\n- ![A bench](/a.png)\n- ![](/b.png)")
    )

    assert found.headings == [(2, "Who")]
    assert found.links == [("/en/x/", "the council")]
    assert found.pictures == [("/a.png", "A bench"), ("/b.png", "")]
    assert found.passages == ["Who", "Ask the council first."]


def test_rich_text_is_taken_apart():
    source = '<h3>Who</h3><p>Ask <a linktype="page" id="7">the <b>council</b></a> and <a href="/x/">others</a>.</p>'
    source += '<p><a linktype="document" id="9">A form</a></p>'

    found = marked(Text(("x",), Kind.HTML, source))

    assert (found.headings, found.pages, found.documents) == ([(3, "Who")], [7], [9])
    assert found.links == [("/x/", "others")]
    assert found.passages == ["Who", "Ask the council and others.", "A form"]


@pytest.mark.parametrize(
    ("language", "passage", "count"),
    [
        ("en", "Mrs. Green of St. Ives asks, e.g., for wood. She gets it.", 2),
        ("uk", "У с. Калинівка, напр., живе 120 осіб. Чи так? Так.", 3),
        ("ru", "В с. Берёзовка, напр., живёт 120 чел. и одна коза. Это так.", 2),
        ("bg", "Тя казва: „Добър ден. Как сте? Всичко ли имате?“ После мълчи.", 4),
        ("cs", "Obec má např. 120 obyvatel. Služba (tj. pečovatelská) funguje.", 2),
    ],
)
def test_abbreviations_end_no_sentence(language, passage, count):
    assert len(reading.sentences(passage, language)) == count


def test_the_level_is_words_in_a_sentence_and_long_words_in_a_hundred():
    sentence = "Ask two people first about organisations."  # 6 words, 1 of them long

    assert reading.lix([sentence] * 10, "en") == pytest.approx(6 + 100 / 6)
    assert reading.lix([sentence] * 9, "en") is None


@pytest.mark.parametrize("language", ["en", "uk", "ru", "bg", "cs"])
def test_a_sentence_is_long_above_the_limit_and_not_at_it(language):
    most = reading.MOST_WORDS[language]

    assert reading.too_long("слово " * most + ".", language) == []
    assert len(reading.too_long("слово " * (most + 1) + ".", language)) == 1
