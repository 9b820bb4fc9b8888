"""Rubrics: their versions, who may change them, and their pages in the back office."""

import pytest
from django.core.cache import caches
from django.urls import reverse

from cms.translations.models import Term
from courses.mentorship.actions.rubrics import add_rubric, bring_back_rubric, duplicate_rubric, retire_rubric, write_version
from courses.mentorship.models import Rubric, RubricVersion
from courses.mentorship.rubric_definition import Criterion, Level, RubricDefinition
from courses.mentorship.rubric_editors import rubrics_edited_by, rubrics_seen_by
from courses.mentorship.rubric_known import known_of
from courses.mentorship.rubric_shown import current_rubric, rubric_html
from lms.accounts.models import Role
from lms.network.models import Organisation
from tests.courses.quizzes.bank.browsing import sent_by
from tests.courses.quizzes.bank.conftest import person_with
from tests.factories import CourseFactory, UserFactory
from tests.factories.mentorship import handed_in, rubric, task_of
from tests.factories.pages import LessonPageFactory, body

pytestmark = pytest.mark.django_db
WORDS = Criterion("words", "Words", (Level("no", "Not yet", 0), Level("yes", "A neighbour understands it", 2)))
CLEAR = RubricDefinition("Clear words", (WORDS,))
OTHER = RubricDefinition("Clear words", (Criterion("words", "The words", WORDS.levels),))
PAGES = ["rubric", "rubric_look", "rubric_usage", "rubric_languages", "rubric_retire", "rubric_duplicate"]


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


# Versions


def test_the_same_makes_no_new_version_and_another_one_does():
    one = add_rubric(slug="clear", definition=CLEAR, language="en")

    write_version(rubric=one, definition=CLEAR, language="en", translations={"ru": {"title": "", "gone.title": "Нет"}})
    write_version(rubric=one, definition=OTHER, language="en", translations={})

    assert list(one.versions.order_by("number").values_list("number", "is_current")) == [(1, False), (2, True)]
    assert Rubric.objects.get().version.in_words("en") == OTHER


def test_work_that_was_handed_in_keeps_the_version_that_it_was_handed_in_with():
    one = rubric()
    iteration = handed_in(rubric=one.pk)

    write_version(rubric=one, definition=OTHER, language="en", translations={}, by=UserFactory())

    iteration.refresh_from_db()
    assert iteration.rubric.in_words("en") == CLEAR
    assert task_of(iteration).iteration.rubric.number == 1


def test_a_translation_says_the_same_in_other_words_and_what_is_missing_stays():
    one = add_rubric(slug="clear", definition=CLEAR, language="en", translations={"uk": {"words.title": "Слова"}})

    said = one.version.in_words("uk")

    assert (said.title, said.criteria[0].title, said.criteria[0].levels[0].title) == ("Clear words", "Слова", "Not yet")


def test_a_copy_is_a_rubric_of_its_own():
    one = add_rubric(slug="clear", definition=CLEAR, language="en", translations={"uk": {"title": "Ясно", "words.title": "Слова"}})

    copy = duplicate_rubric(rubric=one, slug="clear-2", title="Clear words (copy)", owner=None, by=UserFactory())

    assert copy.version.in_words("uk").criteria[0].title == "Слова"
    assert copy.version.in_words("uk").title == "Clear words (copy)"
    assert copy.version.number == 1


def test_a_retired_rubric_comes_back():
    one = rubric()

    retire_rubric(rubric=one)
    assert not Rubric.objects.live().exists()
    bring_back_rubric(rubric=one)

    assert Rubric.objects.live().get() == one


def test_what_lessons_show_follows_the_version_and_costs_no_query_when_kept(django_assert_num_queries, django_capture_on_commit_callbacks):
    one = rubric()
    current_rubric(one.pk, "en")

    with django_assert_num_queries(0):
        assert current_rubric(one.pk, "en").words == CLEAR
    with django_capture_on_commit_callbacks(execute=True):
        write_version(rubric=one, definition=OTHER, language="en", translations={})

    assert current_rubric(one.pk, "uk").words == OTHER
    assert current_rubric(one.pk, "uk").language == "en"


