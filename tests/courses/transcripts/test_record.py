"""What is in a record: on the page, as data, on paper."""

import io
import json
from datetime import date

import jsonschema
import pikepdf
import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from courses.certificates.actions import reissue, revoke
from courses.certificates.models import Certificate
from courses.consultations.models import Consultation
from courses.enrolment.models import Enrolment
from courses.transcripts.document import SCHEMA, document_of, duration
from courses.transcripts.gathering import transcript_of
from courses.transcripts.pdf import render_transcript
from courses.transcripts.transcript import USUALLY, CertificateLine, CourseLine, Part, Transcript
from tests.courses.certificates.test_pdf import elements, text_of
from tests.factories import CourseVersionFactory, EnrolmentFactory, UserFactory
from tests.factories.transcripts import DAY, learned

pytestmark = pytest.mark.django_db
VALIDATOR = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text()))


def record_of(enrolment, language="en"):
    return transcript_of(enrolment.learner, language)


def test_it_gathers_what_many_apps_know():
    enrolment = learned()

    record = record_of(enrolment)

    (course,) = record.courses
    certificate = Certificate.objects.get()
    assert (record.name, record.hours, record.practice_minutes, len(record.consultations)) == ("Олена Ґудзь", 40, 120, 1)
    assert (course.title, course.completed_on, course.is_completed, course.quiz_average) == ("Ten lessons", DAY, True, None)
    assert [(one.number, one.standing) for one in course.certificates] == [(certificate.number, "issued")]
    assert [(one.host, one.place, one.minutes) for one in course.practice] == [("Village library", "Verkhovyna", 120)]
    assert [(one.title.text, one.level, one.words.text, one.by) for one in course.competences] == [
        ("Asking people", 4, "Alone", "Hanna Mentor")
    ]
    assert [(one.minutes, one.mentor) for one in record.consultations] == [(45, "Hanna Mentor")]


def test_it_is_of_one_person_only():
    mine, _other = learned(), learned()

    assert len(record_of(mine).courses) == 1
    assert transcript_of(UserFactory(), "en").is_empty


def test_it_costs_no_more_queries_for_many_courses(django_assert_num_queries):
    one = learned()
    many = learned()
    for _ in range(3):
        learned(many.learner)

    for person, courses in ((one.learner, 1), (many.learner, 4)):
        with django_assert_num_queries(7):
            assert len(transcript_of(person, "en").courses) == courses


def test_a_course_that_asks_for_an_average_says_it():
    enrolment = learned()
    course = enrolment.cohort.course
    course.completion_rule = {"all": [{"all_required": True}, {"quiz_average": 60}]}
    course.save(update_fields=["completion_rule"])

    assert [one.quiz_average for one in record_of(enrolment).courses] == [0.0]


def test_titles_are_in_the_language_of_the_reader_where_there_is_one():
    enrolment = learned()
    CourseVersionFactory(of=enrolment.cohort.course, language="uk", title="Десять уроків")

    assert [(record_of(enrolment, code).courses[0].title, record_of(enrolment, code).courses[0].language) for code in ("uk", "cs")] == [
        ("Десять уроків", "uk"),
        ("Ten lessons", "en"),
    ]


def test_a_certificate_that_was_made_again_stands_there_once_and_only_held_consultations_count():
    enrolment = learned()
    again = reissue(certificate=Certificate.objects.get(), holder_name="Another", by=None)
    Consultation.objects.update(state=Consultation.State.CANCELLED)

    record = record_of(enrolment)

    assert ([one.number for one in record.courses[0].certificates], record.consultations) == ([again.number], [])


def test_nobody_shows_a_course_as_completed_whose_certificate_was_revoked():
    enrolment = learned()
    revoke(certificate=Certificate.objects.get(), because="Copied", by=None)

    record = record_of(enrolment)

    assert (record.hours, record.only([Part.HOURS]).courses) == (0, [])
    (course,) = record.only([Part.UNFINISHED]).courses
    assert (str(course.state_words), len(course.certificates)) == ("Certificate revoked", 1)


def test_what_never_began_is_not_in_it_and_what_was_left_says_so():
    person = UserFactory()
    EnrolmentFactory(learner=person, state=Enrolment.State.INVITED)
    EnrolmentFactory(learner=person, state=Enrolment.State.WITHDRAWN)

    record = transcript_of(person, "en")

    assert ([str(one.state_words) for one in record.courses], record.only(USUALLY).courses) == (["Withdrawn"], [])


@given(st.sets(st.sampled_from(list(Part))))
def test_a_part_that_is_left_out_leaves_no_trace(parts):
    whole = _made_up()

    said = json.dumps(document_of(whole.only(parts)), ensure_ascii=False)

    traces = {Part.CERTIFICATES: "7K3M-9QRT-2XVB-0D4S", Part.UNFINISHED: "Left halfway", Part.HOURS: "PT40H", Part.QUIZZES: "87.5"}
    assert {part: words in said for part, words in traces.items()} == {part: part in parts for part in traces}
    VALIDATOR.validate(json.loads(said))


def _made_up() -> Transcript:
    certificate = CertificateLine(number="7K3M-9QRT-2XVB-0D4S", standing="issued", url="https://learn.example.org/verify/x/")
    fields = {"language": "en", "cohort": "Spring", "issuer": "Hub", "began_on": DAY}
    done = CourseLine(
        title="Ten lessons", state="completed", completed_on=DAY, hours=40, certificates=[certificate], quiz_average=87.5, **fields
    )
    return Transcript(
        name="Олена", made_on=DAY, language="en", courses=[done, CourseLine(title="Left halfway", state="withdrawn", **fields)]
    )


@pytest.mark.parametrize(("minutes", "said"), [(0, "PT0M"), (45, "PT45M"), (120, "PT2H"), (150, "PT2H30M")])
def test_durations(minutes, said):
    assert duration(minutes) == said


def test_the_data_is_as_its_schema_says():
    document = json.loads(json.dumps(document_of(record_of(learned()))))

    VALIDATOR.validate(document)
    assert document["totals"] == {"coursesCompleted": 1, "timeRequired": "PT40H", "practice": "PT2H", "consultations": 1}
    assert "Private words" not in json.dumps(document)
    assert "Secret" not in json.dumps(document)


def test_the_schema_is_there_for_machines(client):
    answer = client.get(reverse("record_schema"))

    assert (answer.json()["title"], answer["Access-Control-Allow-Origin"]) == ("A learner's record", "*")
    jsonschema.Draft202012Validator.check_schema(answer.json())


@pytest.mark.parametrize("language", ["en", "uk", "ru", "bg", "cs"])
def test_the_paper_says_the_same_and_is_built_for_those_who_hear_it(language):
    enrolment = learned()
    certificate = Certificate.objects.get()
    record = record_of(enrolment, language)

    paper = render_transcript(record)

    said = text_of(paper)
    for words in ["Олена Ґудзь", "Ten lessons", "Village library", certificate.number, "Asking people", "Hanna Mentor"]:
        assert words in said
    with pikepdf.open(io.BytesIO(paper)) as opened:
        assert (str(opened.Root.Lang), opened.Root.MarkInfo.Marked) == (language, True)
        with opened.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        tags = {str(element.S) for element in elements(opened.Root.StructTreeRoot)}
    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/TD", "/L", "/Link"} <= tags
    assert render_transcript(record) == paper


def test_a_name_that_looks_like_code_and_letters_that_no_font_has_do_not_stop_the_press():
    record = Transcript(name='#import "x" ნ *b*', made_on=date(2026, 5, 3), language="en")

    assert '#import "x" ? *b*' in text_of(render_transcript(record))
