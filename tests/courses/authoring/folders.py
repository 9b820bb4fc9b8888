"""A small course folder to write, break and edit."""

from pathlib import Path
from typing import Any

from courses.authoring.folder.reader import read_folder
from courses.authoring.importing import Report, import_course

ROAD = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10" viewBox="0 0 10 10"><rect width="10" height="10"/></svg>\n'

LESSON = """---
title: Whom we help
summary: Choose whom you help first.
minutes: 90
---

Begin with people.

## Who lives here {#who}

![A road between houses](../../media/road.svg "The road")

Some **text** with [a link](02-needs.md#ask).

::: tip {title="Ask first"}
Ask before you *help*.
:::

::: choice {#who-decides title="Who decides?" .several}
Who decides whom you help?

- The head {#head}
- The team {#team}

::: model-answer
Often nobody.
:::
:::

::: fill-table {#map title="A map" rows="2"}
Fill it in.

| Who | How many |
|---|---|
| Old people | |
| Children | |
:::

::: self-check
What is a need?
: What a person lacks.

Is a wish a need?
: Not always.
:::

::: assignment {#show title="Show your mentor" exercises="who-decides" .optional}
Show your choice.
:::
"""

NEEDS = """---
title: Needs
---

## Asking {#ask}

Talk with ten people.

::: long-text {#questions title="Five questions"}
Write five questions.
:::
"""

RUSSIAN = {
    "Whom we help": "Кому мы помогаем",
    "Choose whom you help first.": "Выберите, кому помочь сначала.",
    "Begin with people.": "Начните с людей.",
    "Who lives here": "Кто здесь живёт",
    "A road between houses": "Дорога между домами",
    "The road": "Дорога",
    "Some **text** with": "Немного **текста** и",
    "a link": "ссылка",
    "Ask first": "Сначала спросите",
    "Ask before you *help*.": "Спросите, прежде чем *помогать*.",
    "Who decides whom you help?": "Кто решает, кому вы помогаете?",
    "Who decides?": "Кто решает?",
    "The head": "Руководитель",
    "The team": "Команда",
    "Often nobody.": "Часто никто.",
    "A map": "Карта",
    "Fill it in.": "Заполните.",
    "How many": "Сколько",
    "| Who |": "| Кто |",
    "Old people": "Старики",
    "Children": "Дети",
    "What is a need?": "Что такое нужда?",
    "What a person lacks.": "То, чего человеку не хватает.",
    "Is a wish a need?": "Желание — это нужда?",
    "Not always.": "Не всегда.",
    "Show your choice.": "Покажите свой выбор.",
    "Needs": "Нужды",
    "Asking": "Спрашиваем",
    "Talk with ten people.": "Поговорите с десятью людьми.",
    "Five questions": "Пять вопросов",
    "Write five questions.": "Напишите пять вопросов.",
    "A small course": "Маленький курс",
    "About people.": "О людях.",
    "Welcome to it.": "Добро пожаловать.",
    "People": "Люди",
    "Who they are.": "Кто они.",
}


def in_russian(text: str) -> str:
    for words, translated in sorted(RUSSIAN.items(), key=lambda pair: -len(pair[0])):
        text = text.replace(words, translated)
    return text


FILES = {
    "course.yaml": "# A course\nslug: small\nsource_language: en\nlevel: beginner   # for all\ntopics: [projects, volunteers]\nhours: 3\n",
    "LICENSE.md": "Take it and give it on.\n",
    "media/road.svg": ROAD,
    "en/course.md": "---\ntitle: A small course\nsummary: About people.\n---\n\nWelcome to it.\n",
    "en/01-people/module.md": "---\ntitle: People\n---\n\nWho they are.\n",
    "en/01-people/01-whom-we-help.md": LESSON,
    "en/01-people/02-needs.md": NEEDS,
}
TRANSLATED = {name.replace("en/", "ru/", 1): in_russian(text) for name, text in FILES.items() if name.startswith("en/")}


def write(root: Path, files: dict[str, str | bytes]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def imported(root: Path, **options: Any) -> Report:
    return import_course(folder=read_folder(root), **options)


def change(root: Path, name: str, before: str, after: str) -> None:
    text = (root / name).read_bytes().decode()
    assert before in text
    (root / name).write_bytes(text.replace(before, after).encode())


def contents(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}
