"""What a translated page has otherwise than its source and is no text; and the ways of wagtail-localize that write past our rules."""

import json

import pytest
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail_localize.models import OverridableSegment, SegmentOverride, StringTranslation, Translation

from cms.translations.actions import follow_source, publish_translation
from cms.translations.at_once import SEEN
from cms.translations.models import TextInWork, ValueInWork
from courses.catalogue.models import LessonPage
from tests.factories import UserFactory
from tests.factories.pages import LessonPageFactory, body, publish
from tests.factories.translations import in_progress, lesson_in_russian, segment_at, translated, write

pytestmark = pytest.mark.django_db


def picture(title):
    return get_image_model().objects.create(title=title, file=get_test_image_file(filename=f"{title}.png"))


@pytest.fixture
def source(editor):
    ours = picture("ours")
    block = ("picture", "p", {"image": ours.pk, "alt": "Село", "caption": "", "credit": ""})
    return LessonPageFactory(title="Кому", body=body(("markdown", "intro", "Кому мы помогаем?"), block))


@pytest.fixture
def translation(source):
    return translated(source, "uk", {"title": "Кому допомагаємо", "body.intro": "Кому?", "body.p.alt": "Село"})


def where(source, name="translate_otherwise"):
    return reverse(name, args=[source.pk, "uk"])


def in_ukrainian():
    return LessonPage.objects.get(locale__language_code="uk")


def shown(source):
    return source.body[1].value["image"].title


def sent(client, source, image):
    return {f"value-{OverridableSegment.objects.get().context_id}": image.pk if image else "", SEEN: seen(client, source)}


def seen(client, source):
    return client.get(where(source)).context["form"][SEEN].value()


def test_a_picture_is_in_work_until_the_translation_is_published(client, source, translation):
    client.post(where(source), sent(client, source, picture("theirs")))

    assert (shown(in_ukrainian()), SegmentOverride.objects.count(), ValueInWork.objects.count()) == ("ours", 0, 1)
    publish(LessonPage.objects.get(pk=source.pk))  # the source; the translation follows it with what is settled
    assert shown(in_ukrainian()) == "ours"

    publish_translation(translation=translation, by=UserFactory(is_superuser=True))

    assert (shown(in_ukrainian()), SegmentOverride.objects.count(), ValueInWork.objects.count()) == ("theirs", 1, 0)
    client.post(where(source), sent(client, source, None))
    publish_translation(translation=translation, by=UserFactory(is_superuser=True))
    assert (shown(in_ukrainian()), SegmentOverride.objects.count()) == ("ours", 0)


def test_the_draft_has_it_and_the_source_of_it_is_said(client, source, translation):
    client.post(where(source), sent(client, source, picture("theirs")))

    client.post(reverse("translate_page", args=[source.pk, "uk"]), {"action-submit": "1"})

    assert shown(in_ukrainian().get_latest_revision_as_object()) == "theirs"
    assert "not published yet" in client.get(where(source)).text


def test_of_two_who_choose_at_once_the_second_is_asked(client, source, translation):
    mine, theirs = picture("mine"), picture("theirs")
    first, second = sent(client, source, theirs), sent(client, source, mine)
    client.post(where(source), first)

    late = client.post(where(source), second)

    assert (late.status_code, ValueInWork.objects.get().data) == (409, theirs.pk)
    assert "Somebody else has chosen meanwhile: theirs." in late.text
    [name] = [name for name in second if name.startswith("value-")]
    form = late.context["form"]
    client.post(where(source), {field.html_name: field.value() for field in form} | {name: mine.pk})
    assert ValueInWork.objects.get().data == mine.pk


def test_a_link_in_a_text_with_buttons_is_settled_too(client, editor):
    source = LessonPageFactory(title="Кому", body=body(("rich_text", "r", '<p>Смотрите <a href="https://a.example/">там</a>.</p>')))
    translation = translated(source, "uk", {"title": "Кому"})
    segment = OverridableSegment.objects.get()

    client.post(where(source), {f"value-{segment.context_id}": "https://b.example/", SEEN: seen(client, source)})
    publish_translation(translation=translation, by=UserFactory(is_superuser=True))

    assert "https://b.example/" in in_ukrainian().body[0].value.source
    assert (json.loads(SegmentOverride.objects.get().data_json), ValueInWork.objects.count()) == ("https://b.example/", 0)


@pytest.fixture
def links(editor):
    """A source with two links, its translation, and the fields of the two."""
    words = '<p>Смотрите <a href="https://a.example/">там</a> и <a href="https://b.example/">тут</a>.</p>'
    source = LessonPageFactory(title="Кому", body=body(("rich_text", "r", words)))
    translated(source, "uk", {"title": "Кому"})
    return source, *(f"value-{segment.context_id}" for segment in OverridableSegment.objects.order_by("order", "pk"))


def chosen():
    return sorted(ValueInWork.objects.values_list("data", flat=True))


def test_what_only_one_of_two_has_chosen_is_kept_of_both(client, links):
    source, first, second = links
    both = {first: "", second: "", SEEN: seen(client, source)}
    client.post(where(source), both | {first: "https://theirs.example/"})

    assert client.post(where(source), both | {second: "https://mine.example/"}).status_code == 302

    assert chosen() == ["https://mine.example/", "https://theirs.example/"]


