"""Which tokens of a vocabulary would write letters of a foreign script.

A small chat model left alone mixes scripts ("был instructed"). Masking every token with a letter
of another script cures that. Byte-level vocabularies also have tokens that end inside a character;
those go by the characters they can still become.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Any

import regex

from summarize.engines.base import Mask
from summarize.text import scripts

_BYTE_PIECE = re.compile(r"<0x([0-9A-Fa-f]{2})>")
_LETTER_FIRST = re.compile(rb"[A-Za-z\x80-\xff]")
_BEFORE_WORDS = ("", " ", "(", "«", '"', "“", "/", ".", "#", "@", "-", "_", ":", "=", "?", "&")


class ScriptMasks:
    """Masks over one tokenizer's vocabulary.

    Args:
        tokenizer: Shared by threads.
        lock: Held by whoever uses it.
    """

    def __init__(self, tokenizer: Any, lock: threading.RLock | None = None) -> None:
        self._tokenizer = tokenizer
        self._lock = lock or threading.RLock()
        vocabulary: dict[str, int] = tokenizer.get_vocab()
        byte_level = any("Ġ" in piece for piece in vocabulary)
        special = set(tokenizer.all_special_ids)
        self._bytes = {
            token: _bytes(piece, byte_level=byte_level)
            for piece, token in vocabulary.items()
            if token not in special
        }
        self._control = special - {tokenizer.eos_token_id}
        self._strict: dict[str, Mask] = {}

    def strict(self, script: str) -> Mask:
        """No letter of another script, no new line, no control token."""
        with self._lock:  # one mask for all: prompts with different ones share no batch
            if script not in self._strict:
                foreign = [
                    token for token, data in self._bytes.items() if _is_foreign(data, script)
                ]
                newline = [token for token, data in self._bytes.items() if b"\n" in data]
                self._strict[script] = Mask(tuple(sorted({*foreign, *newline, *self._control})))
            return self._strict[script]

    def allowing(self, script: str, spans: Sequence[str]) -> Mask:
        """As `strict`, but the tokens that spell `spans` stay possible.

        They may follow each other as they do in a span, and after the last one another may begin.
        Otherwise, the pieces of many names would spell any word.
        """
        strict = self.strict(script)
        if not spans:
            return strict
        texts = [before + span for span in spans for before in _BEFORE_WORDS]
        with self._lock:
            spelled = self._tokenizer(texts, add_special_tokens=False, split_special_tokens=True)
        spellings: list[list[int]] = spelled["input_ids"]
        allowed = {token for ids in spellings for token in ids} & set(strict.tokens)
        follow = {pair for ids in spellings for pair in pairwise(ids)}
        last = {ids[-1] for ids in spellings}
        beginning = {token for token in allowed if not _LETTER_FIRST.match(self._bytes[token])}

        def may_follow(token: int, other: int) -> bool:
            return (token, other) in follow or (token in last and other in beginning)

        return Mask(
            tuple(token for token in strict.tokens if token not in allowed),
            {
                token: tuple(other for other in sorted(allowed) if not may_follow(token, other))
                for token in sorted(allowed)
            },
        )


def _bytes(piece: str, *, byte_level: bool) -> bytes:
    if byte_level and all(character in _byte_alphabet() for character in piece):
        return bytes(_byte_alphabet()[character] for character in piece)
    if match := _BYTE_PIECE.fullmatch(piece):
        return bytes([int(match[1], 16)])
    return piece.replace("▁", " ").encode()


@cache
def _byte_alphabet() -> dict[str, int]:
    """The letters that byte-level BPE writes bytes as: printable ones stand for themselves."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(0x100) if byte not in set(printable)]
    return {chr(byte): byte for byte in printable} | {
        chr(0x100 + position): byte for position, byte in enumerate(others)
    }


def _is_foreign(data: bytes, script: str) -> bool:
    text, tail = _complete(data)
    if scripts.foreign_letter(script).search(text):
        return True
    return bool(tail) and _becomes_foreign(tail, script)


def _complete(data: bytes) -> tuple[str, bytes]:
    """The whole characters of `data`, and the bytes of the one it ends in the middle of."""
    for cut in range(1, min(3, len(data)) + 1):
        lead = data[-cut]
        needed = 2 if lead >= 0xC2 else 0
        needed = 3 if lead >= 0xE0 else needed
        needed = 4 if lead >= 0xF0 else needed
        if lead >= 0xC0:
            tail = data[-cut:] if needed > cut else b""
            return data[: len(data) - len(tail)].decode(errors="ignore"), tail
        if lead < 0x80:
            break
    return data.decode(errors="ignore"), b""


@cache
def _becomes_foreign(tail: bytes, script: str) -> bool:
    """Whether most characters that start with the bytes `tail` are letters of another script."""
    lead = tail[0]
    width = 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4
    low, high = 0, 0
    for position in range(width):
        given = tail[position] if position < len(tail) else None
        bits = 0x3F if position else {2: 0x1F, 3: 0x0F, 4: 0x07}[width]
        low = low << 6 | (given & bits if given is not None else 0)
        high = high << 6 | (given & bits if given is not None else 0x3F)
    possible = [chr(code) for code in range(low, min(high, 0x10FFFF) + 1) if _assigned(code)]
    foreign = scripts.foreign_letter(script).findall("".join(possible))
    own = regex.search(
        "".join(rf"\p{{Script={member}}}|" for member in scripts.members(script)).rstrip("|"),
        "".join(possible),
    )
    return own is None and len(foreign) * 2 > len(possible)


def _assigned(code: int) -> bool:
    return unicodedata.category(chr(code)) not in ("Cn", "Co", "Cs")
