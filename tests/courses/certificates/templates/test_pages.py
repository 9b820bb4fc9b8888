"""Making a template in the back office: the form without scripts, the preview, words, copies, where it is used."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from courses.certificates.design.actions import use_template
from courses.certificates.design.contrast import contrast, grounds, lowest, luminance, rgb
from courses.certificates.design.definition import Field, from_json
from courses.certificates.design.editors import longest_name
from courses.certificates.models import CertificateTemplate, TemplatePicture, TemplateUse, TemplateVersion
from lms.accounts.actions import grant_role
from lms.accounts.models import Role
from lms.network.models import Organisation
from tests.factories import CohortFactory, CourseVersionFactory, EnrolmentFactory, UserFactory
from tests.factories.certificates import everything, picture, plain_ground, template

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def owner():
    return Organisation.objects.create(name="Village centre", slug="village-centre")


@pytest.fixture
def editor(owner, client):
    person = UserFactory()
    grant_role(person=person, role=Role.EDITOR, where=owner)
    client.force_login(person)
    return person


def sent(page, **changes):
    """What a browser sends of the form, as it stands, with changes."""
    form, about = page.context["form"], page.context["about"]
    data = {name: form[name].value() for name in form.fields}
    for bound in about or ():
        data[bound.name] = bound.value() or ""
    for name, rows in form.rows.items():
        data[f"{name}-total"] = len(rows.all)
        for row in rows.all:
            data[row.id_name] = row.row_id
            data |= {row.add_prefix(each): row[each].value() or _first_choice(field) for each, field in row.fields.items()}
    chooser = page.context["chooser"]
    data |= {name: chooser[name].value() for name in chooser.fields}
    return {name: value for name, value in {**data, **changes}.items() if value not in (False, None)}


def _first_choice(field):
    """What a browser sends of a list in which nothing was chosen."""
    return next(iter(field.choices))[0] if hasattr(field, "choices") else ""


def row_of(page, field: str):
    return next(row for row in page.context["form"].rows["fields"].all if row.row_id == field)


def design_of(row):
    return from_json(TemplateVersion.objects.current().get(template=row).definition)


def upload(name="logo.png", data=None):
    return SimpleUploadedFile(name, data or picture())


def test_a_template_begins_as_our_own_certificate_and_is_kept_as_it_was_changed(client, editor, owner):
    page = client.get(reverse("certificate_template_add"))
    assert page.context["preview"].pages[0].startswith("data:image/webp;base64,")
    cohort = row_of(page, Field.COHORT).prefix

    changes = {"name": "With the fund", "owner": owner.pk, "paper": "a5", f"{cohort}-is_on": "on", f"{cohort}-words": "Група: …"}
    answer = client.post(reverse("certificate_template_add"), sent(page, **changes))

    made = CertificateTemplate.objects.get()
    assert answer.url == reverse("certificate_template_usage", args=[made.pk])
    design = design_of(made)
    assert (made.owner, design.paper, design.language) == (owner, "a5", "en")
    assert [one.field for one in design.fields][-1] == "cohort"
    assert design.words == {"en": {"cohort": "Група: …"}}


def test_pictures_come_in_by_the_form_and_are_kept_while_rows_move(client, editor, owner):
    row = template(everything(partners=()), owner=owner)
    address = reverse("certificate_template", args=[row.pk])
    page = client.get(address)

    page = client.post(address, sent(page, do="partners:add"))
    files = {"partners-0-picture-file": upload(), "background-file": upload("ground.png", plain_ground())}
    moved = client.post(address, sent(page, **files, do="partners:down:0", **{"partners-0-name": "Fund", "partners-1-name": "Hub"}))
    assert [one["name"].value() for one in moved.context["form"].rows["partners"].all] == ["Hub", "Fund", ""]
    assert not TemplateVersion.objects.filter(number=2).exists()
    saved = client.post(address, sent(moved))
    assert saved.status_code == 302, saved.context["problems"]

    design = design_of(row)
    assert [(one.name, bool(one.picture)) for one in design.partners] == [("Hub", False), ("Fund", True)]
    assert {each.digest for each in TemplatePicture.objects.all()} == design.pictures
    given = client.get(reverse("template_picture", args=[design.background]))
    assert (given["Content-Type"], given["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    stranger = UserFactory()
    grant_role(person=stranger, role=Role.EDITOR, where=Organisation.objects.create(name="Other", slug="other"))
    client.force_login(stranger)
    assert client.get(reverse("template_picture", args=[design.background])).status_code == 404


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("logo.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        ("logo.png", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        ("logo.png", b"\x89PNG\r\n\x1a\n broken"),
        ("logo.png", b"MZ a program"),
        ("logo.pdf", b"%PDF-1.7"),
    ],
    ids=["svg", "svg called png", "broken", "program", "pdf"],
)
def test_what_is_no_picture_is_refused_beside_its_field(client, editor, owner, name, data):
    row = template(everything(partners=()), owner=owner)
    address = reverse("certificate_template", args=[row.pk])

    refused = client.post(address, sent(client.get(address), **{"background-file": upload(name, data)}))

    assert refused.status_code == 422
    assert refused.context["form"].errors["background"]
    assert not TemplatePicture.objects.exists()


def test_a_picture_of_somebody_else_cannot_be_taken_by_its_digest(client, editor, owner):
    other = UserFactory()
    from courses.certificates.design.pictures import keep_picture

    digest = keep_picture(name="sign.png", data=picture(), is_ground=False, by=other).digest
    row = template(everything(partners=()), owner=owner)
    address = reverse("certificate_template", args=[row.pk])

    refused = client.post(address, sent(client.get(address), background=digest))

    assert refused.status_code == 422
    assert design_of(row).background == ""


def test_what_cannot_be_read_is_not_kept_but_is_shown(client, editor, owner):
    row = template(owner=owner)
    address = reverse("certificate_template", args=[row.pk])
    page = client.get(address)

    pale = client.post(address, sent(page, ink="#aaaaaa"))
    on_picture = client.post(address, sent(page, veil="0", **{"background-file": upload("dark.png", plain_ground("#333333"))}))
    veiled = client.post(address, sent(page, veil="90", **{"background-file": upload("dark.png", plain_ground("#999999"))}))

    assert (pale.status_code, list(pale.context["form"].errors)) == (422, ["ink"])
    assert "2.3" in pale.context["form"].errors["ink"][0]
    assert set(on_picture.context["form"].errors) == {"ink", "soft", "accent"}
    assert veiled.status_code == 302


def test_the_preview_follows_the_form_with_a_button_and_for_the_script(client, editor, owner):
    row = template(everything(partners=()), owner=owner)
    address = reverse("certificate_template", args=[row.pk])
    page = client.get(address)
    data = sent(page, do="preview", orientation="portrait", preview_language="cs", preview_name="eighty")

    by_button = client.post(address, data)
    by_script = client.post(address, {**data, "ink": "#dddddd"}, headers={"accept": "application/json"})

    assert by_button.status_code == 200
    assert by_button.context["preview"].name.startswith("Maxmiliána")
    assert (by_button.context["preview"].language, by_button.context["form"]["orientation"].value()) == ("cs", "portrait")
    told = json.loads(by_script.content)
    assert told["pages"][0]["src"].startswith("data:image/webp")
    assert len(told["problems"]) == 1
    assert design_of(row).orientation == "landscape"


def test_the_longest_name_is_that_of_the_editors_own_learners():
    mine, other = CohortFactory(), CohortFactory()
    for cohort, name in ((mine, "Олена"), (mine, "Олександра Їжакевич-Ґудзь"), (other, "A name that is longer than all the others here")):
        EnrolmentFactory(cohort=cohort, learner__name=name)
    EnrolmentFactory(cohort=mine, learner__name="Somebody who wants a short name printed", learner__certificate_name="Short")
    coordinator, editor = UserFactory(), UserFactory()
    grant_role(person=coordinator, role=Role.COORDINATOR, where=mine)
    grant_role(person=editor, role=Role.EDITOR)

    assert longest_name(coordinator) == "Олександра Їжакевич-Ґудзь"
    assert longest_name(editor) == ""


def test_words_in_another_language_are_written_beside_our_own(client, editor, owner):
    row = template(everything(words={"uk": {"free_1": "За підтримки"}}), owner=owner)
    page = client.get(reverse("certificate_template_language", args=[row.pk, "cs"]))
    sources = page.context["form"].sources
    assert [sources[key][1] for key in ("free_1", "heading", "partner.d.office")] == ["За підтримки", "Certifikát", "голова громади"]
    assert '<span lang="cs">Certifikát</span>' in page.text

    client.post(page.request["PATH_INFO"], {"free_1": "S podporou", "heading": "", "partner.d.office": "starosta"})

    assert design_of(row).words == {"uk": {"free_1": "За підтримки"}, "cs": {"free_1": "S podporou", "partner.d.office": "starosta"}}
    assert client.get(reverse("certificate_template_language", args=[row.pk, "uk"])).status_code == 404
    assert client.get(reverse("certificate_template_languages", args=[row.pk])).status_code == 200


def test_it_is_chosen_for_a_course_and_given_up_again(client, editor, owner):
    row, before = template(owner=owner), template(owner=owner)
    course = CourseVersionFactory(of__owner=owner).of
    foreign = CourseVersionFactory().of
    use_template(template=before, course=course)
    address = reverse("certificate_template_usage", args=[row.pk])

    assert client.post(address, {"course": foreign.pk, "cohort": ""}).status_code == 422
    assert client.post(address, {"course": "", "cohort": ""}).status_code == 422
    client.post(address, {"course": course.pk, "cohort": ""})

    use = TemplateUse.objects.get()
    assert (use.template, use.course) == (row, course)
    assert "Ten lessons" in client.get(address).text
    assert client.post(reverse("certificate_template_delete", args=[row.pk])).url == address
    client.post(reverse("certificate_template_unuse", args=[row.pk, use.pk]))
    assert client.post(reverse("certificate_template_delete", args=[row.pk])).url == reverse("certificate_templates")
    assert list(CertificateTemplate.objects.all()) == [before]


def test_a_template_of_the_site_is_looked_at_and_copied_by_all_who_make_templates(client, editor, owner):
    row = template()

    assert client.get(reverse("certificate_template", args=[row.pk])).url == reverse("certificate_template_look", args=[row.pk])
    assert client.post(reverse("certificate_template", args=[row.pk])).status_code == 404
    assert (
        client.get(reverse("certificate_template_look", args=[row.pk]), {"preview_language": "bg", "preview_name": "eighty"}).status_code
        == 200
    )
    copied = client.post(reverse("certificate_template_copy", args=[row.pk]), {"name": "Ours", "owner": owner.pk, "course": ""})

    copy = CertificateTemplate.objects.get(name="Ours")
    assert copied.url == reverse("certificate_template", args=[copy.pk])
    assert (copy.owner, design_of(copy)) == (owner, design_of(row))


def test_the_lists_take_the_same_queries_for_one_row_and_for_many(client, editor, owner, django_assert_max_num_queries):
    first = template(owner=owner)
    client.get(reverse("certificate_templates"))
    for _each in range(4):
        use_template(template=template(owner=owner), cohort=CohortFactory(owner=owner))
        use_template(template=first, course=CourseVersionFactory(of__owner=owner).of)

    with django_assert_max_num_queries(14):
        assert client.get(reverse("certificate_templates")).text.count("title-wrapper") == 5


def test_contrast_is_that_of_wcag():
    assert round(contrast(luminance(rgb("#000000")), luminance(rgb("#ffffff"))), 2) == 21
    assert round(lowest("#767676", grounds("#ffffff", None, 0)), 2) == 4.54
    darkest, lightest = grounds("#ffffff", plain_ground("#000000"), 75)
    assert (round(darkest, 2), round(lightest, 2)) == (0.52, 0.52)
    assert lowest("#808080", (0.0, 1.0)) == 1.0
