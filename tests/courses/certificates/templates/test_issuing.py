"""From the choice of a template to the paper that never changes again."""

import pikepdf
import pytest

from courses.certificates.actions import issue, make_eligible, reissue, withdraw_all
from courses.certificates.badges import squares
from courses.certificates.design.actions import InUse, copy_template, delete_template, stop_using, use_template, write_template
from courses.certificates.design.definition import Partner, from_json
from courses.certificates.design.pictures import keep_picture, remove_unused_pictures
from courses.certificates.models import Certificate, CertificateTemplate, TemplatePicture, TemplateUse, TemplateVersion
from courses.certificates.pdf import render
from courses.competences.models import Judgement, SelfAssessment
from courses.mentorship.models import Pairing
from tests.courses.certificates.test_pdf import text_of
from tests.factories import CertificateFactory, CohortFactory, CompletionFactory, CourseVersionFactory, EnrolmentFactory, UserFactory
from tests.factories.certificates import everything, picture, template
from tests.factories.competences import competence, framework

pytestmark = pytest.mark.django_db


def issued(**fields) -> Certificate:
    certificate = CertificateFactory(**fields)
    issue(certificate=certificate)
    return Certificate.objects.get(pk=certificate.pk)


def version_of(row) -> TemplateVersion:
    return TemplateVersion.objects.current().get(template=row)


def with_logo(by):
    digest = keep_picture(name="logo.png", data=picture(), is_ground=False, by=by).digest
    return everything(background="", partners=(Partner("a", "logo", "top", digest, "Фонд «Відродження»"),))


def test_a_cohorts_choice_comes_before_its_courses_and_none_is_our_own():
    completion = CompletionFactory()
    cohort = completion.enrolment.cohort
    CourseVersionFactory(of=cohort.course)
    of_course, of_cohort = template(), template()

    use_template(template=of_course, course=cohort.course)
    use_template(template=of_cohort, course=None, cohort=CohortFactory(course=cohort.course))
    first = make_eligible(completion=completion)
    use_template(template=of_cohort, cohort=cohort)
    second = make_eligible(completion=CompletionFactory(enrolment=EnrolmentFactory(cohort=cohort)))
    TemplateUse.objects.all().delete()
    third = make_eligible(completion=CompletionFactory(enrolment=EnrolmentFactory(cohort=cohort)))

    assert [one.template_version for one in (first, second, third)] == [version_of(of_course), version_of(of_cohort), None]
    assert first.cohort_name == cohort.name


def test_an_issued_certificate_looks_the_same_whatever_happens_to_its_template():
    editor = UserFactory()
    row = template(with_logo(editor))
    certificate = issued(template_version=version_of(row), mentor_name="Ґалина", cohort_name="Осінь")
    paper = certificate.pdf.open("rb").read()
    assert "Ґалина" in text_of(paper)

    write_template(template=row, name="Other", design=everything(paper="a5", partners=()), by=editor)
    copy_template(template=row, name="Copy", by=editor)
    TemplatePicture.objects.update(created_at="2020-01-01T00:00Z")
    remove_unused_pictures()
    with pytest.raises(InUse):
        delete_template(template=row)

    certificate = Certificate.objects.get(pk=certificate.pk)
    assert render(certificate, credential=certificate.badge.credential) == paper
    assert version_of(row).number == 2
    again = reissue(certificate=certificate, holder_name="Олена Ґудзь-Їжак", by=None)
    assert (again.template_version, again.mentor_name, again.cohort_name) == (certificate.template_version, "Ґалина", "Осінь")


def test_saving_the_same_makes_no_version_and_a_copy_goes_its_own_way():
    row = template()

    write_template(template=row, name="New name", design=everything(), by=None)
    copy = copy_template(template=row, name="Copy", by=None)
    write_template(template=copy, name="Copy", design=everything(paper="letter"), by=None)

    assert CertificateTemplate.objects.get(pk=row.pk).name == "New name"
    assert list(row.versions.values_list("number", flat=True)) == [1]
    assert (from_json(version_of(row).definition).paper, from_json(version_of(copy).definition).paper) == ("a4", "letter")


def test_a_template_is_deleted_only_when_nothing_needs_it():
    row = template()
    use = use_template(template=row, cohort=CohortFactory())
    with pytest.raises(InUse):
        delete_template(template=row)

    stop_using(use=use)
    delete_template(template=row)
    delete_template(template=row)  # the second click

    assert not CertificateTemplate.objects.exists()
    assert not TemplateVersion.objects.exists()


def test_the_badge_travels_with_a_designed_paper_and_its_back_can_be_left_out():
    with_back = issued(template_version=version_of(template()))
    without = issued(template_version=version_of(template(everything(has_back=False))))

    for certificate, pages in ((with_back, 1 + -(-len(squares.pieces(with_back.badge.credential)) // 6)), (without, 1)):
        with pikepdf.open(certificate.pdf.open("rb")) as paper:
            attached = {name: spec.get_file().read_bytes().decode() for name, spec in paper.attachments.items()}
            assert attached == {"credential.json": certificate.badge.credential}
            assert len(paper.pages) == pages


def test_what_the_mentor_judged_is_taken_over_and_what_the_learner_says_is_not():
    completion = CompletionFactory()
    enrolment = completion.enrolment
    CourseVersionFactory(of=enrolment.cohort.course)
    tree = framework()
    judged, said = competence(tree, "Plan a project"), competence(tree, "Count what it brought")
    mentor = UserFactory(name="Ґалина Їжакевич")
    Pairing.objects.create(enrolment=enrolment, mentor=mentor)
    for level in (2, 4):
        Judgement.objects.create(enrolment=enrolment, competence=judged, by=mentor, level=level, sentence="Seen in the plan.")
    SelfAssessment.objects.create(enrolment=enrolment, competence=said, moment="after", level=5)

    certificate = make_eligible(completion=completion)

    assert certificate.competences == [{"title": "Plan a project", "language": "en", "level": 4}]
    assert certificate.mentor_name == "Ґалина Їжакевич"
    withdraw_all(holder=enrolment.learner)
    certificate.refresh_from_db()
    assert (certificate.competences, certificate.mentor_name) == ([], "")
