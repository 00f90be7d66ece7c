"""From a name in models.txt to the best settings for it on this machine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import chain

from summarize.engines import ctranslate2, measuring, samples
from summarize.engines.base import Engine, Prompt
from summarize.engines.codecs import Codec
from summarize.engines.cores import available_cores
from summarize.engines.loading import Loader, codec_for
from summarize.engines.measuring import Choices, Measurement, Trial
from summarize.engines.tuning import Tuning, save_tuning
from summarize.errors import ConfigError
from summarize.models.convert import COMPUTE_TYPES, tokenizer_folder
from summarize.models.environment import calm_libraries
from summarize.models.progress import Progress, silent
from summarize.models.registry import EMBED, TRANSLATE, covers, summarizes
from summarize.stopping import unless_stopped
from summarize.types import LangPair, ModelSpec

SECONDS = 15.0
"""About how long one candidate is measured."""

_SENTENCES = 2000
_ARTICLES = 200
_SUMMARY_WORDS = 60


def tune(
    loader: Loader,
    name: str,
    compute_types: Sequence[str],
    *,
    seconds: float | None = None,
    progress: Progress = silent,
    on_trial: Callable[[Trial], None] = lambda _: None,
) -> Measurement:
    """Measure a model with CTranslate2 on the CPU, and keep the best settings for later runs.

    Args:
        loader: Where models come from.
        name: The model; fetched and converted where it is not on this machine yet.
        compute_types: Those that may be chosen; the first is the one to compare with.
        seconds: About how long one candidate is measured; by default `SECONDS`.
        progress: Told what is being done.
        on_trial: Told each result as it is there.

    Raises:
        ConfigError: A compute type is unknown here, or models.txt has no such model, or it is a
            sentence encoder.
        ModelError: The model cannot be had, converted, loaded or run.
        OutputError: The result cannot be written.
        Interrupted: The work was asked to stop.
    """
    _check_types(compute_types)
    if EMBED in loader.registry.get(name).tasks:
        raise ConfigError(f"{name} is a sentence encoder, for which there is nothing to tune")
    calm_libraries()
    stored = loader.stored(name)
    folders = {kind: loader.for_ctranslate2(stored, kind) for kind in compute_types}
    folder = folders[compute_types[0]]
    codec, causal = codec_for(stored, tokenizer_folder(stored, folder))

    def load_engine(tuning: Tuning) -> Engine:
        what = f"{tuning.replicas} × {tuning.threads_per_replica} threads"
        progress(
            f"measuring {name}: {tuning.compute_type}, {what}, batches of {tuning.batch_tokens}",
            0,
            None,
        )
        load = partial(
            ctranslate2.load,
            folders[tuning.compute_type],
            codec,
            causal=causal,
            compute_type=tuning.compute_type,
            device="cpu",
            stop=loader.stop,
            tuning=tuning,
        )
        return unless_stopped(load, loader.stop)

    start = ctranslate2.usual(compute_types[0], "cpu", available_cores(), causal=causal)
    prompts = measuring.enough(
        load_engine, start, sample_prompts(stored.spec, codec), seconds or SECONDS
    )
    found = measuring.search(
        start,
        _choices(compute_types, causal=causal),
        lambda tuning: measuring.measure(load_engine, tuning, prompts),
        on_trial=on_trial,
    )
    save_tuning(loader.store.home, stored.digest, found.best.tuning)
    return found


def sample_prompts(spec: ModelSpec, codec: Codec) -> list[Prompt]:
    """What a model is measured with: what it is for, in the languages it knows.

    A model that does both is measured with translations, which are most of a run. One that knows
    neither English nor Russian gets English text: its speed is about the same.
    """
    if TRANSLATE in spec.tasks:
        pairs = _pairs(spec)
        return _interleaved(
            [
                [codec.translation(text, pair) for text in _fitting(codec, codec.window, texts)]
                for pair in pairs
                for texts in [samples.sentences(_known(pair.source), _SENTENCES // len(pairs))]
            ]
        )
    languages = _languages(spec)
    return _interleaved(
        [
            [codec.summary(text, language, _SUMMARY_WORDS) for text in fitting]
            for language in languages
            for texts in [samples.articles(_known(language), _ARTICLES // len(languages))]
            for fitting in [_fitting(codec, codec.summary_window, texts)]
        ]
    )


def _choices(compute_types: Sequence[str], *, causal: bool) -> Choices:
    return Choices(
        tuple(compute_types),
        measuring.thread_splits(available_cores()),
        measuring.GENERATOR_BUDGETS if causal else measuring.TRANSLATOR_BUDGETS,
    )


def _check_types(compute_types: Sequence[str]) -> None:
    import ctranslate2 as library

    here = library.get_supported_compute_types("cpu")
    usable = [kind for kind in COMPUTE_TYPES if kind in here]
    for kind in compute_types:
        if kind not in usable:
            raise ConfigError(
                f"compute type {kind!r} cannot be used on this processor",
                hint=f"use some of {', '.join(usable)}",
            )


def _pairs(spec: ModelSpec) -> list[LangPair]:
    usual = [pair for pair in (LangPair("en", "ru"), LangPair("ru", "en")) if covers(spec, pair)]
    return usual or [_first_pair(spec)]


def _first_pair(spec: ModelSpec) -> LangPair:
    """A pair of a model that knows neither way between English and Russian."""
    for entry in spec.languages:
        source, arrow, target = entry.partition(">")
        if arrow:
            source = source.replace("*", "en" if target != "en" else "de")
            return LangPair(source, target.replace("*", "en" if source != "en" else "de"))
    first, *others = spec.languages
    return LangPair(first, others[0] if others else "en")


def _languages(spec: ModelSpec) -> list[str]:
    return [lang for lang in samples.LANGUAGES if summarizes(spec, lang)] or [spec.languages[0]]


def _known(language: str) -> str:
    return language if language in samples.LANGUAGES else "en"


def _fitting(codec: Codec, window: int, texts: Sequence[str]) -> list[str]:
    return [text for text in texts if codec.length(text) <= window]


def _interleaved(prompts: Sequence[Sequence[Prompt]]) -> list[Prompt]:
    return list(chain.from_iterable(zip(*prompts, strict=False)))
