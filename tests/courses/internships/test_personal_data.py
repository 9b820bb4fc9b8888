import json

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from courses.internships.actions.closing import Decision
from courses.internships.actions.handing_in import submit
from courses.internships.actions.hosting import Host, confirm_by_link, confirm_sheet, make_host_link, make_sheet
from courses.internships.actions.writing import add_file
from courses.internships.chain import Verdict
from courses.internships.checking import is_whole, verdicts
from courses.internships.models import ChainLink, ChainWords, Closing, HostSheet, PracticeEntry, PracticeFile, PracticeRevision
from courses.internships.personal_data import erase, export, files
from lms.accounts.actions import erase_person
from lms.core.uploads import CheckedFile
from tests.factories.internships import answered, confirmed, entry, fresh, handed_in, participation, placement

pytestmark = pytest.mark.django_db
PHOTO = CheckedFile("table.jpg", "image/jpeg", b"a picture")
HOST = Host("Hanna Koval", "head of the library")


def lived(where=None):
    """A learner with a confirmed entry, one that was returned, one that waits, a photo and a signed sheet."""
    who = participation(where)
    made = entry(who)
    add_file(entry=made, file=PHOTO)
    submit(entry=made)
    sheet = make_sheet(participation=who, by=who.placement.mentor)
    confirm_sheet(sheet=sheet, host=HOST, by=who.enrolment.learner, photo=PHOTO)
    answered(handed_in(who, did="Another day", minutes=30), who.placement.mentor, "Which one?")
    handed_in(who, did="A third day", minutes=30)
    return who


def test_a_person_gets_all_that_is_known(django_assert_max_num_queries):
    who = lived()

    with django_assert_max_num_queries(14):
        told = export(who.enrolment.learner)

    text = json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False)
    assert all(
        words in text for words in ("Sorted the letters of the readers.", "Which one?", "Hanna Koval", "table.jpg", "Village library")
    )
    assert [step["what"] for step in told["placements"][0]["entries"][0]["steps"]] == ["Handed in", "Confirmed"]
    assert [file.open().read() for file in files(who.enrolment.learner)] == [b"a picture"] * 2
    assert export(who.placement.mentor)["answered"][0]["entries"] == 1


def test_erasing_takes_the_words_and_leaves_the_chain_whole(django_capture_on_commit_callbacks):
    who = lived()
    file, sheet = PracticeFile.objects.get(), HostSheet.objects.get()
    hashes = list(ChainLink.objects.values_list("hash", flat=True))

    for _again in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            erase(who.enrolment.learner)

    assert (is_whole(who), set(verdicts([who]).values())) == (True, {Verdict.ERASED})
    assert list(ChainLink.objects.values_list("hash", flat=True))[: len(hashes)] == hashes
    assert PracticeEntry.objects.confirmed().get().minutes == 120
    assert not PracticeEntry.objects.submitted().exists()
    assert (ChainWords.objects.count(), PracticeRevision.objects.exclude(value={}).count()) == (0, 0)
    assert [file.file.storage.exists(name) for name in (file.file.name, sheet.photo.name)] == [False, False]
    assert set(Closing.objects.values_list("host_name", flat=True)) == {""}


def test_a_host_who_confirmed_for_somebody_else_too_keeps_their_name_there():
    where = placement()
    one, two = handed_in(participation(where)), handed_in(participation(where))
    link = make_host_link(placement=where, by=where.mentor)
    confirm_by_link(link=link, host=HOST, decisions=[Decision(one.pk, 1, True), Decision(two.pk, 1, True)])

    erase(one.participation.enrolment.learner)

    assert Closing.objects.get().host_name == "Hanna Koval"
    assert verdicts([two.participation]) == {two.pk: Verdict.AS_IT_WAS}


def test_a_mentor_who_goes_leaves_the_answers():
    made = confirmed()
    erase_person(person=made.participation.placement.mentor)

    assert verdicts([made.participation]) == {made.pk: Verdict.AS_IT_WAS}
    assert fresh(made).state == "confirmed"
