"""Two who change one template at once: nobody's work is written over unseen."""

import pytest
from django.urls import reverse

from courses.certificates.design.actions import write_template
from courses.certificates.models import CertificateTemplate, TemplateVersion
from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from lms.network.models import Organisation
from tests.factories import UserFactory
from tests.factories.certificates import everything, template

from .test_pages import design_of, sent

pytestmark = pytest.mark.django_db
MINE, THEIRS = "#112233", "#332211"


class Opened:
    """The form of a template in one person's browser."""

    def __init__(self, client, row):
        self.client, self.address = client, reverse("certificate_template", args=[row.pk])
        self.page = client.get(self.address)

    def sends(self, **changes):
        bases = {name: self.page.context[name] for name in ("base", "base_name")}
        self.page = self.client.post(self.address, sent(self.page, **bases, **changes))
        return self.page


@pytest.fixture
def row(client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    owner, person = Organisation.objects.create(name="Village centre", slug="village-centre"), UserFactory()
    grant_role(person=person, role=Role.EDITOR, where=owner)
    client.force_login(person)
    return template(everything(partners=()), owner=owner, name="With the fund")


def changed_by_another(row, name="", **design):
    write_template(template=row, name=name or row.name, design=everything(partners=(), **design), by=UserFactory(name="Олег"))


def test_what_another_saved_meanwhile_is_written_over_only_by_who_has_been_told(client, row):
    opened = Opened(client, row)
    changed_by_another(row, ink=THEIRS)

    told = opened.sends(ink=MINE)

    assert (told.status_code, design_of(row).ink) == (409, THEIRS)
    assert "Олег has saved version 2 meanwhile." in told.text
    assert reverse("certificate_template_look", args=[row.pk]) in told.text
    assert '<input type="hidden" name="base" value="2">' in told.text
    assert opened.sends().status_code == 302
    assert design_of(row).ink == MINE


def test_words_in_another_language_stop_nobody_and_stay(client, row):
    opened = Opened(client, row)
    changed_by_another(row, words={**design_of(row).words, "cs": {"free_1": "S podporou"}})

    assert opened.sends(ink=MINE).status_code == 302
    assert (design_of(row).ink, design_of(row).words["cs"]) == (MINE, {"free_1": "S podporou"})


def test_rows_are_moved_without_forgetting_where_one_began(client, row):
    opened = Opened(client, row)
    changed_by_another(row, ink=THEIRS)

    opened.sends(do="partners:add")

    assert opened.page.context["base"] == 1
    assert opened.sends(ink=MINE).status_code == 409


def test_a_name_that_only_another_has_changed_stays(client, row):
    opened = Opened(client, row)
    changed_by_another(row, name="With the fund and the hub")

    assert opened.sends(ink=MINE).status_code == 302
    assert CertificateTemplate.objects.get().name == "With the fund and the hub"
    assert TemplateVersion.objects.count() == 2


def test_of_two_names_the_second_is_told_the_first(client, row):
    opened = Opened(client, row)
    changed_by_another(row, name="With the hub")

    told = opened.sends(name="With the bank")

    assert (told.status_code, CertificateTemplate.objects.get().name) == (409, "With the hub")
    assert "Meanwhile it was named “With the hub”." in told.text
    assert opened.sends().status_code == 302
    assert CertificateTemplate.objects.get().name == "With the bank"