def test_nothing_is_kept_until_what_both_have_chosen_is_answered(client, links):
    source, first, second = links
    both = {first: "", second: "", SEEN: seen(client, source)}
    client.post(where(source), both | {first: "https://theirs.example/"})

    late = client.post(where(source), both | {first: "https://mine.example/", second: "https://other.example/"})

    assert (late.status_code, chosen()) == (409, ["https://theirs.example/"])
    assert "Nothing is saved yet" in late.text
    client.post(where(source), {field.html_name: field.value() for field in late.context["form"]})
    assert chosen() == ["https://mine.example/", "https://other.example/"]


def test_a_form_that_does_not_say_what_it_was_made_from_takes_nobodys_place(client, links):
    source, first, second = links
    client.post(where(source), {first: "https://theirs.example/", second: "", SEEN: seen(client, source)})

    assert client.post(where(source), {first: "https://mine.example/", second: ""}).status_code == 409

    assert chosen() == ["https://theirs.example/"]


def test_a_source_that_has_another_picture_by_now_is_asked_about(client, source, translation):
    mine = sent(client, source, picture("mine"))
    source.body[1].value["image"] = picture("newer")
    publish(source)
    follow_source(source=translation.source)

    late = client.post(where(source), mine)

    assert (late.status_code, ValueInWork.objects.count()) == (409, 0)
    assert "Somebody else has chosen meanwhile: newer." in late.text


def test_what_is_chosen_for_a_link_that_the_source_has_no_longer_is_shown_to_be_copied(client, links):
    source, first, second = links
    mine = {first: "https://mine.example/", second: "https://other.example/<b>", SEEN: seen(client, source)}
    source = LessonPage.objects.get(pk=source.pk)
    source.body = body(("rich_text", "r", '<p>Смотрите <a href="https://a.example/">там</a> и <a href="https://new.example/">тут</a>.</p>'))
    publish(source)
    follow_source(source=Translation.objects.get().source)

    late = client.post(where(source), mine)

    assert (late.status_code, chosen()) == (409, ["https://mine.example/"])
    assert "The source has something else in these places now." in late.text
    assert "https://other.example/&lt;b&gt;</blockquote>" in late.text
    assert "Saved." not in late.text
    assert client.post(where(source), {field.html_name: field.value() or "" for field in late.context["form"]}).status_code == 302
    assert chosen() == ["https://mine.example/"]


def test_of_what_was_chosen_before_nothing_is_said_to_be_lost(client, links):
    source, first, second = links
    client.post(where(source), {first: "", second: "https://other.example/", SEEN: seen(client, source)})
    mine = {first: "https://mine.example/", second: "https://other.example/", SEEN: seen(client, source)}
    source = LessonPage.objects.get(pk=source.pk)
    source.body = body(("rich_text", "r", '<p>Смотрите <a href="https://a.example/">там</a>.</p>'))
    publish(source)
    follow_source(source=Translation.objects.get().source)

    assert client.post(where(source), mine).status_code == 302


@pytest.mark.parametrize("way", ["strings", "overrides", "pofile", "machine", "disable"])
def test_wagtail_localize_writes_nothing_past_our_rules(client, source, translation, way):
    before = list(StringTranslation.objects.values_list("pk", "data"))
    segment, value = segment_at(translation, "body.intro"), OverridableSegment.objects.get()
    paths = {
        "strings": f"strings/{segment.pk}/edit/",
        "overrides": f"overrides/{value.pk}/edit/",
        "pofile": "pofile/upload/",
        "machine": "machine_translate/",
        "disable": "disable/",
    }
    address = f"/admin/localize/translate/{translation.pk}/{paths[way]}"
    put, delete, post = client.put(address, {"value": "x"}), client.delete(address), client.post(address, {"value": "x"})

    assert (put.status_code, delete.status_code) == (409, 409)
    assert "Texts are translated beside their source" in put.json()["message"]
    assert "Nothing was changed" in client.get(post["Location"], follow=True).text
    assert list(StringTranslation.objects.values_list("pk", "data")) == before
    assert (SegmentOverride.objects.count(), Translation.objects.get().enabled) == (0, True)


def test_a_translation_is_not_made_an_alias(client, source, translation):
    address = f"/admin/localize/page/{in_ukrainian().pk}/convert_to_alias/"

    said = client.post(address, follow=True)

    assert "Take the translation off the site instead" in said.text
    assert (in_ukrainian().alias_of_id, in_ukrainian().title, Translation.objects.count()) == (None, "Кому допомагаємо", 1)


def test_a_stranger_is_told_nothing(client, source, translation):
    client.force_login(UserFactory())

    assert client.post(f"/admin/localize/translate/{translation.pk}/disable/").status_code in (302, 403)
    assert client.post(where(source, "translation_stop")).status_code in (302, 403, 404)
    assert Translation.objects.get().enabled


def test_a_page_that_leaves_its_source_takes_along_what_was_typed(client, editor):
    source = lesson_in_russian()
    translation = in_progress(source, "uk")
    write(translation, {"body.intro": "Набрано."})

    answer = client.post(where(source, "translation_stop"))

    target = in_ukrainian()
    assert answer["Location"] == reverse("wagtailadmin_pages:edit", args=[target.pk])
    assert (Translation.objects.get().enabled, target.get_latest_revision_as_object().body[0].value) == (False, "Набрано.")
    assert TextInWork.objects.count() == 1
    html = client.get(answer["Location"]).text
    assert f'href="{reverse("translate_page", args=[source.pk, "uk"])}"' in html
    assert "localize-restart-translation" not in html
    assert "localize-convert-to-alias" not in html