def test_what_an_earlier_release_kept_of_a_rubric_is_not_taken_for_todays():
    one = rubric()
    version = one.versions.get(is_current=True)
    caches["lessons"].set(f"rubric:{one.pk}", (version.definition, version.translations, version.language))

    assert current_rubric(one.pk, "en").language == "en"


def test_nothing_in_a_rubric_is_html():
    evil = "<script>alert(1)</script>"
    shown = rubric_html(
        RubricDefinition(evil, (Criterion("a", evil, (Level("a", evil, 1, f"{evil}\nmore"), Level("b", "No", 0))),)), language="en"
    )

    assert "<script" not in shown
    assert "<br>more" in shown


# Who


@pytest.fixture
def ours(db):
    return Organisation.objects.create(name="Ours", slug="ours")


def test_an_editor_changes_what_their_organisation_owns_and_may_use_what_nobody_owns(ours):
    theirs = Organisation.objects.create(name="Theirs", slug="theirs")
    mine, common, other = rubric("mine", owner=ours), rubric("common"), rubric("other", owner=theirs)
    of_course = person_with(Role.EDITOR, CourseFactory(owner=ours))
    of_organisation, of_site = person_with(Role.EDITOR, ours), person_with(Role.EDITOR)

    def can(person):
        return set(rubrics_seen_by(person)), set(rubrics_edited_by(person))

    assert can(of_organisation) == ({mine, common}, {mine})
    assert can(of_course) == ({mine, common}, set())
    own = rubric("own", course=CourseFactory(owner=ours))
    assert can(person_with(Role.EDITOR, own.course)) == ({mine, common, own}, {own})
    assert can(person_with(Role.COORDINATOR, own.course)) == ({mine, common, own}, set())
    assert can(of_organisation) == ({mine, common, own}, {mine, own})
    assert can(of_course) == ({mine, common}, set())
    own.delete()
    assert can(of_site) == ({mine, common, other}, {mine, common, other})
    assert can(person_with(Role.MENTOR)) == ({common}, set())


@pytest.fixture
def editor(client, ours):
    person = person_with(Role.EDITOR, ours)
    client.force_login(person)
    return client


@pytest.mark.parametrize("name", PAGES)
def test_a_rubric_of_others_is_not_there(editor, name):
    other = rubric("other", owner=Organisation.objects.create(name="Theirs", slug="theirs"))

    assert editor.get(reverse(name, args=[other.pk])).status_code == 404
    assert editor.post(reverse(name, args=[other.pk])).status_code in {404, 405}


def test_one_that_may_only_be_used_cannot_be_changed(editor):
    common = rubric("common")

    assert editor.get(reverse("rubric", args=[common.pk])).url == reverse("rubric_look", args=[common.pk])
    for name in ("rubric", "rubric_retire", "rubric_bring_back"):
        assert editor.post(reverse(name, args=[common.pk])).status_code == 404
    assert editor.get(reverse("rubric_language", args=[common.pk, "uk"])).status_code == 404


def test_what_another_saved_meanwhile_is_written_over_only_by_who_has_been_told(editor, ours):
    one, other = rubric("mine", owner=ours), UserFactory(name="Олег")
    path = reverse("rubric", args=[one.pk])
    data = sent_by(editor.get(path).text)
    data["title"] = "Clear and short words"
    write_version(rubric=one, definition=CLEAR, language="en", translations={"uk": {"title": "Ясно"}}, by=other)
    write_version(rubric=one, definition=OTHER, language="en", translations={"uk": {"title": "Ясно"}}, by=other)

    told = editor.post(path, data)

    assert (told.status_code, one.versions.count()) == (409, 3)
    assert "Олег has saved version 3 meanwhile." in told.text
    again = sent_by(told.text)
    assert (again["title"], again["base"]) == ("Clear and short words", "3")
    assert reverse("rubric_look", args=[one.pk]) in told.text

    assert editor.post(path, again).status_code == 302
    assert Rubric.objects.get(pk=one.pk).version.in_words("en").title == "Clear and short words"


