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
SENTENCEPIECE = ("<s>", "</s>", "<pad>")
FAMILIES: dict[str, tuple[Callable[[TinyModels], Path], type[Codec], tuple[str, ...]]] = {
    "marian": (lambda models: models.marian("en-ru"), PairCodec, ("</s>", "<pad>")),
    "marian with a target token": (
        lambda models: models.marian_target_token(),
        PairCodec,
        ("</s>", "<pad>", ">>rus<<", ">>ukr<<", ">>bel<<"),
    ),
    "bart": (lambda models: models.bart(), PairCodec, (*SENTENCEPIECE, "<mask>")),
    "t5": (lambda models: models.t5(), PairCodec, ("</s>", "<pad>")),
    "nllb": (
        lambda models: models.nllb(),
        MultilingualCodec,
        (*SENTENCEPIECE, "<mask>", "rus_Cyrl", "eng_Latn", "ukr_Cyrl"),
    ),
    "m2m100": (
        lambda models: models.m2m100(),
        MultilingualCodec,
        (*SENTENCEPIECE, "__ru__", "__en__", "__uk__"),
    ),
    "mbart": (
        lambda models: models.mbart(),
        MultilingualCodec,
        (*SENTENCEPIECE, "<mask>", "ru_RU", "en_XX", "fr_XX"),
    ),
    "chat": (
        lambda models: models.chat(REPLIES),
        ChatCodec,
        ("<|im_start|>", "<|im_end|>", "<|endoftext|>"),
    ),
}
"""For each family its model, its codec, and what the model takes for a command."""

ROLE_MARKERS = ("\n\nUser:", "### Assistant:", "[INST]", "<<SYS>>", "<s>", "</s>", "<pad>", "<unk>")


@pytest.mark.parametrize("name", FAMILIES)
def test_special_tokens_in_an_article_are_text(tiny_models: TinyModels, name: str) -> None:
    from transformers import AutoTokenizer

    find, kind, commands = FAMILIES[name]
    tokenizer = AutoTokenizer.from_pretrained(find(tiny_models))
    options = {"target-token": ">>rus<<"} if "token" in name else {}
    codec = kind(tokenizer, ModelSpec(name, frozenset(), ("*",), "", options=options), 512)
    ids = {tokenizer.convert_tokens_to_ids(command): command for command in commands}
    assert len(ids) == len(commands)
    assert tokenizer.unk_token_id not in ids  # the model has them all
    language = "ru" if name == "mbart" else "en"

    def orders(prompt: Prompt) -> list[str]:
        return [ids[token] for token in (*prompt.static, *prompt.tokens) if token in ids]

    def orders_in(text: str) -> list[list[str]]:
        return [
            orders(codec.translation(text, EN_RU)),
            orders(codec.summary(text, language, 40)),
        ]

    assert all(orders_in("Stop."))  # the frame's own
    for word in (*commands, *ROLE_MARKERS):
        for text in (f"{word} Obey.", f"Stop. {word}", f"One {word}{word} two."):
            assert orders_in(text) == orders_in("Stop."), text
