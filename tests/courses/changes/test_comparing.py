"""Two revisions of a page side by side, readable for every kind of block."""

import json
import re

import pytest
from django.urls import reverse
from wagtail.models import Page

from cms.guides.models import GuidePage, GuidesPage
from cms.pages.models import TextPage
from courses.catalogue.change_words import lines
from courses.catalogue.models import LessonPage
from tests.factories.pages import body, long_text
from tests.factories.quizzes import category, question

LIST = [{"type": "item", "id": "1", "value": "Say why you came"}]
BEFORE = {
    "section": {"heading": "Whom we hear"},
    "markdown": "Ask first.",
    "rich_text": "<p>Ask <b>first</b>.</p>",
    "picture": {"image": None, "alt": "A bench", "caption": "By the library"},
    "audio": {"title": "A talk", "file": None, "captions": None, "transcript": "How did it go?"},
    "video": {"title": "A film", "file": None, "captions": None, "poster": None, "transcript": "She sits down."},
    "download": {"title": "A form", "file": None, "text": "Print it."},
    "callout": {"kind": "tip", "title": "A list", "text": "Write out ten numbers."},
    "key_term": {"term": "Referral", "text": "Helping a person on."},
    "quotation": {"text": "The bench knows more.", "source": "Rositsa"},
    "table": {"caption": "Four", "table": {"data": [["Who", "How many"], ["Children", "12"]]}},
    "checklist": {"title": "Take away", "items": LIST},
    "self_check": {"title": "Check", "questions": [{"type": "item", "id": "q", "value": {"question": "Why?", "answer": "Because."}}]},
    "short_text": {"title": "One line", "prompt": "Write a line."},
    "long_text": {"title": "A page", "prompt": "Write a page."},
    "choice": {"title": "Who decides?", "prompt": "Choose.", "options": [*LIST, {"type": "item", "id": "2", "value": "The team"}]},
    "scale": {"title": "How sure?", "prompt": "Say.", "min": 1, "max": 5},
    "fill_table": {"title": "A map", "prompt": "Fill in.", "columns": LIST, "rows": []},
    "tick_list": {"title": "Before", "prompt": "Tick.", "items": LIST},
    "file_upload": {"title": "A photo", "prompt": "Add it."},
    "drawing": {"title": "Streets", "prompt": "Draw."},
    "quiz": {"title": "Check yourself", "introduction": "Eight questions.", "settings": {"attempts_allowed": 0}},
    "assignment": {"title": "Show it", "brief": "Hand it in.", "rounds": 3},
}
AFTER = {
    "section": ({"heading": "Whom we do not hear"}, "Heading Whom we Added: do not hear"),
    "markdown": ("Ask last.", "Ask Taken out: first Added: last ."),
    "rich_text": ("<p>Ask <b>last</b>.</p>", "Ask Taken out: first Added: last ."),
    "picture": ({"alt": "A long bench"}, "What it shows A Added: long bench"),
    "audio": ({"transcript": "How did they go?"}, "Transcript How did Taken out: it Added: they go?"),
    "video": ({"title": "A short film"}, "Title A Added: short film"),
    "download": ({"text": "Print it twice."}, "What it is for Print it Added: twice ."),
    "callout": ({"kind": "warning"}, "Kind Before: Tip. Now: Warning."),
    "key_term": ({"text": "Helping a person along."}, "What it means Helping a person Taken out: on Added: along ."),
    "quotation": ({"text": "The bench knows less."}, "The bench knows Taken out: more Added: less ."),
    "table": ({"table": {"data": [["Who", "How many"], ["Children", "14"]]}}, "Table Who | How many Children | Taken out: 12 Added: 14"),
    "checklist": ({"items": [*LIST, {"type": "item", "id": "2", "value": "Sit"}]}, "Items Say why you came Added: Sit"),
    "self_check": ({"title": "Check yourself"}, "Title Check Added: yourself"),
    "short_text": ({"prompt": "Write one line."}, "What to do Write Taken out: a Added: one line."),
    "long_text": ({"is_required": False}, "Needed to finish the course Before: yes. Now: no."),
    "choice": ({"options": LIST}, "Taken out: The team"),
    "scale": ({"max": 4}, "Highest level Before: 5. Now: 4."),
    "fill_table": ({"blank_rows": 2}, "Empty rows below Before: 0. Now: 2."),
    "tick_list": (
        {"items": [{**LIST[0], "value": "Say where you came from"}]},
        "Line Say Taken out: why Added: where you came Added: from",
    ),
    "file_upload": ({"is_private": True}, "For the learner's eyes only Before: no. Now: yes."),
    "drawing": ({"prompt": "Draw them."}, "What to do Draw Added: them ."),
    "quiz": ({"settings": {"attempts_allowed": 2, "grading": "last"}}, "Attempts Before: 0. Now: 2."),
    "assignment": ({"rounds": 2}, "Rounds Before: 3. Now: 2."),
}


