"""Which texts of a call share a script mask, and which outputs are made again under another one.

CTranslate2 holds a mask for a whole batch, and batches of one text are slow. So texts with names to
be kept share a mask that is loosened for all of them. An output that writes no names but its own
under it is what a mask of its own would have given: what becomes of a text does not depend on the
texts beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from summarize.engines.base import Mask, Output
from summarize.engines.chat import ChatCodec
from summarize.text.language import script_code
from summarize.text.scripts import foreign_words, strange_words
from summarize.types import LangPair


@dataclass(slots=True)
class _Group:
    """Texts that share a mask.

    Attributes:
        indices: Their positions.
        free: The foreign words that one or another of them may write.
        barred: The foreign words that one or another has in its source and must not write.
    """

    indices: list[int] = field(default_factory=list)
    free: set[str] = field(default_factory=set)
    barred: set[str] = field(default_factory=set)


class MaskChoice:
    """The masks for texts of a chat model.

    Args:
        codec: The model's.
        texts: What is translated or summarised.
        pair: Source and target language.
    """

    def __init__(self, codec: ChatCodec, texts: Sequence[str], pair: LangPair) -> None:
        self._decode = codec.decode
        self._masks = codec.masks
        self._script = script_code(pair.target)
        self._strict = codec.masks.strict(self._script)
        self._texts = texts
        self._kept = [codec.kept(text, pair) for text in texts]

    def first(self, *, shared: bool) -> dict[int, Mask]:
        """The mask of each text for its first attempt.

        Args:
            shared: Whether several texts fill a batch; long ones have a mask of their own at once.
        """
        keeping = [index for index, spans in enumerate(self._kept) if spans]
        groups = self._groups(keeping) if shared else [[index] for index in keeping]
        masks = dict.fromkeys(range(len(self._texts)), self._strict)
        for indices in groups:
            masks.update(dict.fromkeys(indices, self._loosened(indices)))
        return masks

    def next(self, index: int, used: Mask, output: Output) -> Mask | None:
        """The mask under which an output must be made again; None if it is good, or the last one.

        That is the text's own mask where another text's names led astray, else the strict one.
        """
        text = self._decode(output.tokens)
        if used is self._strict or not strange_words(text, self._kept[index], self._script):
            return None
        own = self._loosened([index])
        return self._strict if own.allows(output.tokens) else own

    def _loosened(self, indices: Iterable[int]) -> Mask:
        spans = {span for index in indices for span in self._kept[index]}
        return self._masks.allowing(self._script, sorted(spans))

    def _groups(self, indices: Iterable[int]) -> list[list[int]]:
        """Texts none of which would find a word of its source free that only others may write."""
        groups: list[_Group] = []
        for index in indices:
            free = set(self._words(" ".join(self._kept[index])))
            barred = set(self._words(self._texts[index])) - free
            for group in groups:
                if group.free.isdisjoint(barred) and group.barred.isdisjoint(free):
                    break
            else:
                group = _Group()
                groups.append(group)
            group.indices.append(index)
            group.free |= free
            group.barred |= barred
        return [group.indices for group in groups]

    def _words(self, text: str) -> list[str]:
        return foreign_words(text, self._script)
