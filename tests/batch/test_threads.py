"""What the threads of a run share must not let one of them disturb another."""

from __future__ import annotations

import random
import string
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest

from summarize.engines.base import Padding
from summarize.engines.chat import ChatCodec
from summarize.readers.files import read_bytes
from summarize.summary.evidence import EvidenceIndex, stems
from summarize.translation import gate
from summarize.types import LangPair, ModelSpec
from support import corpus

R = TypeVar("R")

THREADS = 6
ROUNDS = 12
EN_RU = LangPair("en", "ru")


@pytest.fixture(autouse=True)
def restless() -> Iterator[None]:
    """Threads that take turns as often as Python allows."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


def in_threads(work: Callable[[str], R], texts: Sequence[str]) -> list[dict[str, R]]:
    """What each of several threads, all begun at once, makes of the texts, in orders of its own."""
    barrier = threading.Barrier(THREADS)

    def run(number: int) -> dict[str, R]:
        mine = random.Random(number).sample(texts, len(texts))
        barrier.wait()
        return {text: work(text) for text in mine}

    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(run, range(THREADS)))


@pytest.mark.parametrize("language", ["en", "ru"])
def test_words_have_the_stems_that_they_have_alone(language: str) -> None:
    texts = [pair.text(language) for pair in corpus.PAIRS]
    alone = {text: stems(text, language) for text in texts}
    for _ in range(ROUNDS):
        assert in_threads(lambda text: stems(text, language), texts) == [alone] * THREADS


def test_an_article_is_read_examined_and_supported_as_alone() -> None:
    def treat(text: str) -> Any:
        document = read_bytes(text.encode("cp1251"))
        segments = [(segment.id, segment.text) for segment in document.segments]
        index = EvidenceIndex(segments, document.language)
        translations = corpus.translations(document.language, other(document.language))
        return document, [
            (
                index.find(said),
                gate.examine(
                    said,
                    translations.get(said, ""),
                    LangPair(document.language, other(document.language)),
                    finished=True,
                ),
            )
            for _, said in segments
        ]

    texts = [article.text(language) for article in corpus.ARTICLES for language in ("en", "ru")]
    alone = {text: treat(text) for text in texts}
    for _ in range(2):
        assert in_threads(treat, texts) == [alone] * THREADS


def other(language: str) -> str:
    return "ru" if language == "en" else "en"


SLOW_START = """
import threading, time
from concurrent.futures import ThreadPoolExecutor
from markdown_it.ruler import Ruler

compile_rules = Ruler.__compile__

def slowly(self):
    self.__cache__ = {}
    time.sleep(0.02)
    compile_rules(self)

Ruler.__compile__ = slowly
from summarize.readers.markdown import markdown_paragraphs

barrier = threading.Barrier(3)

def read(_):
    barrier.wait()
    found = markdown_paragraphs("# One\\n\\nTwo *three*.\\n\\n- four")
    return [paragraph.text for paragraph in found]

with ThreadPoolExecutor(3) as threads:
    print(list(threads.map(read, range(3))))
"""


def test_the_first_markdown_files_of_a_run_are_read_whole() -> None:
    """The parser gathers its rules when it is first used, and another thread would find half."""
    ran = subprocess.run([sys.executable, "-c", SLOW_START], capture_output=True, text=True)
    assert ran.stdout.strip() == str([["One", "Two three.", "four"]] * 3), ran.stderr


class MoodyTokenizer:
    """As those of transformers: how it takes commands is kept in it from one call to the next."""

    command = "<|end|>"
    all_special_ids = (0,)
    eos_token_id = 0
    unk_token_id = None

    def __init__(self) -> None:
        self._pieces = [self.command, *string.printable]
        self._splits = False

    def __call__(self, texts: list[str], **options: Any) -> dict[str, list[list[int]]]:
        return {"input_ids": [self.encode(text, **options) for text in texts]}

    def encode(
        self, text: str, *, add_special_tokens: bool, split_special_tokens: bool = False
    ) -> list[int]:
        del add_special_tokens
        self._splits = split_special_tokens
        time.sleep(0.001)
        ids: list[int] = []
        for number, part in enumerate(text.split(self.command)):
            if number:
                ids += self._spelled(self.command) if self._splits else [0]
            ids += self._spelled(part)
        return ids

    def _spelled(self, text: str) -> list[int]:
        return [self._pieces.index(letter) if letter in self._pieces else 1 for letter in text]

    def apply_chat_template(self, messages: list[dict[str, str]], **_: Any) -> str:
        return "".join(message["content"] + self.command for message in messages)

    def get_vocab(self) -> dict[str, int]:
        return {piece: number for number, piece in enumerate(self._pieces)}

    def get_added_vocab(self) -> dict[str, int]:
        return {}

    def convert_ids_to_tokens(self, ids: list[int]) -> list[str]:
        return [self._pieces[number] for number in ids]


def codec() -> ChatCodec:
    spec = ModelSpec("chat", frozenset({"translate"}), ("*",), "/nowhere")
    return ChatCodec(MoodyTokenizer(), spec, 2048)


def test_a_prompt_has_the_commands_that_it_has_alone() -> None:
    texts = [f"Article {number} {MoodyTokenizer.command} goes on" for number in range(6)]
    expected = codec()
    alone = {text: expected.summary(text, "en", int(text.split()[1])).static for text in texts}
    shared = codec()

    def prompt(text: str) -> tuple[int, ...]:
        shared.masks.allowing("Latn", [text])
        shared.length(text)
        return shared.summary(text, "en", int(text.split()[1])).static

    assert in_threads(prompt, texts) == [alone] * THREADS


def test_all_have_the_same_mask() -> None:
    """Prompts with different masks are never in one batch, so a second mask changes the batches."""
    for _ in range(ROUNDS):
        masks = codec().masks
        made = in_threads(lambda script: id(masks.strict(script)), ["Latn", "Cyrl", "Grek"])  # noqa: B023
        assert made == [made[0]] * THREADS


def test_padding_is_counted_of_every_batch() -> None:
    padding = Padding()
    in_threads(lambda _: padding.add([1, 2, 3]), [str(number) for number in range(3000)])
    assert (padding.tokens, padding.positions) == (THREADS * 3000 * 6, THREADS * 3000 * 9)
