"""Frameworks in the back office: who gets in, the tree by its buttons, words, languages, what practises."""

import pytest
from django.urls import reverse

from cms.translations.models import Term
from courses.competences.actions.frameworks import write_competence
from courses.competences.framework_form import FrameworkForm
from courses.competences.models import Competence, CompetenceWords, Framework, Practises
from courses.competences.translation_form import parts_of
from lms.accounts.models import Role
from lms.network.models import Organisation
from tests.factories import ActivityFactory, ActivityVersionFactory, CohortFactory
from tests.factories.competences import LEVELS, competence, framework, lesson
from tests.factories.mentorship import mentor
from tests.factories.pages import LessonPageFactory, body
from tests.factories.translations import translated

pytestmark = pytest.mark.django_db
EDITING = {"framework_about", "framework_languages", "framework_language", "framework_retire", "competence", "competence_practised"}
CHANGING = ["framework_bring_back", "competence_move", "competence_retire", "competence_bring_back"]
LOOKING = {"frameworks", "framework"}
POSTED = [*CHANGING, *EDITING - {"framework_languages"}, "framework"]
WATCHING = {"competence_cohorts", "competence_cohort", "competence_cohort_file"}


class Office:
    def __init__(self, client):
        self.client = client
        self.owner = Organisation.objects.create(slug="centre", name="Centre")
        self.lesson = lesson()
        self.lesson.course.owner = self.owner
        self.lesson.course.save()
        self.cohort = CohortFactory(course=self.lesson.course)
        self.framework = framework(owner=self.owner)
        self.group = competence(self.framework, "People")
        self.competence = competence(self.framework, "Asking", self.lesson, under=self.group)
        parts = {
            "framework": [self.framework.pk], "framework_about": [self.framework.pk], "framework_languages": [self.framework.pk],
            "framework_language": [self.framework.pk, "uk"], "framework_retire": [self.framework.pk],
            "framework_bring_back": [self.framework.pk], "competence": [self.competence.pk], "competence_move": [self.competence.pk],
            "competence_practised": [self.competence.pk], "competence_retire": [self.competence.pk],
            "competence_bring_back": [self.competence.pk], "competence_cohort": [self.cohort.pk],
            "competence_cohort_file": [self.cohort.pk],
        }  # fmt: skip
        names = LOOKING | EDITING | WATCHING | {"framework_add", *CHANGING}
        self.paths = {name: reverse(name, args=parts.get(name, [])) for name in names}

    def enters(self, role=Role.EDITOR, where="owner"):
        self.client.force_login(mentor(self.owner if where == "owner" else where, role=role))
        return self

    def opened(self):
        return {name for name in LOOKING | EDITING | WATCHING | {"framework_add"} if self.client.get(self.paths[name]).status_code == 200}

    def sends(self, name, **fields):
        return self.client.post(self.paths[name], fields)


@pytest.fixture
def office(client):
    return Office(client)


@pytest.mark.parametrize(
    ("role", "opened"),
    [
        (Role.LEARNER, set()),
        (Role.MENTOR, set()),
        (Role.EDITOR, LOOKING | EDITING | {"framework_add"}),
        (Role.COORDINATOR, LOOKING | WATCHING),
        (Role.SUPERVISOR, WATCHING),
        (Role.ADMINISTRATOR, LOOKING | EDITING | WATCHING | {"framework_add"}),
    ],
)
def test_each_role_opens_what_it_is_for(office, role, opened):
    assert office.enters(role).opened() == opened


def test_an_editor_of_another_organisation_finds_nothing(office):
    office.enters(where=Organisation.objects.create(slug="other", name="Other"))

    assert office.opened() == {"frameworks", "framework_add"}
    assert "Small NGOs" not in office.client.get(office.paths["frameworks"]).text
    assert {office.client.post(office.paths[name]).status_code for name in POSTED} == {404}


def test_a_coordinator_looks_and_changes_nothing(office):
    office.enters(Role.COORDINATOR)

    assert {office.client.post(office.paths[name]).status_code for name in POSTED} == {404}
    assert office.paths["competence"] not in office.client.get(office.paths["framework"]).text


def test_a_framework_is_added_for_the_organisation(office):
    office.enters()

    refused = office.sends("framework_add", title="", language="uk")
    answer = office.sends("framework_add", title="Небагато  людей", language="uk", owner=office.owner.pk)

    made = Framework.objects.latest("pk")
    assert (refused.status_code, answer["Location"]) == (422, reverse("framework", args=[made.pk]))
    assert (made.slug, made.language, made.owner) == ("nebagato-lyudey", "uk", office.owner)
    assert made.words.get().title == "Небагато людей"


def test_two_frameworks_of_one_title_at_once_are_two(office, monkeypatch):
    looked = iter(["office", "office-2"])  # the first look was before somebody else's was kept
    Framework.objects.create(slug="office", language="en", owner=office.owner)
    monkeypatch.setattr(FrameworkForm, "slug", lambda form: next(looked))

    answer = office.enters().sends("framework_add", title="Office", language="en", owner=office.owner.pk)

    assert answer["Location"] == reverse("framework", args=[Framework.objects.get(slug="office-2").pk])


def test_an_editor_of_an_organisation_makes_none_for_the_whole_site(office):
    assert office.enters().sends("framework_add", title="Mine", language="en").status_code == 422


