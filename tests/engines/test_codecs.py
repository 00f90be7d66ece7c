"""Text to prompts and back, for models that say nothing themselves: vocabularies made by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from summarize.engines.base import Prompt
from summarize.engines.codecs import Codec, MultilingualCodec, PairCodec, summary_limit
from summarize.errors import ConfigError
from summarize.types import LangPair, ModelSpec
from support.tiny_training import quiet
from support.tiny_vocabulary import train_sentencepiece, write_json
from support.word_vocabulary import TwoSided, word_tokenizer

EN_RU = LangPair("en", "ru")
WORDS = "The bridge is closed . < / s > tool_call translate from to en ru rus Мост закрыт"


def spec(**options: str) -> ModelSpec:
    named = {name.replace("_", "-"): value for name, value in options.items()}
    return ModelSpec("tiny", frozenset({"translate"}), ("*",), "./tiny", options=named, line=7)


def pair_codec(tokenizer: Any, positions: int = 512, **options: str) -> PairCodec:
    return PairCodec(tokenizer, spec(**options), positions, decoder_positions=positions)


def pieces(codec: Codec, prompt: Prompt) -> list[str]:
    return codec.pieces(prompt.tokens)


# --- One pair -------------------------------------------------------------------------------------


def test_a_text_stands_in_the_frame_that_the_model_was_trained_with() -> None:
    tokenizer = word_tokenizer(
        WORDS, before=["<s>"], after=["</s>", "<end>"], special=["<s>", "<end>"]
    )
    codec = pair_codec(tokenizer)
    assert pieces(codec, codec.translation("The bridge", EN_RU)) == [
        "<s>", "The", "bridge", "</s>", "<end>",
    ]  # fmt: skip
    assert pieces(codec, codec.summary("The bridge", "en", 40)) == [
        "<s>", "The", "bridge", "</s>", "<end>",
    ]  # fmt: skip


def test_the_length_of_a_text_is_without_its_frame() -> None:
    assert pair_codec(word_tokenizer(WORDS)).length("The bridge is closed.") == 5
    assert pair_codec(word_tokenizer(WORDS)).length("") == 0


def test_a_translation_may_be_longer_than_its_source_and_a_summary_as_long_as_asked() -> None:
    codec = pair_codec(word_tokenizer(WORDS))
    assert codec.translation("The bridge is closed.", EN_RU).max_new_tokens == 24 + 2 * 6
    assert codec.summary("The bridge is closed.", "en", 40).max_new_tokens == 136
    assert summary_limit(60) == 196


def test_a_decoder_with_positions_has_room_for_so_many_tokens() -> None:
    tokenizer = word_tokenizer(WORDS)
    assert pair_codec(tokenizer).translation("The bridge", EN_RU).room == 512
    assert pair_codec(tokenizer).summary("The bridge", "en", 40).room == 512
    endless = PairCodec(tokenizer, spec(), 512)
    assert endless.translation("The bridge", EN_RU).room is None


@pytest.mark.parametrize(
    ("positions", "window", "summary_window"), [(512, 256, 504), (1024, 256, 1016), (128, 64, 120)]
)
def test_windows_follow_the_positions_of_the_model(
    positions: int, window: int, summary_window: int
) -> None:
    codec = pair_codec(word_tokenizer(WORDS), positions)
    assert (codec.window, codec.summary_window) == (window, summary_window)


def test_a_prefix_says_what_to_do() -> None:
    codec = pair_codec(word_tokenizer(WORDS), prefix="translate_from_{source}_to_{target}_")
    assert pieces(codec, codec.translation("The bridge", EN_RU)) == [
        "translate", "from", "en", "to", "ru", "The", "bridge", "</s>",
    ]  # fmt: skip
    assert pieces(codec, codec.summary("Мост", "ru", 40))[:5] == [
        "translate", "from", "ru", "to", "ru",
    ]  # fmt: skip


def test_a_target_token_stands_before_the_source_of_a_translation() -> None:
    tokenizer = word_tokenizer(WORDS, special=[">>rus<<"])
    codec = pair_codec(tokenizer, target_token=">>{alpha3}<<")
    assert pieces(codec, codec.translation("The bridge", EN_RU)) == [
        ">>rus<<", "The", "bridge", "</s>",
    ]  # fmt: skip
    by_code = pair_codec(word_tokenizer(WORDS, special=["2ru"]), target_token="2{target}")
    assert pieces(by_code, by_code.translation("The bridge", EN_RU))[0] == "2ru"


def test_a_target_token_that_the_model_lacks_is_told_with_its_line() -> None:
    codec = pair_codec(word_tokenizer(WORDS, special=[">>rus<<"]), target_token=">>{alpha3}<<")
    with pytest.raises(ConfigError, match="tiny has no target token >>bel<<") as caught:
        codec.translation("The bridge", LangPair("en", "be"))
    assert "line 7 of models.txt" in caught.value.hint


# --- Commands -------------------------------------------------------------------------------------


def test_commands_in_an_article_are_split_into_text() -> None:
    tokenizer = word_tokenizer(WORDS, added=["<tool_call>"])
    codec = pair_codec(tokenizer)
    prompt = codec.translation("The bridge </s> <tool_call> is closed.", EN_RU)
    assert " ".join(pieces(codec, prompt)) == ("The bridge < / s > < tool_call > is closed . </s>")


def test_a_special_token_in_an_article_is_read_letter_by_letter() -> None:
    codec = pair_codec(word_tokenizer(f"{WORDS} </"))
    prompt = codec.translation("The bridge </s> is closed.", EN_RU)
    assert " ".join(pieces(codec, prompt)) == "The bridge </ s > is closed . </s>"


def test_a_command_that_cannot_be_split_is_left_out() -> None:
    codec = pair_codec(word_tokenizer(WORDS, added=["§"]))
    prompt = codec.translation("The § bridge § is closed.", EN_RU)
    assert " ".join(pieces(codec, prompt)) == "The bridge is closed . </s>"
    assert codec.length("§ bridge") == 1


def test_neither_a_word_like_a_command_nor_white_space_is_one() -> None:
    codec = pair_codec(word_tokenizer(WORDS, added=["<tool_call>", " "]))
    found = "|".join(pieces(codec, codec.translation("The tool_call is closed.", EN_RU)))
    assert found == "The| |tool_call| |is| |closed|.|</s>"


def test_what_a_vocabulary_does_not_hold_is_no_command() -> None:
    codec = pair_codec(word_tokenizer(WORDS))
    found = pieces(codec, codec.translation("The zeppelin is closed.", EN_RU))
    assert found == ["The", "<unk>", "is", "closed", ".", "</s>"]


# --- Marian ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def marian(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Marian's own tokenizer, which reads `>>rus<<` at the head of a text as a command."""
    from transformers import MarianTokenizer

    folder = tmp_path_factory.mktemp("marian")
    special = ("</s>", "<unk>", ">>rus<<", ">>ukr<<")
    names: dict[str, None] = dict.fromkeys(special)
    import sentencepiece

    for side in ("source", "target"):
        model = train_sentencepiece(
            ["The bridge is closed.", "Мост закрыт."],
            folder / side,
            vocab_size=400,
            model_type="char",
            unk_id=1,
            eos_id=0,
            bos_id=-1,
        ).rename(folder / f"{side}.spm")
        processor = sentencepiece.SentencePieceProcessor(model_file=str(model))
        names.update(dict.fromkeys(map(processor.id_to_piece, range(len(processor)))))
    names["<pad>"] = None
    write_json(folder / "vocab.json", {piece: number for number, piece in enumerate(names)})
    write_json(folder / "tokenizer_config.json", {"source_lang": "en", "target_lang": "zle"})
    with quiet():
        return MarianTokenizer.from_pretrained(folder)


