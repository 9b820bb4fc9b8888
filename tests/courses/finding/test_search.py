"""The search of the site as a visitor and a learner meet it."""

import base64
import os
from datetime import timedelta
from unicodedata import normalize

import pytest
from django.core.management import call_command
from django.utils.timezone import now
from wagtail.models import PageViewRestriction

from cms.pages.models import HomePage, TextPage
from courses.catalogue.models import Activity
from courses.enrolment.models import ActivityDates
from courses.finding import indexing
from courses.finding.engines import best
from courses.finding.models import KnownWord, Passage
from tests.factories import EnrolmentFactory
from tests.factories.pages import CoursePageFactory, LessonPageFactory, ModulePageFactory, body, catalogue_in, long_text, publish, translate

pytestmark = pytest.mark.django_db


def lesson_in(language, *texts, title="Урок", **fields):
    course = CoursePageFactory(parent=catalogue_in(language), title="Курс" if language != "en" else "A course", summary="")
    blocks = [
        ("section", f"s{n}", {"heading": f"§ {n}"}) if half == 0 else ("markdown", f"t{n}", text)
        for n, text in enumerate(texts)
        for half in (0, 1)
    ]
    return LessonPageFactory(parent=ModulePageFactory(parent=course), title=title, body=body(*blocks), **fields)


def found(client, words, language="uk", **more):
    answer = client.get(f"/{language}/search/", {"q": words, **more})
    assert answer.status_code == 200
    return [one for one, _opens in answer.context["results"]]


def test_a_word_is_found_in_any_form_with_its_section_marked(client):
    lesson = lesson_in("uk", "Про сусідів.", "Багато <b>організацій</b> & *людей* у селі.")

    (result,) = found(client, "організаціями")

    assert result.url == f"/uk/courses/{lesson.row.course.slug}/{lesson.row.module.slug}/{lesson.slug}/"
    assert result.section_url == f"{result.url}#b-s1"
    assert [step.title for step in result.way] == ["Курс", "People"]
    assert result.piece == "Багато &lt;b&gt;<mark>організацій</mark>&lt;/b&gt; &amp; людей у селі."


def test_titles_stand_before_headings_and_headings_before_text(client):
    texts = lesson_in("en", "A word about ferrets in the text.", title="One")
    titles = lesson_in("en", "Nothing else.", title="Ferrets")
    heading = LessonPageFactory(title="Three", body=body(("section", "s", {"heading": "Ferrets at home"}), ("markdown", "t", "Nothing.")))

    assert [one.lesson_id for one in found(client, "ferret", "en")] == [titles.row.pk, heading.row.pk, texts.row.pk]


def test_my_language_comes_first_then_what_is_only_in_the_source_language(client):
    both = lesson_in("en", "Radio for everybody.", title="Both")
    for page in (both.get_parent().get_parent().specific, both.get_parent().specific):
        translate(page, "cs")
    translate(both, "cs", title="Radio", body=body(("markdown", "t", "Rádio pro všechny.")))
    only = lesson_in("en", "Radio again.", title="Only in English")

    results = found(client, "radio", "cs")

    assert [(one.lesson_id, one.language) for one in results] == [(both.row.pk, "cs"), (only.row.pk, "en")]
    assert "English" in client.get("/cs/search/?q=radio").content.decode()


def test_what_is_translated_takes_no_place_from_what_is_not(client):
    lesson_in("en", "Radio.")
    whole = Passage.objects.get(text="Radio.")

    def passage(number, language="en", words="radio"):
        copy = Passage.objects.get(pk=whole.pk)
        copy.pk, copy.place, copy.language, copy.is_source, copy.text_words = None, f"x-{number}", language, language == "en", words
        return copy

    translated = [passage(number) for number in range(401)]
    Passage.objects.bulk_create(translated + [passage(number, "cs", "rozhlas") for number in range(401)])
    only = passage("only")
    only.save()
    whole.delete()

    hits = best({"en": [("radio", "")]}, language="cs", any_word=False, limit=300)

    assert [hit.passage_id for hit in hits] == [only.pk]


@pytest.mark.parametrize("put", ["![Map](data:image/svg+xml;base64,{})", "{}"])
def test_a_huge_text_is_published_and_found(client, put):
    huge = base64.b64encode(os.urandom(1_500_000)).decode()
    lesson_in("en", f"A walrus. {put.format(huge)} An ibex.")

    assert len(found(client, "walrus", "en")) == 1
    assert len(found(client, "ibex", "en")) == ("data:" in put)
    assert max(len(passage.text) for passage in Passage.objects.all()) <= 300_000


def test_whoever_publishes_at_the_same_moment_writes_words_in_the_same_order(monkeypatch):
    lesson = lesson_in("uk", "Радіо.")
    translate(lesson.get_parent().get_parent().specific, "cs")
    Passage.objects.all().delete()
    written = []
    monkeypatch.setattr(indexing, "_AT_ONCE", 1)
    monkeypatch.setattr(
        KnownWord.objects, "bulk_create", lambda words, **options: written.append([(one.language, one.word) for one in words])
    )

    indexing.keep_course_in_step(lesson.row.course)

    [words] = written
    assert words == sorted(words)
    assert {language for language, _word in words} == {"cs", "uk"}


