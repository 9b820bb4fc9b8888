"""What practises a competence."""

from collections.abc import Iterable

from django.db import transaction

from courses.catalogue.models import Activity, Course, Lesson

from ..models import Competence, Practises


@transaction.atomic
def set_practises(*, competence: Competence, course: Course, lessons: Iterable[Lesson], activities: Iterable[Activity]) -> None:
    """Exactly these of the course. What is retired there stays as it was: it is not offered, and it may come back."""
    lesson_ids, activity_ids = {one.pk for one in lessons}, {one.pk for one in activities}
    Competence.objects.select_for_update().get(pk=competence.pk)
    kept = list(Practises.objects.filter(competence=competence).in_course(course).live())
    gone = [one.pk for one in kept if one.lesson_id not in lesson_ids and one.activity_id not in activity_ids]
    Practises.objects.filter(pk__in=gone).delete()
    for pk in lesson_ids - {one.lesson_id for one in kept}:
        Practises.objects.get_or_create(competence=competence, lesson_id=pk, activity=None)
    for pk in activity_ids - {one.activity_id for one in kept}:
        Practises.objects.get_or_create(competence=competence, activity_id=pk, lesson=None)
