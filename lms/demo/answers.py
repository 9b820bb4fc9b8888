"""What the demo's learner wrote so far: the whole first lesson and half of the second, as a librarian of a small village would.

By lesson and exercise. A text for the writing kinds, the numbers of the lines for choices and lists, a number for a scale, rows of
cells for a table (nothing where the editor wrote the label)."""

from typing import Any

Answer = str | int | list[int] | list[list[str]]

ANSWERS: dict[str, dict[str, Answer]] = {
    "whom-we-help": {
        "first-answer": "Помогаем пожилым людям в нашем селе и всем, кто попросит.",
        "village-map": [
            ["", "22, из них 6 почти не выходят", "вода, дрова, до фельдшера далеко", "к половине ездят дети, к троим никто"],
            ["", "около 15", "нет садика, автобус один раз в день", "бабушки, школа"],
            ["", "8 семей", "не с кем оставить больного даже на час", "соцработник по средам"],
            ["", "11", "вечером некуда пойти", "никто, летом футбол"],
            ["Переселенцы, две семьи", "7 человек", "документы, работа, никого не знают", "соседи, церковь"],
        ],
        "who-decides": [3],
        "one-person": (
            "Назову её Анной. Встала в шесть, печь остыла. Воду принесла сама, по полведра. Хотела дойти до почты и повернула: скользко. "
            "Днём звонила дочь из города, говорили четыре минуты. Телевизор не включала, бережёт свет.\n\n"
            "Через год хочу такой вторник: в десять к ней заходят двое наших, несут воду и письма. Раз в месяц её привозят в библиотеку. "
            "А она учит девочек вязать, у неё золотые руки."
        ),
        "our-sentence": (
            "Мы приходим к тем, кому трудно выйти со двора, с водой, лекарствами и разговором, чтобы зимой никто не оставался один.\n\n"
            "Почтальонка пересказала: «Ходите к старикам, чтоб не одни были». Про лекарства забыла. Может, и правда лишнее."
        ),
        "how-clear": 3,
    },
    "needs": {
        "guesses": [
            ["", "чтобы кто-то приносил воду", "видела сама", "у Анны и у соседей с дальней улицы"],
            ["", "поговорить", "сами говорят, когда приходят за книгой", "у тех, кто уже не приходит"],
            ["", "компьютерные курсы", "просто кажется, так пишут в проектах", "спросить на лавочке у магазина"],
        ],
        "good-question": [1, 3, 4],
        "my-questions": (
            "1. Расскажите, как прошла ваша прошлая неделя.\n2. Что было труднее всего?\n3. Как вы справились?\n"
            "4. К кому обращаетесь, когда совсем плохо?\n5. Чего вам не хватает из того, что раньше было?"
        ),
        "sources": [0, 2, 5],
    },
}


def as_value(kind: str, content: dict[str, Any], answer: Any) -> dict[str, Any]:
    """The answer in the shape that the kind of exercise keeps."""
    match kind:
        case "choice":
            return {"chosen": [content["options"][place]["id"] for place in answer]}
        case "tick_list":
            return {"ticked": [content["items"][place]["id"] for place in answer]}
        case "scale":
            return {"level": answer}
        case "fill_table":
            rows = [row["id"] for row in content["rows"]] + [f"+{number}" for number in range(1, content["blank_rows"] + 1)]
            columns = [column["id"] for column in content["columns"]]
            cells = {
                f"{row}:{column}": text
                for row, texts in zip(rows, answer, strict=False)
                for column, text in zip(columns, texts, strict=True)
            }
            return {"cells": {place: text for place, text in cells.items() if text}}
    return {"text": answer}
