"""The words of the demo's framework: what the ten lessons make people able to do. English is its own language; the others are translations.

Each text is (English, Russian, Ukrainian, Bulgarian, Czech). A group has a title and competences; a competence a title, the five levels,
and the lessons that practise it."""

from typing import NamedTuple

LANGUAGES = ("en", "ru", "uk", "bg", "cs")
Said = tuple[str, str, str, str, str]


class Leaf(NamedTuple):
    title: Said
    levels: tuple[Said, Said, Said, Said, Said]
    lessons: tuple[str, ...]


FRAMEWORK: Said = (
    "Keeping a small NGO alive",
    "Как держится маленькая НКО",
    "Як тримається маленька НУО",
    "Как се крепи малка НПО",
    "Jak udržet malou neziskovku při životě",
)
PURPOSE: Said = (
    "What you can do after the ten lessons: with people, with help, with a project.",
    "Что Вы умеете после десяти уроков: с людьми, с помощью, с проектом.",
    "Що Ви вмієте після десяти уроків: з людьми, з допомогою, з проєктом.",
    "Какво можете след десетте урока: с хората, с помощта, с проекта.",
    "Co umíte po deseti lekcích: s lidmi, s pomocí, s projektem.",
)

PEOPLE: Said = ("People", "Люди", "Люди", "Хора", "Lidé")
HELP: Said = ("Help", "Помощь", "Допомога", "Помощ", "Pomoc")
PROJECT: Said = ("Project and result", "Проект и результат", "Проєкт і результат", "Проект и резултат", "Projekt a výsledek")

