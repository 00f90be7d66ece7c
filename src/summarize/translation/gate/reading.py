"""A text taken apart once, so that every check reads the same words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from summarize.text.language import script_code
from summarize.text.scripts import KEPT, share_of_script

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_TOKEN = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]")
_SENTENCE_OPENERS = tuple(".!?…:;\"'«»“”„‘—–•*/[{|>")
_LETTER = re.compile(r"[^\W\d_]")
_QUOTATION_MARKS = tuple("\"'«“„‘")
_WITHIN_NAMES = (" ", "-", "‑")


@dataclass(frozen=True, slots=True)
class Capital:
    """A word with a capital.

    Attributes:
        word: As written.
        begins: Whether a sentence or a quotation begins with it, so that any word would have one.
        quoted: Whether it stands behind an opening quotation mark.
        run: The same number for capitals that only a space or a hyphen stands between.
    """

    word: str
    begins: bool
    quoted: bool
    run: int


@dataclass(frozen=True)
class Reading:
    """One side of a translation.

    Attributes:
        text: Without white space around it.
        language: ISO 639-1 code.
    """

    text: str
    language: str

    @cached_property
    def script(self) -> str:
        """The ISO 15924 code of the language's script."""
        return script_code(self.language)

    @cached_property
    def lower(self) -> str:
        """The text in lower case, «ё» as «е» and typographic apostrophes as plain ones."""
        return fold(self.text)

    @cached_property
    def tokens(self) -> list[str]:
        """Words, numbers and punctuation marks in lower case."""
        return _TOKEN.findall(self.lower)

    @cached_property
    def kept(self) -> list[str]:
        """URLs, e-mail addresses, hashtags and handles."""
        return KEPT.findall(self.text) if _MAY_BE_KEPT.search(self.text) else []

    @cached_property
    def plain(self) -> str:
        """The text without what `kept` holds."""
        return KEPT.sub(" ", self.text) if self.kept else self.text

    @cached_property
    def words(self) -> list[str]:
        """The words of `plain`, as written."""
        return WORD.findall(self.plain)

    @cached_property
    def folded(self) -> list[str]:
        """The words of `plain`, folded like `lower`."""
        return [fold(word) for word in self.words]

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The distinct words, folded."""
        return frozenset(self.folded)

    @cached_property
    def proper(self) -> frozenset[str]:
        """The distinct words with a capital, folded; every word of a text without capitals."""
        capitals = frozenset(fold(word) for word in self.words if word[0].isupper())
        return capitals if len(capitals) > 1 else self.vocabulary

    @cached_property
    def own_share(self) -> float:
        """The share of the letters of `plain` that belong to the language's script."""
        return share_of_script(self.plain, self.script)

    @cached_property
    def headline(self) -> bool:
        """Whether most words have a capital, so that capitals tell nothing about names."""
        capitals = sum(word[0].isupper() for word in self.words[1:])
        return capitals > 0.6 * max(len(self.words), 1)

    @cached_property
    def capitals(self) -> list[Capital]:
        """The words that have a capital, in order."""
        found: list[Capital] = []
        end = run = 0
        for match in WORD.finditer(self.plain):
            start = match.start()
            prefix = self.plain[match.end() : match.end() + 1] == "-" and match[0].endswith("о")
            if match[0][0].isupper() and not prefix:
                run += self.plain[end:start] not in _WITHIN_NAMES
                quoted = self.plain[start - 1 : start] in _QUOTATION_MARKS
                found.append(Capital(match[0], self._begins(start), quoted, run))
                end = match.end()
        return found

    def _begins(self, position: int) -> bool:
        before = self.plain[:position].rstrip()
        if before.endswith(("-", "‑")):
            return not before[-2:-1].isalpha()
        return before.endswith(_SENTENCE_OPENERS) or not _LETTER.search(before)


_MAY_BE_KEPT = re.compile(r"[@#]|\.\w|//")


def fold(text: str) -> str:
    """`text` in lower case, «ё» as «е» and typographic apostrophes as plain ones."""
    return text.lower().replace("ё", "е").replace("’", "'")
