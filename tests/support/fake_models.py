"""Models without weights, for tests of what happens around models.

The codec and the engine are made up; `Model`, `Loader` and everything above them are the product's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from summarize.engines.base import OnOutput, Output, Padding, Prompt
from summarize.engines.codecs import Codec
from summarize.engines.loading import Loader
from summarize.engines.model import Model
from summarize.errors import ModelUnavailableError
from summarize.models.registry import load_registry
from summarize.models.store import ModelStore, StoredModel
from summarize.stopping import Stop
from summarize.types import Decoding, LangPair, ModelSpec

Reply = Callable[[str], str]
"""What a fake model writes for a text; an `EngineError` it raises is the engine's."""


class Unfinished(str):
    """A reply that ran into its token limit."""

    __slots__ = ()


class WordCodec(Codec):
    """A token is a word; ids are given as words come."""

    def __init__(self, spec: ModelSpec, positions: int = 512) -> None:
        super().__init__(None, spec, positions)
        self._words: dict[str, int] = {}
        self._texts: list[str] = []

    def length(self, text: str) -> int:
        """The number of words."""
        return len(text.split())

    def encode(self, text: str) -> tuple[int, ...]:
        """The ids of the words of `text`."""
        ids = []
        for word in text.split():
            with self._lock:
                if word not in self._words:
                    self._words[word] = len(self._texts)
                    self._texts.append(word)
            ids.append(self._words[word])
        return tuple(ids)

    def decode(self, ids: Sequence[int]) -> str:
        """See `Codec.decode`."""
        return " ".join(self._texts[number] for number in ids)

    def translation(self, text: str, pair: LangPair) -> Prompt:
        """See `Codec.translation`."""
        del pair
        return Prompt(self.encode(text), 1000)

    def summary(self, text: str, language: str, max_words: int) -> Prompt:
        """See `Codec.summary`."""
        del language, max_words
        return Prompt(self.encode(text), 1000)


class FakeEngine:
    """Writes what `reply` says for each text, and remembers what it was asked.

    Attributes:
        asked: The texts of all calls, in order.
    """

    name = "fake"
    compute_type = "none"

    def __init__(self, codec: WordCodec, reply: Reply, stop: Stop | None = None) -> None:
        self.padding = Padding()
        self.asked: list[str] = []
        self._codec = codec
        self._reply = reply
        self._stop = stop or Stop()

    def generate(
        self, prompts: Sequence[Prompt], decoding: Decoding, on_output: OnOutput
    ) -> list[Output]:
        """See `Engine.generate`."""
        del decoding
        outputs = []
        for index, prompt in enumerate(prompts):
            self._stop.check()
            text = self._codec.decode(prompt.tokens)
            self.asked.append(text)
            said = self._reply(text)
            finished = not isinstance(said, Unfinished)
            output = Output(self._codec.encode(said), finished, score=-0.1)
            outputs.append(output)
            on_output(index, output)
        return outputs


def fake_model(spec: ModelSpec, reply: Reply) -> Model:
    """A model that writes what `reply` says."""
    codec = WordCodec(spec)
    return _model(spec, codec, FakeEngine(codec, reply))


def _model(spec: ModelSpec, codec: WordCodec, engine: FakeEngine) -> Model:
    return Model(
        spec,
        codec,
        engine,
        revision="0" * 40,
        sha256="0" * 64,
        versions={},
        load_seconds=0.0,
    )


class FakeLoader(Loader):
    """A loader of fake models.

    Args:
        folder: Where its models.txt is written.
        models: For each name the columns `TASKS LANGUAGES [OPTIONS]` and what the model writes. An
            exception in the place of a reply is raised when the model is fetched, if it is a
            `ModelUnavailableError`, or else when it is loaded.
        stop: As for `Loader`.

    Attributes:
        fetches: The names of the models that were fetched, or failed to, in order.
        loads: The names of the models that were loaded, or failed to, in order.
        engines: The engines of the models that were loaded.
    """

    def __init__(
        self,
        folder: Path,
        models: Mapping[str, tuple[str, Reply | Exception]],
        stop: Stop | None = None,
    ) -> None:
        lines = []
        for name, (columns, _) in models.items():
            tasks, languages, *rest = columns.split(maxsplit=2)
            lines.append(" ".join([name, tasks, languages, f"{folder}/{name}", *rest]) + "\n")
        path = folder / "models.txt"
        path.write_text("".join(lines), "utf-8")
        store = ModelStore(folder / "home")
        super().__init__(load_registry(path), store, offline=True, stop=stop)
        self.fetches: list[str] = []
        self.loads: list[str] = []
        self.engines: dict[str, FakeEngine] = {}
        self._replies = {name: reply for name, (_, reply) in models.items()}

    def _fetch(self, spec: ModelSpec, *, refresh: bool) -> StoredModel:
        """The files of a model, which are not there."""
        del refresh
        self.fetches.append(spec.name)
        reply = self._replies[spec.name]
        if isinstance(reply, ModelUnavailableError):
            raise reply
        return StoredModel(spec, Path(spec.source), "0" * 40, "0" * 64, Path(spec.source))

    def _load(self, stored: StoredModel) -> Model:
        self.loads.append(stored.spec.name)
        reply = self._replies[stored.spec.name]
        if isinstance(reply, Exception):
            raise reply
        codec = WordCodec(stored.spec)
        engine = self.engines[stored.spec.name] = FakeEngine(codec, reply, self.stop)
        return _model(stored.spec, codec, engine)
