"""Every address of templates, asked by everybody to whom nothing there belongs."""

import pytest
from django.urls import reverse

from courses.certificates.design.actions import use_template
from courses.certificates.design.pictures import keep_picture
from courses.certificates.design.urls import urlpatterns
from courses.certificates.models import CertificateTemplate, TemplateUse, TemplateVersion
from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from lms.network.models import Organisation
from tests.factories import CohortFactory, EnrolmentFactory, UserFactory
from tests.factories.certificates import everything, picture, template

pytestmark = pytest.mark.django_db
LISTS = {"certificate_templates", "certificate_template_add"}  # for whoever makes templates anywhere: nothing of this place is in them
REFUSED = {302, 403, 404, 405}


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def place():
    owner = Organisation.objects.create(name="Hub", slug="hub")
    row = template(everything(), owner=owner)
    cohort = CohortFactory(owner=owner)
    use = use_template(template=row, cohort=cohort)
    digest = keep_picture(name="sign.png", data=picture(), is_ground=False, by=UserFactory()).digest
    return {"row": row, "cohort": cohort, "use": use, "digest": digest}


def nobody(place):
    return None


def learner(place):
    return EnrolmentFactory(cohort=place["cohort"]).learner


def mentor(place):
    return holder(Role.MENTOR, place["cohort"])


def supervisor(place):
    return holder(Role.SUPERVISOR, place["cohort"])


def editor_elsewhere(place):
    return holder(Role.EDITOR, Organisation.objects.create(name="Other", slug="other"))


def coordinator_elsewhere(place):
    return holder(Role.COORDINATOR, CohortFactory())


def holder(role, where):
    person = UserFactory()
    grant_role(person=person, role=role, where=where)
    return person


def address_of(pattern, place):
    values = {"pk": place["row"].pk, "use_pk": place["use"].pk, "code": "cs", "digest": place["digest"]}
    return reverse(pattern.name, kwargs={name: values[name] for name in pattern.pattern.converters})


@pytest.mark.parametrize("who", [nobody, learner, mentor, supervisor, editor_elsewhere, coordinator_elsewhere])
def test_a_stranger_learns_nothing_and_changes_nothing(client, place, who):
    person = who(place)
    if person:
        client.force_login(person)
    makes_some = who in (editor_elsewhere, coordinator_elsewhere)
    before = _rows()

    for pattern in urlpatterns:
        for ask in (client.get, client.post):
            answer = ask(address_of(pattern, place))
            if makes_some and pattern.name in LISTS:
                assert "With the fund" not in answer.text
                continue
            assert answer.status_code in REFUSED, (pattern.name, ask)
            assert not answer.get("Location", "").startswith("/admin/certificate-templates/"), pattern.name

    assert _rows() == before


def test_whoever_looks_after_a_cohort_sees_its_template_and_chooses_but_does_not_change_it(client, place):
    client.force_login(holder(Role.COORDINATOR, place["cohort"]))
    pk = place["row"].pk

    assert client.get(reverse("certificate_template_look", args=[pk])).status_code == 200
    assert client.get(reverse("certificate_template_languages", args=[pk])).status_code == 404
    assert client.post(reverse("certificate_template", args=[pk])).status_code == 404
    assert client.post(reverse("certificate_template_delete", args=[pk])).status_code == 404
    client.post(reverse("certificate_template_unuse", args=[pk, place["use"].pk]))
    assert not TemplateUse.objects.exists()


@pytest.mark.parametrize("role", [Role.EDITOR, Role.COORDINATOR, Role.ADMINISTRATOR])
def test_editors_coordinators_and_administrators_of_the_owner_change_it(client, place, role):
    client.force_login(holder(role, place["row"].owner))

    for name in ("certificate_template", "certificate_template_languages", "certificate_template_usage", "certificate_template_delete"):
        assert client.get(reverse(name, args=[place["row"].pk])).status_code == 200


def _rows():
    return [list(model.objects.order_by("pk").values()) for model in (CertificateTemplate, TemplateVersion, TemplateUse)]
