from django.core.files.base import ContentFile
from django.core.files.storage import storages

from courses.quizzes.actions.attempts import give_grade
from courses.quizzes.models import Attempt, AttemptFile, AttemptQuestion, AttemptStep
from courses.quizzes.personal_data import QUIZZES, erase, export, files
from lms.core.personal_data import registered
from tests.factories import UserFactory
from tests.factories.quizzes import essay_question, true_question


def written(sitting):
    sitting.start()
    file = AttemptFile(question=sitting.question(1), name="map.txt", content_type="text/plain", size=6, sha256="x")
    file.file.save("map.txt", ContentFile(b"My map"))
    sitting.save({"text": "Old people.", "files": [file.pk]}, slot=1)
    sitting.save({"choice": "true"}, slot=2)
    sitting.submit()
    give_grade(question=sitting.question(1), fraction=0.5, comment="Whom exactly?", by=UserFactory())
    return file


def sitting_of(sit):
    return sit(essay_question(max_files=1), true_question())


def test_it_is_registered():
    assert QUIZZES in registered()


def test_the_export_says_everything_and_nothing_of_others(sit, django_assert_num_queries):
    sitting = sitting_of(sit)
    written(sitting)
    written(sitting_of(sit))

    with django_assert_num_queries(4):
        [told] = export(sitting.enrolment.learner)

    assert (told["quiz"], told["attempt"], told["marks"], told["most_marks"]) == ("What do you know?", 1, 1.5, 2.0)
    essay, choice = told["questions"]
    assert (essay["question"], essay["part_of_the_marks"], choice["answer"]) == ("Whom do you help?", 0.5, "True")
    assert "Old people." in essay["answer"]
    assert "map.txt" in essay["answer"]
    assert [step["what"] for step in essay["steps"]] == ["save", "finish", "grade"]
    assert essay["steps"][2]["comment"] == "Whom exactly?"


def test_the_archive_has_the_files(sit):
    sitting = sitting_of(sit)
    written(sitting)
    written(sitting_of(sit))

    assert [file.open().read() for file in files(sitting.enrolment.learner)] == [b"My map"]


def test_erasing_leaves_no_word_and_no_file_but_the_marks(sit, django_capture_on_commit_callbacks):
    sitting, other = sitting_of(sit), sitting_of(sit)
    file = written(sitting)
    written(other)

    for _twice in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            erase(sitting.enrolment.learner)

    mine = {"attempt__enrolment": sitting.enrolment}
    assert set(map(str, AttemptQuestion.objects.filter(**mine).values_list("value", flat=True))) == {"{}"}
    steps = AttemptStep.objects.filter(log__attempt__enrolment=sitting.enrolment)
    assert {(str(step.value), step.sent, step.comment) for step in steps} == {("{}", None, "")}
    assert not storages["private"].exists(file.file.name)
    assert sitting.attempt.marks == 1.5
    assert other.question(1).value["text"] == "Old people."
    assert (Attempt.objects.count(), AttemptFile.objects.count()) == (2, 1)