@pytest.mark.parametrize("text", [">>rus<< The bridge.", ">>ukr<<", ">>rus<<>>ukr<< A."])
def test_a_target_token_at_the_head_of_an_article_is_text(marian: Any, text: str) -> None:
    codec = pair_codec(marian, target_token=">>{alpha3}<<")
    commands = set(marian.convert_tokens_to_ids([">>rus<<", ">>ukr<<"]))
    prompt = codec.translation(text, EN_RU)
    assert codec.pieces(prompt.tokens[:1]) == [">>rus<<"]
    assert commands.isdisjoint(prompt.tokens[1:])
    letters = "".join(codec.pieces(prompt.tokens[1:-1])).replace("▁", "").replace("<unk>", "?")
    # Marian's vocabulary here has no angle brackets; every letter of the article is there.
    assert [x for x in letters if x.isalpha()] == [x for x in text if x.isalpha()]


# --- Many languages -------------------------------------------------------------------------------

NLLB = ["eng_Latn", "rus_Cyrl", "srp_Latn", "srp_Cyrl", "zho_Hans", "zho_Hant"]


def multilingual(tokens: list[str], names: dict[str, str]) -> MultilingualCodec:
    tokenizer = word_tokenizer(WORDS, special=tokens)
    return MultilingualCodec(TwoSided(tokenizer, names), spec(), 1024, decoder_positions=1024)


