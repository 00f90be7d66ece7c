"""What is compared: one source, what each system made of it, and references where there are any."""

from __future__ import annotations

from dataclasses import dataclass, replace

from summarize.errors import ConfigError
from summarize.types import Draft, LangPair

MOST_SYSTEMS = 10
MOST_SEGMENTS = 5_000


@dataclass(frozen=True, slots=True)
class System:
    """A system with its output.

    Attributes:
        name: As the tables show it.
        texts: One hypothesis for each source segment; empty where it wrote nothing.
        unfinished: The positions of hypotheses that a token limit cut short, where that is known.
        draft: What is to be said of models that had a part in it and are known to be poor.
    """

    name: str
    texts: tuple[str, ...]
    unfinished: frozenset[int] = frozenset()
    draft: Draft | None = None


@dataclass(frozen=True, slots=True)
class Texts:
    """Aligned texts: position N of each belongs to position N of every other.

    Attributes:
        pair: Source and target language.
        sources: The source segments.
        systems: One to ten.
        references: Whole translations by people, each one text a source segment; may be empty.
        documents: For each segment the id of its document; empty where that is unknown.
    """

    pair: LangPair
    sources: tuple[str, ...]
    systems: tuple[System, ...]
    references: tuple[tuple[str, ...], ...] = ()
    documents: tuple[str, ...] = ()

    def part(self, start: int, end: int) -> Texts:
        """The segments from `start` up to but not including `end`."""
        return replace(
            self,
            sources=self.sources[start:end],
            systems=tuple(
                replace(
                    system,
                    texts=system.texts[start:end],
                    unfinished=frozenset(n - start for n in system.unfinished if start <= n < end),
                )
                for system in self.systems
            ),
            references=tuple(texts[start:end] for texts in self.references),
            documents=self.documents[start:end],
        )


def require_comparable(texts: Texts) -> None:
    """Refuse texts that cannot be compared: none, too many, or not aligned.

    Raises:
        ConfigError: The texts cannot be compared; the message names both counts, or what there is
            too much of.
    """
    count = len(texts.sources)
    require_size(count, [system.name for system in texts.systems])
    columns = [(system.name, system.texts) for system in texts.systems]
    columns += [(f"reference {n}", lines) for n, lines in enumerate(texts.references, 1)]
    for name, lines in columns:
        if len(lines) != count:
            raise ConfigError(
                f"the source has {count} segments, {name} has {len(lines)}",
                hint="line N of each has to belong to line N of the source",
            )


def require_size(count: int, names: list[str]) -> None:
    """Refuse too few or too many segments or systems, and two systems of one name.

    Raises:
        ConfigError: A number is out of its limits, or a name is there twice.
    """
    if not names:
        raise ConfigError("no system to compare", hint="name one to ten systems")
    if len(names) > MOST_SYSTEMS:
        raise ConfigError(
            f"{len(names)} systems, and at most {MOST_SYSTEMS} can be compared",
            hint="leave some of them out",
        )
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ConfigError(f"two systems are called {twice}", hint="give each its own name")
    if not count:
        raise ConfigError("the source has no segments", hint="name a file with text")
    if count > MOST_SEGMENTS:
        raise ConfigError(
            f"{count} segments, and at most {MOST_SEGMENTS:,} can be compared",
            hint="compare a part of them",
        )
