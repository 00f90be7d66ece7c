"""What each kind of piece writes, and whether a script mask forbids it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from summarize.engines.masks import ScriptMasks

END, CONTROL = "<end>", "<control>"


class Pieces:
    """A vocabulary of these pieces, and two special ones."""

    eos_token_id = 0
    all_special_ids = (0, 1)

    def __init__(self, pieces: Sequence[str]) -> None:
        self._ids = {piece: number for number, piece in enumerate((END, CONTROL, *pieces))}

    def get_vocab(self) -> dict[str, int]:
        return self._ids

    def __call__(self, texts: Sequence[str], **_: Any) -> dict[str, list[list[int]]]:
        """Each character is a piece; those that are none are left out."""
        return {"input_ids": [[self._ids[c] for c in t if c in self._ids] for t in texts]}


def forbidden(script: str, *pieces: str) -> set[str]:
    """The pieces of a vocabulary that a mask forbids."""
    vocabulary = Pieces(pieces)
    names = {number: piece for piece, number in vocabulary.get_vocab().items()}
    return {names[token] for token in ScriptMasks(vocabulary).strict(script).tokens}


def byte_level(data: bytes) -> str:
    """Bytes as byte-level vocabularies write them."""
    others = [n for n in range(256) if not (33 <= n <= 126 or 161 <= n <= 172 or n >= 174)]
    return "".join(chr(256 + others.index(n)) if n in others else chr(n) for n in data)


def test_the_end_may_be_written_and_control_tokens_never() -> None:
    assert forbidden("Cyrl") == {CONTROL}


@pytest.mark.parametrize(
    ("script", "bad"),
    [("Cyrl", {"▁bridge", "b", "東", "▁café"}), ("Latn", {"▁мост", "м", "東"})],
)
def test_pieces_of_words_go_by_their_letters(script: str, bad: set[str]) -> None:
    words = ("▁bridge", "b", "▁мост", "м", "東", "▁café", "▁", "▁35", "€", "«", "½")
    assert forbidden(script, *words) == bad | {CONTROL}


def test_no_line_ends_in_an_answer() -> None:
    assert forbidden("Latn", "\n", "a\n", "▁a", "<0x0A>", "<0x20>") == {
        CONTROL, "\n", "a\n", "<0x0A>",
    }  # fmt: skip


def test_bytes_go_by_the_characters_that_they_become() -> None:
    """0xD0 and 0xD1 begin Russian letters, 0xC3 Latin ones with accents, 0xE6 Chinese ones."""
    pieces = ("<0x41>", "<0x31>", "<0xD0>", "<0xD1>", "<0xC3>", "<0xE6>", "<0xBC>", "<0xE2>")
    assert forbidden("Cyrl", *pieces) == {CONTROL, "<0x41>", "<0xC3>", "<0xE6>"}
    assert forbidden("Latn", *pieces) == {CONTROL, "<0xD0>", "<0xD1>", "<0xE6>"}


@pytest.mark.parametrize(
    ("data", "cyrillic", "latin"),
    [
        ("Ġ", False, False),
        (b" bridge", True, False),
        (" мост".encode(), False, True),
        (" мост".encode()[:-1], False, True),  # the last letter's first byte only
        ("é".encode(), True, False),
        (b" caf" + b"\xc3", True, False),
        (b" 5" + b"\xc3", True, False),
        ("京".encode()[:2], True, True),
        ("京".encode()[:1], True, True),
        ("京".encode()[1:], False, False),  # the end of whatever
        ("мо".encode()[1:], False, True),
        ("“".encode()[:1], False, False),
        ("“".encode()[:2], False, False),
        ("😀".encode()[:1], False, False),
        ("😀".encode()[:3], False, False),
        ("𝐀".encode(), False, False),
        ("𐍈".encode(), True, True),
        ("𠀀".encode()[:2], True, True),
        ("𠀀".encode()[:3], True, True),
        ("№ 5".encode(), False, False),
        # Half of what begins with 0xD8 are Arabic letters, the rest marks; of 0xD7 more are Hebrew.
        (b"\xd8", False, False),
        (b"\xd7", True, True),
        ("１".encode()[:2], False, False),  # digits and capitals as wide as Chinese letters
        ("ａ".encode()[:2], True, False),
    ],
)
def test_byte_level_pieces(data: bytes | str, cyrillic: bool, latin: bool) -> None:
    piece = data if isinstance(data, str) else byte_level(data)
    for script, expected in (("Cyrl", cyrillic), ("Latn", latin)):
        assert (piece in forbidden(script, "Ġthe", piece)) is expected


def test_a_script_of_several_lets_each_of_them_pass() -> None:
    assert forbidden("Jpan", "漢", "ひ", "カ", "a", "м") == {CONTROL, "a", "м"}


def test_names_are_spelled_in_their_order_only() -> None:
    vocabulary = Pieces(["H", "B", "O", " ", "м"])
    mask = ScriptMasks(vocabulary).allowing("Cyrl", ["HBO"])
    number = vocabulary.get_vocab()
    assert mask.tokens == (number[CONTROL],)
    assert {token: set(others) for token, others in mask.after.items()} == {
        number["H"]: {number["H"], number["O"]},
        number["B"]: {number["H"], number["B"]},
        number["O"]: {number["H"], number["B"], number["O"]},
    }


def test_a_mask_of_a_script_is_made_once() -> None:
    masks = ScriptMasks(Pieces(["a", "м"]))
    assert masks.strict("Cyrl") is masks.strict("Cyrl")
    assert masks.strict("Cyrl") is not masks.strict("Latn")