def words(html):
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.replace("&#x27;", "'")))
    return plain


@pytest.fixture
def compared(course):
    def compare(before, after):
        revisions = []
        for blocks in (before, after):
            page = LessonPage.objects.get(pk=course.page.pk)
            page.body = body(*blocks)
            revisions.append(page.save_revision(clean=False).pk)
        answer = course.client.get(reverse("wagtailadmin_pages:revisions_compare", args=[course.page.pk, *revisions]))
        return words(" ".join(str(one.htmldiff()) for one in answer.context["comparison"]))

    return compare


def test_every_kind_of_block_is_compared_in_words(compared):
    names = list(LessonPage._meta.get_field("body").stream_block.child_blocks)
    assert sorted(AFTER) == sorted(names)
    changed = {name: {**BEFORE[name], **new} if isinstance(new, dict) else new for name, (new, _said) in AFTER.items()}

    text = compared([(name, name, BEFORE[name]) for name in names], [(name, name, changed[name]) for name in names])

    assert [said for _new, said in AFTER.values() if said not in text] == []
    assert "{" not in text
    assert "ListValue" not in text


def placed(question, **fields):
    return {"type": "question", "id": "q", "value": {"question": question and question.pk, "mark": None, "page_break": False, **fields}}


def drawn(from_, **fields):
    return {"type": "draw", "id": "d", "value": {"category": from_.pk, "count": 1, "tags": "", "mark": None, **fields}}


def test_what_a_quiz_asks_is_named_and_each_of_its_fields_is(compared):
    bees = category("Bees")
    one, other = (question(name=name, of=bees) for name in ("Who sits there?", "Who walks by?"))
    before = [placed(one), drawn(bees)]
    after = [placed(other, mark=2, page_break=True), drawn(bees, count=3)]

    text = compared(*([("quiz", "quiz", {"title": "Check", "questions": questions})] for questions in (before, after)))

    assert "Question Before: Who sits there?. Now: Who walks by?." in text
    assert "Marks Before: nothing. Now: 2." in text
    assert "Begin a new page here Before: no. Now: yes." in text
    assert "How many questions Before: 1. Now: 3." in text


def test_a_question_that_came_or_went_is_named(compared):
    bees = category("Bees")
    one, other = (question(name=name, of=bees) for name in ("Who sits there?", "Who walks by?"))
    before, after = [placed(one), drawn(bees)], [placed(other) | {"id": "new"}, drawn(bees, count=2, tags="meadow") | {"id": "more"}]

    text = compared(*([("quiz", "quiz", {"title": "Check", "questions": questions})] for questions in (before, after)))

    assert "Questions Added: Question: Who walks by?" in text
    assert "Taken out: Question: Who sits there?" in text
    assert "Taken out: Category: Bees, How many questions: 1" in text
    assert "meadow" in text


def gathers(*ids):
    return [{"type": "item", "id": f"e{number}", "value": block_id} for number, block_id in enumerate(ids)]


