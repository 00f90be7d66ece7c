"""Tiny M2M100 models: one model, both directions, in the layouts of NLLB and of M2M100."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from support.corpus import PAIRS
from support.tiny_conversion import says_exactly
from support.tiny_training import memorise, reproducible, seq2seq_lessons
from support.tiny_vocabulary import train_sentencepiece, write_json

_VOCAB_SIZE = 2000
_UNUSED_IDS = 8
"""Ids at the end of the real models' embeddings that no token has."""


def build_nllb(folder: Path) -> Path:
    """Build a model in the layout of facebook/nllb-200-distilled-600M: `eng_Latn`, `rus_Cyrl`.

    Args:
        folder: An empty or new folder.

    Returns:
        The folder.
    """
    from transformers import NllbTokenizer
    from transformers.models.nllb.tokenization_nllb import FAIRSEQ_LANGUAGE_CODES

    folder.mkdir(parents=True, exist_ok=True)
    with reproducible():
        _train_pieces(folder)
        settings = {"extra_special_tokens": list(FAIRSEQ_LANGUAGE_CODES)}
        NllbTokenizer.from_pretrained(folder, **settings).save_pretrained(folder)
        tokenizer = NllbTokenizer.from_pretrained(folder)
        _train(folder, tokenizer, "eng_Latn", "rus_Cyrl", {"max_length": 200})
    return folder


def build_m2m100(folder: Path) -> Path:
    """Build a model in the layout of facebook/m2m100_418M: `en`, `ru`.

    Args:
        folder: An empty or new folder.

    Returns:
        The folder.
    """
    import sentencepiece
    from transformers import M2M100Tokenizer
    from transformers.models.m2m_100.tokenization_m2m_100 import FAIRSEQ_LANGUAGE_CODES

    folder.mkdir(parents=True, exist_ok=True)
    with reproducible():
        processor = sentencepiece.SentencePieceProcessor(model_file=str(_train_pieces(folder)))
        # The model's own order of the special tokens is not SentencePiece's.
        pieces = ["<s>", "<pad>", "</s>", "<unk>"]
        pieces += [processor.id_to_piece(index) for index in range(3, len(processor))]
        write_json(folder / "vocab.json", {piece: index for index, piece in enumerate(pieces)})
        languages = [f"__{language}__" for language in FAIRSEQ_LANGUAGE_CODES["m2m100"]]
        write_json(
            folder / "tokenizer_config.json",
            {
                "tokenizer_class": "M2M100Tokenizer",
                "model_max_length": 1024,
                "additional_special_tokens": languages,
            },
        )
        tokenizer = M2M100Tokenizer.from_pretrained(folder)
        _train(
            folder,
            tokenizer,
            "en",
            "ru",
            {"max_length": 200, "num_beams": 5, "early_stopping": True},
        )
    return folder


def _train_pieces(folder: Path) -> Path:
    return train_sentencepiece(
        [sentence for pair in PAIRS for sentence in pair],
        folder / "sentencepiece.bpe",
        vocab_size=_VOCAB_SIZE,
        model_type="bpe",
    )


def _train(
    folder: Path, tokenizer: Any, english: str, russian: str, generation: dict[str, Any]
) -> None:
    """Train both directions and write the model."""
    from transformers import GenerationConfig, M2M100Config, M2M100ForConditionalGeneration

    inputs: list[list[int]] = []
    labels: list[list[int]] = []
    for source, target, pairs in (
        (english, russian, PAIRS),
        (russian, english, [(pair.ru, pair.en) for pair in PAIRS]),
    ):
        tokenizer.src_lang, tokenizer.tgt_lang = source, target
        inputs += tokenizer([pair[0] for pair in pairs])["input_ids"]
        labels += tokenizer(text_target=[pair[1] for pair in pairs])["input_ids"]
    tokenizer.src_lang = english

    pad, end = tokenizer.pad_token_id, tokenizer.eos_token_id
    model = M2M100ForConditionalGeneration(
        M2M100Config(
            vocab_size=len(tokenizer) + _UNUSED_IDS,
            d_model=64,
            encoder_layers=2,
            decoder_layers=2,
            encoder_attention_heads=4,
            decoder_attention_heads=4,
            encoder_ffn_dim=128,
            decoder_ffn_dim=128,
            max_position_embeddings=1024,
            init_std=0.1,
            activation_function="relu",
            dropout=0.0,
            attention_dropout=0.0,
            activation_dropout=0.0,
            encoder_layerdrop=0.0,
            decoder_layerdrop=0.0,
            scale_embedding=True,
            bos_token_id=tokenizer.bos_token_id,
            pad_token_id=pad,
            eos_token_id=end,
            decoder_start_token_id=end,
            tokenizer_class=type(tokenizer).__name__,
        )
    )
    # The first output token is the target language: the caller's choice, never the model's.
    lessons = seq2seq_lessons(inputs, labels, pad=pad, decoder_start=end, given=1)
    model.generation_config = GenerationConfig(
        bos_token_id=tokenizer.bos_token_id,
        pad_token_id=pad,
        eos_token_id=end,
        decoder_start_token_id=end,
        **generation,
    )

    def is_learnt() -> bool:
        model.save_pretrained(folder)
        half = len(PAIRS)
        return all(
            says_exactly(
                folder,
                tokenizer,
                inputs[part],
                [ids[1:] for ids in labels[part]],
                labels[part][0][:1],
            )
            for part in (slice(half), slice(half, None))
        )

    memorise(model, lessons, is_learnt, learning_rate=5e-3)
