"""Tiny sentence encoders with random weights: what they say means nothing, how they say it does."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from support.corpus import PAIRS
from support.tiny_training import reproducible

WINDOW = 32
"""How many tokens each of them reads, special ones included."""

_SIZES = {
    "hidden_size": 16,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 32,
    "initializer_range": 0.5,
}


def build_xlm_roberta(folder: Path) -> Path:
    """Build an encoder in the layout of intfloat/multilingual-e5-base.

    Args:
        folder: An empty or new folder.

    Returns:
        The folder.
    """
    from transformers import XLMRobertaConfig, XLMRobertaModel

    special = {"bos": "<s>", "pad": "<pad>", "eos": "</s>", "unk": "<unk>", "mask": "<mask>"}
    with reproducible():
        tokenizer = _tokenizer(special, ("bos", "eos"))
        # As in the real ones, the positions begin after the padding id.
        config = XLMRobertaConfig(
            vocab_size=len(tokenizer),
            max_position_embeddings=WINDOW + tokenizer.pad_token_id + 1,
            pad_token_id=tokenizer.pad_token_id,
            type_vocab_size=1,
            **_SIZES,
        )
        _save(XLMRobertaModel(config), tokenizer, folder)
    return folder


def build_bert(folder: Path) -> Path:
    """Build an encoder in the layout of sentence-transformers/LaBSE.

    Args:
        folder: An empty or new folder.

    Returns:
        The folder.
    """
    from transformers import BertConfig, BertModel

    special = {"pad": "[PAD]", "unk": "[UNK]", "cls": "[CLS]", "sep": "[SEP]", "mask": "[MASK]"}
    with reproducible():
        tokenizer = _tokenizer(special, ("cls", "sep"))
        config = BertConfig(
            vocab_size=len(tokenizer), max_position_embeddings=WINDOW, pad_token_id=0, **_SIZES
        )
        _save(BertModel(config), tokenizer, folder)
    return folder


def describe(
    folder: Path,
    pooling: Mapping[str, Any],
    *,
    dense: Mapping[str, Any] | None = None,
    settings: Mapping[str, Any] | None = None,
) -> Path:
    """Add what sentence-transformers keeps beside an encoder, in the layout of LaBSE.

    Args:
        folder: The encoder's.
        pooling: What stands in the configuration of the pooling.
        dense: What the configuration of a dense layer says beside its sizes; None for no layer.
        settings: What stands in sentence_bert_config.json.

    Returns:
        The folder.
    """
    names = ["Transformer", "Pooling", *(["Dense"] if dense is not None else []), "Normalize"]
    modules = [
        {
            "idx": position,
            "name": str(position),
            "path": f"{position}_{name}" if position else "",
            "type": f"sentence_transformers.models.{name}",
        }
        for position, name in enumerate(names)
    ]
    _write(folder / "modules.json", modules)
    _write(folder / "sentence_bert_config.json", dict(settings or {}))
    size = _SIZES["hidden_size"]
    _write(folder / "1_Pooling" / "config.json", {"word_embedding_dimension": size, **pooling})
    if dense is not None:
        _write(folder / "2_Dense" / "config.json", {"in_features": size, "bias": True, **dense})
        _save_dense(folder / "2_Dense", int(dense["out_features"]))
    return folder


def _save_dense(folder: Path, out_features: int) -> None:
    import torch
    from safetensors.torch import save_file

    with reproducible():
        weights = {
            "linear.weight": torch.randn(out_features, int(_SIZES["hidden_size"])),
            "linear.bias": torch.randn(out_features),
        }
    save_file(weights, folder / "model.safetensors")


def _write(path: Path, content: object) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content), "utf-8")


def _tokenizer(special: dict[str, str], frame: tuple[str, str]) -> Any:
    """A tokenizer that frames a text as its family does; its pieces are those of a small BPE."""
    from tokenizers import Tokenizer, models, pre_tokenizers, processors, trainers
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.BPE(unk_token=special["unk"]))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    trainer = trainers.BpeTrainer(
        vocab_size=400, special_tokens=list(special.values()), show_progress=False
    )
    tokenizer.train_from_iterator([text for pair in PAIRS for text in (pair.en, pair.ru)], trainer)
    before, after = (special[name] for name in frame)
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{before} $A {after}",
        special_tokens=[(token, tokenizer.token_to_id(token)) for token in (before, after)],
    )
    named = {f"{name}_token": token for name, token in special.items()}
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, model_max_length=WINDOW, padding_side="right", **named
    )


def _save(model: Any, tokenizer: Any, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
