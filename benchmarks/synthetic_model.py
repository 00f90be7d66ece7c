"""A Marian model with random weights that ends its sentences where a trained one would.

    python benchmarks/synthetic_model.py FOLDER --shape opus|small

writes the model in Hugging Face layout into FOLDER/model, a models.txt that calls it `synthetic`,
and converts it as the product does, into FOLDER/home. `opus` has exactly the shape of
Helsinki-NLP/opus-mt-en-ru, so a token costs what a token of that model costs.

Random weights alone never end a sentence. So one head of the last cross-attention is set by hand:
it walks along the source by position, `RATIO` steps of the output for one of the source, passes on
what it finds, and raises the end of sequence where the source ends. All other weights are random,
from a fixed seed. Outputs are nonsense in Cyrillic pieces, in every engine of the same length to a
token or two: a tenth longer than their source (of the small model, as long as it). Nothing is
added to the model, so nothing in it costs more or less than usual.
"""

from __future__ import annotations

import argparse
import json
import math
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from synthetic import SEED, Writer

NAME = "synthetic"
RATIO = 1.1
_PIECES = 5000
_TRAINING_SENTENCES = 4000
_NEVER = -50.0
"""Added to the scores of pieces that are not Cyrillic: the output looks like Russian."""
_SHARPNESS = 4.0
_END_GAIN = 40.0
_END_THRESHOLD = 0.6
"""Of the highest score an end of sequence can have."""
_NORM = 0.45
"""Of an embedding; at 512 columns that is Marian's usual deviation of 0.02."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a Marian model."""

    vocabulary: int
    width: int
    layers: int
    heads: int
    inner: int


SHAPES = {
    "opus": Shape(vocabulary=62518, width=512, layers=6, heads=8, inner=2048),
    "small": Shape(vocabulary=14000, width=64, layers=2, heads=4, inner=128),
}


def build(folder: Path, shape: Shape) -> None:
    """Write a model of this shape in Hugging Face layout."""
    import torch
    from transformers import GenerationConfig, MarianConfig, MarianMTModel

    folder.mkdir(parents=True)
    targets = _write_vocabulary(folder, shape.vocabulary)
    pad, end = shape.vocabulary - 1, 0
    torch.manual_seed(SEED)
    model = MarianMTModel(
        MarianConfig(
            vocab_size=shape.vocabulary,
            d_model=shape.width,
            encoder_layers=shape.layers,
            decoder_layers=shape.layers,
            encoder_attention_heads=shape.heads,
            decoder_attention_heads=shape.heads,
            encoder_ffn_dim=shape.inner,
            decoder_ffn_dim=shape.inner,
            max_position_embeddings=512,
            init_std=_NORM / math.sqrt(shape.width),
            activation_function="swish",
            scale_embedding=True,
            share_encoder_decoder_embeddings=True,
            static_position_embeddings=True,
            normalize_before=False,
            normalize_embedding=False,
            pad_token_id=pad,
            bos_token_id=end,
            eos_token_id=end,
            decoder_start_token_id=pad,
            forced_eos_token_id=end,
        )
    )
    with torch.no_grad():
        _teach_to_end(model, shape, end)
        model.final_logits_bias.fill_(_NEVER)
        model.final_logits_bias[0, targets] = 0.0
        model.final_logits_bias[0, end] = -_END_THRESHOLD * _NORM * math.sqrt(shape.width)
    model.generation_config = GenerationConfig(
        bad_words_ids=[[pad]],
        bos_token_id=end,
        decoder_start_token_id=pad,
        eos_token_id=end,
        forced_eos_token_id=end,
        max_length=512,
        num_beams=4,
        pad_token_id=pad,
        renormalize_logits=True,
    )
    model.save_pretrained(folder)


