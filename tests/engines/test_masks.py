"""The script mask on a real byte-level vocabulary."""

from __future__ import annotations

from typing import Any

import pytest

from summarize.engines.base import Mask
from summarize.engines.masks import ScriptMasks
from summarize.text.scripts import foreign_words
from support.byte_vocabulary import byte_level_tokenizer

TEXT = [
    "Mobilisation was instructed by the government in Moscow, the iPhone said.",
    "Мобилизация была объявлена правительством в Москве.",
    "记者在北京报道 и ещё 東京で",
    "«Ёлочки» — “quotes” … № 5, 3,5 °C, 100 €; ½ ª",
]


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    return byte_level_tokenizer(TEXT)


def allowed(tokenizer: Any, text: str, mask: Mask) -> bool:
    return mask.allows(tokenizer.encode(text))


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
    assert allowed(tokenizer, text, masks.strict(script)) is possible


def test_kept_spans_stay_possible(tokenizer: Any) -> None:
    masks = ScriptMasks(tokenizer)
    loose = masks.allowing("Cyrl", ["iPhone"])
    assert allowed(tokenizer, "Москве iPhone", loose)
    assert not allowed(tokenizer, "government", loose)


@pytest.mark.parametrize(
    ("text", "possible"),
    [
        ("FedEx и HBO", True),
        ("«FedEx» (HBO) HBO/FedEx", True),
        ("HBO FedEx", True),
        ("Hex", False),
        ("FedB", False),
        ("Ebo", False),
    ],
)
def test_the_pieces_of_names_spell_nothing_else(tokenizer: Any, text: str, possible: bool) -> None:
    loose = ScriptMasks(tokenizer).allowing("Cyrl", ["FedEx", "HBO"])
    assert allowed(tokenizer, text, loose) is possible


@pytest.fixture(scope="module")
def glued() -> Any:
    marks = ("", " ", "(", "«", '"', "“", "/", ".", "#", "@", "-", "_", ":", "=", "?", "&")
    return byte_level_tokenizer([*(f"{mark}HBO" for mark in marks), "Он сказал"], glued=True)


@pytest.mark.parametrize("mark", ' («"“/.#@-_:=?&')
def test_a_name_may_stand_behind_a_mark_that_is_one_token_with_it(glued: Any, mark: str) -> None:
    assert len(glued.encode(f"{mark}HBO")) == 1
    masks = ScriptMasks(glued)
    assert allowed(glued, f"Он сказал{mark}HBO", masks.allowing("Cyrl", ["HBO"]))
    assert not allowed(glued, f"Он сказал{mark}HBO", masks.strict("Cyrl"))
    assert not allowed(glued, f"Он сказал{mark}HBO", masks.allowing("Cyrl", ["IBM"]))


def test_a_name_that_has_begun_is_finished_before_another_begins(glued: Any) -> None:
    mask = ScriptMasks(glued).allowing("Cyrl", ["FedEx", "HBO"])
    assert allowed(glued, "FedEx HBO", mask)
    assert not allowed(glued, "Fed HBO", mask)


def test_an_output_is_allowed_by_tokens_and_by_what_follows_them() -> None:
    mask = Mask((7, 8), {1: (2, 3)})
    assert mask.allows([1, 1, 4, 2])
    assert mask.allows([])
    assert not mask.allows([4, 8])
    assert not mask.allows([4, 1, 3])


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
