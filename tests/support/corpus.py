"""The invented news that the tiny models know by heart.

Everything the models can translate is here, so a test may assert a whole article word for word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple


class Pair(NamedTuple):
    """A sentence in English and in Russian, each the translation of the other."""

    en: str
    ru: str

    def text(self, language: str) -> str:
        """The sentence in `language`: `en` or `ru`."""
        return {"en": self.en, "ru": self.ru}[language]


@dataclass(frozen=True, slots=True)
class Article:
    """An article in both languages, sentence by sentence, with its summary."""

    title: Pair
    paragraphs: tuple[tuple[Pair, ...], ...]
    summary: tuple[Pair, ...]

    def pairs(self) -> Iterator[Pair]:
        """Title and sentences, in reading order."""
        yield self.title
        yield from chain.from_iterable(self.paragraphs)

    def body(self, language: str, separator: str = "\n\n") -> str:
        """The paragraphs without the title."""
        return separator.join(_join(paragraph, language) for paragraph in self.paragraphs)

    def text(self, language: str, separator: str = "\n\n") -> str:
        """The article as a file would hold it: the title, then the paragraphs."""
        return f"{self.title.text(language)}{separator}{self.body(language, separator)}"

    def summary_text(self, language: str) -> str:
        """The summary as one line."""
        return _join(self.summary, language)


def _join(sentences: tuple[Pair, ...], language: str) -> str:
    return " ".join(sentence.text(language) for sentence in sentences)


BRIDGE = Article(
    title=Pair("New bridge opens in Zarechinsk", "В Заречинске открылся новый мост"),
    paragraphs=(
        (
            Pair(
                "A new bridge across the Lugovka river opened in Zarechinsk on Monday.",
                "В понедельник в Заречинске открылся новый мост через реку Луговку.",
            ),
            Pair(
                "It is 412 metres long and cost 3.6 billion roubles.",
                "Его длина составляет 412 метров, а стоимость — 3,6 млрд рублей.",
            ),
        ),
        (
            Pair(
                '"We waited for this day for twelve years," said Mayor Olga Verbina.',
                "«Мы ждали этого дня двенадцать лет», — сказала мэр Ольга Вербина.",
            ),
            Pair(
                "Builders worked through two winters without a single accident.",
                "Строители работали две зимы подряд без единой аварии.",
            ),
        ),
        (
            Pair(
                "Buses will cross the bridge every ten minutes from Friday.",
                "С пятницы автобусы будут ходить по мосту каждые десять минут.",
            ),
            Pair(
                "The old ferry will become a floating museum.",
                "Старый паром станет плавучим музеем.",
            ),
        ),
    ),
    summary=(
        Pair(
            "Zarechinsk has a new bridge after twelve years of waiting.",
            "Заречинск получил новый мост после двенадцати лет ожидания.",
        ),
        Pair("The ferry will turn into a museum.", "Паром превратят в музей."),
    ),
)

LAKE = Article(
    title=Pair(
        "Astronomers find a lake of ice on a distant moon",
        "Астрономы нашли ледяное озеро на далёкой луне",
    ),
    paragraphs=(
        (
            Pair(
                "The Severny Observatory reported the discovery on 14 March.",
                "Северная обсерватория сообщила об открытии 14 марта.",
            ),
            Pair(
                "The lake is about 80 kilometres wide and very old.",
                "Ширина озера около 80 километров, и оно очень древнее.",
            ),
        ),
        (
            Pair(
                'Doctor Irina Kolosova called the result "a gift to young scientists".',
                "Доктор Ирина Колосова назвала результат «подарком молодым учёным».",
            ),
            Pair(
                "Her team studied 1,250 images taken over six years.",
                "Её группа изучила 1250 снимков, сделанных за шесть лет.",
            ),
        ),
        (
            Pair(
                "A space probe will visit the moon in 2031.",
                "Космический аппарат посетит эту луну в 2031 году.",
            ),
            Pair(
                "Nobody knows yet whether the water is salty.",
                "Пока никто не знает, солёная ли там вода.",
            ),
        ),
    ),
    summary=(
        Pair(
            "An icy lake was discovered far from the Earth.",
            "Ледяное озеро обнаружено вдали от Земли.",
        ),
        Pair("A probe will study it in 2031.", "Аппарат изучит его в 2031 году."),
    ),
)

BREAD = Article(
    title=Pair("Bread prices fall for the third month", "Цены на хлеб падают третий месяц подряд"),
    paragraphs=(
        (
            Pair(
                "Bread became 4.5% cheaper in April, the Kamenka statistics office says.",
                "В апреле хлеб подешевел на 4,5 %, сообщает статистическое управление Каменки.",
            ),
            Pair(
                "Farmers brought in a record wheat harvest last year.",
                "Фермеры собрали в прошлом году рекордный урожай пшеницы.",
            ),
            Pair(
                'The company "Golden Ear" plans to build two more bakeries.',
                "Компания «Золотой колос» планирует построить ещё две пекарни.",
            ),
        ),
        (
            Pair(
                '"Low prices help everyone," the baker Pavel Sedov explained.',
                "«Низкие цены помогают всем», — объяснил пекарь Павел Седов.",
            ),
            Pair(
                "Milk and eggs cost the same as before.",
                "Молоко и яйца стоят столько же, сколько и раньше.",
            ),
        ),
    ),
    summary=(
        Pair("Bread is cheaper after a rich harvest.", "Хлеб подешевел после богатого урожая."),
        Pair("Other food costs the same.", "Остальные продукты стоят столько же."),
    ),
)

ARTICLES = (BRIDGE, LAKE, BREAD)

URL_PAIR = Pair(
    "Read the full report at https://example.org/reports/2024.",
    "Полный отчёт читайте на https://example.org/reports/2024.",
)

LOOSE_PAIRS = (
    URL_PAIR,
    Pair(
        "The train to Kamenka leaves at 7:45 in the morning.",
        "Поезд в Каменку отправляется в 7:45 утра.",
    ),
    Pair(
        "Rain and strong wind are expected in the north tomorrow.",
        "Завтра на севере ожидаются дождь и сильный ветер.",
    ),
    Pair(
        "The library will stay open until nine in the evening.",
        "Библиотека будет работать до девяти вечера.",
    ),
    Pair(
        "Pupils planted three hundred trees around their school.",
        "Школьники посадили вокруг своей школы триста деревьев.",
    ),
    Pair(
        'The film "Quiet Harbour" won the main prize of the festival.',
        "Фильм «Тихая гавань» получил главный приз фестиваля.",
    ),
    Pair("Who will pay for the repair of the road?", "Кто заплатит за ремонт дороги?"),
    Pair("The team won the match with a score of 3:1!", "Команда выиграла матч со счётом 3:1!"),
    Pair(
        "Mr. Andrey Lomov did not comment on the decision.",
        "Господин Андрей Ломов не стал комментировать решение.",
    ),
    Pair(
        "The city council voted against the plan, 18 to 9.",
        "Городской совет проголосовал против плана: 18 против 9.",
    ),
    Pair(
        "Temperatures fell to minus 31 degrees overnight.",
        "Ночью температура опустилась до минус 31 градуса.",
    ),
    Pair(
        "The museum received 52,000 visitors in one summer.",
        "За одно лето музей принял 52 000 посетителей.",
    ),
    Pair(
        "Doctors advise everyone to drink more water in the heat.",
        "Врачи советуют всем пить больше воды в жару.",
    ),
    Pair(
        "The writer A. S. Novikov was born in this house.",
        "Писатель А. С. Новиков родился в этом доме.",
    ),
    Pair(
        "Nothing was damaged, and no one was hurt.",
        "Ничего не повреждено, и никто не пострадал.",
    ),
    Pair(
        "The harbour will be closed for repairs until autumn.",
        "Гавань закроют на ремонт до осени.",
    ),
)

PAIRS: tuple[Pair, ...] = (
    *chain.from_iterable((*article.pairs(), *article.summary) for article in ARTICLES),
    *LOOSE_PAIRS,
)


def translations(source: str, target: str) -> dict[str, str]:
    """Every known sentence in `source` with its translation into `target` (`en` or `ru`)."""
    return {pair.text(source): pair.text(target) for pair in PAIRS}


def summaries(language: str) -> tuple[tuple[str, str], ...]:
    """Each way of writing an article as one text, with the summary it is to get.

    With and without the title, and with paragraphs apart by blank lines, line breaks or spaces:
    a summariser gives the same answer however its caller joins an article.
    """
    return tuple(
        (text, article.summary_text(language))
        for article in ARTICLES
        for separator in ("\n\n", "\n", " ")
        for text in (article.text(language, separator), article.body(language, separator))
    )