def test_a_translation_that_was_added_meanwhile_stops_nobody(editor, ours):
    one = rubric("mine", owner=ours)
    path = reverse("rubric", args=[one.pk])
    data = sent_by(editor.get(path).text)
    data["title"] = "Short words"
    write_version(rubric=one, definition=CLEAR, language="en", translations={"uk": {"words.title": "Слова"}})

    assert editor.post(path, data).status_code == 302
    assert Rubric.objects.get(pk=one.pk).version.in_words("uk").criteria[0].title == "Слова"


@pytest.mark.parametrize("name", ["rubrics", "rubric_add"])
def test_mentors_and_learners_have_no_business_here(client, name):
    client.force_login(person_with(Role.MENTOR))

    assert client.get(reverse(name)).status_code in {302, 403}


# Pages


def test_a_new_rubric_is_written_without_scripts(editor, ours):
    page = editor.get(reverse("rubric_add"))
    sent = sent_by(page.text)
    sent = sent | {"title": "Карта села", "owner": str(ours.pk), "language": "ru", "criteria-0-name": "Карта"}
    sent = sent | {
        "criteria-0-levels-0-name": "Получилось",
        "criteria-0-levels-0-points": "2",
        "criteria-0-levels-0-description": " Видны люди. \r\n\r\n И сколько их.",
    }
    sent = sent | {"criteria-0-levels-1-name": "Ещё нет", "criteria-0-levels-1-points": "0"}

    answer = editor.post(reverse("rubric_add"), sent)

    made = Rubric.objects.get()
    assert answer.url == reverse("rubric_look", args=[made.pk])
    assert (made.slug, made.owner, made.version.language) == ("karta-sela", ours, "ru")
    (criterion,) = made.version.in_words("ru").criteria
    assert [(level.title, level.points, level.description) for level in criterion.levels] == [
        ("Получилось", 2, "Видны люди.\n\nИ сколько их."),
        ("Ещё нет", 0, ""),
    ]
    assert "Видны люди." in editor.get(answer.url).text


def test_what_is_missing_is_said_and_what_was_typed_is_kept(editor):
    sent = sent_by(editor.get(reverse("rubric_add")).text) | {
        "title": "Clear",
        "criteria-0-name": "Words",
        "criteria-0-levels-0-name": "Yes",
    }

    answer = editor.post(reverse("rubric_add"), sent)

    assert answer.status_code == 422
    assert "A criterion needs two levels or more." in answer.text
    assert 'value="Words"' in answer.text
    assert not Rubric.objects.exists()


def test_rows_are_added_moved_and_removed_without_saving(editor, ours):
    one = rubric(owner=ours)
    url = reverse("rubric", args=[one.pk])
    sent = sent_by(editor.get(url).text)

    moved = editor.post(url, sent | {"do": "criteria-0-levels:up:1"})
    added = editor.post(url, sent | {"do": "criteria:add"})
    removed = editor.post(url, sent | {"do": "criteria-0-levels:remove:0"})

    assert [answer.status_code for answer in (moved, added, removed)] == [200, 200, 200]
    assert sent_by(moved.text)["criteria-0-levels-0-name"] == "A neighbour understands it"
    assert sent_by(added.text)["criteria-total"] == "4"
    assert sent_by(removed.text)["criteria-0-levels-total"] == "1"
    assert RubricVersion.objects.count() == 1


def test_a_change_is_a_new_version_that_keeps_ids_and_translations(editor, ours):
    one = add_rubric(slug="clear", definition=CLEAR, language="en", owner=ours, translations={"uk": {"words.yes.title": "Так"}})
    url = reverse("rubric", args=[one.pk])
    sent = sent_by(editor.get(url).text)

    editor.post(url, sent)
    editor.post(url, sent | {"criteria-0-name": "The words"})

    version = Rubric.objects.get().version
    assert (version.number, version.in_words("en")) == (2, OTHER)
    assert version.translations == {"uk": {"words.yes.title": "Так"}}
    assert version.created_by is not None


