"""Tiny models on CTranslate2: the strictest judge of whether they know their sentences."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from support.tiny_training import quiet

Ids = Sequence[int]


def to_ctranslate2(folder: Path, target: Path, quantization: str = "float32") -> Path:
    """Convert a model as CTranslate2 users do.

    Args:
        folder: A model in Hub layout.
        target: The folder to write.
        quantization: As CTranslate2 names it.

    Returns:
        The written folder.
    """
    from ctranslate2.converters import TransformersConverter

    class Converter(TransformersConverter):  # type: ignore[misc]
        """Keeps mT5's probabilities.

        transformers 5 calls every mT5 tied, and the converter scales the outputs of a tied model;
        mT5 itself never does. The best token stays the best, but a beam search is led astray.
        """

        def load_model(self, *arguments: Any, **options: Any) -> Any:
            model = super().load_model(*arguments, **options)
            if model.config.model_type == "mt5":
                model.config.tie_word_embeddings = False
            return model

    with quiet():
        Converter(str(folder)).convert(str(target), quantization=quantization)
    return target


def translate(
    converted: Path,
    tokenizer: Any,
    sources: Sequence[Ids],
    *,
    prefix: Ids = (),
    beam_size: int,
    max_new_tokens: int = 128,
    compute_type: str = "default",
) -> list[list[int]]:
    """Output ids of an encoder-decoder model, with the end of sequence, without `prefix`.

    Args:
        converted: What `to_ctranslate2` wrote.
        tokenizer: The model's.
        sources: Input ids, special tokens included.
        prefix: What every output starts with.
        beam_size: 1 is greedy.
        max_new_tokens: Where an output is cut off.
        compute_type: As CTranslate2 names it.
    """
    import ctranslate2

    translator = ctranslate2.Translator(str(converted), compute_type=compute_type, intra_threads=1)
    to_tokens = tokenizer.convert_ids_to_tokens
    results = translator.translate_batch(
        [to_tokens(list(ids)) for ids in sources],
        target_prefix=[to_tokens(list(prefix))] * len(sources) if prefix else None,
        beam_size=beam_size,
        max_input_length=0,
        max_decoding_length=max_new_tokens,
        return_end_token=True,
    )
    # mBART's decoder starts with the language code: there the prefix is no part of the output.
    skipped = 0 if type(tokenizer).__name__ == "MBartTokenizer" else len(prefix)
    return [
        list(tokenizer.convert_tokens_to_ids(result.hypotheses[0][skipped:])) for result in results
    ]


def generate(
    converted: Path,
    tokenizer: Any,
    prompts: Sequence[Ids],
    *,
    beam_size: int,
    max_new_tokens: int = 128,
    compute_type: str = "default",
) -> list[list[int]]:
    """Output ids of a causal model, with the end of sequence; see `translate`."""
    import ctranslate2

    generator = ctranslate2.Generator(str(converted), compute_type=compute_type, intra_threads=1)
    results = generator.generate_batch(
        [tokenizer.convert_ids_to_tokens(list(ids)) for ids in prompts],
        beam_size=beam_size,
        max_length=max_new_tokens,
        include_prompt_in_result=False,
        return_end_token=True,
    )
    return [list(result.sequences_ids[0]) for result in results]


def says_exactly(
    folder: Path, tokenizer: Any, sources: Sequence[Ids], targets: Sequence[Ids], prefix: Ids = ()
) -> bool:
    """Whether greedy and beam search, in 32-bit floats and 8-bit integers, give the targets.

    Args:
        folder: A model in Hub layout.
        tokenizer: The model's.
        sources: Input ids; of a causal model, its prompts.
        targets: What the model is to say, with the end of sequence, without `prefix`.
        prefix: What every output of an encoder-decoder model starts with.
    """
    from transformers import AutoConfig

    causal = not AutoConfig.from_pretrained(folder).is_encoder_decoder
    expected = [list(target) for target in targets]
    with tempfile.TemporaryDirectory() as temporary:
        converted = to_ctranslate2(folder, Path(temporary) / "converted")
        for compute_type in ("float32", "int8"):
            for beam_size in (1, 4):
                options: dict[str, Any] = {
                    "beam_size": beam_size,
                    "compute_type": compute_type,
                    "max_new_tokens": len(prefix) + 2 * max(map(len, expected)),
                }
                found = (
                    generate(converted, tokenizer, sources, **options)
                    if causal
                    else translate(converted, tokenizer, sources, prefix=prefix, **options)
                )
                if found != expected:
                    return False
    return True
