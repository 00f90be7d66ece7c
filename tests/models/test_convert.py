from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from summarize.errors import EngineError
from summarize.models import converter
from summarize.models.convert import UnsupportedArchitectureError, converted, tokenizer_folder
from summarize.models.manifest import load_conversion
from summarize.models.store import ModelStore, StoredModel
from summarize.types import ModelSpec

pytestmark = pytest.mark.models

TEXTS = ["the minister said that it will rain", "министр сказал, что пойдёт дождь"]
QWEN = {
    "vocab_size": 300,
    "hidden_size": 32,
    "intermediate_size": 64,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
}


def spec(folder: Path, file: str | None = None) -> ModelSpec:
    return ModelSpec("tiny", frozenset({"translate"}), ("*",), str(folder), file)


def byte_tokenizer() -> Any:
    """A byte-level BPE tokenizer that was never trained: it knows every byte."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    tokens = ["<s>", "<pad>", "</s>", "<unk>", *sorted(pre_tokenizers.ByteLevel.alphabet())]
    raw = Tokenizer(models.BPE({token: i for i, token in enumerate(tokens)}, []))
    raw.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    raw.decoder = decoders.ByteLevel()
    return PreTrainedTokenizerFast(
        tokenizer_object=raw,
        bos_token="<s>",
        pad_token="<pad>",
        eos_token="</s>",
        unk_token="<unk>",
    )


@pytest.fixture(scope="module")
def bart(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random BART in Hub layout: a real architecture, a few hundred kilobytes."""
    import torch
    from transformers import BartConfig, BartForConditionalGeneration

    folder = tmp_path_factory.mktemp("bart")
    tokenizer = byte_tokenizer()
    torch.manual_seed(7)
    config = BartConfig(
        vocab_size=len(tokenizer),
        d_model=32,
        encoder_layers=1,
        decoder_layers=1,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=64,
        decoder_ffn_dim=64,
        max_position_embeddings=128,
        forced_eos_token_id=None,
    )
    BartForConditionalGeneration(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def gguf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same for a random Qwen2 in one GGUF file, weights in blocks of eight-bit integers."""
    from gguf import GGMLQuantizationType, GGUFWriter, quantize

    path = tmp_path_factory.mktemp("gguf") / "tiny-q8.gguf"
    writer = GGUFWriter(path, "qwen2")
    writer.add_name("tiny")
    writer.add_block_count(QWEN["num_hidden_layers"])
    writer.add_context_length(256)
    writer.add_embedding_length(QWEN["hidden_size"])
    writer.add_feed_forward_length(QWEN["intermediate_size"])
    writer.add_head_count(QWEN["num_attention_heads"])
    writer.add_head_count_kv(QWEN["num_key_value_heads"])
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_rope_freq_base(10000.0)
    add_vocabulary(writer)
    random = np.random.default_rng(7)
    for name, shape in qwen_shapes().items():
        weights = random.normal(0, 0.3, shape).astype(np.float32)
        if len(shape) == 1:
            writer.add_tensor(name, weights + 1 if "norm" in name else weights)
        else:
            kind = GGMLQuantizationType.Q8_0
            writer.add_tensor(name, quantize(weights, kind), raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def add_vocabulary(writer: Any) -> None:
    from gguf import TokenType
    from tokenizers import pre_tokenizers

    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    special = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    special += [f"<|{n}|>" for n in range(QWEN["vocab_size"] - len(alphabet) - 4)]
    tokens = [*alphabet, *special, "th"]
    kinds = [TokenType.CONTROL if token in special else TokenType.NORMAL for token in tokens]
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list(tokens)
    writer.add_token_types(kinds)
    writer.add_token_merges(["t h"])
    writer.add_bos_token_id(len(alphabet))
    writer.add_eos_token_id(len(alphabet) + 2)
    writer.add_pad_token_id(len(alphabet))
    writer.add_chat_template("{% for m in messages %}{{ m.content }}{% endfor %}")


def qwen_shapes() -> dict[str, tuple[int, ...]]:
    hidden, inner = QWEN["hidden_size"], QWEN["intermediate_size"]
    narrow = hidden * QWEN["num_key_value_heads"] // QWEN["num_attention_heads"]
    shapes: dict[str, tuple[int, ...]] = {
        "token_embd.weight": (QWEN["vocab_size"], hidden),
        "output_norm.weight": (hidden,),
    }
    for layer in range(QWEN["num_hidden_layers"]):
        block = {
            "attn_q.weight": (hidden, hidden),
            "attn_q.bias": (hidden,),
            "attn_k.weight": (narrow, hidden),
            "attn_k.bias": (narrow,),
            "attn_v.weight": (narrow, hidden),
            "attn_v.bias": (narrow,),
            "attn_output.weight": (hidden, hidden),
            "attn_norm.weight": (hidden,),
            "ffn_norm.weight": (hidden,),
            "ffn_gate.weight": (inner, hidden),
            "ffn_up.weight": (inner, hidden),
            "ffn_down.weight": (hidden, inner),
        }
        shapes |= {f"blk.{layer}.{name}": shape for name, shape in block.items()}
    return shapes


@pytest.fixture(scope="module")
def bart_home(bart: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the BART and its conversion to CTranslate2 in int8."""
    home = tmp_path_factory.mktemp("home")
    said: list[str] = []
    stored = ModelStore(home).ensure(spec(bart))
    converted(stored, "ctranslate2", progress=lambda what, *_: said.append(what))
    assert set(said) == {"converting tiny to ctranslate2-int8"}
    return home


@pytest.fixture
def tiny_bart(bart: Path, bart_home: Path, tmp_path: Path) -> StoredModel:
    """The same in a store that a test may break."""
    shutil.copytree(bart_home, tmp_path / "home")
    stored = ModelStore(tmp_path / "home").lookup(spec(bart))
    assert stored is not None
    return stored


@pytest.fixture
def tiny_qwen(gguf: Path, tmp_path: Path) -> StoredModel:
    return ModelStore(tmp_path / "home").ensure(spec(gguf.parent, gguf.name))


def greedy_with_transformers(model: Any, tokenizer: Any, text: str) -> list[str]:
    inputs = tokenizer(text, return_tensors="pt", return_token_type_ids=False)
    model.generation_config.forced_bos_token_id = None
    tokens = model.generate(**inputs, max_new_tokens=12, min_new_tokens=12, do_sample=False)[0]
    return list(tokenizer.convert_ids_to_tokens(tokens[-12:]))


def test_hub_layout_to_ctranslate2_gives_the_same_tokens(tiny_bart: StoredModel) -> None:
    import ctranslate2
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

    folder = converted(tiny_bart, "ctranslate2", "float32")

    assert tokenizer_folder(tiny_bart, folder) == tiny_bart.folder
    tokenizer = AutoTokenizer.from_pretrained(tokenizer_folder(tiny_bart, folder))
    translator = ctranslate2.Translator(str(folder), compute_type="float32")
    model = AutoModelForSeq2SeqLM.from_pretrained(tiny_bart.folder)
    for text in TEXTS:
        result = translator.translate_batch(
            [tokenizer.tokenize(text)],
            beam_size=1,
            max_decoding_length=12,
            min_decoding_length=12,
        )
        expected = greedy_with_transformers(model, tokenizer, text)
        assert result[0].hypotheses[0] == expected
    small = folder.parents[1] / "ctranslate2-int8/model/model.bin"
    assert small.stat().st_size * 2 < (folder / "model.bin").stat().st_size


def test_a_conversion_is_made_once(tiny_bart: StoredModel) -> None:
    said: list[str] = []
    place = tiny_bart.root / "converted/ctranslate2-int8"
    made = (place / "model/model.bin").stat().st_ino

    folder = converted(tiny_bart, "ctranslate2", progress=lambda what, *_: said.append(what))

    assert folder == place / "model"
    assert (folder / "model.bin").stat().st_ino == made
    assert said == []
    conversion = load_conversion(place)
    assert conversion is not None
    assert sorted(conversion.versions) == ["converter", "ctranslate2"]
    assert "model.bin" in {record.path for record in conversion.files}


@pytest.mark.parametrize("fault", ["older CTranslate2", "truncated"])
def test_a_stale_or_broken_conversion_is_made_again(tiny_bart: StoredModel, fault: str) -> None:
    place = tiny_bart.root / "converted/ctranslate2-int8"
    weights = place / "model/model.bin"
    whole = weights.read_bytes()
    if fault == "truncated":
        weights.write_bytes(whole[:1000])
    else:
        weights.write_bytes(bytes(len(whole)))
        conversion = load_conversion(place)
        assert conversion is not None
        replace(conversion, versions={**conversion.versions, "ctranslate2": "4.0"}).save(place)

    converted(tiny_bart, "ctranslate2")

    assert weights.read_bytes() == whole


def test_verify_hashes_conversions_too(tiny_bart: StoredModel, tmp_path: Path) -> None:
    store = ModelStore(tmp_path / "home")
    weights = tiny_bart.root / "converted/ctranslate2-int8/model/model.bin"
    assert store.verify(tiny_bart.spec) == []

    weights.write_bytes(weights.read_bytes()[:-1] + b"!")

    assert [p.split(": ")[0] for p in store.verify(tiny_bart.spec)] == [f"{weights} has changed"]


def test_transformers_uses_hub_layout_as_it_is(tiny_bart: StoredModel) -> None:
    assert converted(tiny_bart, "transformers") == tiny_bart.folder
    assert tokenizer_folder(tiny_bart, tiny_bart.folder) == tiny_bart.folder


def test_gguf_for_both_engines_gives_the_same_tokens(tiny_qwen: StoredModel) -> None:
    import ctranslate2
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    plain = converted(tiny_qwen, "transformers")
    fast = converted(tiny_qwen, "ctranslate2", "float32")

    assert tokenizer_folder(tiny_qwen, plain) == plain
    assert tokenizer_folder(tiny_qwen, fast) == fast / "tokenizer"
    tokenizer = AutoTokenizer.from_pretrained(plain)
    beside = AutoTokenizer.from_pretrained(fast / "tokenizer")
    generator = ctranslate2.Generator(str(fast), compute_type="float32")
    model = AutoModelForCausalLM.from_pretrained(plain, dtype=torch.float32)
    for text in TEXTS:
        prompt = beside.apply_chat_template([{"role": "user", "content": text}], tokenize=False)
        assert prompt == text
        assert beside.tokenize(text) == tokenizer.tokenize(text)
        result = generator.generate_batch(
            [beside.tokenize(text)],
            max_length=12,
            min_length=12,
            include_prompt_in_result=False,
        )
        assert result[0].sequences[0] == greedy_with_transformers(model, tokenizer, text)


def test_an_architecture_that_ctranslate2_lacks(bart: Path, tmp_path: Path) -> None:
    from transformers import LEDConfig

    folder = tmp_path / "led"
    shutil.copytree(bart, folder)
    LEDConfig(d_model=32).save_pretrained(folder)
    stored = ModelStore(tmp_path / "home").ensure(spec(folder))

    with pytest.raises(UnsupportedArchitectureError, match="no converter for LEDConfig") as caught:
        converted(stored, "ctranslate2")

    assert caught.value.message.startswith("tiny: ")
    assert list((stored.root / "converted").glob("*ctranslate2*/model*")) == []


def test_a_failing_child_is_one_line(bart: Path, tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    shutil.copytree(bart, folder)
    (folder / "model.safetensors").write_bytes(b"not a safetensors file")
    stored = ModelStore(tmp_path / "home").ensure(spec(folder))

    with pytest.raises(EngineError, match="tiny: its conversion to ctranslate2-int8") as caught:
        converted(stored, "ctranslate2")

    assert not isinstance(caught.value, UnsupportedArchitectureError)
    assert "\n" not in str(caught.value)
    assert "SafetensorError" in caught.value.message
    assert list((stored.root / "converted").glob("[!.]*")) == []
    assert not (stored.root / "converted/.ctranslate2-int8.partial").exists()


def test_an_unknown_compute_type(tiny_bart: StoredModel) -> None:
    with pytest.raises(EngineError, match="knows no compute type 'int4'"):
        converted(tiny_bart, "ctranslate2", "int4")


def test_a_pickle_with_code_in_it_is_not_run(
    bart: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import torch

    folder, trace = tmp_path / "pickled", tmp_path / "trace"
    shutil.copytree(bart, folder)
    (folder / "model.safetensors").unlink()

    class Evil:
        def __reduce__(self) -> tuple[object, ...]:
            return os.mkdir, (str(trace),)

    torch.save({"model.shared.weight": Evil()}, folder / "pytorch_model.bin")

    code = converter.main([str(folder), "", "ctranslate2-int8", str(tmp_path / "out")])

    assert code == 1
    assert "Weights only load failed" in capsys.readouterr().err.splitlines()[-1]
    assert not trace.exists()


CONVERT = """
import sys
from pathlib import Path
from summarize.models.convert import converted
from summarize.models.store import ModelStore
from summarize.types import ModelSpec
spec = ModelSpec("tiny", frozenset({"translate"}), ("*",), sys.argv[2])
converted(ModelStore(Path(sys.argv[1])).ensure(spec), "ctranslate2")
"""


def test_a_killed_conversion_leaves_nothing_to_use(bart: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    stored = ModelStore(home).ensure(spec(bart))
    child = subprocess.Popen(
        [sys.executable, "-c", CONVERT, str(home), str(bart)], start_new_session=True
    )
    while not (stored.root / "converted/.ctranslate2-int8.partial").exists():
        assert child.poll() is None
        time.sleep(0.01)
    os.killpg(child.pid, signal.SIGKILL)
    child.wait()

    assert not (stored.root / "converted/ctranslate2-int8").exists()
    assert (converted(stored, "ctranslate2") / "model.bin").is_file()
    assert ModelStore(home).verify(stored.spec) == []