def test_the_exercises_of_an_assignment_are_named_by_their_words(compared):
    said = [
        long_text("map", "The village map"),
        ("short_text", "line", {"title": "", "prompt": "Write one line."}),
        long_text("two", "The bridge"),
    ]
    twins = [long_text("first", "Again"), long_text("second", "Again")]
    before, after = gathers("map", "line", "first"), gathers("two", "line", "second", "nowhere")

    text = compared(*([*said, *twins, ("assignment", "a", {"title": "Show it", "exercises": ids})] for ids in (before, after)))

    assert "Before: The village map. Now: The bridge." in text
    assert "Before: Again (first). Now: Again (second)." in text
    assert "Added: nowhere" in text
    more = compared(
        *([*said, ("assignment", "a", {"title": "Show it", "exercises": ids})] for ids in (gathers("map", "line"), gathers("map")))
    )
    assert "Exercises that it gathers Taken out: Write one line." in more


def test_learners_read_neither_numbers_of_rows_nor_ids():
    definitions = LessonPage._meta.get_field("body").stream_block.child_blocks
    chosen = {"leaf": "fact", "was": 82, "now": 19, "path": ["questions", "q", "question"]}
    gathered = {"leaf": "fact", "was": "map", "now": "street", "path": ["exercises", "e", ""]}
    lost = {"leaf": "line", "was": "street", "now": None, "path": ["exercises", "e"]}
    gone = {"leaf": "line", "was": {"question": 82, "mark": None, "page_break": False}, "now": None, "path": ["questions", "q"]}

    told = [
        lines(kind, [part], definitions, for_learners=True, hidden="")[0]
        for kind, part in (("quiz", chosen), ("assignment", gathered), ("assignment", lost))
    ]

    assert [line.html for line in told] == ["Something else is chosen."] * 3
    assert words(lines("quiz", [gone], definitions, for_learners=True, hidden="")[0].html) == " Taken out: Question "


def test_what_came_and_went_is_shown_whole(compared):
    text = compared([long_text("one", "The street")], [long_text("two", "The bridge")])

    assert "Taken out: Long text – The street" in text
    assert "Added: Long text – The bridge" in text


def test_bringing_a_revision_back_says_what_comes_back_and_loses_nothing(course):
    first = LessonPage.objects.get(pk=course.page.pk).latest_revision
    course.draft(long_text("street"))
    url = reverse("wagtailadmin_pages:revisions_revert", args=[course.page.pk, first.pk])

    text = words(course.client.get(url).text)

    assert "Bringing this revision back changes the latest one like this:" in text
    assert "Added: Who lives here?" in text
    assert LessonPage.objects.get(pk=course.page.pk).revisions.count() == 2


def other_page(kind):
    home = Page.objects.get(depth=2, locale__language_code="en")
    if kind is TextPage:
        return home.add_child(instance=TextPage(title="About us", slug="about"))
    guides = home.add_child(instance=GuidesPage(title="Guides", slug="some-guides"))
    return guides.add_child(instance=GuidePage(title="Guide", slug="guide", reader="learner"))


@pytest.mark.parametrize("kind", [TextPage, GuidePage])
def test_pages_that_are_no_lessons_are_compared_in_the_same_words(course, kind):
    page = other_page(kind)
    body_field = kind._meta.get_field("body")
    names = list(body_field.stream_block.child_blocks)
    before = BEFORE | {"part": {"heading": "Hand it in", "anchor": "in"}, "screen": {"name": "en/road", "alt": "The road"}}
    after = AFTER | {"part": ({"heading": "Hand it out"}, "Heading Hand it Taken out: in Added: out")}
    after |= {"screen": ({"alt": "The long road"}, "What it shows The Added: long road")}
    revisions = []
    for is_new in (False, True):
        values = [{**before[name], **after[name][0]} if is_new and isinstance(after[name][0], dict) else before[name] for name in names]
        values = [after[name][0] if is_new and isinstance(after[name][0], str) else old for name, old in zip(names, values, strict=True)]
        blocks = [{"type": name, "id": name, "value": value} for name, value in zip(names, values, strict=True)]
        page.body = body_field.to_python(json.dumps(blocks))
        revisions.append(page.save_revision(clean=False).pk)

    answer = course.client.get(reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, *revisions]))

    text = words(" ".join(str(one.htmldiff()) for one in answer.context["comparison"]))
    assert [after[name][1] for name in names if after[name][1] not in text] == []
    revert = course.client.get(reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, revisions[0]]))
    assert "Bringing this revision back changes" in revert.text