def _teach_to_end(model: Any, shape: Shape, end: int) -> None:
    """Set the head that walks along the source. Called without gradients.

    The first half of a position's encoding are sines, the second cosines, from fast to slow. A
    head can compare half as many of them as it is wide. The slowest sines are next to nothing for
    all positions we have; there the end of sequence, and only that, has a mark.
    """
    import torch

    half, width = shape.width // 2, shape.width // shape.heads
    slower = round(half * math.log(RATIO) / math.log(10000))
    last = int(0.375 * half)
    waves = [round(at * last / (width // 2 - 1)) for at in range(width // 2)]
    marked = list(range(half - half // 16, half))
    # Its signs alternate, since the layer norms take away what all columns have in common.
    mark = torch.tensor([(-1.0) ** column for column in marked]) / math.sqrt(len(marked))
    embeddings = model.get_input_embeddings().weight
    for wave in waves:
        for column in (wave, wave + slower):
            embeddings[:, [column, half + column]] = 0.0
    embeddings[:, marked] = 0.0
    embeddings[end] = 0.0
    embeddings[end, marked] = mark * _NORM
    embeddings[shape.vocabulary - 1] = 0.0  # Marian starts decoding from nothing

    attention = model.get_decoder().layers[-1].encoder_attn
    own = slice(0, width)
    for projection, shift in ((attention.q_proj, slower), (attention.k_proj, 0)):
        projection.weight[own] = 0.0
        for row, wave in enumerate(waves):
            projection.weight[row, wave + shift] = _SHARPNESS
            projection.weight[width // 2 + row, half + wave + shift] = _SHARPNESS
    attention.v_proj.weight[own] *= 2.0
    attention.v_proj.weight[0] = 0.0
    attention.v_proj.weight[0, marked] = mark
    attention.out_proj.weight[:, own] *= 20.0
    attention.out_proj.weight[:, 0] = 0.0
    attention.out_proj.weight[marked] = 0.0
    attention.out_proj.weight[marked, 0] = mark * _END_GAIN


def _write_vocabulary(folder: Path, size: int) -> list[int]:
    """Train both SentencePiece models and fill the vocabulary up; the ids of target pieces."""
    import sentencepiece

    writer = Writer()
    ids: dict[str, int] = {"</s>": 0, "<unk>": 1}
    texts = {
        "source": writer.sentences(_TRAINING_SENTENCES),
        "target": writer.cyrillic(_TRAINING_SENTENCES),
    }
    pieces: dict[str, list[str]] = {}
    for name, sentences in texts.items():
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(sentences),
            model_prefix=str(folder / name),
            vocab_size=_PIECES,
            hard_vocab_limit=False,
            character_coverage=1.0,
            num_threads=1,
            minloglevel=2,
            eos_id=0,
            unk_id=1,
            bos_id=-1,
        )
        (folder / f"{name}.vocab").unlink()
        model = (folder / f"{name}.model").rename(folder / f"{name}.spm")
        processor = sentencepiece.SentencePieceProcessor(model_file=str(model))
        pieces[name] = [processor.id_to_piece(number) for number in range(len(processor))]
        for piece in pieces[name]:
            ids.setdefault(piece, len(ids))
    targets = [ids[piece] for piece in pieces["target"] if any(map(_is_cyrillic, piece))]
    for number in range(size - 1 - len(ids)):
        ids[f"filler{number}"] = len(ids)
    ids["<pad>"] = size - 1
    assert len(ids) == size, f"{len(ids)} pieces do not fit into {size}"
    _write_json(folder / "vocab.json", ids)
    _write_json(folder / "tokenizer_config.json", {"source_lang": "en", "target_lang": "ru"})
    return targets


def _is_cyrillic(letter: str) -> bool:
    return "а" <= letter.lower() <= "я"


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def prepare(folder: Path, shape: Shape) -> None:
    """Write, register and convert a model."""
    from summarize.engines.loading import Loader
    from summarize.models.environment import calm_libraries
    from summarize.models.registry import load_registry
    from summarize.models.store import ModelStore

    calm_libraries()
    build(folder / "model", shape)
    models = folder / "models.txt"
    # Told to summarise, it writes as much as it reads, which takes as long and is cut.
    columns = "translate,summarize en>ru,en ./model licence=apache-2.0"
    models.write_text(f"{NAME} {columns}\n", encoding="utf-8")
    loader = Loader(load_registry(models), ModelStore(folder / "home"), device="cpu", offline=True)
    loader.convert(loader.stored(NAME))


def main() -> None:
    """Prepare one model."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--shape", choices=sorted(SHAPES), default="opus")
    options = parser.parse_args()
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    prepare(options.folder, SHAPES[options.shape])


if __name__ == "__main__":
    main()
