"""The contenders of benchmarks/throughput.py, each in a process of its own.

    python benchmarks/contenders.py NAME '{"option": …}'

prints one JSON object: output tokens without the end of sequence, and the seconds they took with
model and tokens ready. What comes before (imports, loading) the caller sees in the wall clock.
"""

from __future__ import annotations

import json
import os
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from synthetic import Writer

Figures = dict[str, Any]


def limit(longest: int) -> int:
    """New tokens that a batch may have: the product's rule. No output gets that far."""
    return 24 + 2 * longest


def _tokenizer(folder: Path) -> Any:
    from transformers import AutoTokenizer

    warnings.filterwarnings("ignore", message="Recommended: pip install sacremoses")
    return AutoTokenizer.from_pretrained(folder, local_files_only=True)


def transformers(model: str, sentences: int, beam: int, batch: int, threads: int) -> Figures:
    """The library as people use it: float32, batches sorted by length."""
    import torch
    from transformers import AutoModelForSeq2SeqLM

    torch.set_num_threads(threads)
    folder = Path(model) / "model"
    tokenizer = _tokenizer(folder)
    network = AutoModelForSeq2SeqLM.from_pretrained(folder, dtype=torch.float32).eval()
    texts = Writer().sentences(sentences)
    encoded: list[list[int]] = [tokenizer(text)["input_ids"] for text in texts]
    if batch > 1:
        encoded.sort(key=len)
    special = {tokenizer.pad_token_id, tokenizer.eos_token_id}
    tokens = 0
    network.generate(
        **tokenizer(["A warm-up."], return_tensors="pt"), max_length=None, max_new_tokens=4
    )
    started = time.perf_counter()
    for at in range(0, len(encoded), batch):
        chosen = tokenizer.pad({"input_ids": encoded[at : at + batch]}, return_tensors="pt")
        with torch.inference_mode():
            outputs = network.generate(
                **chosen,
                num_beams=beam,
                do_sample=False,
                max_length=None,
                max_new_tokens=limit(chosen["input_ids"].shape[1]),
            )
        tokens += sum(token not in special for row in outputs.tolist() for token in row)
    return {"tokens": tokens, "seconds": time.perf_counter() - started}


def ctranslate2(
    model: str, sentences: int, beam: int, settings: Sequence[tuple[int, int, int]]
) -> Figures:
    """The bare library on ready tokens: replicas, threads of each, batch tokens.

    With several settings, the best of them and its figures.
    """
    import ctranslate2 as library

    (converted,) = Path(model).glob("home/models/*/converted/ctranslate2-int8/model")
    tokenizer = _tokenizer(Path(model) / "model")
    texts = Writer().sentences(sentences)
    pieces = [tokenizer.convert_ids_to_tokens(tokenizer(text)["input_ids"]) for text in texts]
    longest = max(map(len, pieces))
    tried: list[Figures] = []
    for replicas, threads, budget in settings:
        translator = library.Translator(
            str(converted),
            compute_type="int8",
            inter_threads=replicas,
            intra_threads=threads,
            max_queued_batches=-1,
        )
        translator.translate_batch(pieces[:replicas], max_batch_size=1, max_decoding_length=4)
        started = time.perf_counter()
        results = translator.translate_batch(
            pieces,
            beam_size=beam,
            max_batch_size=budget,
            batch_type="tokens",
            max_input_length=0,
            max_decoding_length=limit(longest),
        )
        seconds = time.perf_counter() - started
        tokens = sum(len(result.hypotheses[0]) for result in results)
        name = f"{replicas}x{threads}, {budget} tokens"
        settings_tried = {"setting": (replicas, threads, budget), "name": name}
        tried.append({"tokens": tokens, "seconds": seconds, **settings_tried})
        del translator
    best = max(tried, key=lambda figures: figures["tokens"] / figures["seconds"])
    return {**best, "tried": tried}


def chat(store: str, models: str, system: str, sentences: int, ours: bool, cores: int) -> Figures:
    """The chat model: through the product, or by the bare library with the same prompts."""
    from summarize.engines.base import calls
    from summarize.engines.loading import Loader
    from summarize.models.registry import load_registry
    from summarize.models.store import ModelStore
    from summarize.types import Decoding, LangPair

    loader = Loader(
        load_registry(Path(models)), ModelStore(Path(store)), device="cpu", offline=True
    )
    texts, pair = Writer().sentences(sentences), LangPair("en", "ru")
    model = loader.load(system)
    if ours:
        model.translate(["The first call makes the masks."], pair, Decoding(), lambda *_: None)
        started = time.perf_counter()
        outputs = model.translate(texts, pair, Decoding(), lambda *_: None)
        seconds = time.perf_counter() - started
        return {"tokens": sum(output.output_tokens for output in outputs), "seconds": seconds}

    import ctranslate2 as library

    codec = model._codec  # noqa: SLF001 - the same prompts as ours, to the token
    prompts = [codec.translation(text, pair) for text in texts]
    stored = loader.stored(system)
    del model
    loader._loaded.clear()  # noqa: SLF001 - our engine makes room for the bare one
    generator = library.Generator(
        str(stored.root / "converted" / "ctranslate2-int8" / "model"),
        compute_type="int8",
        inter_threads=cores,
        intra_threads=1,
        max_queued_batches=-1,
    )
    tokens, pending = 0, []
    started = time.perf_counter()
    for call in calls([_unmasked(prompt) for prompt in prompts], Decoding()):
        pending += generator.generate_batch(
            [codec.pieces(prompts[index].tokens) for index in call.indices],
            static_prompt=codec.pieces(call.static),
            include_prompt_in_result=False,
            max_length=call.max_new_tokens,
            max_batch_size=16,
            asynchronous=True,
        )
    for result in pending:
        ids = result.result().sequences_ids[0]
        tokens += sum(token != codec.end for token in ids)
    return {"tokens": tokens, "seconds": time.perf_counter() - started}


def _unmasked(prompt: Any) -> Any:
    from dataclasses import replace

    return replace(prompt, mask=None)


def main() -> None:
    """Run one contender."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    contenders: dict[str, Callable[..., Figures]] = {
        "transformers": transformers,
        "ctranslate2": ctranslate2,
        "chat": chat,
    }
    print(json.dumps(contenders[sys.argv[1]](**json.loads(sys.argv[2]))))


if __name__ == "__main__":
    main()
