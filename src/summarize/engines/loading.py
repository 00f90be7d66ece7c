"""From a name in models.txt to a model ready to use."""

from __future__ import annotations

import json
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from summarize.engines import ctranslate2, embedding, transformers
from summarize.engines.base import Engine
from summarize.engines.chat import ChatCodec
from summarize.engines.codecs import Codec, MultilingualCodec, PairCodec
from summarize.engines.model import Model
from summarize.engines.tuning import Tuning, load_tuning
from summarize.errors import ConfigError, EngineError, Interrupted, SummarizeError
from summarize.models.convert import UnsupportedArchitectureError, converted, tokenizer_folder
from summarize.models.environment import calm_libraries
from summarize.models.progress import Progress, silent
from summarize.models.registry import EMBED, Registry
from summarize.models.store import ModelStore, StoredModel
from summarize.stopping import Stop, unless_stopped
from summarize.types import ModelSpec

EngineName = Literal["ctranslate2", "transformers"]
ENGINES = ("auto", "ctranslate2", "transformers")
DEVICES = ("auto", "cpu", "cuda")

_PAIR_MODELS = ("marian", "bart", "t5", "mt5", "umt5", "pegasus")
_MULTILINGUAL_MODELS = ("m2m_100", "mbart")
_RELATIVE_POSITIONS = ("t5", "mt5", "umt5")
"""What these models know of positions is how far they are apart: an output has no last one."""

_DEFAULT_POSITIONS = 512
_TOKENIZING = ("transformers", "tokenizers", "sentencepiece")


