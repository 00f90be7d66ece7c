from __future__ import annotations

from summarize.models.selection import select_files

MARIAN = ["config.json", "generation_config.json", "source.spm", "target.spm", "vocab.json"]
NOISE = [
    ".gitattributes",
    "README.md",
    "benchmark_results.txt",
    "flax_model.msgpack",
    "modeling_own.py",
    "onnx/model.onnx",
    "onnx/config.json",
    "rust_model.ot",
    "tf_model.h5",
    "training_args.bin",
    "model.fp16.safetensors",
]


def test_safetensors_are_preferred_and_alone() -> None:
    names = [*MARIAN, *NOISE, "model.safetensors", "pytorch_model.bin"]

    assert select_files(names) == sorted([*MARIAN, "model.safetensors"])


def test_pytorch_weights_where_there_is_nothing_else() -> None:
    assert select_files([*MARIAN, *NOISE, "pytorch_model.bin"]) == sorted(
        [*MARIAN, "pytorch_model.bin"]
    )


def test_shards_come_with_their_index_and_without_the_other_format() -> None:
    shards = [f"model-0000{n}-of-00002.safetensors" for n in (1, 2)]
    index = "model.safetensors.index.json"
    others = ["pytorch_model-00001-of-00001.bin", "pytorch_model.bin.index.json"]

    assert select_files(["config.json", index, *shards, *others]) == sorted(
        ["config.json", index, *shards]
    )
    assert select_files(["config.json", *shards, *others]) == sorted(["config.json", *others])


def test_tokenizers_of_every_kind() -> None:
    files = [
        "additional_chat_templates/tool_use.jinja",
        "chat_template.jinja",
        "merges.txt",
        "sentencepiece.bpe.model",
        "special_tokens_map.json",
        "spiece.model",
        "tokenizer.json",
        "vocab.txt",
    ]

    assert select_files(["model.safetensors", *files]) == sorted([*files, "model.safetensors"])


def test_the_modules_of_a_sentence_encoder() -> None:
    modules = ["1_Pooling/config.json", "2_Dense/config.json", "2_Dense/model.safetensors"]
    top = ["config.json", "model.safetensors", "modules.json"]
    noise = ["2_Dense/pytorch_model.bin", "onnx/config.json", "2_Dense/README.md", "1_Pooling/a.py"]

    assert select_files([*top, *modules, *noise]) == sorted([*top, *modules])
    bins = ["2_Dense/config.json", "2_Dense/pytorch_model.bin", "3_Dense/pytorch_model.bin"]
    assert select_files([*top, *bins]) == sorted([*top, *bins])
    assert select_files(["config.json", "model.safetensors", *modules]) == [
        "config.json",
        "model.safetensors",
    ]


def test_files_that_only_look_like_parts_of_a_model() -> None:
    own = ["model.safetensors", "source.spm", "vocab-ru.txt", "bpe.codes", "x.tiktoken"]
    noise = [
        ".hidden.json",
        "sub/tokenizer.json",
        "additional_chat_templates/sub/a.jinja",
        "pytorch_model.bin.index.json",
        "model.safetensors.index.json",
        "adapter_model.safetensors",
        "xmodel.safetensors",
        "model.safetensors.bak",
        "config.json.orig",
        "old_merges.txt",
        "notes.txt",
        "Pooling/config.json",
        "1_Pooling/model.py",
    ]
    assert select_files([*own, *noise]) == sorted(own)
    assert select_files([*own, *noise, "modules.json"]) == sorted([*own, "modules.json"])


def test_a_folder_that_lacks_the_index_of_its_shards_has_no_weights() -> None:
    assert select_files(["config.json", "model-00001-of-00002.safetensors"]) is None
    assert select_files(["config.json", "pytorch_model-00001-of-00002.bin"]) is None
    assert select_files(["config.json", "pytorch_model.bin.index.json"]) is None


def test_no_weights() -> None:
    assert select_files([*MARIAN, *NOISE]) is None
    assert select_files([]) is None