def test_only_what_may_be_seen_is_found(client):
    draft = lesson_in("en", "A walrus.", title="Draft")
    draft.body = body(("markdown", "t", "An ibex, not published."))
    draft.save_revision()
    retired = lesson_in("en", "A narwhal.", title="Retired")
    retired.unpublish()
    closed = lesson_in("en", "A capybara.", title="Closed")
    PageViewRestriction.objects.create(page=closed.get_parent().get_parent(), restriction_type=PageViewRestriction.LOGIN)
    asked = long_text("e", title="Exercise", prompt="A quokka?", model_answer="A secretmodelanswer.")
    LessonPageFactory(title="Asks", body=body(asked))

    names = ["walrus", "ibex", "narwhal", "capybara", "secretmodelanswer", "quokka"]

    assert [len(found(client, name, "en")) for name in names] == [1, 0, 0, 0, 0, 1]


def test_what_is_published_anew_is_found_in_its_new_words_only(client):
    page = lesson_in("en", "A walrus.")
    page.body = body(("markdown", "t", "A narwhal."))
    publish(page)

    assert [len(found(client, name, "en")) for name in ("walrus", "narwhal")] == [0, 1]
    page.get_parent().get_parent().specific.unpublish()
    assert found(client, "narwhal", "en") == []


def test_pages_of_text_are_found_until_they_are_withdrawn(client):
    home = HomePage.objects.get(locale__language_code="uk")
    page = publish(home.add_child(instance=TextPage(title="Про нас", slug="pro-nas", summary="Ми допомагаємо громадам.", live=False)))

    assert [one.url for one in found(client, "громада")] == ["/uk/pro-nas/"]
    page.unpublish()
    assert found(client, "громада") == []


def test_a_word_pasted_with_soft_hyphens_stress_and_loose_signs_is_found_and_marked_whole(client):
    lesson_in("uk", f"Тут орга\u00adніза\u00adція, за\u0301мок і {normalize('NFD', 'їжак')}.")

    pieces = [one.piece for name in ("організації", "замки", "їжаки") for one in found(client, name)]

    assert pieces == [
        "Тут <mark>орга\u00adніза\u00adція</mark>, за\u0301мок і " + normalize("NFD", "їжак."),
        "Тут орга\u00adніза\u00adція, <mark>за\u0301мок</mark> і " + normalize("NFD", "їжак."),
        "Тут орга\u00adніза\u00adція, за\u0301мок і <mark>" + normalize("NFD", "їжак") + "</mark>.",
    ]
    assert set(KnownWord.objects.values_list("word", flat=True)) >= {"організація", "замок", "їжак"}


@pytest.mark.parametrize(
    "typed", ["", "   ", "«»!?…", "日本", 'a" OR b NEAR(*', "' & | ! <-> :*", "-", "\x00", "x" * 10_000, "%%(", "слово visit"]
)
def test_whatever_is_typed_is_answered(client, typed):
    lesson_in("uk", "Слово.")

    answer = client.get("/uk/search/", {"q": typed, "page": "x"})

    assert answer.status_code == 200


@pytest.mark.parametrize("typed", ["обов’язок", "обов'язки", "ОБОВʼЯЗОК", "обовязок", "ґанок", "ганок", "jhufyspfwsz", "органзація"])
def test_signs_capitals_the_wrong_keyboard_and_slips_do_no_harm(client, typed):
    lesson_in("uk", "Обов’язок організації: ґанок.")

    answer = client.get("/uk/search/", {"q": typed})

    assert answer.context["results"] or answer.context["meant"] == "організації" or answer.context["meant"] == "організація"


def test_czech_typed_without_signs_is_offered_with_them(client):
    lesson_in("cs", "Výše příspěvků.")

    answer = client.get("/cs/search/", {"q": "prispevku"})

    assert answer.context["results"] or answer.context["meant"] == "příspěvků"


def test_where_no_place_has_all_words_those_with_some_are_shown(client):
    lesson_in("en", "A walrus.")

    assert len(found(client, "walrus zebra", "en")) == 1
    assert "No place has all of these words" in client.get("/en/search/?q=walrus+zebra").content.decode()


def test_a_lesson_says_when_its_exercises_open_for_me(client):
    lesson = LessonPageFactory(title="Walrus")
    activity = Activity.objects.get(lesson=lesson.row, kind="long_text")
    enrolment = EnrolmentFactory(cohort__course=lesson.row.course)
    ActivityDates.objects.create(cohort=enrolment.cohort, activity=activity, opens_at=now() + timedelta(days=3))
    client.force_login(enrolment.learner)

    assert "Exercises here open for you on" in client.get("/en/search/?q=walrus").content.decode()


def test_the_same_queries_for_one_place_and_for_three(client, django_assert_num_queries):
    for count in (1, 2):
        for number in range(count):
            lesson_in("en", "A walrus.", title=f"Lesson {count}{number}")
        client.get("/en/search/?q=walrus")
        with django_assert_num_queries(3):
            assert len(found(client, "walrus", "en")) == (1 if count == 1 else 3)


def test_too_many_questions_are_put_off(client, settings, within_one_minute):
    settings.SEARCH_RATE_LIMIT = "1/m"
    client.get("/en/search/?q=walrus")

    assert client.get("/en/search/?q=walrus").status_code == 429
    assert client.get("/en/search/").status_code == 200


def test_the_index_made_again_is_the_same(client):
    lesson = lesson_in("uk", "Організації.", "Сусіди.")
    of_courses, columns = Passage.objects.exclude(course=None).order_by("place", "position"), ("place", "source", "block_id", "text_words")
    before = list(of_courses.values_list(*columns))
    Passage.objects.filter(lesson=lesson.row).delete()
    KnownWord.objects.all().delete()
    call_command("rebuild_search", verbosity=0)

    assert before
    assert list(of_courses.values_list(*columns)) == before
