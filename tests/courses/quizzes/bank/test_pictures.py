"""Pictures of a question: chosen from the library, shown by its texts, kept for the versions that show them."""

import pytest
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from courses.quizzes.actions.bank import write_version
from courses.quizzes.actions.pictures import set_pictures, shown_in_versions
from courses.quizzes.engine.definition import Essay, from_json
from courses.quizzes.models import Question

from .browsing import sent_by
from .conftest import needs

MAP = "![The map](@@PLUGINFILE@@/map.png)"


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def image(db):
    return get_image_model().objects.create(title="A map of the village", file=get_test_image_file("map.png"))


def form_of(client, question, *, do="", **changes):
    page = reverse("question", args=[question.pk])
    data = sent_by(client.get(page).text)
    for name, value in changes.items():
        data[name] = value
    if do:
        data["do"] = do
    return client.post(page, data)


def pressed(response, **changes):
    """What the form would send after a button of its rows."""
    data = sent_by(response.text)
    for name, value in changes.items():
        data[name] = value
    return data


def test_a_picture_is_chosen_put_into_the_text_and_shown_to_learners(editor, mine, image):
    # given an empty row for a picture
    question = mine.add()
    page = reverse("question", args=[question.pk])
    data = pressed(form_of(editor, question, do="pictures:add"))
    assert data["pictures-total"] == "1"

    # when it is chosen, described and put into the text
    data["pictures-0-image"], data["pictures-0-description"], data["do"] = str(image.pk), "The map [of us]", "pictures:put:0"
    data = pressed(editor.post(page, data))
    name = data["pictures-0-name"]
    assert data["text"].replace("\r\n", "\n") == f"Whose needs come first?\n\n![The map \\[of us\\]](@@PLUGINFILE@@/{name})"

    # then it is the question's once it is saved, and a trial shows it
    editor.post(page, data)
    [file] = question.files.all()
    assert (file.name, file.image) == (name, image)
    shown = editor.get(reverse("question_trial", args=[question.pk])).text
    assert f'<img src="{image.get_rendition("max-1000x1000").url}" alt="The map [of us]">' in shown


def test_a_new_question_has_its_pictures_at_once(editor, mine, image):
    page = reverse("question_add_type", args=["essay"])
    category = mine.add().category
    data = sent_by(editor.get(page).text)
    data.update({"text": f"Where is the well?\n\n{MAP}", "about-category": category.pk, "pictures-total": "1"})
    data.update({"pictures-0-id": "new", "pictures-0-image": str(image.pk), "pictures-0-name": "map.png"})

    editor.post(page, data)

    assert Question.objects.get(type="essay").files.get().name == "map.png"


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"pictures-0-name": "map.png"}, "This field is required."),
        ({"pictures-0-name": "a map", "pictures-0-image": True}, "Only letters, digits, dots and hyphens can be in the name."),
        ({"pictures-0-name": "taken.png", "pictures-0-image": True}, "Another picture of the question has this name."),
    ],
)
def test_what_cannot_be_a_picture_is_said_by_its_field(editor, mine, image, sent, words):
    question = mine.add()
    set_pictures(question=question, pictures={"taken.png": image})
    data = pressed(form_of(editor, question, do="pictures:add"))
    sent = {name.replace("-0-", "-1-"): str(image.pk) if value is True else value for name, value in sent.items()}

    response = editor.post(reverse("question", args=[question.pk]), {**data.dict(), **sent})

    assert response.status_code == 422
    assert words in response.text
    assert [file.name for file in question.files.all()] == ["taken.png"]


def test_one_that_is_removed_stays_while_a_version_shows_it(editor, mine, image):
    question = mine.add(definition=needs(f"Where is the well? {MAP}"))
    set_pictures(question=question, pictures={"map.png": image, "spare.png": image})
    write_version(question=question, definition=needs("Where is the well?"), language="en", translations={})
    data = pressed(form_of(editor, question, do="pictures:remove:0"))
    data = pressed(editor.post(reverse("question", args=[question.pk]), {**data.dict(), "do": "pictures:remove:0"}))
    assert data["pictures-total"] == "0"

    response = editor.post(reverse("question", args=[question.pk]), data, follow=True)

    assert [file.name for file in question.files.all()] == ["map.png"]
    assert "The picture “map.png” stays" in response.text


def test_a_form_that_says_nothing_of_pictures_leaves_them(editor, mine, image):
    question = mine.add()
    set_pictures(question=question, pictures={"map.png": image})
    page = reverse("question", args=[question.pk])
    data = {name: value for name, value in sent_by(editor.get(page).text).dict().items() if not name.startswith("pictures")}

    editor.post(page, data)

    assert question.files.count() == 1


def test_names_that_lead_nowhere_and_pictures_that_nobody_sees_are_told(editor, mine, image):
    question = mine.add(definition=needs(f"Where is the well? {MAP}"))
    set_pictures(question=question, pictures={"other.png": image})

    response = editor.post((page := reverse("question", args=[question.pk])), sent_by(editor.get(page).text), follow=True)

    assert "The texts name a picture “map.png”, which the question does not have." in response.text
    assert "No text shows the picture “other.png” yet" in response.text


def test_translations_show_pictures_too(mine):
    question = mine.add(definition=Essay(text="Where?"), translations={"uk": {"text": MAP}})

    assert shown_in_versions(question) == {"map.png"}
    assert from_json(question.version.definition).text == "Where?"
