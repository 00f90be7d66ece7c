"""News-like English sentences and articles, made from a fixed seed: the text of the benchmarks.

The grammar and the word lists are ours. Names are made of syllables, so nearly every sentence
brings words that no other has, as in news. Sentences have 8 to 40 words, most about 20.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

SEED = 20260504

_SYLLABLES = "al ba cor da el fa gor hen il ka lo mar nor os pel quin ra sto tor ul ven wil yar zan"
_ENDINGS = "sen ton ley mark ova ard ini eau man ski berg dale ford wick ham mouth".split()
_ROLES = """minister mayor engineer doctor teacher farmer lawyer spokeswoman director researcher
captain judge historian architect economist inspector trainer editor""".split()
_BODIES = """council ministry company university hospital court union agency museum parliament
port authority bank committee institute club laboratory railway cooperative""".split()
_THINGS = """bridge budget harvest report election tunnel vaccine dam reservoir strike contract
treaty library festival ferry pipeline satellite forest stadium orchestra market school road
airport factory archive lighthouse tax law plan trial rescue investigation exhibition power
station housing programme water supply fishing fleet""".split()
_ADJECTIVES = """new old local northern southern expensive long public private unusual modern
damaged popular delayed temporary famous careful joint regional quiet expected final early
controversial wooden electric coastal abandoned""".split()
_VERBS = """opened closed rejected approved postponed criticised repaired inspected described
welcomed sold bought protected changed measured discovered evacuated supported extended
questioned restored financed examined announced""".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_UNITS = "people euros tonnes kilometres families tickets houses trees ships workers".split()
_LINKS = ("because", "although", "after", "while", "before", "and", "but", "so that")

_CYRILLIC = """ба во го да ел жи за ик ка ло мо ни ор по ра со ту ул фи хо це ча ше щи эм юр яв ный
ского ение ность ать ила ому ами ых ция тель вер пре при раз без под меж""".split()
_PARTICLES = "и в на не с что по как это но для от из о к за же бы у при до после".split()


class Writer:
    """Makes text; the same seed gives the same text."""

    def __init__(self, seed: int = SEED) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - a repeatable choice, not a secret
        self._pick = self._chance.choice
        self._syllables = _SYLLABLES.split()
        self._known = [self._new_name() for _ in range(400)]
        self._lexicon = ["".join(self._some(_CYRILLIC, 1, 4)) for _ in range(6000)]

    def sentences(self, count: int) -> list[str]:
        """So many English sentences, no two of them equal."""
        made: dict[str, None] = {}
        while len(made) < count:
            made[self._sentence()] = None
        return list(made)

    def title(self) -> str:
        """A headline: a few words without a full stop."""
        return (
            f"{self._pick(_ADJECTIVES).capitalize()} {self._pick(_THINGS)} in {self._name()}"
            f" {self._pick(_VERBS)} by {self._pick(_BODIES)}"
        )

    def cyrillic(self, count: int) -> list[str]:
        """Sentences that look Russian, to train a vocabulary on; frequent words are frequent."""
        return [self._cyrillic() for _ in range(count)]

    def _sentence(self) -> str:
        wanted = min(34, max(8, round(self._chance.lognormvariate(3.0, 0.4))))
        words = self._clause().split()
        while len(words) < wanted - 3:
            words += self._addition(wanted - len(words)).split()
        if len(words) < 8:
            words += f"on {self._pick(_DAYS)} in {self._name()}".split()
        text = " ".join(words[:40]).rstrip(",")
        return f"{text[0].upper()}{text[1:]}."

    def _clause(self) -> str:
        return f"{self._subject()} {self._pick(_VERBS)} {self._object()}"

    def _addition(self, room: int) -> str:
        short = (
            f"on {self._pick(_DAYS)}",
            f"in {self._name()}",
            f"for {self._chance.randint(3, 9000)} {self._pick(_UNITS)}",
            f"near the {self._pick(_THINGS)} of {self._name()}",
        )
        if room < 9 or self._chance.random() < 0.4:
            return self._pick(short)
        return f", {self._pick(_LINKS)} {self._clause()}".replace(" ,", ",").lstrip(", ")

    def _subject(self) -> str:
        return self._pick(
            (
                f"the {self._pick(_ROLES)} {self._name()} {self._name()}",
                f"the {self._pick(_BODIES)} of {self._name()}",
                f"{self._chance.randint(2, 900)} {self._pick(_UNITS)} from {self._name()}",
                f"{self._name()}, a {self._pick(_ROLES)} at the {self._pick(_BODIES)},",
            )
        )

    def _object(self) -> str:
        return f"the {self._pick(_ADJECTIVES)} {self._pick(_THINGS)}"

    def _name(self) -> str:
        """Mostly one that occurs again and again."""
        return self._pick(self._known) if self._chance.random() < 0.7 else self._new_name()

    def _new_name(self) -> str:
        stem = "".join(self._some(self._syllables, 1, 2))
        return (stem + self._pick(_ENDINGS)).capitalize()

    def _cyrillic(self) -> str:
        count = self._chance.randint(8, 40)
        words = [
            self._pick(_PARTICLES)
            if self._chance.random() < 0.25
            else self._lexicon[int(len(self._lexicon) * self._chance.random() ** 3)]
            for _ in range(count)
        ]
        return f"{' '.join(words).capitalize()}."

    def _some(self, choices: Sequence[str], least: int, most: int) -> list[str]:
        return [self._pick(choices) for _ in range(self._chance.randint(least, most))]


@dataclass(frozen=True, slots=True)
class Article:
    """A title and paragraphs of sentences."""

    title: str
    paragraphs: tuple[tuple[str, ...], ...]

    @property
    def text(self) -> str:
        """As a text file has it."""
        blocks = [self.title, *(" ".join(paragraph) for paragraph in self.paragraphs)]
        return "\n\n".join(blocks) + "\n"


def articles(sentences: Sequence[str], each: int, seed: int = SEED) -> Iterator[Article]:
    """The sentences in articles of `each`, in paragraphs of up to four."""
    writer = Writer(seed + 1)
    for start in range(0, len(sentences), each):
        body = sentences[start : start + each]
        paragraphs = (tuple(body[at : at + 4]) for at in range(0, len(body), 4))
        yield Article(writer.title(), tuple(paragraphs))


def write_articles(folder: Path, count: int, each: int) -> int:
    """Write `count` articles of `each` sentences as text files; how many sentences they have."""
    folder.mkdir(parents=True)
    sentences = Writer().sentences(count * each)
    for number, article in enumerate(articles(sentences, each)):
        (folder / f"article-{number:05}.txt").write_text(article.text, "utf-8")
    return len(sentences)