class Loader:
    """Loads each model once; what cannot be had or loaded is not tried again.

    A stop ends whatever it does within seconds: downloads, conversions, loading.

    Args:
        registry: The models there are.
        store: Where they are kept.
        engine: One of `ENGINES`; `auto` is ctranslate2 on a CPU and transformers on CUDA.
        compute_type: As the engine names them; `auto` is int8 on a CPU and float16 on CUDA.
        device: One of `DEVICES`; `auto` is CUDA where there is one.
        offline: Do not fetch what is not on this machine.
        fixed_batches: Whether batches must be the same on every machine.
        cores: How many cores an engine may use; None for all that this process has.
        stop: Looked at during long work; by default nothing stops it.
        progress: Told how far a long step is.

    Attributes:
        registry: As given.
        store: As given.
        stop: As given.
    """

    def __init__(
        self,
        registry: Registry,
        store: ModelStore,
        *,
        engine: str = "auto",
        compute_type: str = "auto",
        device: str = "auto",
        offline: bool = False,
        fixed_batches: bool = False,
        cores: int | None = None,
        stop: Stop | None = None,
        progress: Progress = silent,
    ) -> None:
        self.registry = registry
        self.store = store
        self._engine = engine
        self._compute_type = compute_type
        self._device = device
        self._offline = offline
        self._fixed_batches = fixed_batches
        self._cores = cores
        self.stop = stop or Stop()
        self._progress = progress
        self._told: tuple[str, int, int | None] | None = None
        self._loaded: dict[str, Model] = {}
        self._missing: dict[str, SummarizeError] = {}
        self._unloadable: dict[str, SummarizeError] = {}
        self._loading = threading.RLock()

    @property
    def missing(self) -> frozenset[str]:
        """The names of the models that could not be had."""
        return frozenset(self._missing)

    def stored(self, name: str, *, refresh: bool = False) -> StoredModel:
        """The files of a model, fetched where they are not on this machine yet.

        Args:
            name: As models.txt has it.
            refresh: Of a model with an open revision, get the Hub's newest even if one is stored.

        Raises:
            RegistryError: models.txt has no such name.
            ModelError: The model cannot be had.
            Interrupted: The work was asked to stop.
        """
        spec = self.registry.get(name)
        with self._loading, _remembering(self._missing, name):
            return unless_stopped(lambda: self._fetch(spec, refresh=refresh), self.stop)

    def _fetch(self, spec: ModelSpec, *, refresh: bool) -> StoredModel:
        return self.store.ensure(spec, offline=self._offline, refresh=refresh, progress=self._tell)

    def _tell(self, what: str, done: int, total: int | None) -> None:
        """Tell how far a step is, when that is news; here it ends when it shall."""
        self.stop.check()
        if self._told != (what, done, total):
            self._told = what, done, total
            self._progress(what, done, total)

    def load(self, name: str) -> Model:
        """The model of this name; the same object at every call.

        Raises:
            RegistryError: models.txt has no such name.
            ModelError: The model cannot be had, converted or loaded.
            Interrupted: The work was asked to stop.
        """
        if model := self._loaded.get(name):  # while another one is being loaded
            return model
        with self._loading:
            if name not in self._loaded:
                stored = self.stored(name)
                with _remembering(self._unloadable, name):
                    self._loaded[name] = unless_stopped(lambda: self._load(stored), self.stop)
            return self._loaded[name]

    def load_embedder(self, name: str) -> embedding.Embedder:
        """The sentence encoder of this name, loaded anew at every call.

        Raises:
            RegistryError: models.txt has no such name.
            ModelError: The model cannot be had, or is no encoder.
            Interrupted: The work was asked to stop.
        """
        stored = self.stored(name)

        def load() -> embedding.Embedder:
            calm_libraries()
            self._tell(f"loading {name}", 0, None)
            return embedding.load(stored.folder, _tokenizer(stored, stored.folder), stored.spec)

        return unless_stopped(load, self.stop)

    def convert(self, stored: StoredModel) -> None:
        """Make what the engine of this machine needs of a model, so that loading is quick.

        Raises:
            EngineError: The conversion failed.
            Interrupted: The work was asked to stop.
        """
        if EMBED in stored.spec.tasks:  # used as it is
            return
        calm_libraries()
        unless_stopped(lambda: self._converted(stored), self.stop)

    def for_ctranslate2(self, stored: StoredModel, compute_type: str) -> Path:
        """The folder of a model that CTranslate2 loads, converted where it is not yet.

        Raises:
            EngineError: The conversion failed.
            Interrupted: The work was asked to stop.
        """
        return unless_stopped(
            lambda: converted(stored, "ctranslate2", compute_type, progress=self._tell), self.stop
        )

    @property
    def loaded(self) -> list[Model]:
        """The models loaded so far."""
        return list(self._loaded.values())

    def _load(self, stored: StoredModel) -> Model:
        if EMBED in stored.spec.tasks:
            raise ConfigError(f"{stored.spec.name} is a sentence encoder and writes no text")
        calm_libraries()
        name, compute_type, folder = self._converted(stored)
        started = time.perf_counter()
        self._tell(f"loading {stored.spec.name}", 0, None)
        codec, causal = codec_for(stored, tokenizer_folder(stored, folder))
        device = self._actual_device()
        engine: Engine
        if name == "ctranslate2":
            engine = ctranslate2.load(
                folder,
                codec,
                causal=causal,
                compute_type=compute_type,
                device=device,
                stop=self.stop,
                tuning=self.tuning(stored),
                cores=self._cores,
                fixed_batches=self._fixed_batches,
            )
        else:
            engine = transformers.load(
                folder,
                causal=causal,
                compute_type=compute_type,
                device=device,
                pad=codec.pad,
                stop=self.stop,
            )
        return Model(
            stored.spec,
            codec,
            engine,
            revision=stored.revision,
            sha256=stored.digest,
            versions={library: version(library) for library in (name, *_TOKENIZING)},
            load_seconds=time.perf_counter() - started,
        )

    def _converted(self, stored: StoredModel) -> tuple[EngineName, str, Path]:
        """The engine for a model, its compute type, and the folder it loads."""
        device = self._actual_device()
        compute_type = self._compute_type
        if self._engine == "ctranslate2" or (self._engine == "auto" and device == "cpu"):
            if compute_type == "auto":
                tuning = self.tuning(stored)
                usual = "int8" if device == "cpu" else "float16"
                compute_type = tuning.compute_type if tuning else usual
            try:
                folder = converted(stored, "ctranslate2", compute_type, progress=self._tell)
            except UnsupportedArchitectureError:
                if self._engine != "auto":
                    raise
            else:
                return "ctranslate2", compute_type, folder
        asked = self._compute_type
        return (
            "transformers",
            "default" if asked == "auto" else asked,
            converted(stored, "transformers", progress=self._tell),
        )

    def tuning(self, stored: StoredModel) -> Tuning | None:
        """What was measured for a model, where nothing asked for here forbids its use."""
        if self._fixed_batches or self._cores is not None:
            return None
        tuning = load_tuning(self.store.home, stored.digest)
        if tuning is None or self._compute_type not in ("auto", tuning.compute_type):
            return None
        return tuning if self._actual_device() == "cpu" else None

    def _actual_device(self) -> str:
        return _best_device() if self._device == "auto" else self._device


