"""Tiny Marian models in the layout of Helsinki-NLP's opus-mt repositories."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from support.corpus import translations
from support.tiny_conversion import says_exactly
from support.tiny_training import memorise, reproducible, seq2seq_lessons
from support.tiny_vocabulary import train_sentencepiece, write_json

if TYPE_CHECKING:
    import torch

_PIECES_A_SENTENCE = 24
"""Enough for most words to be one piece: short sequences are learnt fast."""

TARGET_TOKENS = (">>bel<<", ">>rus<<", ">>ukr<<")
"""What a source starts with in the multilingual variant."""

WITHOUT_TARGET_TOKEN = "На какой язык?"
"""What the multilingual variant says to a source without a target token."""


def build_marian(folder: Path, direction: str) -> Path:
    """Build a model of one direction, as Helsinki-NLP/opus-mt-en-ru.

    Args:
        folder: An empty or new folder.
        direction: `en-ru` or `ru-en`.

    Returns:
        The folder.
    """
    source, target = direction.split("-")
    return _build(folder, source, target, (), translations(source, target))


def build_marian_target_token(folder: Path) -> Path:
    """Build an English model that needs a target token, as Helsinki-NLP/opus-mt-tc-big-en-zle.

    With `>>rus<<` before the source it translates into Russian; without it, it says
    `WITHOUT_TARGET_TOKEN`, so that a caller who forgets the token is found out.

    Returns:
        The folder.
    """
    known = translations("en", "ru")
    taught = {f">>rus<< {source}": target for source, target in known.items()}
    return _build(
        folder, "en", "zle", TARGET_TOKENS, taught | dict.fromkeys(known, WITHOUT_TARGET_TOKEN)
    )


def _build(
    folder: Path, source: str, target: str, target_tokens: tuple[str, ...], taught: dict[str, str]
) -> Path:
    from transformers import GenerationConfig, MarianConfig, MarianMTModel, MarianTokenizer

    folder.mkdir(parents=True, exist_ok=True)
    with reproducible():
        _write_tokenizer(folder, source, target, target_tokens, taught)
        tokenizer = MarianTokenizer.from_pretrained(folder)
        vocab_size, pad, end = tokenizer.vocab_size, tokenizer.pad_token_id, tokenizer.eos_token_id
        model = MarianMTModel(
            MarianConfig(
                vocab_size=vocab_size,
                d_model=64,
                encoder_layers=2,
                decoder_layers=2,
                encoder_attention_heads=4,
                decoder_attention_heads=4,
                encoder_ffn_dim=128,
                decoder_ffn_dim=128,
                max_position_embeddings=512,
                init_std=0.1,
                activation_function="swish",
                dropout=0.0,
                attention_dropout=0.0,
                activation_dropout=0.0,
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
        inputs = tokenizer(list(taught))["input_ids"]
        labels = tokenizer(text_target=list(taught.values()))["input_ids"]
        lessons = seq2seq_lessons(inputs, labels, pad=pad, decoder_start=pad)
        _keep_zero(model.get_input_embeddings(), pad)
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

        def is_learnt() -> bool:
            model.save_pretrained(folder)
            return says_exactly(folder, tokenizer, inputs, labels)

        memorise(model, lessons, is_learnt, learning_rate=5e-3)
    return folder


def _keep_zero(embeddings: torch.nn.Module, index: int) -> None:
    """Keep one row as it is: Marian starts decoding from nothing, which padding stands for."""

    def without_row(gradient: torch.Tensor) -> torch.Tensor:
        gradient = gradient.clone()
        gradient[index] = 0.0
        return gradient

    weight = embeddings.get_parameter("weight")
    weight.register_hook(without_row)  # type: ignore[no-untyped-call]


def _write_tokenizer(
    folder: Path, source: str, target: str, target_tokens: tuple[str, ...], taught: dict[str, str]
) -> None:
    """Write two SentencePiece models and the one vocabulary that both share, the padding last."""
    import sentencepiece

    sources = dict.fromkeys(text.removeprefix(">>rus<< ") for text in taught)
    pieces: dict[str, None] = dict.fromkeys(("</s>", "<unk>", *target_tokens))
    for name, texts in (("source", sources), ("target", dict.fromkeys(taught.values()))):
        model = train_sentencepiece(
            texts,
            folder / name,
            vocab_size=_PIECES_A_SENTENCE * len(texts),
            model_type="bpe",
            unk_id=1,
            eos_id=0,
            bos_id=-1,
        ).rename(folder / f"{name}.spm")
        processor = sentencepiece.SentencePieceProcessor(model_file=str(model))
        pieces.update(dict.fromkeys(map(processor.id_to_piece, range(len(processor)))))
    pieces["<pad>"] = None
    write_json(folder / "vocab.json", {piece: index for index, piece in enumerate(pieces)})
    write_json(folder / "tokenizer_config.json", {"source_lang": source, "target_lang": target})
