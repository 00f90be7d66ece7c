"""The nouns of the product, all of them frozen.

The words are the field's own: a *document* is one article; a *segment* is the unit of alignment, a
sentence; a *hypothesis* is what a model wrote; a *system* is a model with its decoding settings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from types import MappingProxyType

DRAFT = "draft"
"""The value of the option `quality=` of models.txt that marks a model as one for trying out."""


OnDone = Callable[[int], None]
"""Told how many more of the things under way are done."""


class Status(StrEnum):
    """What became of a segment in a translation."""

    ACCEPTED = "accepted"
    RESCUED = "rescued"
    FLAGGED = "flagged"
    COPIED = "copied"


class Severity(StrEnum):
    """How much a check's finding weighs."""

    REJECT = "reject"
    WARN = "warn"


class SegmentKind(StrEnum):
    """What a segment is in its article."""

    TITLE = "title"
    HEADING = "heading"
    PROSE = "prose"
    BOILERPLATE = "boilerplate"
    """Left by the site ("Add a Comment"): kept, but neither translated nor summarised."""
    VERBATIM = "verbatim"
    """A bare URL, a code block, a line without letters: the same in every language."""


@dataclass(frozen=True, slots=True)
class LangPair:
    """A source and a target language, as ISO 639-1 codes; `str()` gives `en-ru`."""

    source: str
    target: str

    def __str__(self) -> str:
        return f"{self.source}-{self.target}"


@dataclass(frozen=True, slots=True)
class Segment:
    """One sentence of a document.

    Attributes:
        id: Position in the document, from 1.
        paragraph: Position of its paragraph, from 1; 0 is the title.
        text: The sentence, without white space around it.
        after: The white space that follows it within its paragraph, so that the segments of a
            paragraph, each with its `after`, give the paragraph back to the letter.
        kind: What it is in the article.
    """

    id: int
    paragraph: int
    text: str
    after: str = ""
    kind: SegmentKind = SegmentKind.PROSE

    @property
    def translatable(self) -> bool:
        """Whether a translation says it in the target language rather than copying it."""
        return self.kind not in (SegmentKind.BOILERPLATE, SegmentKind.VERBATIM)


@dataclass(frozen=True, slots=True)
class Document:
    """One article, read and segmented.

    Attributes:
        id: Safe as a file name, stable between runs, unique within a job.
        source: Where it was read from: a path relative to the job file, a URL, or `-`.
        sha256: Of the bytes that were read, in hex.
        language: ISO 639-1 code.
        title: Empty when the article has none.
        segments: In reading order, the title's first.
        encoding: The charset the bytes were read in.
    """

    id: str
    source: str
    sha256: str
    language: str
    title: str
    segments: tuple[Segment, ...]
    encoding: str = "utf-8"

    def paragraphs(self) -> Iterator[tuple[int, tuple[Segment, ...]]]:
        """Each paragraph's number with its segments, in reading order."""
        for number, group in groupby(self.segments, key=lambda segment: segment.paragraph):
            yield number, tuple(group)


@dataclass(frozen=True, slots=True)
class Decoding:
    """How a model's output is searched for.

    Attributes:
        beam_size: 1 is greedy.
        repetition_penalty: 1.0 is none.
        no_repeat_ngram_size: In tokens; 0 is off.
        max_new_tokens: A fixed limit in tokens; None follows the input's length.
        length_factor: Multiplies the limit that follows the input's length.
    """

    beam_size: int = 1
    repetition_penalty: float = 1.0
    no_repeat_ngram_size: int = 0
    max_new_tokens: int | None = None
    length_factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What a model wrote for one input.

    Attributes:
        text: The output without special tokens or surrounding white space.
        input_tokens: Tokens the model read.
        output_tokens: Tokens it wrote, the end of sequence not counted.
        finished: Whether it ended by itself; False means that it ran into its token limit.
        score: Mean log-probability per output token (natural log, at most 0), where known.
        failure: Why the engine could not write it, in one line; empty where it could.
    """

    text: str
    input_tokens: int
    output_tokens: int
    finished: bool
    score: float | None = None
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One finding about one text: its name, how much it weighs, and a detail to act on."""

    name: str
    severity: Severity
    detail: str


