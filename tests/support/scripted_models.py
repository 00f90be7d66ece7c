"""Models that write what a test says, text by text and for each way of decoding."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from summarize.engines.base import OnOutput, Output, Prompt
from summarize.engines.model import Model
from summarize.types import Decoding, Hypothesis, LangPair, ModelSpec
from support.fake_models import FakeEngine, WordCodec


@dataclass(frozen=True, slots=True)
class Said:
    """An output in every detail; see `engines.base.Output`."""

    text: str
    finished: bool = True
    score: float | None = -0.1


Script = Callable[[str, Decoding], "str | Said"]
"""What is written for a text; an `EngineError` it raises is the engine's."""


def first_and_retry(first: Mapping[str, str | Said], retry: Mapping[str, str | Said]) -> Script:
    """A script for the first attempt, and one for the attempt with other decoding settings."""

    def script(text: str, decoding: Decoding) -> str | Said:
        return (retry if decoding.repetition_penalty > 1 else first)[text]

    return script


class ScriptedEngine(FakeEngine):
    """Writes what a script says.

    Args:
        backwards: Whether outputs are told in the reverse order, as an engine may.

    Attributes:
        decodings: How each of the texts in `asked` was to be decoded.
    """

    def __init__(self, codec: WordCodec, script: Script, *, backwards: bool = False) -> None:
        super().__init__(codec, str)
        self.decodings: list[Decoding] = []
        self._script = script
        self._backwards = backwards

    def generate(
        self, prompts: Sequence[Prompt], decoding: Decoding, on_output: OnOutput
    ) -> list[Output]:
        """See `Engine.generate`."""
        outputs = [Output((), finished=False)] * len(prompts)
        order = range(len(prompts))
        for index in reversed(order) if self._backwards else order:
            text = self._codec.decode(prompts[index].tokens)
            self.asked.append(text)
            self.decodings.append(decoding)
            said = self._script(text, decoding)
            said = Said(said) if isinstance(said, str) else said
            outputs[index] = Output(self._codec.encode(said.text), said.finished, said.score)
            on_output(index, outputs[index])
        return outputs


class PairCodec(WordCodec):
    """Notes between which languages it is asked to translate."""

    def __init__(self, spec: ModelSpec, window: int) -> None:
        super().__init__(spec, 2 * window)
        self.window = window
        self.pairs: set[LangPair] = set()

    def translation(self, text: str, pair: LangPair) -> Prompt:
        """See `Codec.translation`."""
        self.pairs.add(pair)
        return super().translation(text, pair)


class ScriptedModels:
    """Models by their names, as a `Translator` asks for them.

    Args:
        scripts: What each writes.
        window: The most words that each reads at once.
        backwards: As for `ScriptedEngine`.

    Attributes:
        engines: Their engines, by the names of the models.
        codecs: Their codecs, by the names of the models.
    """

    def __init__(self, *, window: int = 10_000, backwards: bool = False, **scripts: Script) -> None:
        self.engines: dict[str, ScriptedEngine] = {}
        self.codecs: dict[str, PairCodec] = {}
        self._models: dict[str, Model] = {}
        for name, script in scripts.items():
            spec = ModelSpec(name, frozenset({"translate"}), ("*",), f"/{name}")
            codec = self.codecs[name] = PairCodec(spec, window)
            engine = self.engines[name] = ScriptedEngine(codec, script, backwards=backwards)
            self._models[name] = scripted_model(spec, codec, engine)

    def load(self, name: str) -> Model:
        """The model of a name."""
        return self._models[name]

    def asked(self, name: str) -> list[str]:
        """What a model was asked so far, in order."""
        return self.engines[name].asked


def scripted_model(
    spec: ModelSpec, codec: WordCodec, engine: ScriptedEngine, **changes: object
) -> Model:
    """A model around an engine; `changes` to what it says of itself."""
    about = {"revision": "0" * 40, "sha256": "0" * 64, "versions": {}, "load_seconds": 0.0}
    return Model(spec, codec, engine, **{**about, **changes})  # type: ignore[arg-type]


class Notebook:
    """A memory that can be looked into.

    Attributes:
        stores: What was kept, call by call: the system's signature, and the hypotheses.
    """

    def __init__(self) -> None:
        self.stores: list[tuple[str, dict[str, Hypothesis]]] = []
        self._entries: dict[tuple[str, LangPair, str], Hypothesis] = {}

    def find(self, system: str, pair: LangPair, texts: Sequence[str]) -> dict[str, Hypothesis]:
        """See `Memory.find`."""
        keys = {text: (system, pair, text) for text in texts}
        return {text: self._entries[key] for text, key in keys.items() if key in self._entries}

    def store(self, system: str, pair: LangPair, hypotheses: Mapping[str, Hypothesis]) -> None:
        """See `Memory.store`."""
        self.stores.append((system, dict(hypotheses)))
        self._entries |= {(system, pair, text): made for text, made in hypotheses.items()}

    def texts(self) -> set[str]:
        """The source texts that are kept."""
        return {text for _, _, text in self._entries}
