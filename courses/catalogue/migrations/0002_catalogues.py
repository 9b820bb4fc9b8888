"""The catalogue under each home page: the same page in five languages."""

import uuid

from django.db import migrations

CATALOGUES = {
    "en": ("Courses", "<p>Every course is free, and you study at your own pace.</p>"),
    "uk": ("Курси", "<p>Усі курси безкоштовні, навчаєтеся у власному темпі.</p>"),
    "ru": ("Курсы", "<p>Все курсы бесплатные, вы учитесь в своём темпе.</p>"),
    "bg": ("Курсове", "<p>Всички курсове са безплатни и учите със свое темпо.</p>"),
    "cs": ("Kurzy", "<p>Všechny kurzy jsou zdarma a učíte se svým tempem.</p>"),
}


def make_catalogues(apps, schema_editor):
    HomePage = apps.get_model("pages", "HomePage")
    CatalogueIndexPage = apps.get_model("catalogue", "CatalogueIndexPage")
    ContentType = apps.get_model("contenttypes", "ContentType")
    content_type, _created = ContentType.objects.get_or_create(app_label="catalogue", model="catalogueindexpage")
    key = uuid.uuid4()
    for home in HomePage.objects.select_related("locale").filter(depth=2):
        title, introduction = CATALOGUES[home.locale.language_code]
        CatalogueIndexPage.objects.create(
            path=f"{home.path}{home.numchild + 1:04d}",
            depth=3,
            slug="courses",
            url_path=f"{home.url_path}courses/",
            title=title,
            draft_title=title,
            introduction=introduction,
            content_type=content_type,
            locale=home.locale,
            translation_key=key,
            live=True,
            show_in_menus=True,
        )
        HomePage.objects.filter(pk=home.pk).update(numchild=home.numchild + 1)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial"), ("pages", "0002_homes")]

    operations = [migrations.RunPython(make_catalogues, migrations.RunPython.noop)]
