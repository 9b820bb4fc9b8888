"""Several people publish at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from courses.catalogue.models import Activity, ActivityVersion, Course, Lesson, LessonPage, LessonVersion
from courses.catalogue.publishing import publish as publish_rows
from tests.factories.pages import LessonPageFactory, body, long_text


@pytest.mark.django_db(transaction=True)
def test_the_same_page_published_by_four_at_once_makes_its_rows_once():
    page = LessonPageFactory(body=body(long_text("one")))
    Activity.objects.all().delete()
    Course.objects.all().delete()
    pages = [*page.get_ancestors().filter(depth__gte=4).specific(), LessonPage.objects.get(pk=page.pk)]

    def bring_in_step(_number):
        try:
            for each in pages:
                publish_rows(page=each)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as people:
        list(people.map(bring_in_step, range(4)))

    assert (Course.objects.count(), Lesson.objects.count()) == (1, 1)
    assert sorted(Activity.objects.values_list("block_id", flat=True)) == ["one", "read"]
    assert (LessonVersion.objects.current().count(), LessonVersion.objects.count()) == (1, 1)
    assert ActivityVersion.objects.count() == 2
