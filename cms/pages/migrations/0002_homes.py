"""Five languages, a home page in each, one site. Wagtail's welcome page goes."""

import uuid

from django.conf import settings
from django.db import migrations

HOMES = {
    "en": {
        "title": "Home",
        "hero_title": "A workbook for the people who keep small NGOs alive",
        "hero_text": "Lessons you can read on a phone in the evening, exercises you fill in about your own village, and a certificate at the end.",
        "about": (
            "Two or three staff, a handful of volunteers, a room in the library. Nobody ever taught you how to plan a project, count a result "
            "or talk to the council. These courses do, with cases from places like yours. What you write is saved as you type it, "
            "and nobody hurries you."
        ),
        "next_steps": "1. Choose a course and look through its lessons.\n2. Create an account and enrol.\n3. Read the first lesson and fill in its exercises.",
    },
    "uk": {
        "title": "Головна",
        "hero_title": "Робочий зошит для тих, на кому тримаються невеликі громадські організації",
        "hero_text": "Уроки, які зручно читати ввечері з телефона, вправи про Ваше власне село і сертифікат наприкінці.",
        "about": (
            "Двоє-троє працівників, кілька волонтерів, кімната в бібліотеці. Ніхто не вчив Вас планувати проєкт, рахувати результат чи "
            "говорити з радою. Ці курси вчать саме цього, на прикладах із таких місць, як Ваше. Усе, що Ви пишете, зберігається одразу, "
            "і ніхто Вас не квапить."
        ),
        "next_steps": "1. Виберіть курс і перегляньте його уроки.\n2. Створіть обліковий запис і запишіться.\n3. Прочитайте перший урок і виконайте вправи.",
    },
    "ru": {
        "title": "Главная",
        "hero_title": "Рабочая тетрадь для тех, на ком держатся небольшие общественные организации",
        "hero_text": "Уроки, которые удобно читать вечером с телефона, упражнения про Ваше собственное село и сертификат в конце.",
        "about": (
            "Два-три сотрудника, несколько волонтёров, комната в библиотеке. Никто не учил Вас планировать проект, считать результат или "
            "говорить с администрацией. Эти курсы учат именно этому, на примерах из таких же мест. Всё, что Вы пишете, сохраняется сразу, "
            "и никто Вас не торопит."
        ),
        "next_steps": "1. Выберите курс и посмотрите его уроки.\n2. Создайте учётную запись и запишитесь.\n3. Прочитайте первый урок и выполните упражнения.",
    },
    "bg": {
        "title": "Начало",
        "hero_title": "Работна тетрадка за хората, на които се крепят малките граждански организации",
        "hero_text": "Уроци, които се четат удобно вечер на телефона, упражнения за Вашето собствено село и сертификат накрая.",
        "about": (
            "Двама-трима служители, няколко доброволци, стая в библиотеката. Никой не Ви е учил как се планира проект, как се отчита резултат "
            "или как се говори с общината. Тези курсове учат точно на това, с примери от места като Вашето. Всичко, което пишете, се запазва "
            "веднага и никой не Ви припира."
        ),
        "next_steps": "1. Изберете курс и разгледайте уроците му.\n2. Създайте профил и се запишете.\n3. Прочетете първия урок и попълнете упражненията.",
    },
    "cs": {
        "title": "Úvod",
        "hero_title": "Pracovní sešit pro ty, kdo drží při životě malé neziskové organizace",
        "hero_text": "Lekce, které se večer dobře čtou na telefonu, cvičení o vaší vlastní obci a na konci certifikát.",
        "about": (
            "Dva tři zaměstnanci, hrstka dobrovolníků, místnost v knihovně. Nikdo vás nikdy neučil, jak naplánovat projekt, spočítat výsledek "
            "nebo mluvit s radnicí. Tyto kurzy to učí na příkladech z míst, jako je to vaše. Co napíšete, se hned uloží "
            "a nikdo na vás nespěchá."
        ),
        "next_steps": "1. Vyberte si kurz a prohlédněte si jeho lekce.\n2. Vytvořte si účet a zapište se.\n3. Přečtěte si první lekci a vyplňte cvičení.",
    },
}


def make_homes(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    Locale = apps.get_model("wagtailcore", "Locale")
    Site = apps.get_model("wagtailcore", "Site")
    HomePage = apps.get_model("pages", "HomePage")
    ContentType = apps.get_model("contenttypes", "ContentType")
    content_type, _created = ContentType.objects.get_or_create(app_label="pages", model="homepage")

    root = Page.objects.get(depth=1)
    welcome = Page.objects.filter(depth=2, slug="home", content_type__model="page").first()
    Site.objects.all().delete()
    if welcome:
        welcome.delete()
    key = uuid.uuid4()
    homes = {}
    for number, (language, texts) in enumerate(HOMES.items(), start=1):
        locale, _created = Locale.objects.get_or_create(language_code=language)
        slug = "home" if language == settings.LANGUAGE_CODE else f"home-{language}"
        homes[language] = HomePage.objects.create(
            path=f"{root.path}{number:04d}",
            depth=2,
            numchild=0,
            slug=slug,
            url_path=f"/{slug}/",
            draft_title=texts["title"],
            content_type=content_type,
            locale=locale,
            translation_key=key,
            live=True,
            **texts,
        )
    Page.objects.filter(pk=root.pk).update(numchild=len(homes))
    Site.objects.create(hostname="localhost", port=80, site_name="Workbook", root_page_id=homes[settings.LANGUAGE_CODE].pk, is_default_site=True)


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_homes, migrations.RunPython.noop)]
