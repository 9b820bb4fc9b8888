"""Guides come from docs/guides, stay as editors have changed them, and follow the files where nobody has."""

import json
import re

import pytest
from django.conf import settings
from django.test import Client

from cms.guides import sources
from cms.guides.actions import bring_guides
from cms.guides.models import BroughtPage, GuidePage, GuidesPage
from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
INDEX = "# Help\n\nChoose what you are.\n"
GUIDE = """# Guide for {name}s

What it is for.

<a id="begin"></a>
## Begin

1. Press **Begin**.

![A road with ten stations.](../../img/guides/en/{name}-road.webp)

More in [another guide](mentor.md#queue).
"""


@pytest.fixture
def folder(tmp_path, settings):
    settings.GUIDES = tmp_path
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "README.md").write_text(INDEX)
    for name in ["learner", "mentor"]:
        (tmp_path / "en" / f"{name}.md").write_text(GUIDE.format(name=name))
    return tmp_path / "en"


@pytest.fixture
def brought(folder):
    bring_guides()
    return folder


def learners_guide() -> GuidePage:
    return GuidePage.objects.get(reader="learner", locale__language_code="en")


def changed_by_an_editor(words: str) -> None:
    page = learners_guide()
    page.summary = words
    page.save_revision().publish()


def test_they_become_pages(brought):
    page = learners_guide()

    assert [(block.block_type, block.value if block.block_type == "markdown" else dict(block.value)) for block in page.body] == [
        ("part", {"heading": "Begin", "anchor": "begin"}),
        ("markdown", "1. Press **Begin**."),
        ("screen", {"name": "en/learner-road", "alt": "A road with ten stations."}),
        ("markdown", "More in [another guide](../mentor/#queue)."),
    ]
    assert (page.title, page.summary, page.live, page.url) == ("Guide for learners", "What it is for.", True, "/en/guide/learner/")


def test_a_second_time_changes_nothing_and_asks_once(brought, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert bring_guides() == 0


def test_a_new_version_of_a_file_is_brought(brought):
    ids = [block.id for block in learners_guide().body]
    (brought / "learner.md").write_text(GUIDE.format(name="learner").replace("What it is for.", "In short."))

    assert bring_guides() == 1
    assert learners_guide().summary == "In short."
    assert [block.id for block in learners_guide().body] == ids


def test_what_somebody_has_changed_is_left_and_said(brought):
    changed_by_an_editor("Our own words.")
    (brought / "learner.md").write_text(GUIDE.format(name="learner").replace("What it is for.", "In short."))
    said = []

    assert bring_guides(say=said.append) == 0
    assert said == ["en/learner: left as it is, because somebody has changed it. --theirs takes the text of the file."]
    assert learners_guide().summary == "Our own words."


def test_a_draft_that_is_not_published_yet_is_left_as_well(brought):
    page = learners_guide()
    page.summary = "Not finished"
    page.save_revision()
    (brought / "learner.md").write_text(GUIDE.format(name="learner").replace("What it is for.", "In short."))

    assert bring_guides() == 0
    assert learners_guide().get_latest_revision_as_object().summary == "Not finished"


def test_saving_without_a_change_is_no_change(brought):
    changed_by_an_editor("What it is for.")
    (brought / "learner.md").write_text(GUIDE.format(name="learner").replace("What it is for.", "In short."))

    assert bring_guides() == 1


def test_the_files_words_can_be_asked_for(brought):
    changed_by_an_editor("Our own words.")

    bring_guides(theirs=True)

    assert learners_guide().summary == "What it is for."


def test_what_somebody_has_deleted_stays_away_until_it_is_asked_for(brought):
    learners_guide().delete()
    (brought / "learner.md").write_text(GUIDE.format(name="learner").replace("What it is for.", "In short."))

    assert bring_guides() == 0
    assert bring_guides(theirs=True) == 3
    assert learners_guide().summary == "In short."


def test_another_page_at_the_address_is_left_alone(folder):
    from cms.pages.models import HomePage, TextPage

    HomePage.objects.get(locale__language_code="en").add_child(instance=TextPage(title="Ours", slug="guide"))

    assert bring_guides() == 0
    assert not BroughtPage.objects.exists()


def test_a_file_that_is_no_guide_is_named():
    with pytest.raises(sources.NotAGuide):
        sources.parse("no title")


def test_two_parts_of_a_guide_may_not_share_an_anchor():
    part = '<a id="find"></a>\n## Find\n\nText.'

    with pytest.raises(sources.NotAGuide, match="find"):
        sources.parse(f"# Title\n\nWhat for.\n\n{part}\n\n{part}")


def test_the_guides_of_ones_roles_come_first(brought, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    mentor = UserFactory()
    grant_role(person=mentor, role=Role.MENTOR, where=None)
    page = GuidesPage.objects.get(locale__language_code="en")

    def offered(client) -> list[str]:
        return [guide.reader for guide in client.get(page.url).context["guides"]]

    mentors, strangers = Client(), Client()
    mentors.force_login(mentor)
    assert offered(strangers) == ["learner", "mentor"]
    assert offered(mentors) == ["mentor", "learner"]


def test_a_guide_shows_its_parts_and_pictures(brought):
    html = Client().get("/en/guide/learner/").content.decode()

    assert '<a href="#begin">Begin</a>' in html
    assert '<h2 class="lesson-section" id="begin">Begin</h2>' in html
    assert 'alt="A road with ten stations."' in html


def test_a_wide_picture_opens_large_and_one_of_a_phone_is_large_already(brought):
    wide, phone = (render_screen(name, "Three steps.") for name in ("en/editor-begin", "en/learner-road"))

    file = re.search(r'<a class="picture__file" href="/static/guides/en/editor-begin[^"]*\.webp">(.*?)</a>', wide)
    assert file[1] == 'Open the picture large<span class="visually-hidden">: Three steps.</span>'
    assert "<a" not in phone


def test_a_part_without_a_name_and_each_picture_have_addresses_of_their_own(brought):
    guide = GuidePage.objects.get(slug="learner", locale__language_code="en")
    screen = {"name": "en/editor-begin", "alt": "Three steps."}
    kinds = [("part", "p", {"heading": "Then", "anchor": ""}), ("screen", "one", screen), ("screen", "two", screen)]
    guide.body = json.dumps([{"type": kind, "id": id_, "value": value} for kind, id_, value in kinds])
    guide.save_revision(clean=False).publish()

    html = Client().get("/en/guide/learner/").text

    assert ('<a href="#b-p">Then</a>' in html, 'id="b-p">Then</h2>' in html) == (True, True)
    assert re.findall(r'<figure [^>]*id="([^"]*)"', html) == ["s-one", "s-two"]


def render_screen(name, alt):
    block = GuidePage._meta.get_field("body").stream_block.child_blocks["screen"]
    return str(block.render(block.to_python({"name": name, "alt": alt})))


def test_all_that_comes_with_the_site_can_be_brought():
    there = [path for language, _name in settings.LANGUAGES for path in (settings.GUIDES / language).glob("*.md")]

    assert bring_guides() == len(there)
    assert Client().get("/uk/guide/").status_code == Client().get("/uk/guide/learner/").status_code == 200