def test_a_competence_is_added_at_the_end_and_moved_by_buttons_that_keep_the_focus(office):
    office.enters()
    office.sends("framework", title="Listening")
    new = Competence.objects.latest("pk")

    answer = office.client.post(reverse("competence_move", args=[new.pk]), {"way": "in"})

    new.refresh_from_db()
    assert (new.parent_id, new.position) == (office.group.pk, 1)
    page = office.client.get(answer["Location"]).text
    assert page.count("autofocus") == 1
    assert 'value="in" autofocus' in page
    up = office.client.get(office.client.post(reverse("competence_move", args=[new.pk]), {"way": "up"})["Location"]).text
    assert "autofocus>Listening</a>" in up  # it is the first now, so no button is left to press again
    assert office.client.post(reverse("competence_move", args=[new.pk]), {"way": "sideways"}).status_code == 404


def test_the_page_says_what_is_still_missing(office):
    office.enters()
    write_competence(competence=office.competence, texts={"title": "Asking", **LEVELS, "level_3": ""})
    competence(office.framework, "Nobody practises this")

    page = office.client.get(office.paths["framework"]).text

    assert "Levels without words: 3" in page
    assert page.count("Nothing practises it yet") == 1


def test_words_are_changed(office):
    office.enters()

    office.sends("competence", title="Asking neighbours", summary="At the shop.", **LEVELS | {"level_1": "I never ask."})

    words = CompetenceWords.objects.get(competence=office.competence, language="en")
    assert (words.title, words.summary, words.levels[0]) == ("Asking neighbours", "At the shop.", "I never ask.")


def test_a_group_has_no_levels_and_loses_none(office):
    office.enters()
    page = reverse("competence", args=[office.group.pk])

    assert "level_1" not in office.client.get(page).text
    office.client.post(page, {"title": "Other people", "summary": ""})

    words = CompetenceWords.objects.get(competence=office.group, language="en")
    assert (words.title, words.levels[0]) == ("Other people", "Never")


def test_a_translation_is_written_beside_its_source_and_says_when_it_is_behind(office):
    office.enters()
    prefix = f"c{office.competence.pk}"
    office.sends("framework_language", **{f"{prefix}-title": "Питати"})
    write_competence(competence=office.competence, texts={"title": "Asking neighbours", **LEVELS})
    assert "The source has changed since this was translated." in office.client.get(office.paths["framework_language"]).text

    seen = office.client.get(office.paths["framework_language"]).context["form"]["seen"].value()
    office.sends("framework_language", **{f"{prefix}-title": "Питати сусідів", "seen": seen})
    [still] = [one.is_behind for one in parts_of(office.framework, "uk") if one.prefix == prefix]
    office.sends("framework_language", **{f"{prefix}-title": "Питати сусідів", f"{prefix}-fits": "on"})
    [after] = [one.is_behind for one in parts_of(office.framework, "uk") if one.prefix == prefix]

    assert (still, after) == (True, False)
    assert CompetenceWords.objects.get(competence=office.competence, language="uk").title == "Питати сусідів"


def test_terms_and_what_pages_say_stand_beside_the_texts(office):
    office.enters()
    Term.objects.create(words={"en": "people", "uk": "люди"})
    lesson_page = LessonPageFactory(title="Lesson", body=body(("markdown", "first", "Asking")))
    translated(lesson_page, "uk", {"body.first": "Питати"})

    page = office.client.get(office.paths["framework_language"]).text

    assert '<dd lang="uk">люди</dd>' in page
    assert '<span class="translations__words" lang="uk" data-match>Питати</span>' in page


@pytest.mark.parametrize("code", ["en", "xx"])
def test_there_is_no_translation_into_its_own_language_or_an_unknown_one(office, code):
    office.enters()

    assert office.client.get(reverse("framework_language", args=[office.framework.pk, code])).status_code == 404


def test_what_practises_is_chosen_by_lesson_and_activity(office):
    office.enters()
    exercise = ActivityFactory(lesson=office.lesson)
    ActivityVersionFactory(of=exercise, title="Who lives here?")
    assert "Who lives here?" in office.client.get(office.paths["competence_practised"]).text

    office.sends("competence_practised", course=office.lesson.course_id, activity=exercise.pk, lesson="999")

    kept = Practises.objects.filter(competence=office.competence).values_list("lesson", "activity")
    assert list(kept) == [(None, exercise.pk)]


def test_what_is_retired_is_named_as_gone(office):
    office.enters()
    office.lesson.retired_at = office.lesson.versions.get().created_at
    office.lesson.save()
    office.lesson.course.stamp += 1
    office.lesson.course.save()

    page = office.client.get(office.paths["competence_practised"]).text

    assert "Chosen, but retired" in page
    assert office.lesson.slug in page


def test_a_course_that_is_not_the_editors_is_not_offered(office):
    office.enters()
    other = lesson()

    office.sends("competence_practised", course=other.course_id, lesson=other.pk)

    assert list(Practises.objects.filter(competence=office.competence).values_list("lesson", flat=True)) == []
    assert not Practises.objects.filter(lesson=other).exists()


def test_what_is_retired_is_brought_back(office):
    office.enters()

    office.sends("competence_retire")
    office.sends("framework_retire")
    assert "Small NGOs" in office.client.get(office.paths["frameworks"], {"state": "retired"}).text
    office.competence.refresh_from_db()
    assert office.competence.retired_at
    office.sends("framework_bring_back")
    office.sends("competence_bring_back")

    office.competence.refresh_from_db()
    office.framework.refresh_from_db()
    assert (office.competence.retired_at, office.framework.retired_at) == (None, None)
