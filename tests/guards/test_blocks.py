"""Every block an editor may choose says what it is, shows what it will look like, and has a template of its own."""

import pytest
from django.template.loader import get_template

from courses.catalogue.body import LessonBody

BLOCKS = dict(LessonBody().child_blocks)


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_has_a_template_an_icon_a_description_and_a_preview(name):
    block = BLOCKS[name]

    assert get_template(block.meta.template)
    assert block.meta.icon not in {"", "placeholder"}
    assert str(block.get_description()).strip()
    assert block.is_previewable


@pytest.mark.django_db
@pytest.mark.parametrize("name", BLOCKS)
def test_the_preview_of_a_block_can_be_shown(name):
    block = BLOCKS[name]

    assert block.render(block.get_preview_value()).strip()
