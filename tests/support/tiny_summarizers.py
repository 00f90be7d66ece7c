"""Tiny summarisers in the layouts of mbart_ru_sum_gazeta, mT5 XL-Sum and distilbart-cnn."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from support.corpus import PAIRS, summaries
from support.tiny_conversion import says_exactly
from support.tiny_training import memorise, reproducible, seq2seq_lessons
from support.tiny_vocabulary import train_byte_bpe, train_sentencepiece, write_json, write_merges

_LEARNING_RATE = 4e-3


def build_mbart(folder: Path) -> Path:
    """Build a summariser of the Russian articles, as IlyaGusev/mbart_ru_sum_gazeta.

    Args:
        folder: An empty or new folder.

    Returns:
        The folder.
    """
    from transformers import (
        GenerationConfig,
        MBartConfig,
        MBartForConditionalGeneration,
        MBartTokenizer,
    )

    folder.mkdir(parents=True, exist_ok=True)
    with reproducible():
        train_sentencepiece(
            [pair.ru for pair in PAIRS], folder / "sentencepiece.bpe", vocab_size=700
        )
        write_json(
            folder / "tokenizer_config.json",
            {"tokenizer_class": "MBartTokenizer", "src_lang": "ru_RU", "tgt_lang": "ru_RU"},
        )
        tokenizer = MBartTokenizer.from_pretrained(folder)
        russian = tokenizer.convert_tokens_to_ids("ru_RU")
        special = {
            "bos_token_id": tokenizer.bos_token_id,
            "pad_token_id": tokenizer.pad_token_id,
            "eos_token_id": tokenizer.eos_token_id,
            "decoder_start_token_id": russian,
            "forced_eos_token_id": tokenizer.eos_token_id,
        }
        model = MBartForConditionalGeneration(
            MBartConfig(
                **special,
                **_bart_shape(len(tokenizer)),
                max_position_embeddings=1024,
                init_std=0.1,
                scale_embedding=True,
                normalize_before=True,
                normalize_embedding=True,
                add_final_layer_norm=True,
                tokenizer_class="MBartTokenizer",
            )
        )
        model.generation_config = GenerationConfig(**special, max_length=200, num_beams=5)
        # The language code is what the decoder starts with; it does not follow the summary.
        _train(folder, model, tokenizer, summaries("ru"), after_label=1)
    return folder


def build_bart(folder: Path) -> Path:
    """Build a summariser of the English articles, as sshleifer/distilbart-cnn-12-6.

    Args:
        folder: An empty or new folder.

    Returns:
        The folder.
    """
    from transformers import (
        BartConfig,
        BartForConditionalGeneration,
        BartTokenizer,
        GenerationConfig,
    )

    folder.mkdir(parents=True, exist_ok=True)
    with reproducible():
        special_tokens = ("<s>", "<pad>", "</s>", "<unk>")
        vocabulary, merges = train_byte_bpe(
            [text for pair in summaries("en") for text in pair], 1000, special_tokens, None
        )
        vocabulary["<mask>"] = len(vocabulary)
        write_json(folder / "vocab.json", vocabulary)
        write_merges(folder / "merges.txt", merges)
        write_json(folder / "tokenizer_config.json", {"model_max_length": 1024})
        tokenizer = BartTokenizer.from_pretrained(folder)
        special = {
            "bos_token_id": tokenizer.bos_token_id,
            "pad_token_id": tokenizer.pad_token_id,
            "eos_token_id": tokenizer.eos_token_id,
            "decoder_start_token_id": tokenizer.eos_token_id,
            "forced_bos_token_id": tokenizer.bos_token_id,
            "forced_eos_token_id": tokenizer.eos_token_id,
        }
        model = BartForConditionalGeneration(
            BartConfig(
                **special,
                **_bart_shape(len(tokenizer)),
                max_position_embeddings=1024,
                init_std=0.1,
                scale_embedding=False,
                normalize_before=False,
                normalize_embedding=True,
                add_final_layer_norm=False,
                static_position_embeddings=False,
            )
        )
        model.generation_config = GenerationConfig(
            **special,
            early_stopping=True,
            length_penalty=2.0,
            max_length=142,
            min_length=8,
            no_repeat_ngram_size=3,
            num_beams=4,
        )
        _train(folder, model, tokenizer, summaries("en"))
    return folder


def build_t5(folder: Path) -> Path:
    """Build a summariser of the articles in both languages, as csebuetnlp/mT5_multilingual_XLSum.

    Args:
        folder: An empty or new folder.

    Returns:
        The folder.
    """
    import torch
    from transformers import GenerationConfig, MT5Config, MT5ForConditionalGeneration, T5Tokenizer

    folder.mkdir(parents=True, exist_ok=True)
    with reproducible():
        train_sentencepiece(
            [sentence for pair in PAIRS for sentence in pair],
            folder / "spiece",
            vocab_size=1200,
            pad_id=0,
            eos_id=1,
            unk_id=2,
            bos_id=-1,
        )
        write_json(
            folder / "tokenizer_config.json", {"tokenizer_class": "T5Tokenizer", "extra_ids": 0}
        )
        tokenizer = T5Tokenizer.from_pretrained(folder)
        special = {
            "pad_token_id": tokenizer.pad_token_id,
            "eos_token_id": tokenizer.eos_token_id,
            "decoder_start_token_id": tokenizer.pad_token_id,
        }
        model = MT5ForConditionalGeneration(
            MT5Config(
                **special,
                # The real embeddings are longer than the vocabulary, too.
                vocab_size=len(tokenizer) + 12,
                d_model=64,
                d_kv=16,
                d_ff=128,
                num_layers=2,
                num_decoder_layers=2,
                num_heads=4,
                dropout_rate=0.0,
                feed_forward_proj="gated-gelu",
                tie_word_embeddings=False,
                tokenizer_class="T5Tokenizer",
            )
        )
        model.generation_config = GenerationConfig(
            **special, length_penalty=0.6, max_length=84, no_repeat_ngram_size=2, num_beams=4
        )
        # As in the real checkpoint, what is written is not what was read; its configuration says
        # so, though transformers 5 does not heed it.
        model.lm_head.weight = torch.nn.Parameter(model.lm_head.weight.detach().clone())
        _train(folder, model, tokenizer, (*summaries("en"), *summaries("ru")), skipping=0.0)
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        write_json(folder / "config.json", config | {"tie_word_embeddings": False})
    return folder


def _bart_shape(vocab_size: int) -> dict[str, Any]:
    return {
        "vocab_size": vocab_size,
        "d_model": 64,
        "encoder_layers": 2,
        "decoder_layers": 2,
        "encoder_attention_heads": 4,
        "decoder_attention_heads": 4,
        "encoder_ffn_dim": 128,
        "decoder_ffn_dim": 128,
        "activation_function": "gelu",
        "dropout": 0.0,
        "attention_dropout": 0.0,
        "activation_dropout": 0.0,
    }


def _train(
    folder: Path,
    model: Any,
    tokenizer: Any,
    taught: Sequence[tuple[str, str]],
    *,
    after_label: int = 0,
    skipping: float = 0.25,
) -> None:
    """Teach the summaries and write the model.

    Args:
        folder: Where to.
        model: Its generation config says what its decoder starts with.
        tokenizer: The model's.
        taught: Texts and their summaries. Texts that are the same in tokens count once.
        after_label: Tokens that the tokenizer puts after the end of a summary.
        skipping: See `memorise`.
    """
    pairs = {}
    for text, summary in taught:
        label = tokenizer(text_target=summary)["input_ids"]
        pairs[tuple(tokenizer(text)["input_ids"])] = label[: len(label) - after_label]
    start = model.generation_config.decoder_start_token_id
    lessons = seq2seq_lessons(
        list(pairs),
        list(pairs.values()),
        pad=tokenizer.pad_token_id,
        decoder_start=start,
    )
    # mBART's decoder starts with the language code, which is for the caller to give.
    prefix = [start] if start not in (tokenizer.eos_token_id, tokenizer.pad_token_id) else []

    def is_learnt() -> bool:
        model.save_pretrained(folder)
        return says_exactly(folder, tokenizer, list(pairs), list(pairs.values()), prefix)

    memorise(model, lessons, is_learnt, learning_rate=_LEARNING_RATE, skipping=skipping)
