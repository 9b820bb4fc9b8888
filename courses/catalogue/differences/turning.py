"""Words that turn a meaning with few letters, in five languages: numbers, days and months, negations, and words of duty, measure and order.

A line is a value and the words that say it; `*` stands for any ending. "2" in digits and "two" in words have the same value."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

NOT = "not"

_FIXED: dict[str, dict[str, str]] = {  # what is the same wherever it stands: any difference is one of meaning
    "en": {
        "2": "two twice both", "3": "three", "4": "four", "5": "five", "6": "six", "7": "seven", "8": "eight", "9": "nine", "10": "ten",
        "11": "eleven", "12": "twelve", "15": "fifteen", "20": "twenty", "30": "thirty", "40": "forty", "50": "fifty",
        "100": "hundred hundreds", "1000": "thousand thousands", "1/2": "half",
        "Mon": "monday*", "Tue": "tuesday*", "Wed": "wednesday*", "Thu": "thursday*", "Fri": "friday*",
        "Sat": "saturday*", "Sun": "sunday*",
        "Jan": "january", "Feb": "february", "Mar": "march", "Apr": "april", "Jun": "june", "Jul": "july", "Aug": "august",
        "Sep": "september", "Oct": "october", "Nov": "november", "Dec": "december",
        NOT: "not no never none nobody nothing neither nor nowhere without cannot",
    },
    "uk": {
        "2": "два дві двох двом двома двічі обидва обидві", "3": "три трьох трьом трьома тричі", "4": "чотири чотирьох чотирьом чотирма",
        "5": "п'ять п'яти п'ятьох", "6": "шість шести шістьох", "7": "сім семи сімох", "8": "вісім восьми вісьмох", "9": "дев'ять дев'яти",
        "10": "десять десяти", "12": "дванадцят*", "15": "п'ятнадцят*", "20": "двадцят*", "30": "тридцят*", "40": "сорок сорока",
        "50": "п'ятдесят*", "100": "сто ста сотн*", "1000": "тисяч*", "1/2": "половин* пів",
        "Mon": "понеділ*", "Tue": "вівтор*", "Wed": "середа середу середи", "Thu": "четвер*", "Fri": "п'ятниц*", "Sat": "субот*",
        "Sun": "неділ*", "Jan": "січень січня січні", "Feb": "лютий лютого лютому", "Mar": "березень березня березні",
        "Apr": "квітень квітня квітні", "May": "травень травня травні", "Jun": "червень червня червні", "Jul": "липень липня липні",
        "Aug": "серпень серпня серпні", "Sep": "вересень вересня вересні", "Oct": "жовтень жовтня жовтні",
        "Nov": "листопад листопада листопаді", "Dec": "грудень грудня грудні",
        NOT: "не ні ніколи ніхто нікого нікому ніким нічого нічим жоден жодн* без немає нема ніде нізащо",
    },
    "ru": {
        "2": "два две двух двум двумя дважды оба обе", "3": "три трёх трем трех трём тремя трижды", "4": "четыре четырёх четырех четырём",
        "5": "пять пяти", "6": "шесть шести", "7": "семь семи", "8": "восемь восьми", "9": "девять девяти", "10": "десять десяти",
        "12": "двенадцат*", "15": "пятнадцат*", "20": "двадцат*", "30": "тридцат*", "40": "сорок сорока", "50": "пятьдесят пятидесяти",
        "100": "сто ста сотн*", "1000": "тысяч*", "1/2": "половин* пол",
        "Mon": "понедельник*", "Tue": "вторник*", "Wed": "среда среду среды", "Thu": "четверг*", "Fri": "пятниц*", "Sat": "суббот*",
        "Sun": "воскресень*", "Jan": "январ*", "Feb": "феврал*", "Mar": "март марта марте", "Apr": "апрел*", "May": "май мая мае",
        "Jun": "июнь июня июне", "Jul": "июль июля июле", "Aug": "август августа августе", "Sep": "сентябр*", "Oct": "октябр*",
        "Nov": "ноябр*", "Dec": "декабр*",
        NOT: "не ни нет никогда никто никого никому никем ничего ничем нельзя без нигде никак*",
    },
    "bg": {
        "2": "два две двама двамата двете двата двойно", "3": "три трима трите тримата", "4": "четири четирима", "5": "пет петима",
        "6": "шест шестима", "7": "седем", "8": "осем", "9": "девет", "10": "десет десетте", "12": "дванадесет дванайсет",
        "15": "петнадесет петнайсет", "20": "двадесет двайсет", "30": "тридесет трийсет", "40": "четиридесет", "50": "петдесет",
        "100": "сто стотин*", "1000": "хиляд*", "1/2": "половин*",
        "Mon": "понеделник*", "Tue": "вторник*", "Wed": "сряда", "Thu": "четвъртък*", "Fri": "петък*", "Sat": "събота", "Sun": "неделя",
        "Jan": "януари", "Feb": "февруари", "Mar": "март", "Apr": "април", "May": "май", "Jun": "юни", "Jul": "юли", "Aug": "август",
        "Sep": "септември", "Oct": "октомври", "Nov": "ноември", "Dec": "декември",
        NOT: "не няма нямат нямаме нито никой никого никога нищо никъде без недей* никак*",
    },
    "cs": {
        "2": "dva dvě dvou dvěma dvakrát oba obě", "3": "tři tří třem třemi třikrát", "4": "čtyři čtyř čtyřem", "5": "pět pěti",
        "6": "šest šesti", "7": "sedm sedmi", "8": "osm osmi", "9": "devět devíti", "10": "deset deseti", "12": "dvanáct*",
        "15": "patnáct*", "20": "dvacet dvaceti", "30": "třicet třiceti", "40": "čtyřicet*", "50": "padesát*", "100": "sto sta stovk* set",
        "1000": "tisíc*", "1/2": "půl polovin*",
        "Mon": "pondělí", "Tue": "úterý", "Wed": "středa středu středy", "Thu": "čtvrtek čtvrtk*", "Fri": "pátek pátk*",
        "Sat": "sobota sobotu soboty", "Sun": "neděle neděli", "Jan": "leden ledna lednu", "Feb": "únor února únoru",
        "Mar": "březen března březnu", "Apr": "duben dubna dubnu", "May": "květen května květnu", "Jun": "červen června červnu",
        "Jul": "červenec července červenci", "Aug": "srpen srpna srpnu", "Sep": "září", "Oct": "říjen října říjnu",
        "Nov": "listopad listopadu", "Dec": "prosinec prosince prosinci",
        NOT: "ne ani bez není nejsou nelze nikdy nikdo nikomu nic ničeho žádn* nikde nijak",
    },
}  # fmt: skip

_TURNS: dict[str, dict[str, str]] = {  # one in the place of another is another meaning; one more or one fewer need not be
    "en": {
        "must": "must shall required", "may": "may might can could", "should": "should", "all": "all every each always", "some": "some any",
        "only": "only", "before": "before earlier", "after": "after later", "more": "more most over above",
        "less": "less least fewer under below",
        "yes": "yes", "and": "and", "or": "or", "open": "open opens", "closed": "closed closes", "to": "to", "from": "from",
    },
    "uk": {
        "must": "повинен повинна повинні мусить мусите мусять треба обов'язково", "may": "може можете можуть можна",
        "all": "всі усі кожен кожна завжди",
        "some": "деякі дехто інколи", "only": "лише тільки", "before": "до перед раніше", "after": "після пізніше", "more": "більше понад",
        "less": "менше менш", "yes": "так", "and": "і й та", "or": "або чи", "from": "від", "with": "з із", "for": "за",
    },
    "ru": {
        "must": "должен должна должны обязан обязательно нужно надо", "may": "может можете могут можно",
        "all": "все каждый каждая всегда",
        "some": "некоторые иногда", "only": "лишь только", "before": "до перед раньше", "after": "после позже",
        "more": "больше более свыше",
        "less": "меньше менее", "yes": "да", "and": "и", "or": "или", "from": "от", "with": "с со", "for": "за",
    },
    "bg": {
        "must": "трябва длъжен длъжни задължително", "may": "може можете могат",
        "all": "всички всеки всяка винаги", "some": "някои понякога",
        "only": "само", "before": "преди до", "after": "след после", "more": "повече над", "less": "по-малко под", "yes": "да", "and": "и",
        "or": "или", "from": "от", "with": "с със", "for": "за",
    },
    "cs": {
        "must": "musí musíte musíme povinně třeba", "may": "může můžete mohou smí smíte lze", "all": "všichni všechny každý každá vždy",
        "some": "někteří některé někdy", "only": "jen pouze", "before": "před dříve do", "after": "po později", "more": "více víc nad",
        "less": "méně pod", "yes": "ano", "and": "a i", "or": "nebo či", "from": "od", "with": "s se", "in": "v ve", "out": "z ze",
    },
}  # fmt: skip

_NEGATING = {
    "en": ("un", "in", "im", "il", "ir", "dis", "non", "mis"),
    "uk": ("не", "без", "анти"),
    "ru": ("не", "без", "бес", "анти"),
    "bg": ("не", "без", "анти"),
    "cs": ("ne", "bez", "proti"),
}
# Czech verbs are negated by a prefix; these begin with it and deny nothing
_CZECH_NOT = re.compile(r"ne(?!j|b[eo]|ž|ch|mo[cv]|zisk|závisl|děl|rv|vlád|dáv|ust|vě|mů?ž?$|bezp|pt|gat|ut|on|st)\w{2,}", re.IGNORECASE)


@dataclass(frozen=True)
class Words:
    exact: Mapping[str, str]
    stems: tuple[tuple[str, str], ...]

    def value(self, word: str) -> str | None:
        return self.exact.get(word) or next((value for stem, value in self.stems if word.startswith(stem)), None)


@cache
def _words(language: str, fixed: bool) -> Words:
    table = (_FIXED if fixed else _TURNS).get(language, {})
    pairs = [(word, value) for value, words in table.items() for word in words.split()]
    stems = sorted(((word[:-1], value) for word, value in pairs if word.endswith("*")), key=lambda pair: -len(pair[0]))
    return Words({word: value for word, value in pairs if not word.endswith("*")}, tuple(stems))


def fixed_values(words: list[str], language: str) -> Counter[str]:
    """How often each number, day, month and negation is said; `words` in small letters."""
    table = _words(language, True)
    found = Counter(value for word in words if (value := table.value(word)))
    if language == "en":
        found[NOT] += sum(word.endswith("n't") for word in words)
    if language == "cs":
        found[NOT] += sum(bool(_CZECH_NOT.fullmatch(word)) and table.value(word) is None for word in words)
    return +found


def turns(words: list[str], language: str) -> Counter[str]:
    """How often each word of duty, measure and order is said."""
    table = _words(language, False)
    return Counter(value for word in words if (value := table.value(word)))


def is_negated(one: str, other: str, language: str) -> bool:
    """The two are one word with and without a prefix that denies it."""
    short, long = sorted((one, other), key=len)
    return any(long == prefix + short for prefix in _NEGATING.get(language, ()))
