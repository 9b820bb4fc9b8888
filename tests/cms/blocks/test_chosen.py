"""What pages refer to, fetched once while many of them are read."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.images import get_image_model

from cms.blocks.chosen import fetched_once
from cms.blocks.media import ImageChooserBlock
from tests.factories.certificates import picture

pytestmark = pytest.mark.django_db


def a_picture():
    return get_image_model().objects.create(title="A road", file=ContentFile(picture(), name="road.png"))


def read(*values):
    return ImageChooserBlock().bulk_to_python(values)


def test_each_row_is_fetched_once_and_what_is_new_as_well():
    one, other = a_picture(), a_picture()
    with fetched_once():
        first = read(one.pk, None, one.pk)
        with CaptureQueriesContext(connection) as captured:
            again = read(one.pk)
        assert not captured.captured_queries
        assert [each.pk for each in read(other.pk, one.pk)] == [other.pk, one.pk]

    assert [each and each.pk for each in first] == [one.pk, None, one.pk]
    assert again == [one]


def test_each_place_has_an_object_of_its_own():
    image = a_picture()
    with fetched_once():
        [one, other], [third] = read(image.pk, image.pk), read(image.pk)
    one.title = "Another"

    assert (other.title, third.title) == (image.title, image.title)


def test_what_is_not_there_is_asked_for_once_and_never_afterwards():
    with fetched_once():
        with CaptureQueriesContext(connection) as captured:
            assert read(404) == [None]
            assert read(404, None) == [None, None]
        assert len(captured) == 1


def test_outside_what_has_changed_is_seen_at_once():
    image = a_picture()
    with fetched_once():
        read(image.pk)
    get_image_model().objects.filter(pk=image.pk).update(title="Another")

    [found] = read(image.pk)

    assert found.title == "Another"