@dataclass(frozen=True, slots=True)
class TranslatedSegment:
    """What stands in a translation for one source segment (same `id`).

    Attributes:
        rung: What produced the text: `first`, a rung of the rescue ladder, or `copy`.
        score: The gate's, from 0 (unusable) to 1 (nothing found).
        system: The system whose text it is; empty for a copy.
    """

    id: int
    text: str
    status: Status
    rung: str = "first"
    checks: tuple[Check, ...] = ()
    score: float | None = None
    system: str = ""


@dataclass(frozen=True, slots=True)
class Translation:
    """A document in another language: one entry for each source segment, in the same order."""

    language: str
    system: str
    segments: tuple[TranslatedSegment, ...]


@dataclass(frozen=True, slots=True)
class SummarySentence:
    """A sentence of a summary.

    Attributes:
        text: The sentence.
        evidence: The ids of the source segments that support it.
        checks: What was found about it, and about its translation.
        source: The sentence that this one translates; empty where the summary was written so.
        system: The system that translated it; empty where the summary was written so.
    """

    text: str
    evidence: tuple[int, ...]
    checks: tuple[Check, ...] = ()
    source: str = ""
    system: str = ""

    @property
    def status(self) -> Status:
        """Flagged where a check rejects it, else accepted."""
        rejected = any(check.severity is Severity.REJECT for check in self.checks)
        return Status.FLAGGED if rejected else Status.ACCEPTED


@dataclass(frozen=True, slots=True)
class Summary:
    """A short summary of a document in one language."""

    language: str
    sentences: tuple[SummarySentence, ...]
    strategy: str
    model: str

    @property
    def text(self) -> str:
        """The sentences as one paragraph."""
        return " ".join(sentence.text for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class Draft:
    """The fact that a text is a machine draft: models that are known to be poor took part in it.

    Attributes:
        models: The names of these models.
        better: The names of better models for the same languages, as far as models.txt lists any.
    """

    models: tuple[str, ...]
    better: tuple[str, ...] = ()

    @staticmethod
    def together(drafts: Iterable[Draft]) -> Draft | None:
        """What is to be said of several texts at once; None if none of them is a draft."""
        models: dict[str, None] = {}
        better: dict[str, None] = {}
        for draft in drafts:
            models.update(dict.fromkeys(draft.models))
            better.update(dict.fromkeys(draft.better))
        return Draft(tuple(models), tuple(better)) if models else None


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """One line of models.txt.

    Attributes:
        name: How job files and the command line call it.
        tasks: Of `translate` and `summarize`.
        languages: Language pairs (`en>ru`, `*>en`), single languages (`ru`) or `*`, as written.
        source: A Hub repository (`owner/name`) or the absolute path of a local folder.
        file: The single file of the repository that is the model (GGUF), else None.
        revision: The pinned commit (40 hex digits); None while it is open.
        options: The `key=value` column.
        line: Its line in models.txt.
    """

    name: str
    tasks: frozenset[str]
    languages: tuple[str, ...]
    source: str
    file: str | None = None
    revision: str | None = None
    options: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    line: int = 0

    @property
    def is_local(self) -> bool:
        """Whether the weights lie in a folder of this machine."""
        return Path(self.source).is_absolute()

    @property
    def sha256(self) -> str | None:
        """The pinned digest: the file's for a GGUF file, else the whole folder's."""
        return self.options.get("sha256")

    @property
    def licence(self) -> str:
        """Its licence as an SPDX-like identifier; `unknown` when models.txt does not say."""
        return self.options.get("licence", "unknown")

    @property
    def is_draft(self) -> bool:
        """Whether what it writes is a draft for trying out, not to be relied on."""
        return self.options.get("quality") == DRAFT


@dataclass(frozen=True, slots=True)
class SystemRecord:
    """A system as the ledger records it: enough to get the same output again."""

    name: str
    source: str
    revision: str
    sha256: str
    engine: str
    compute_type: str
    decoding: Decoding
