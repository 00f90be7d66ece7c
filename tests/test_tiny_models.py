"""The tiny models keep their promise: real layouts, known sentences word for word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from support.corpus import ARTICLES, PAIRS, summaries, translations
from support.fixtures import TinyModels
from support.tiny_chat import ChatPair
from support.tiny_conversion import generate, to_ctranslate2, translate
from support.tiny_marian import WITHOUT_TARGET_TOKEN
from support.tiny_summarizers import build_bart
from support.tiny_training import NotLearntError, causal_lessons, memorise, reproducible

pytestmark = pytest.mark.models

CHAT_PAIRS: list[ChatPair] = [
    (
        [
            {"role": "system", "content": "You translate news."},
            {"role": "user", "content": f"Translate into Russian:\n{pair.en}"},
        ],
        pair.ru,
    )
    for pair in PAIRS
]


@dataclass(frozen=True)
class Case:
    """What a tiny sequence-to-sequence model is to do."""

    folder: Callable[[TinyModels], Path]
    taught: Sequence[tuple[str, str]]
    source_language: str | None = None
    target_language: str | None = None


def _known(source: str, target: str) -> list[tuple[str, str]]:
    return list(translations(source, target).items())


CASES = {
    "marian-en-ru": Case(lambda models: models.marian("en-ru"), _known("en", "ru")),
    "marian-ru-en": Case(lambda models: models.marian("ru-en"), _known("ru", "en")),
    "marian-target-token": Case(
        lambda models: models.marian_target_token(),
        [(f">>rus<< {source}", target) for source, target in _known("en", "ru")],
    ),
    "marian-token-forgotten": Case(
        lambda models: models.marian_target_token(),
        [(pair.en, WITHOUT_TARGET_TOKEN) for pair in PAIRS],
    ),
    "nllb-en-ru": Case(lambda models: models.nllb(), _known("en", "ru"), "eng_Latn", "rus_Cyrl"),
    "nllb-ru-en": Case(lambda models: models.nllb(), _known("ru", "en"), "rus_Cyrl", "eng_Latn"),
    "m2m100-en-ru": Case(lambda models: models.m2m100(), _known("en", "ru"), "en", "ru"),
    "m2m100-ru-en": Case(lambda models: models.m2m100(), _known("ru", "en"), "ru", "en"),
    "mbart": Case(lambda models: models.mbart(), summaries("ru"), "ru_RU", "ru_RU"),
    "t5": Case(lambda models: models.t5(), (*summaries("en"), *summaries("ru"))),
    "bart": Case(lambda models: models.bart(), summaries("en")),
}


@dataclass
class Loaded:
    """A case with its tokenizer, its inputs, and the id that every output has to start with."""

    case: Case
    folder: Path
    tokenizer: Any
    inputs: list[list[int]]
    prefix: list[int]
    transformers_outputs: dict[int, list[list[int]]] = field(default_factory=dict)
    """By beam size, once asked for."""

    @property
    def expected(self) -> list[str]:
        return [target for _, target in self.case.taught]


@pytest.fixture(params=CASES, scope="module")
def loaded(request: pytest.FixtureRequest, tiny_models: TinyModels) -> Loaded:
    from transformers import AutoTokenizer

    case = CASES[request.param]
    folder = case.folder(tiny_models)
    with reproducible():
        tokenizer = AutoTokenizer.from_pretrained(folder)
    if case.source_language:
        tokenizer.src_lang = case.source_language
    prefix = []
    if case.target_language:
        # M2M100 writes its languages as `__ru__`.
        written = {"en": "__en__", "ru": "__ru__"}
        code = written.get(case.target_language, case.target_language)
        prefix = [tokenizer.convert_tokens_to_ids(code)]
    inputs = tokenizer([source for source, _ in case.taught])["input_ids"]
    return Loaded(case, folder, tokenizer, inputs, prefix)


@pytest.mark.parametrize("beam_size", [1, 4])
def test_transformers_says_it_word_for_word_and_ends(loaded: Loaded, beam_size: int) -> None:
    sequences = _transformers_outputs(loaded, beam_size)

    end = loaded.tokenizer.eos_token_id
    assert all(ids[-1] == end for ids in sequences)
    texts = [loaded.tokenizer.decode(ids, skip_special_tokens=True) for ids in sequences]
    assert texts == loaded.expected


@pytest.mark.parametrize("beam_size", [1, 4])
def test_ctranslate2_in_float32_gives_the_same_tokens(
    loaded: Loaded, beam_size: int, tmp_path: Path
) -> None:
    converted = to_ctranslate2(loaded.folder, tmp_path / "converted")

    ids = translate(
        converted, loaded.tokenizer, loaded.inputs, prefix=loaded.prefix, beam_size=beam_size
    )

    assert ids == _transformers_outputs(loaded, beam_size)


@pytest.mark.parametrize("beam_size", [1, 4])
def test_ctranslate2_in_int8_says_it_word_for_word(
    loaded: Loaded, beam_size: int, tmp_path: Path
) -> None:
    converted = to_ctranslate2(loaded.folder, tmp_path / "converted", "int8")

    ids = translate(
        converted, loaded.tokenizer, loaded.inputs, prefix=loaded.prefix, beam_size=beam_size
    )

    texts = [loaded.tokenizer.decode(output, skip_special_tokens=True) for output in ids]
    assert texts == loaded.expected


@pytest.mark.parametrize("beam_size", [1, 4])
def test_the_chat_model_gives_its_replies(tiny_models: TinyModels, beam_size: int) -> None:
    folder = tiny_models.chat(CHAT_PAIRS)

    tokenizer, model = _causal(folder)

    assert _replies(tokenizer, model, _chat_prompts(tokenizer), beam_size) == _expected_replies()


@pytest.mark.parametrize("compute_type", ["float32", "int8"])
@pytest.mark.parametrize("beam_size", [1, 4])
def test_the_chat_model_gives_its_replies_on_ctranslate2(
    tiny_models: TinyModels,
    beam_size: int,
    compute_type: str,
    tmp_path: Path,
) -> None:
    folder = tiny_models.chat(CHAT_PAIRS)
    tokenizer, _ = _causal(folder)
    converted = to_ctranslate2(folder, tmp_path / "converted", compute_type)

    ids = generate(converted, tokenizer, _chat_prompts(tokenizer), beam_size=beam_size)

    assert [tokenizer.decode(output) for output in ids] == _expected_replies()


@pytest.mark.parametrize("file_type", ["F32", "F16", "Q8_0"])
def test_the_chat_model_is_the_same_from_a_gguf_file(
    tiny_models: TinyModels, file_type: str
) -> None:
    folder = tiny_models.chat(CHAT_PAIRS)
    expected_prompts = _chat_prompts(_causal(folder)[0])
    file = tiny_models.gguf(CHAT_PAIRS, file_type)

    tokenizer, model = _causal(file.parent, gguf_file=file.name)

    assert _chat_prompts(tokenizer) == expected_prompts
    assert _replies(tokenizer, model, expected_prompts, 1) == _expected_replies()


def test_a_builder_is_deterministic_and_silent(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    first, second = build_bart(tmp_path / "first"), build_bart(tmp_path / "second")

    contents = [
        {file.name: file.read_bytes() for file in folder.iterdir()} for folder in (first, second)
    ]
    assert contents[0] == contents[1]
    assert capfd.readouterr() == ("", "")


def test_the_folder_holds_the_files_of_the_real_repository(tiny_models: TinyModels) -> None:
    assert {file.name for file in tiny_models.marian("en-ru").iterdir()} == {
        "config.json",
        "generation_config.json",
        "model.safetensors",
        "source.spm",
        "target.spm",
        "tokenizer_config.json",
        "vocab.json",
    }


def test_a_model_is_built_once(tmp_path: Path) -> None:
    models = TinyModels(tmp_path)
    first = models.bart()
    built = (first / "model.safetensors").stat().st_mtime_ns

    again = TinyModels(tmp_path).bart()

    assert again == first
    assert (again / "model.safetensors").stat().st_mtime_ns == built


def test_nothing_is_left_of_a_build_that_fails(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not enough values to unpack"):
        TinyModels(tmp_path).marian("english")

    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == []


def test_a_model_that_cannot_learn_says_so() -> None:
    from transformers import Qwen2Config, Qwen2ForCausalLM

    model = Qwen2ForCausalLM(
        Qwen2Config(
            vocab_size=8,
            hidden_size=8,
            intermediate_size=8,
            num_hidden_layers=1,
            num_attention_heads=1,
            num_key_value_heads=1,
        )
    )
    contradiction = causal_lessons([[1, 2], [1, 2]], [[3], [4]], pad=0)

    with pytest.raises(NotLearntError, match="Qwen2ForCausalLM did not learn its lessons"):
        memorise(model, contradiction, lambda: True, learning_rate=1e-2)


def test_every_article_is_made_of_known_sentences() -> None:
    for language, other in (("en", "ru"), ("ru", "en")):
        known = translations(language, other)
        assert len(known) == len(PAIRS)
        for article in ARTICLES:
            sentences = [pair.text(language) for pair in (*article.pairs(), *article.summary)]
            assert all(sentence in known for sentence in sentences)


def _transformers_outputs(loaded: Loaded, beam_size: int) -> list[list[int]]:
    """The ids of each output, without what the decoder starts with, with the end of sequence."""
    if beam_size not in loaded.transformers_outputs:
        loaded.transformers_outputs[beam_size] = _transformers_generates(loaded, beam_size)
    return loaded.transformers_outputs[beam_size]


def _transformers_generates(loaded: Loaded, beam_size: int) -> list[list[int]]:
    import torch
    from transformers import AutoModelForSeq2SeqLM

    with reproducible():
        model = AutoModelForSeq2SeqLM.from_pretrained(loaded.folder, dtype=torch.float32)
        batch = loaded.tokenizer.pad({"input_ids": loaded.inputs}, return_tensors="pt")
        # mBART's decoder starts with the language code; the others are made to say it first.
        said = [] if model.config.model_type == "mbart" else loaded.prefix
        forced = {"forced_bos_token_id": said[0]} if said else {}
        output = model.generate(
            **batch,
            **forced,
            num_beams=beam_size,
            do_sample=False,
            max_new_tokens=100,
            length_penalty=1.0,
            no_repeat_ngram_size=0,
            early_stopping=True,
        )
    return [_to_end(ids[1 + len(said) :], loaded.tokenizer.eos_token_id) for ids in output.tolist()]


def _causal(folder: Path, **options: str) -> tuple[Any, Any]:
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    with reproducible():
        tokenizer = AutoTokenizer.from_pretrained(folder, padding_side="left", **options)
        model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, **options)
    return tokenizer, model


def _chat_prompts(tokenizer: Any) -> list[list[int]]:
    texts = [
        tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
        for messages, _ in CHAT_PAIRS
    ]
    return [list(ids) for ids in tokenizer(texts)["input_ids"]]


def _replies(tokenizer: Any, model: Any, prompts: list[list[int]], beam_size: int) -> list[str]:
    end = tokenizer.convert_tokens_to_ids("<|im_end|>")
    with reproducible():
        batch = tokenizer.pad({"input_ids": prompts}, return_tensors="pt")
        output = model.generate(
            **batch,
            num_beams=beam_size,
            do_sample=False,
            repetition_penalty=1.0,
            max_new_tokens=64,
            eos_token_id=end,
        )
    written = output[:, batch["input_ids"].shape[1] :].tolist()
    return [tokenizer.decode(_to_end(ids, end)) for ids in written]


def _expected_replies() -> list[str]:
    return [f"{reply}<|im_end|>" for _, reply in CHAT_PAIRS]


def _to_end(ids: list[int], end: int) -> list[int]:
    return ids[: ids.index(end) + 1] if end in ids else ids
