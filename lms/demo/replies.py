"""Phrases that the mentors of the demo share, so that the library is not empty."""

from courses.mentorship.models import SavedReply
from lms.network.models import Organisation

REPLIES = [
    (
        "ru",
        "Откуда это число",
        "{learner}, откуда это число? Напишите, кто считал и в каком году: так его сможет проверить и совет, и фонд.",
    ),
    (
        "ru",
        "Назовите людей",
        "{learner}, здесь говорится о «жителях» вообще. Выберите двух-трёх человек и напишите, как проходит их обычный день.",
    ),
    ("ru", "Хорошо, можно дальше", "{learner}, задание «{assignment}» готово. Особенно помогло то, что Вы сами поговорили с людьми."),
    ("uk", "Звідки це число", "{learner}, звідки це число? Напишіть, хто рахував і якого року: тоді його зможе перевірити і рада, і фонд."),
    (
        "uk",
        "Назвіть людей",
        "{learner}, тут ідеться про «мешканців» загалом. Виберіть двох-трьох людей і напишіть, як минає їхній звичайний день.",
    ),
    ("uk", "Добре, можна далі", "{learner}, завдання «{assignment}» готове. Найбільше допомогло те, що Ви самі поговорили з людьми."),
    (
        "en",
        "Where the number is from",
        "{learner}, where is this number from? Say who counted and in which year, so that the council can check it.",
    ),
    (
        "en",
        "Name the people",
        "{learner}, this is about “residents” in general. Choose two or three people and tell what their usual day is like.",
    ),
    ("en", "Well done, go on", "{learner}, “{assignment}” is done. What helped most is that you went and talked to people yourself."),
    (
        "bg",
        "Откъде е това число",
        "{learner}, откъде е това число? Напишете кой е броил и през коя година: така и съветът, и фондацията ще го проверят.",
    ),
    (
        "bg",
        "Назовете хората",
        "{learner}, тук се говори за „жителите“ изобщо. Изберете двама-трима души и напишете как минава обикновеният им ден.",
    ),
    ("bg", "Добре, може нататък", "{learner}, заданието „{assignment}“ е готово. Най-много помогна това, че Вие сами говорихте с хората."),
    (
        "cs",
        "Odkud je to číslo",
        "{learner}, odkud je to číslo? Napište, kdo počítal a ve kterém roce: pak ho ověří i zastupitelstvo, i nadace.",
    ),
    (
        "cs",
        "Jmenujte lidi",
        "{learner}, tady se mluví o „obyvatelích“ vůbec. Vyberte dva nebo tři lidi a napište, jak jim plyne obyčejný den.",
    ),
    ("cs", "Dobře, můžete dál", "{learner}, úkol „{assignment}“ je hotový. Nejvíc pomohlo, že jste si s lidmi promluvili osobně."),
]


def load_replies(*, owner: Organisation) -> None:
    """Only once: later it is the organisation's own library."""
    if not SavedReply.objects.filter(owner=owner).exists():
        SavedReply.objects.bulk_create(
            SavedReply(owner=owner, language=language, title=title, text=text) for language, title, text in REPLIES
        )
