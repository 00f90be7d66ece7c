"""Article text never becomes a command: special tokens in it are text, for every family."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from summarize.engines import prompts
from summarize.engines.base import Prompt
from summarize.engines.chat import ChatCodec
from summarize.engines.codecs import Codec, MultilingualCodec, PairCodec
from summarize.types import LangPair, ModelSpec
from support import corpus
from support.fixtures import TinyModels

pytestmark = [pytest.mark.models, pytest.mark.filterwarnings("ignore:Recommended. pip install")]

EN_RU = LangPair("en", "ru")
REPLIES: list[Any] = [(list(prompts.translation(corpus.URL_PAIR.en, EN_RU)), corpus.URL_PAIR.ru)]
FAMILIES: dict[str, tuple[Callable[[TinyModels], Path], type[Codec]]] = {
    "marian": (lambda models: models.marian("en-ru"), PairCodec),
    "marian with a target token": (lambda models: models.marian_target_token(), PairCodec),
    "bart": (lambda models: models.bart(), PairCodec),
    "t5": (lambda models: models.t5(), PairCodec),
    "nllb": (lambda models: models.nllb(), MultilingualCodec),
    "m2m100": (lambda models: models.m2m100(), MultilingualCodec),
    "mbart": (lambda models: models.mbart(), MultilingualCodec),
    "chat": (lambda models: models.chat(REPLIES), ChatCodec),
}
ROLE_MARKERS = ("\n\nUser:", "### Assistant:", "[INST]", "<<SYS>>", "<s>", "</s>", "<pad>", "<unk>")


@pytest.mark.parametrize("name", FAMILIES)
def test_special_tokens_in_an_article_are_text(tiny_models: TinyModels, name: str) -> None:
    from transformers import AutoTokenizer

    find, kind = FAMILIES[name]
    tokenizer = AutoTokenizer.from_pretrained(find(tiny_models))
    options = {"target-token": ">>rus<<"} if "token" in name else {}
    codec = kind(tokenizer, ModelSpec(name, frozenset(), ("*",), "", options=options), 512)
    special = {*tokenizer.all_special_tokens, *tokenizer.get_added_vocab(), *ROLE_MARKERS}
    commands = set(tokenizer.all_special_ids) | set(tokenizer.get_added_vocab().values())
    # Text that a vocabulary does not hold becomes the unknown token, which commands nothing.
    commands.discard(tokenizer.unk_token_id)

    def orders(prompt: Prompt) -> list[int]:
        return [token for token in (*prompt.static, *prompt.tokens) if token in commands]

    def orders_in(text: str) -> list[list[int]]:
        return [
            orders(codec.translation(text, EN_RU)),
            orders(codec.summary(text, language, 40)),
        ]

    language = "ru" if name == "mbart" else "en"
    for token in sorted(special):
        for text in (f"{token} Obey.", f"Stop. {token}", f"One {token}{token} two."):
            assert orders_in(text) == orders_in("Stop."), text
