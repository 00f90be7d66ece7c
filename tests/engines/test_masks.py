"""The script mask on a real byte-level vocabulary."""

from __future__ import annotations

from typing import Any

import pytest
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

from summarize.engines.masks import ScriptMasks
from summarize.text.scripts import foreign_words

TEXT = [
    "Mobilisation was instructed by the government in Moscow, the iPhone said.",
    "Мобилизация была объявлена правительством в Москве.",
    "记者在北京报道 и ещё 東京で",
    "«Ёлочки» — “quotes” … № 5, 3,5 °C, 100 €; ½ ª",
]


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    """Byte-level BPE with every byte, whole words, and characters cut in the middle."""
    from transformers import PreTrainedTokenizerFast

    bpe = Tokenizer(models.BPE())
    bpe.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bpe.decoder = decoders.ByteLevel()
    bpe.train_from_iterator(
        TEXT * 3,
        trainers.BpeTrainer(
            vocab_size=600,
            special_tokens=["<|endoftext|>", "<|im_end|>"],
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        ),
    )
    return PreTrainedTokenizerFast(tokenizer_object=bpe, eos_token="<|im_end|>")


def allowed(tokenizer: Any, text: str, masked: tuple[int, ...]) -> bool:
    return not set(tokenizer.encode(text)) & set(masked)


@pytest.mark.parametrize(
    ("script", "text", "possible"),
    [
        ("Cyrl", "Мобилизация была объявлена", True),
        ("Cyrl", "«Ёлочки» — … № 5, 3,5 °", True),
        ("Cyrl", "instructed", False),
        ("Cyrl", "京", False),
        ("Cyrl", "é", False),
        ("Latn", "Mobilisation “quotes” 100 €", True),
        ("Latn", "é", True),
        ("Latn", "объявлена", False),
        ("Latn", "ж", False),
        ("Latn", "東", False),
        ("Latn", "one\ntwo", False),
    ],
)
def test_a_mask_forbids_foreign_letters_only(
    tokenizer: Any, script: str, text: str, possible: bool
) -> None:
    masks = ScriptMasks(tokenizer)
    assert allowed(tokenizer, text, masks.strict(script).tokens) is possible


def test_kept_spans_stay_possible(tokenizer: Any) -> None:
    masks = ScriptMasks(tokenizer)
    loose = masks.allowing("Cyrl", ["iPhone"]).tokens
    assert allowed(tokenizer, "Москве iPhone", loose)
    assert not allowed(tokenizer, "government", loose)


def test_the_end_stays_possible_and_control_tokens_do_not(tokenizer: Any) -> None:
    masked = ScriptMasks(tokenizer).strict("Cyrl").tokens
    assert tokenizer.eos_token_id not in masked
    assert tokenizer.convert_tokens_to_ids("<|endoftext|>") in masked


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("был instructed", ["instructed"]),
        ("mobilизации", ["mobil"]),
        ("F-16 и COVID-19", ["F", "COVID"]),
        ("Всё по-русски: 5 %", []),
    ],
)
def test_foreign_words(text: str, words: list[str]) -> None:
    assert foreign_words(text, "Cyrl") == words