@contextmanager
def _remembering(failures: dict[str, SummarizeError], name: str) -> Iterator[None]:
    """Try something with a model once: a failure may take minutes, and be asked for by thousands.

    Raises:
        SummarizeError: The attempt fails, or has failed before. What libraries raise is made into
            this error, too.
    """
    if name in failures:
        raise failures[name].with_traceback(None)
    try:
        yield
    except Interrupted:
        raise
    except SummarizeError as error:
        failures[name] = error
        raise
    except Exception as error:
        failures[name] = EngineError(
            f"{name} cannot be used: {type(error).__name__}: {error}",
            hint=f"run `summarize models verify {name}`",
        )
        raise failures[name] from error


def _best_device() -> str:
    import ctranslate2 as library

    return "cuda" if library.get_cuda_device_count() else "cpu"


def codec_for(stored: StoredModel, folder: Path) -> tuple[Codec, bool]:
    """The codec of a model in Hub layout, and whether the model is causal."""
    config = _config(stored, folder)
    tokenizer = _tokenizer(stored, folder)
    spec = stored.spec
    kind = config.get("model_type")
    known = config.get("max_position_embeddings")
    positions = int(known or _DEFAULT_POSITIONS)
    limit = positions if known and kind not in _RELATIVE_POSITIONS else None
    if kind in _PAIR_MODELS:
        return PairCodec(tokenizer, spec, positions, decoder_positions=limit), False
    if kind in _MULTILINGUAL_MODELS:
        return MultilingualCodec(tokenizer, spec, positions, decoder_positions=limit), False
    if config.get("is_encoder_decoder"):
        raise EngineError(
            f"{spec.name}: models of the kind {kind} are not supported",
            hint=f"use one of {', '.join((*_PAIR_MODELS, *_MULTILINGUAL_MODELS))} or a chat model",
        )
    if not tokenizer.chat_template:
        raise ConfigError(
            f"{spec.name} is not a chat model: it has no chat template",
            hint="use the instruction-tuned version of the model",
        )
    return ChatCodec(tokenizer, spec, positions, decoder_positions=limit), True


def _config(stored: StoredModel, folder: Path) -> dict[str, Any]:
    try:
        config: dict[str, Any] = json.loads((folder / "config.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise EngineError(
            f"{stored.spec.name}: {folder / 'config.json'} cannot be read: {error}",
            hint=f"run `summarize models verify {stored.spec.name}`",
        ) from error
    return config


def _tokenizer(stored: StoredModel, folder: Path) -> Any:
    from transformers import AutoTokenizer

    with warnings.catch_warnings():
        # Marian recommends a package for a normalisation it then does not use.
        warnings.filterwarnings("ignore", message="Recommended: pip install sacremoses")
        try:
            return AutoTokenizer.from_pretrained(folder, local_files_only=True)
        except (OSError, ValueError, KeyError) as error:
            raise EngineError(
                f"{stored.spec.name}: its tokenizer cannot be loaded: {error}",
                hint=f"run `summarize models verify {stored.spec.name}`",
            ) from error