CHOOSING = Leaf(
    (
        "Choosing whom to help first",
        "Выбрать, кому помогать прежде всего",
        "Вибрати, кому допомагати насамперед",
        "Да изберем на кого да помогнем най-напред",
        "Vybrat, komu pomáhat nejdřív",
    ),
    (
        (
            "I help whoever asks.",
            "Помогаю всем, кто просит.",
            "Допомагаю всім, хто просить.",
            "Помагам на всеки, който помоли.",
            "Pomáhám každému, kdo požádá.",
        ),
        (
            "I can name a group, but not why this one.",
            "Могу назвать группу, но не почему именно её.",
            "Можу назвати групу, але не чому саме її.",
            "Мога да назова група, но не и защо точно нея.",
            "Umím jmenovat skupinu, ale ne proč právě tuto.",
        ),
        (
            "I can say who they are, where they live and what they lack, if somebody asks me questions.",
            "Могу сказать, кто они, где живут и чего им не хватает, если меня расспросить.",
            "Можу сказати, хто вони, де живуть і чого їм бракує, якщо мене розпитати.",
            "Мога да кажа кои са, къде живеят и какво им липсва, ако някой ме разпита.",
            "Umím říct, kdo to je, kde žijí a co jim chybí, když se mě někdo vyptává.",
        ),
        (
            "I say it in one sentence that a neighbour repeats correctly.",
            "Говорю это одной фразой, и сосед повторяет её верно.",
            "Кажу це одним реченням, і сусід повторює його правильно.",
            "Казвам го с едно изречение и съседът го повтаря вярно.",
            "Řeknu to jednou větou a soused ji zopakuje správně.",
        ),
        (
            "I help other organisations to choose and to say it.",
            "Помогаю другим организациям выбрать и сказать.",
            "Допомагаю іншим організаціям вибрати й сказати.",
            "Помагам на други организации да изберат и да го кажат.",
            "Pomáhám jiným organizacím vybrat a říct to.",
        ),
    ),
    ("whom-we-help",),
)
ASKING = Leaf(
    (
        "Learning what people need",
        "Узнать, что людям нужно",
        "Дізнатися, що людям потрібно",
        "Да разберем от какво имат нужда хората",
        "Zjistit, co lidé potřebují",
    ),
    (
        (
            "I know it without asking.",
            "Знаю и так, не спрашивая.",
            "Знаю і так, не питаючи.",
            "Знам го и без да питам.",
            "Vím to i bez ptaní.",
        ),
        (
            "I ask now and then, and write nothing down.",
            "Иногда спрашиваю, ничего не записываю.",
            "Іноді питаю, нічого не записую.",
            "Питам от време на време и нищо не записвам.",
            "Občas se zeptám, nic si nezapisuji.",
        ),
        (
            "I ask by a list of questions that somebody made for me.",
            "Спрашиваю по списку, который мне составили.",
            "Питаю за списком, який мені склали.",
            "Питам по списък, който някой ми е съставил.",
            "Ptám se podle seznamu, který mi někdo sestavil.",
        ),
        (
            "I make the questions myself, write the answers down and draw a conclusion.",
            "Составляю вопросы, записываю ответы и делаю вывод.",
            "Складаю питання, записую відповіді й роблю висновок.",
            "Съставям въпросите, записвам отговорите и правя извод.",
            "Otázky si sestavím, odpovědi zapíšu a udělám závěr.",
        ),
        (
            "I teach colleagues to ask and to listen.",
            "Учу коллег спрашивать и слушать.",
            "Вчу колег питати й слухати.",
            "Уча колегите да питат и да слушат.",
            "Učím kolegy ptát se a poslouchat.",
        ),
    ),
    ("needs",),
)
RELYING = Leaf(
    (
        "Help that people can rely on",
        "Помощь, на которую можно положиться",
        "Допомога, на яку можна покластися",
        "Помощ, на която може да се разчита",
        "Pomoc, na kterou je spolehnutí",
    ),
    (
        (
            "We help when it works out.",
            "Помогаем, когда получится.",
            "Допомагаємо, коли вийде.",
            "Помагаме, когато се получи.",
            "Pomáháme, když to vyjde.",
        ),
        (
            "There are days and hours, known to us only.",
            "Есть дни и часы, но знаем их только мы.",
            "Є дні й години, але знаємо їх лише ми.",
            "Има дни и часове, но ги знаем само ние.",
            "Máme dny a hodiny, ale víme o nich jen my.",
        ),
        (
            "We promise something and mostly keep it.",
            "Мы кое-что обещаем и обычно выполняем.",
            "Ми дещо обіцяємо і здебільшого виконуємо.",
            "Обещаваме нещо и обикновено го изпълняваме.",
            "Něco slibujeme a většinou to dodržíme.",
        ),
        (
            "The promise is on the door, somebody stands in when one of us is ill, complaints get an answer.",
            "Обещание висит на двери, есть кому заменить больного, на жалобы мы отвечаем.",
            "Обіцянка висить на дверях, є кому замінити хворого, на скарги ми відповідаємо.",
            "Обещанието виси на вратата, има кой да замести болния, на оплакванията отговаряме.",
            "Slib visí na dveřích, za nemocného má kdo zaskočit, na stížnosti odpovídáme.",
        ),
        (
            "Others set up their service by our example.",
            "По нашему примеру услугу налаживают другие.",
            "За нашим прикладом послугу налагоджують інші.",
            "По нашия пример и други уреждат услугата си.",
            "Podle našeho příkladu zavádějí službu i jiní.",
        ),
    ),
    ("team", "service"),
)
TALKING = Leaf(
    (
        "Talking with a person in hardship",
        "Разговор с человеком в беде",
        "Розмова з людиною в біді",
        "Разговор с човек в беда",
        "Rozhovor s člověkem v nouzi",
    ),
    (
        ("I do not know how to begin.", "Не знаю, как начать.", "Не знаю, як почати.", "Не знам как да започна.", "Nevím, jak začít."),
        (
            "I begin, and soon give advice.",
            "Начинаю и быстро перехожу к советам.",
            "Починаю і швидко переходжу до порад.",
            "Започвам и бързо минавам на съвети.",
            "Začnu a brzy přejdu k radám.",
        ),
        (
            "I hear the person out, and am not sure what to do when there is danger.",
            "Дослушиваю, но не знаю точно, что делать при угрозе.",
            "Дослуховую, але не знаю напевно, що робити за загрози.",
            "Изслушвам докрай, но не съм наясно какво да правя при опасност.",
            "Vyslechnu do konce, ale nevím jistě, co dělat v nebezpečí.",
        ),
        (
            "I hear the person out, keep what is secret, know whom to call when there is danger.",
            "Дослушиваю, храню тайну, знаю, кого звать при угрозе.",
            "Дослуховую, зберігаю таємницю, знаю, кого кликати за загрози.",
            "Изслушвам докрай, пазя тайната, знам кого да повикам при опасност.",
            "Vyslechnu do konce, zachovám důvěrnost, vím, koho volat v nebezpečí.",
        ),
        (
            "Colleagues come to me after a hard conversation.",
            "После трудного разговора коллеги идут ко мне.",
            "Після важкої розмови колеги йдуть до мене.",
            "След тежък разговор колегите идват при мен.",
            "Po těžkém rozhovoru chodí kolegové za mnou.",
        ),
    ),
    ("conversation",),
)
PLANNING = Leaf(
    (
        "A project on one page",
        "Проект на одной странице",
        "Проєкт на одній сторінці",
        "Проект на една страница",
        "Projekt na jedné stránce",
    ),
    (
        ("It is in my head.", "Он у меня в голове.", "Він у мене в голові.", "В главата ми е.", "Mám ho v hlavě."),
        (
            "There is a list of what to do.",
            "Есть список дел.",
            "Є список справ.",
            "Има списък с неща за вършене.",
            "Je seznam toho, co udělat.",
        ),
        (
            "There is a goal with steps and dates, made together with somebody.",
            "Есть цель, шаги и сроки, сделано вместе с кем-то.",
            "Є мета, кроки й терміни, зроблено разом із кимось.",
            "Има цел, стъпки и срокове, направени заедно с някого.",
            "Je cíl, kroky a termíny, sestavené společně s někým.",
        ),
        (
            "I write the page myself, with risks, partners and a small trial.",
            "Пишу страницу без помощи: риски, партнёры, проба на малом.",
            "Пишу сторінку самостійно: ризики, партнери, мала проба.",
            "Пиша страницата без чужда помощ: рискове, партньори, малка проба.",
            "Stránku napíšu bez pomoci: rizika, partneři, malá zkouška.",
        ),
        (
            "Others bring me their page to read.",
            "Свою страницу мне приносят прочесть другие.",
            "Інші приносять мені свою сторінку прочитати.",
            "Други ми носят своята страница да я прочета.",
            "Jiní mi nosí svou stránku k přečtení.",
        ),
    ),
    ("project", "partners"),
)
MONEY = Leaf(
    (
        "Knowing what it costs, and asking for it",
        "Знать, сколько это стоит, и попросить",
        "Знати, скільки це коштує, і попросити",
        "Да знаем колко струва и да го поискаме",
        "Vědět, kolik to stojí, a říct si o to",
    ),
    (
        (
            "I do not ask anybody for money.",
            "Денег ни у кого не прошу.",
            "Грошей ні в кого не прошу.",
            "Не искам пари от никого.",
            "O peníze nikoho nežádám.",
        ),
        (
            "I ask, and cannot say what each part costs.",
            "Прошу, но не скажу, что сколько стоит.",
            "Прошу, але не скажу, що скільки коштує.",
            "Искам, но не мога да кажа кое колко струва.",
            "Žádám, ale neřeknu, co kolik stojí.",
        ),
        (
            "With help I make a budget.",
            "С помощью составляю смету.",
            "З допомогою складаю кошторис.",
            "С помощ правя бюджет.",
            "S pomocí sestavím rozpočet.",
        ),
        (
            "I make the budget, ask a person and a fund, and show the cash book.",
            "Составляю смету, прошу человека и фонд, показываю кассу.",
            "Складаю кошторис, прошу людину і фонд, показую касу.",
            "Правя бюджета, моля човек и фондация, показвам касовата книга.",
            "Sestavím rozpočet, oslovím člověka i nadaci a ukážu pokladní knihu.",
        ),
        (
            "I read the budgets of others with them.",
            "Разбираю с другими их сметы.",
            "Розбираю з іншими їхні кошториси.",
            "Преглеждам с други техните бюджети.",
            "Procházím s jinými jejich rozpočty.",
        ),
    ),
    ("money",),
)
SHOWING = Leaf(
    (
        "Showing what has changed",
        "Показать, что изменилось",
        "Показати, що змінилося",
        "Да покажем какво се е променило",
        "Ukázat, co se změnilo",
    ),
    (
        ("I count nothing.", "Ничего не считаю.", "Нічого не рахую.", "Нищо не броя.", "Nic nepočítám."),
        (
            "I count events and parcels.",
            "Считаю мероприятия и посылки.",
            "Рахую заходи й пакунки.",
            "Броя събитията и колетите.",
            "Počítám akce a balíčky.",
        ),
        (
            "I ask people what has become different, now and then.",
            "Иногда спрашиваю людей, что стало иначе.",
            "Іноді питаю людей, що стало інакше.",
            "Понякога питам хората какво е станало различно.",
            "Občas se lidí zeptám, co je jinak.",
        ),
        (
            "I ask before and after, and tell it so that nobody is hurt.",
            "Спрашиваю до и после и рассказываю так, чтобы никого не обидеть.",
            "Питаю до і після й розповідаю так, щоб нікого не скривдити.",
            "Питам преди и след това и го разказвам така, че никой да не се засегне.",
            "Ptám se předtím i potom a vyprávím to tak, aby to nikoho nezranilo.",
        ),
        (
            "I help others to count and to tell.",
            "Помогаю другим считать и рассказывать.",
            "Допомагаю іншим рахувати й розповідати.",
            "Помагам на други да броят и да разказват.",
            "Pomáhám jiným počítat a vyprávět.",
        ),
    ),
    ("telling", "lasting"),
)

GROUPS: tuple[tuple[Said, tuple[Leaf, ...]], ...] = (
    (PEOPLE, (CHOOSING, ASKING)),
    (HELP, (RELYING, TALKING)),
    (PROJECT, (PLANNING, MONEY, SHOWING)),
)
