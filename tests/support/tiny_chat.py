"""Tiny chat models in the layout of Qwen/Qwen2.5-1.5B-Instruct, also as a single GGUF file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from support.corpus import PAIRS
from support.tiny_conversion import says_exactly
from support.tiny_training import causal_lessons, memorise, reproducible
from support.tiny_vocabulary import train_byte_bpe, write_json, write_merges

ChatPair = tuple[list[dict[str, str]], str]
"""The messages of a conversation, and the reply the model is to give."""

_CONTEXT_LENGTH = 4096
_END_OF_TEXT, _START, _END = "<|endoftext|>", "<|im_start|>", "<|im_end|>"
_CHAT_TEMPLATE = """\
{%- if messages[0].role != 'system' -%}
{{ '<|im_start|>system\\nYou are a helpful assistant.<|im_end|>\\n' }}
{%- endif -%}
{%- for message in messages -%}
{{ '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}
{%- endfor -%}
{%- if add_generation_prompt -%}
{{ '<|im_start|>assistant\\n' }}
{%- endif -%}
"""


def build_chat(folder: Path, pairs: Sequence[ChatPair]) -> Path:
    """Build a model that gives the reply of each pair to its messages, and then ends.

    Args:
        folder: An empty or new folder.
        pairs: What the model is to know by heart. Training takes longer with longer prompts.

    Returns:
        The folder.
    """
    from transformers import GenerationConfig, Qwen2Config, Qwen2ForCausalLM, Qwen2Tokenizer

    folder.mkdir(parents=True, exist_ok=True)
    with reproducible():
        _write_tokenizer(folder, pairs)
        tokenizer = Qwen2Tokenizer.from_pretrained(folder)
        tokenizer.backend_tokenizer.save(str(folder / "tokenizer.json"))
        end_of_text, end = tokenizer.convert_tokens_to_ids([_END_OF_TEXT, _END])
        model = Qwen2ForCausalLM(
            Qwen2Config(
                # The real embeddings, too, are longer than the vocabulary.
                vocab_size=-(-(len(tokenizer) + 1) // 32) * 32,
                hidden_size=64,
                intermediate_size=128,
                num_hidden_layers=2,
                num_attention_heads=4,
                num_key_value_heads=2,
                max_position_embeddings=_CONTEXT_LENGTH,
                rope_parameters={"rope_type": "default", "rope_theta": 1_000_000.0},
                tie_word_embeddings=True,
                initializer_range=0.1,
                bos_token_id=end_of_text,
                eos_token_id=end,
            )
        )
        prompts = [
            tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
            for messages, _ in pairs
        ]
        model.generation_config = GenerationConfig(
            bos_token_id=end_of_text,
            pad_token_id=end_of_text,
            eos_token_id=[end, end_of_text],
            do_sample=True,
            repetition_penalty=1.1,
            temperature=0.7,
            top_k=20,
            top_p=0.8,
        )
        asked = tokenizer(prompts)["input_ids"]
        replies = tokenizer([f"{reply}{_END}" for _, reply in pairs])["input_ids"]

        def is_learnt() -> bool:
            model.save_pretrained(folder)
            return says_exactly(folder, tokenizer, asked, replies)

        lessons = causal_lessons(asked, replies, pad=end_of_text)
        memorise(model, lessons, is_learnt, learning_rate=6e-3, skipping=0.0)
    return folder


def write_gguf(folder: Path, file: Path, file_type: str = "F16") -> Path:
    """Write a model of `build_chat` as one GGUF file, its tokenizer and chat template included.

    Args:
        folder: What `build_chat` returned.
        file: The file to write.
        file_type: How matrices are stored: `F32`, `F16` or `Q8_0`. Vectors stay `F32`.

    Returns:
        The file.
    """
    import gguf
    import numpy as np
    from safetensors.numpy import load_file
    from transformers import Qwen2Config, Qwen2Tokenizer

    config = Qwen2Config.from_pretrained(folder)
    with reproducible():
        tokenizer = Qwen2Tokenizer.from_pretrained(folder)
    architecture = gguf.MODEL_ARCH.QWEN2
    writer = gguf.GGUFWriter(file, gguf.MODEL_ARCH_NAMES[architecture])
    writer.add_name(folder.name)
    writer.add_file_type(gguf.LlamaFileType[_GGUF_FILE_TYPES[file_type]])
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_block_count(config.num_hidden_layers)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_rope_freq_base(config.rope_parameters["rope_theta"])
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)

    tokens = [*tokenizer.convert_ids_to_tokens(range(len(tokenizer)))]
    padding = [f"[PAD{index}]" for index in range(len(tokens), config.vocab_size)]
    control = set(tokenizer.all_special_tokens)
    types = [gguf.TokenType.CONTROL if t in control else gguf.TokenType.NORMAL for t in tokens]
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list([*tokens, *padding])
    writer.add_token_types([*types, *[gguf.TokenType.UNUSED] * len(padding)])
    writer.add_token_merges((folder / "merges.txt").read_text(encoding="utf-8").splitlines()[1:])
    writer.add_eos_token_id(config.eos_token_id)
    writer.add_bos_token_id(config.bos_token_id)
    writer.add_pad_token_id(config.bos_token_id)
    writer.add_add_bos_token(False)
    writer.add_chat_template(tokenizer.chat_template)

    names = gguf.get_tensor_name_map(architecture, config.num_hidden_layers)
    matrix_type = gguf.GGMLQuantizationType[file_type]
    for name, weights in load_file(folder / "model.safetensors").items():
        kind = matrix_type if weights.ndim > 1 else gguf.GGMLQuantizationType.F32
        writer.add_tensor(
            names.get_name(name, try_suffixes=(".weight", ".bias")),
            gguf.quants.quantize(weights.astype(np.float32), kind),
            raw_dtype=kind,
        )
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return file


_GGUF_FILE_TYPES = {"F32": "ALL_F32", "F16": "MOSTLY_F16", "Q8_0": "MOSTLY_Q8_0"}


def _write_tokenizer(folder: Path, pairs: Sequence[ChatPair]) -> None:
    from transformers.models.qwen2.tokenization_qwen2 import PRETOKENIZE_REGEX

    texts = [sentence for pair in PAIRS for sentence in pair]
    for messages, reply in pairs:
        texts += [*(message["content"] for message in messages), *{m["role"] for m in messages}]
        texts.append(reply)
    vocabulary, merges = train_byte_bpe(texts, 2000, (), PRETOKENIZE_REGEX)
    special = (_END_OF_TEXT, _START, _END)
    write_json(folder / "vocab.json", vocabulary)
    write_merges(folder / "merges.txt", merges)
    write_json(
        folder / "tokenizer_config.json",
        {
            "tokenizer_class": "Qwen2Tokenizer",
            "model_max_length": _CONTEXT_LENGTH,
            "added_tokens_decoder": {
                str(len(vocabulary) + offset): {"content": token, "special": True}
                | dict.fromkeys(("lstrip", "rstrip", "normalized", "single_word"), False)
                for offset, token in enumerate(special)
            },
            "additional_special_tokens": [_START, _END],
            "bos_token": None,
            "eos_token": _END,
            "pad_token": _END_OF_TEXT,
            "unk_token": None,
            "add_prefix_space": False,
            "chat_template": _CHAT_TEMPLATE,
        },
    )
