import pytest
from django.core.cache import caches
from django.core.files.base import ContentFile
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from courses.catalogue import rendering
from courses.catalogue.models import Activity, ActivityVersion, LessonPage, LessonVersion
from tests.factories.pages import LessonPageFactory, body, long_text, publish, translate

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_cache(settings, tmp_path):
    settings.CACHES = settings.CACHES | {
        "lessons": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": tmp_path / "cache"}
    }
    caches["lessons"].clear()
    yield
    caches["lessons"].clear()


def picture(title="A picture"):
    return get_image_model().objects.create(title=title, file=get_test_image_file(filename=f"{title}.png"))


def test_a_body_is_pieces_with_a_slot_for_each_exercise():
    LessonPageFactory(body=body(("section", "s1", {"heading": "Who lives here"}), long_text("one"), ("markdown", "m1", "**Then**")))

    rendered = rendering.lesson_body(LessonVersion.objects.get())

    activity = Activity.objects.get(block_id="one")
    assert [piece.strip() for piece in rendered.pieces] == [
        '<h2 class="lesson-section" id="b-s1">Who lives here</h2>',
        '<div class="prose" id="b-m1"><p><strong>Then</strong></p>\n</div>',
    ]
    assert [(slot.block_id, slot.kind, slot.title, slot.activity_id, slot.version_id) for slot in rendered.slots] == [
        ("one", "long_text", "Who lives here?", activity.pk, activity.versions.get().pk)
    ]
    assert rendered.slots[0].content["prompt"] == "Write about your village."
    assert rendered.sections == (rendering.Section("s1", "Who lives here"),)


def test_an_older_version_shows_the_wording_it_was_published_with():
    page = LessonPageFactory(body=body(long_text("one", title="Old words")))
    old = LessonVersion.objects.get()
    page.body = body(long_text("one", title="New words"))
    publish(page)

    slot = rendering.lesson_body(old).slots[0]

    assert slot.title == "Old words"
    assert ActivityVersion.objects.get(pk=slot.version_id).title == "Old words"


def test_a_translation_shows_its_own_words_for_the_same_activity():
    page = LessonPageFactory(body=body(long_text("one")))
    translate(page.get_parent().get_parent().specific, "uk")
    translate(page.get_parent().specific, "uk")
    translate(page, "uk", body=body(long_text("one", title="Хто тут живе?"), ("callout", "c", {"kind": "tip", "text": "Порада"})))

    rendered = rendering.lesson_body(LessonVersion.objects.get(language="uk"))

    assert (rendered.slots[0].title, rendered.slots[0].activity_id) == ("Хто тут живе?", Activity.objects.get(block_id="one").pk)


def test_a_kept_body_costs_no_query(django_assert_num_queries):
    LessonPageFactory()
    version = LessonVersion.objects.get()
    first = rendering.lesson_body(version)

    with django_assert_num_queries(0):
        assert rendering.lesson_body(version) == first


@pytest.mark.parametrize("count", [1, 3])
def test_rendering_costs_the_same_however_much_there_is(count, django_assert_num_queries):
    blocks = []
    for number in range(count):
        blocks += [
            ("picture", f"p{number}", {"image": picture(f"p{number}").pk, "alt": "A map", "caption": ""}),
            long_text(f"e{number}"),
            ("callout", f"c{number}", {"kind": "tip", "title": "", "text": "Ask first."}),
        ]
    LessonPageFactory(body=body(*blocks))
    version = LessonVersion.objects.get()
    rendering.lesson_body(version)  # makes the pictures' sizes
    rendering.forget_media()

    with django_assert_num_queries(4):  # pictures, their sizes, wordings, earlier ones
        rendering.lesson_body(version)


def test_a_picture_is_sent_small_with_its_words():
    LessonPageFactory(body=body(("picture", "p", {"image": picture().pk, "alt": "A map of the village", "caption": "Our *village*"})))

    html = "".join(rendering.lesson_body(LessonVersion.objects.get()).pieces)

    assert 'alt="A map of the village"' in html
    assert 'loading="lazy"' in html
    assert "<figcaption>Our <em>village</em></figcaption>" in html
    assert ".webp" in html


def test_a_drawing_is_sent_as_it_is():
    file = ContentFile(b'<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360.5"/>', name="map.svg")
    drawing = get_image_model().objects.create(title="Map", file=file)
    LessonPageFactory(body=body(("picture", "p", {"image": drawing.pk, "alt": "A map", "caption": ""})))

    html = "".join(rendering.lesson_body(LessonVersion.objects.get()).pieces)

    assert "srcset" not in html
    assert 'width="640" height="360"' in html
    assert '.svg"' in html


def test_a_replaced_picture_is_seen_in_kept_bodies():
    image = picture()
    LessonPageFactory(body=body(("picture", "p", {"image": image.pk, "alt": "A map", "caption": ""})))
    version = LessonVersion.objects.get()
    before = rendering.lesson_body(version)

    image.delete()

    after = rendering.lesson_body(version)
    assert "<img" in before.pieces[0]
    assert "<img" not in after.pieces[0]
    assert "A map" in after.pieces[0]


def test_a_preview_shows_the_draft_and_offers_nothing_to_answer():
    page = LessonPageFactory(body=body(long_text("one")))
    draft = LessonPage.objects.get(pk=page.pk)
    draft.body = body(long_text("one", title="Draft words"), long_text("new"))

    rendered = rendering.preview_body(draft)

    assert [(slot.title, slot.activity_id, slot.version_id) for slot in rendered.slots] == [
        ("Draft words", None, None),
        ("Who lives here?", None, None),
    ]


def test_a_body_without_blocks_is_one_empty_piece():
    LessonPageFactory(body=body())

    assert rendering.lesson_body(LessonVersion.objects.get()) == rendering.RenderedBody(("",), (), ())
