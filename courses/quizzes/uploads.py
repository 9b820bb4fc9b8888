"""Files of questions that wait between their dry run and their import, as data of the person who sent them."""

from django.utils.translation import gettext_lazy as _

from lms.accounts.models import User
from lms.core.personal_data import ExportFile, PersonalData

from .models import QuestionUpload


def _export(person: User) -> list:
    return [{"name": upload.name, "at": upload.created_at} for upload in QuestionUpload.objects.of(person).order_by("created_at")]


def _files(person: User) -> list[ExportFile]:
    return [ExportFile(name=upload.name, open=upload.file.open) for upload in QuestionUpload.objects.of(person)]


def remove(upload: QuestionUpload) -> None:
    """The row goes last, so that a file that could not be removed is found again."""
    upload.file.delete(save=False)
    upload.delete()


def _erase(person: User) -> None:
    for upload in QuestionUpload.objects.of(person):
        remove(upload)


UPLOADS = PersonalData(key="question-files", label=_("Files of questions you sent"), export=_export, erase=_erase, files=_files)
