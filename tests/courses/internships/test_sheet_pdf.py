"""The sheet for the host: what it says, and that machines can read it."""

import io
import shutil
import subprocess

import pikepdf
import pytest

from courses.internships.actions.hosting import make_sheet
from courses.internships.personal_data import erase
from courses.internships.sheet_pdf import render_sheet
from lms.core import codes
from tests.factories import UserFactory
from tests.factories.internships import handed_in, participation
from tests.support.reasons import leave_out

pytestmark = pytest.mark.django_db


def text_of(paper: bytes) -> str:
    program = shutil.which("pdftotext") or leave_out("no pdftotext (Debian: apt install poppler-utils)")
    return subprocess.run([program, "-layout", "-", "-"], input=paper, capture_output=True, check=True).stdout.decode()


def a_sheet():
    who = participation(learner=UserFactory(name="Ґалина Їжакевич"))
    handed_in(who, minutes=90, did="#text(red)[Sorted] *letters* of 1987 👍")
    handed_in(who, minutes=30, did="Їхала до Зарічного. " * 60)
    return make_sheet(participation=who, by=who.enrolment.learner)


@pytest.mark.parametrize("language", ["en", "uk", "ru", "bg", "cs"])
def test_it_says_who_where_when_how_long_and_the_code(language):
    sheet = a_sheet()

    said = text_of(render_sheet(sheet, language))

    for words in ["Ґалина Їжакевич", "Village library", codes.shown(sheet.code), "#text(red)[Sorted] *letters*", sheet.head[:24]]:
        assert words in said


def test_it_can_be_read_by_machines_and_is_made_the_same_again():
    sheet = a_sheet()
    paper = render_sheet(sheet, "uk")

    with pikepdf.open(io.BytesIO(paper)) as opened:
        assert (bool(opened.Root.MarkInfo.Marked), str(opened.Root.Lang)[:2]) == (True, "uk")
    assert render_sheet(sheet, "uk") == paper


def test_what_was_erased_is_not_on_it():
    sheet = a_sheet()
    erase(sheet.participation.enrolment.learner)

    said = text_of(render_sheet(sheet, "en"))

    assert ("1987" in said, "1 h 30 min" in said) == (False, True)