def test_a_language_is_added_beside_the_source(editor, ours):
    one = rubric(owner=ours)
    url = reverse("rubric_language", args=[one.pk, "uk"])

    editor.post(url, {"title": "Ясні слова", "words.title": "Слова"})

    assert Rubric.objects.get().version.translations == {"uk": {"title": "Ясні слова", "words.title": "Слова"}}
    assert "2 of 4 texts" in editor.get(reverse("rubric_languages", args=[one.pk])).text
    assert "Слова" in editor.get(reverse("rubric_look", args=[one.pk]), {"language": "uk"}).text


def test_terms_and_what_other_rubrics_say_stand_beside_the_source(editor, ours, django_assert_num_queries):
    Term.objects.create(words={"en": "neighbour", "uk": "сусідка"})
    words = {"title": "Ясні слова", "words.no.title": "Ще ні"}
    add_rubric(slug="older", definition=CLEAR, language="en", owner=ours, translations={"uk": words})
    theirs = Organisation.objects.create(slug="theirs", name="Theirs")
    add_rubric(slug="theirs", definition=CLEAR, language="en", owner=theirs, translations={"uk": {"words.title": "Чуже"}})
    one = rubric("newer", owner=ours)

    answer = editor.get(reverse("rubric_language", args=[one.pk, "uk"]))

    found = {place["field"].name: [match.text for match in place["help"].matches] for place in answer.context["form"].places()}
    assert found == {"title": ["Ясні слова"], "words.title": [], "words.no.title": ["Ще ні"], "words.yes.title": []}
    assert '<dd lang="uk">сусідка</dd>' in answer.text
    assert ">Ще ні</span>" in answer.text
    with django_assert_num_queries(3):
        form = answer.context["form"]
        form.bring_help("en", also=known_of(Rubric.objects.exclude(pk=one.pk), source="en", target="uk"))


def test_where_it_is_used_is_listed(editor, ours):
    one = rubric(owner=ours)
    LessonPageFactory(body=body(("assignment", "show", {"title": "Show your mentor", "brief": "Show.", "rubric": one.pk})))

    assert "Show your mentor" in editor.get(reverse("rubric_usage", args=[one.pk])).text
    assert editor.get(reverse("rubrics")).context["rows"][0]["uses"] == 1


def test_the_list_finds_words_of_any_language_and_takes_the_same_queries_for_many(editor, ours, django_assert_max_num_queries):
    first = add_rubric(slug="clear", definition=CLEAR, language="en", owner=ours, translations={"uk": {"words.title": "Слова"}})
    for number in range(3):
        rubric(f"other-{number}", owner=ours, definition=RubricDefinition("Else", (Criterion("x", "Something", WORDS.levels),)))

    with django_assert_max_num_queries(20):
        rows = editor.get(reverse("rubrics"), {"q": "словами"}).context["rows"]

    assert [row["rubric"] for row in rows] == [first]
    assert len(editor.get(reverse("rubrics")).context["rows"]) == 4


def test_copying_retiring_and_bringing_back(editor, ours):
    common = rubric("common")

    editor.post(reverse("rubric_duplicate", args=[common.pk]), {"owner": ours.pk, "slug": ""})
    copy = Rubric.objects.get(owner=ours)
    editor.post(reverse("rubric_retire", args=[copy.pk]))
    retired = [row["rubric"] for row in editor.get(reverse("rubrics"), {"state": "retired"}).context["rows"]]
    editor.post(reverse("rubric_bring_back", args=[copy.pk]))

    assert retired == [copy]
    assert copy.version.in_words("en").title == "Clear words (copy)"
    assert Rubric.objects.get(pk=copy.pk).retired_at is None


def test_the_chooser_offers_what_may_be_used(editor, ours):
    rubric("mine", owner=ours)
    rubric("common")
    rubric("other", owner=Organisation.objects.create(name="Theirs", slug="theirs"))
    retire_rubric(rubric=rubric("old", owner=ours))

    text = editor.get(reverse("rubric_chooser:choose_results")).text

    assert [slug for slug in ("mine", "common", "other", "old") if f">{slug}<" in text.replace(" ", "").replace("\n", "")] == [
        "mine",
        "common",
    ]