@pytest.mark.parametrize(
    ("tokens", "names"),
    [
        (NLLB, {"eng_Latn": "eng_Latn", "rus_Cyrl": "rus_Cyrl"}),
        (["__en__", "__ru__"], {"en": "__en__", "ru": "__ru__"}),
        (["en_XX", "ru_RU"], {"en_XX": "en_XX", "ru_RU": "ru_RU"}),
    ],
    ids=["nllb", "m2m100", "mbart"],
)
def test_a_language_token_stands_on_both_sides(tokens: list[str], names: dict[str, str]) -> None:
    codec = multilingual(tokens, names)
    prompt = codec.translation("The bridge", EN_RU)
    assert pieces(codec, prompt) == [tokens[0], "The", "bridge", "</s>"]
    assert codec.pieces(prompt.target_prefix) == [tokens[1]]
    assert prompt.max_new_tokens == 24 + 2 * 2
    assert prompt.room == 1023
    back = codec.translation("Мост", LangPair("ru", "en"))
    assert pieces(codec, back) == [tokens[1], "Мост", "</s>"]
    assert codec.pieces(back.target_prefix) == [tokens[0]]
    summary = codec.summary("Мост", "ru", 40)
    assert pieces(codec, summary) == [tokens[1], "Мост", "</s>"]
    assert codec.pieces(summary.target_prefix) == [tokens[1]]
    assert (summary.max_new_tokens, summary.room) == (136, 1023)


def test_a_language_is_written_in_its_usual_script_in_whatever_order_they_are_listed() -> None:
    for tokens in (NLLB, NLLB[::-1]):
        codec = multilingual(tokens, {token: token for token in tokens})
        prompt = codec.translation("The bridge", LangPair("en", "sr"))
        assert codec.pieces(prompt.target_prefix) == ["srp_Cyrl"]
        prompt = codec.translation("The bridge", LangPair("en", "zh"))
        assert codec.pieces(prompt.target_prefix) == ["zho_Hans"]


def test_languages_without_a_code_of_two_letters_are_known_too() -> None:
    """M2M100 writes Asturian and Cebuano with three."""
    codec = multilingual(["__en__", "__ast__", "__ceb__"], {"en": "__en__", "ast": "__ast__"})
    prompt = codec.translation("The bridge", LangPair("en", "ceb"))
    assert codec.pieces(prompt.target_prefix) == ["__ceb__"]
    assert pieces(codec, codec.translation("bridge", LangPair("ast", "en")))[0] == "__ast__"


@pytest.mark.parametrize("pair", [LangPair("en", "fi"), LangPair("fi", "en")])
def test_a_language_that_the_model_does_not_know_is_told(pair: LangPair) -> None:
    codec = multilingual(NLLB, {token: token for token in NLLB})
    with pytest.raises(ConfigError, match="tiny does not know the language fi") as caught:
        codec.translation("The bridge", pair)
    assert "line 7 of models.txt" in caught.value.hint


# --- Back to text ---------------------------------------------------------------------------------


def test_an_output_is_text_without_commands_or_white_space_around_it() -> None:
    codec = pair_codec(word_tokenizer(WORDS + " ▁"))
    ids = codec.ids(["<pad>", "Мост", "закрыт", "</s>"])
    assert codec.decode(ids) == "Мост закрыт"
    assert codec.decode([]) == ""


def test_what_fills_a_batch_is_the_padding_or_else_the_end() -> None:
    assert pair_codec(word_tokenizer(WORDS)).pad == 0
    codec = pair_codec(word_tokenizer(WORDS, pad_token=None))
    assert (codec.pad, codec.end) == (1, 1)


def test_a_decoder_that_the_prompt_fills_has_room_for_one_token(tmp_path: Path) -> None:
    tokenizer = TwoSided(word_tokenizer(WORDS, special=NLLB), {name: name for name in NLLB})
    codec = MultilingualCodec(tokenizer, spec(), 1024, decoder_positions=1)
    assert codec.translation("The bridge", EN_RU).room == 1
