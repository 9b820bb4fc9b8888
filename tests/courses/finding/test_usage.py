"""Where pictures, files and questions are used."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from cms.pages.models import HomePage, TextPage
from courses.finding.drafts import stepping
from courses.finding.drafts.stepping import bring_in_step
from courses.finding.models import Piece
from courses.finding.usage.places import places_of
from courses.quizzes.models import QuestionFile
from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from tests.factories import UserFactory
from tests.factories.pages import CoursePageFactory, LessonPageFactory, body, publish
from tests.factories.quizzes import category, choice_question, question

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def picture():
    return get_image_model().objects.create(title="A bench", file=get_test_image_file("bench.png"))


@pytest.fixture
def editor(client):
    client.person = UserFactory(is_superuser=True)
    client.force_login(client.person)
    return client


def shown(block_id, picture):
    return ("picture", block_id, {"image": picture.pk, "alt": "A bench", "caption": ""})


def states(target, person=None):
    bring_in_step()
    return [(place.block, place.state) for place in places_of(target, person or UserFactory(is_superuser=True))]


def test_a_picture_is_found_live_in_a_draft_and_in_an_older_edition(picture, django_capture_on_commit_callbacks):
    page = LessonPageFactory(title="Whom", body=body(shown("a", picture)))
    assert states(picture) == [("Picture", "Live")]

    page.body = body(shown("a", picture), shown("b", picture))
    page.save_revision()
    assert states(picture) == [("Picture", "Live, with a draft"), ("Picture", "In the newest draft")]

    page.body = body(("markdown", "m", "Nothing."))
    page = publish(page)
    (only,) = states(picture)
    assert only[0] == "Picture"
    assert only[1].startswith("Earlier version")


@pytest.mark.parametrize("how", ["original", "smaller"])
def test_a_picture_in_markdown_is_found(picture, how):
    file = picture.file if how == "original" else picture.get_rendition("width-100").file
    publish(CoursePageFactory(introduction=f"![A bench]({file.url})"))
    LessonPageFactory(
        body=body(
            ("markdown", "m", f"See\n\n![A bench]({file.url} 'Bench')"), ("checklist", "c", {"title": "", "items": [f"![]({file.url})"]})
        )
    )
    page = TextPage(title="About", slug="about", body=[("markdown", f"<{file.url}>")])
    publish(HomePage.objects.get(locale__language_code="en").add_child(instance=page))

    fields = "Titles, summaries and other fields"
    assert sorted(block for block, _state in states(picture)) == sorted(["Text in Markdown", "Checklist", "Text in Markdown", fields])


def test_a_document_that_a_text_links_to_is_found():
    document = get_document_model().objects.create(title="Form", file=ContentFile(b"%PDF-1.4", "form.pdf"))
    LessonPageFactory(
        body=body(("markdown", "m", f"[The form]({document.url})"), ("download", "d", {"title": "", "file": document.pk, "text": ""}))
    )

    assert sorted(block for block, _state in states(document)) == ["Download", "Text in Markdown"]


def test_a_picture_of_a_question_is_found_with_its_attempts(picture):
    one = question(choice_question(text="![map](@@PLUGINFILE@@/map.png)"), name="Where?")
    QuestionFile.objects.create(question=one, name="map.png", image=picture)

    assert states(picture) == [("Question", "No attempt holds it yet.")]


def test_a_picture_of_a_question_cannot_be_deleted(editor, picture):
    QuestionFile.objects.create(question=question(choice_question(), name="Where?"), name="map.png", image=picture)
    address = reverse("wagtailimages:delete", args=[picture.pk])

    page = editor.get(address).content.decode()
    assert "Where?" in page
    assert "Yes, delete" not in page
    assert "do not delete it" not in page
    editor.post(address)
    assert get_image_model().objects.filter(pk=picture.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_a_draft_that_cannot_be_read_any_more_keeps_what_was_read_of_it(picture, monkeypatch):
    page = LessonPageFactory(title="Whom", body=body(("markdown", "m", "Nothing.")))
    page.body = body(shown("a", picture))
    page.save_revision()
    assert states(picture) == [("Picture", "In the newest draft")]

    def fail(draft):
        raise KeyError("a block of a kind that is gone")

    monkeypatch.setattr(stepping, "written_in_page", fail)
    page.save_revision()

    assert states(picture) == [("Picture", "In the newest draft")]
    assert Piece.objects.filter(source__page=page, text__contains="A bench").exists()
    assert bring_in_step(0) == 0


def together(*targets):
    model = targets[0]._meta
    ids = "&".join(f"id={target.pk}" for target in targets)
    return f"{reverse('wagtail_bulk_action', args=[model.app_label, model.model_name, 'delete'])}?{ids}"


def test_deleting_several_reads_new_drafts_and_lists_the_places(editor, picture):
    unused = get_image_model().objects.create(title="Nobody's", file=get_test_image_file("nobody.png"))
    page = LessonPageFactory(title="Whom we help", body=body(("markdown", "m", "Nothing.")))
    page.body = body(shown("a", picture))
    page.save_revision()

    asked = editor.get(together(picture, unused)).content.decode()

    assert f"{reverse('wagtailadmin_pages:edit', args=[page.pk])}#:w:contentpath=body.a" in asked
    assert asked.count("It is used nowhere") == 1
    assert "do not delete it" in asked
    editor.post(together(picture, unused))
    assert not get_image_model().objects.exists()


def test_several_documents_are_deleted_at_once(editor):
    files = [get_document_model().objects.create(title=name, file=ContentFile(b"%PDF-1.4", f"{name}.pdf")) for name in "ab"]
    LessonPageFactory(title="Whom we help", body=body(("markdown", "m", f"[The form]({files[0].url})")))

    assert "Whom we help" in editor.get(together(*files)).content.decode()
    editor.post(together(*files))

    assert not get_document_model().objects.exists()


def test_of_several_pictures_none_goes_when_a_question_holds_one(editor, picture):
    other = get_image_model().objects.create(title="Nobody's", file=get_test_image_file("nobody.png"))
    QuestionFile.objects.create(question=question(choice_question(), name="Where?"), name="map.png", image=picture)

    asked = editor.get(together(picture, other)).content.decode()
    answer = editor.post(together(picture, other), follow=True)

    assert "Where?" in asked
    assert "Yes, delete" not in asked
    assert "do not delete it" not in asked
    assert "Nothing was deleted. Questions hold: A bench." in answer.content.decode()
    assert set(get_image_model().objects.all()) == {picture, other}


def test_nowhere_is_not_said_while_drafts_are_unread(editor, picture, monkeypatch):
    for name in ("views", "together", "questions"):
        monkeypatch.setattr(f"courses.finding.usage.{name}.MOST_READ", 0)
    asked = question(choice_question(), name="Where?")
    addresses = [
        reverse("wagtailimages:image_usage", args=[picture.pk]),
        reverse("wagtailimages:delete", args=[picture.pk]),
        reverse("wagtailimages:index") + "?use=nowhere",
        reverse("wagtailimages:index_results") + "?use=nowhere",
        reverse("wagtaildocs:index") + "?use=nowhere",
        together(picture),
        reverse("question_usage", args=[asked.pk]),
    ]

    for address in addresses:
        page = editor.get(address).content.decode()
        assert "not read yet" in page, address
        assert "used nowhere" not in page, address

    bring_in_step()
    for address in addresses:
        assert "not read yet" not in editor.get(address).content.decode(), address


def test_titles_of_pages_that_are_not_mine_are_kept_back(picture):
    page = LessonPageFactory(title="Not for you", body=body(shown("a", picture)))
    other = CoursePageFactory(title="Mine")
    person = UserFactory()
    grant_role(person=person, role=Role.EDITOR, where=other.row)

    (place,) = places_of(picture, person)

    assert (place.url, place.state) == ("", "Live")
    assert page.title not in place.where


def test_the_page_of_a_picture_lists_its_places_and_deleting_asks(editor, picture):
    page = LessonPageFactory(title="Whom we help", body=body(("markdown", "m", f"![A bench]({picture.file.url})")))

    usage = editor.get(reverse("wagtailimages:image_usage", args=[picture.pk])).content.decode()
    delete = editor.get(reverse("wagtailimages:delete", args=[picture.pk])).content.decode()

    address = f"{reverse('wagtailadmin_pages:edit', args=[page.pk])}#:w:contentpath=body.m"
    for html in (usage, delete):
        assert address in html
        assert "Whom we help" in html
        assert f'href="{address}" lang="en">' in html
    assert "Yes, delete" in delete
    assert get_image_model().objects.filter(pk=picture.pk).exists()


def test_the_list_of_pictures_can_show_what_is_used_nowhere(editor, picture):
    unused = get_image_model().objects.create(title="Nobody's", file=get_test_image_file("nobody.png"))
    LessonPageFactory(body=body(shown("a", picture)), is_published=False)

    for layout in ("grid", "list"):
        answer = editor.get(reverse("wagtailimages:index"), {"use": "nowhere", "layout": layout})
        assert [image.title for image in answer.context["images"]] == [unused.title]
    somewhere = editor.get(reverse("wagtailimages:index"), {"use": "somewhere"})
    assert [image.title for image in somewhere.context["images"]] == [picture.title]
    no_documents = editor.get(reverse("wagtaildocs:index"), {"use": "nowhere"}).text
    assert "Nothing here is like what you asked for in the filters." in no_documents
    assert "You haven't uploaded" not in no_documents


@pytest.mark.parametrize("of", ["wagtailimages", "wagtaildocs"])
@pytest.mark.parametrize("use", ["nowhere", "somewhere"])
def test_words_and_where_it_is_used_can_be_asked_together(editor, picture, of, use):
    answers = [editor.get(reverse(f"{of}:index"), {"use": use, "q": words}) for words in (picture.title, "zzz")]

    assert [answer.status_code for answer in answers] == [200, 200]
    if of == "wagtailimages":
        assert [len(answer.context["images"]) for answer in answers] == [1 if use == "nowhere" else 0, 0]  # nothing uses it


def test_a_question_says_which_drafts_place_it_or_may_draw_it(editor):
    top = category("People")
    one = question(of=category("People", "Needs", bank=top.bank), name="Needs")
    page = LessonPageFactory(title="Quiz in a draft", is_published=False)
    placed = {"type": "question", "id": "x", "value": {"question": one.pk, "mark": None, "page_break": False}}
    drawn = {"type": "draw", "id": "y", "value": {"category": top.pk, "count": 1, "tags": "", "mark": None}}
    page.body = body(("quiz", "q", {"title": "Q", "questions": [placed]}), ("quiz", "r", {"title": "R", "questions": [drawn]}))
    page.save_revision()

    answer = editor.get(reverse("question_usage", args=[one.pk]))

    assert [(place.block, place.state) for place in answer.context["drafts"]] == [("Quiz", "In the newest draft")] * 2
    assert "Quiz in a draft" in answer.content.decode()


def test_strangers_see_no_usage(client, picture):
    address = reverse("wagtailimages:image_usage", args=[picture.pk])
    assert client.get(address).status_code == 302
    client.force_login(UserFactory())
    assert client.get(address).status_code in (302, 403)
    assert client.post(together(picture)).status_code in (302, 403)
    assert get_image_model().objects.filter(pk=picture.pk).exists()
