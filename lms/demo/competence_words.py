"""The words of the demo's framework: what the ten lessons make people able to do. English is its own language; the others are translations.

Each text is (English, Russian, Ukrainian). A group has a title and competences; a competence a title, the five levels, and the lessons that
practise it."""

from typing import NamedTuple

LANGUAGES = ("en", "ru", "uk")
Said = tuple[str, str, str]


class Leaf(NamedTuple):
    title: Said
    levels: tuple[Said, Said, Said, Said, Said]
    lessons: tuple[str, ...]


FRAMEWORK: Said = ("Keeping a small NGO alive", "Как держится маленькая НКО", "Як тримається маленька НУО")
PURPOSE: Said = (
    "What you can do after the ten lessons: with people, with help, with a project.",
    "Что вы умеете после десяти уроков: с людьми, с помощью, с проектом.",
    "Що ви вмієте після десяти уроків: з людьми, з допомогою, з проєктом.",
)

PEOPLE: Said = ("People", "Люди", "Люди")
HELP: Said = ("Help", "Помощь", "Допомога")
PROJECT: Said = ("Project and result", "Проект и результат", "Проєкт і результат")

CHOOSING = Leaf(
    ("Choosing whom to help first", "Выбрать, кому помогать прежде всего", "Вибрати, кому допомагати насамперед"),
    (
        ("I help whoever asks.", "Помогаю всем, кто просит.", "Допомагаю всім, хто просить."),
        (
            "I can name a group, but not why this one.",
            "Могу назвать группу, но не почему именно её.",
            "Можу назвати групу, але не чому саме її.",
        ),
        (
            "I can say who they are, where they live and what they lack, if somebody asks me questions.",
            "Могу сказать, кто они, где живут и чего им не хватает, если меня расспросить.",
            "Можу сказати, хто вони, де живуть і чого їм бракує, якщо мене розпитати.",
        ),
        (
            "I say it in one sentence that a neighbour repeats correctly.",
            "Говорю это одной фразой, и сосед повторяет её верно.",
            "Кажу це одним реченням, і сусід повторює його правильно.",
        ),
        (
            "I help other organisations to choose and to say it.",
            "Помогаю другим организациям выбрать и сказать.",
            "Допомагаю іншим організаціям вибрати й сказати.",
        ),
    ),
    ("whom-we-help",),
)
ASKING = Leaf(
    ("Learning what people need", "Узнать, что людям нужно", "Дізнатися, що людям потрібно"),
    (
        ("I know it without asking.", "Знаю и так, не спрашивая.", "Знаю і так, не питаючи."),
        ("I ask now and then, and write nothing down.", "Иногда спрашиваю, ничего не записываю.", "Іноді питаю, нічого не записую."),
        (
            "I ask by a list of questions that somebody made for me.",
            "Спрашиваю по списку, который мне составили.",
            "Питаю за списком, який мені склали.",
        ),
        (
            "I make the questions myself, write the answers down and draw a conclusion.",
            "Составляю вопросы, записываю ответы и делаю вывод.",
            "Складаю запитання, записую відповіді й роблю висновок.",
        ),
        ("I teach colleagues to ask and to listen.", "Учу коллег спрашивать и слушать.", "Вчу колег питати й слухати."),
    ),
    ("needs",),
)
RELYING = Leaf(
    ("Help that people can rely on", "Помощь, на которую можно положиться", "Допомога, на яку можна покластися"),
    (
        ("We help when it works out.", "Помогаем, когда получится.", "Допомагаємо, коли вийде."),
        (
            "There are days and hours, known to us only.",
            "Есть дни и часы, но знаем их только мы.",
            "Є дні й години, але знаємо їх лише ми.",
        ),
        (
            "We promise something and mostly keep it.",
            "Мы кое-что обещаем и обычно выполняем.",
            "Ми дещо обіцяємо і здебільшого виконуємо.",
        ),
        (
            "The promise is on the door, somebody stands in when one of us is ill, complaints get an answer.",
            "Обещание висит на двери, есть кому заменить больного, на жалобы мы отвечаем.",
            "Обіцянка висить на дверях, є кому замінити хворого, на скарги ми відповідаємо.",
        ),
        (
            "Others set up their service by our example.",
            "По нашему примеру услугу налаживают другие.",
            "За нашим прикладом послугу налагоджують інші.",
        ),
    ),
    ("team", "service"),
)
TALKING = Leaf(
    ("Talking with a person in hardship", "Разговор с человеком в беде", "Розмова з людиною в біді"),
    (
        ("I do not know how to begin.", "Не знаю, как начать.", "Не знаю, як почати."),
        ("I begin, and soon give advice.", "Начинаю и быстро перехожу к советам.", "Починаю і швидко переходжу до порад."),
        (
            "I hear the person out, and am not sure what to do when there is danger.",
            "Дослушиваю, но не знаю точно, что делать при угрозе.",
            "Дослуховую, але не знаю напевно, що робити за загрози.",
        ),
        (
            "I hear the person out, keep what is secret, know whom to call when there is danger.",
            "Дослушиваю, храню тайну, знаю, кого звать при угрозе.",
            "Дослуховую, зберігаю таємницю, знаю, кого кликати за загрози.",
        ),
        (
            "Colleagues come to me after a hard conversation.",
            "После трудного разговора коллеги идут ко мне.",
            "Після важкої розмови колеги йдуть до мене.",
        ),
    ),
    ("conversation",),
)
PLANNING = Leaf(
    ("A project on one page", "Проект на одной странице", "Проєкт на одній сторінці"),
    (
        ("It is in my head.", "Он у меня в голове.", "Він у мене в голові."),
        ("There is a list of what to do.", "Есть список дел.", "Є список справ."),
        (
            "There is a goal with steps and dates, made together with somebody.",
            "Есть цель, шаги и сроки, сделано вместе с кем-то.",
            "Є мета, кроки й терміни, зроблено разом із кимось.",
        ),
        (
            "I write the page myself, with risks, partners and a small trial.",
            "Пишу страницу без помощи: риски, партнёры, проба на малом.",
            "Пишу сторінку самостійно: ризики, партнери, мала проба.",
        ),
        (
            "Others bring me their page to read.",
            "Свою страницу мне приносят прочесть другие.",
            "Інші приносять мені свою сторінку прочитати.",
        ),
    ),
    ("project", "partners"),
)
MONEY = Leaf(
    ("Knowing what it costs, and asking for it", "Знать, сколько это стоит, и попросить", "Знати, скільки це коштує, і попросити"),
    (
        ("I do not ask anybody for money.", "Денег ни у кого не прошу.", "Грошей ні в кого не прошу."),
        (
            "I ask, and cannot say what each part costs.",
            "Прошу, но не скажу, что сколько стоит.",
            "Прошу, але не скажу, що скільки коштує.",
        ),
        ("With help I make a budget.", "С помощью составляю смету.", "З допомогою складаю кошторис."),
        (
            "I make the budget, ask a person and a fund, and show the cash book.",
            "Составляю смету, прошу человека и фонд, показываю кассу.",
            "Складаю кошторис, прошу людину і фонд, показую касу.",
        ),
        ("I read the budgets of others with them.", "Разбираю с другими их сметы.", "Розбираю з іншими їхні кошториси."),
    ),
    ("money",),
)
SHOWING = Leaf(
    ("Showing what has changed", "Показать, что изменилось", "Показати, що змінилося"),
    (
        ("I count nothing.", "Ничего не считаю.", "Нічого не рахую."),
        ("I count events and parcels.", "Считаю мероприятия и посылки.", "Рахую заходи й пакунки."),
        (
            "I ask people what has become different, now and then.",
            "Иногда спрашиваю людей, что стало иначе.",
            "Іноді питаю людей, що стало інакше.",
        ),
        (
            "I ask before and after, and tell it so that nobody is hurt.",
            "Спрашиваю до и после и рассказываю так, чтобы никого не обидеть.",
            "Питаю до і після й розповідаю так, щоб нікого не скривдити.",
        ),
        ("I help others to count and to tell.", "Помогаю другим считать и рассказывать.", "Допомагаю іншим рахувати й розповідати."),
    ),
    ("telling", "lasting"),
)

GROUPS: tuple[tuple[Said, tuple[Leaf, ...]], ...] = (
    (PEOPLE, (CHOOSING, ASKING)),
    (HELP, (RELYING, TALKING)),
    (PROJECT, (PLANNING, MONEY, SHOWING)),
)
