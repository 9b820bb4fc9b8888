from celery import shared_task

from .board import editions, exports, folders, leftovers
from .board.weights import weigh_lessons


@shared_task(acks_late=True)
def weigh_new_lessons():
    """Safe to run twice: what is weighed is left alone."""
    weigh_lessons()


@shared_task(acks_late=True)
def make_edition(*, edition_id):
    """Safe to run twice: it goes on where the edition stands."""
    editions.run(edition_id=edition_id)


@shared_task(acks_late=True)
def run_folder_import(*, import_id):
    """Safe to run twice: what is done is left alone."""
    folders.run(import_id=import_id)


@shared_task(acks_late=True)
def run_folder_export(*, export_id):
    """Safe to run twice: what is done is left alone."""
    exports.run(export_id=export_id)


@shared_task(acks_late=True)
def sweep_authoring():
    """What dead workers and lost tasks left in the middle; folders and files whose days are over."""
    for edition in editions.stalled():
        make_edition.apply_async(kwargs={"edition_id": edition.pk}, expires=20)
    for one in folders.stalled():
        run_folder_import.apply_async(kwargs={"import_id": one.pk}, expires=20)
    for one in exports.stalled():
        run_folder_export.apply_async(kwargs={"export_id": one.pk}, expires=20)
    for one in folders.old():
        folders.drop_folder(one=one)
    for one in exports.old():
        exports.drop_export(one=one)


@shared_task(acks_late=True)
def sweep_course_files():
    """Safe to run twice: what is gone is gone."""
    leftovers.sweep()
