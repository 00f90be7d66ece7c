"""Which texts of a chat model share a mask, and what is made again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from summarize.engines.masks import ScriptMasks
from summarize.types import Decoding, LangPair
from support.byte_vocabulary import WishfulEngine, byte_level_tokenizer, wishful_model
from support.loading import done

EN_RU, RU_EN = LangPair("en", "ru"), LangPair("ru", "en")


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    return byte_level_tokenizer(
        ["The series is shown in the evening.", "Сериал показывают вечером, сказал Макс Смит."]
    )


def translate(
    tokenizer: Any, wishes: Mapping[str, Sequence[str]], pair: LangPair = EN_RU
) -> tuple[list[str], WishfulEngine]:
    """What is written for the texts, and the engine that wrote it."""
    engine = WishfulEngine(tokenizer, wishes)
    made = wishful_model(tokenizer, engine).translate(list(wishes), pair, Decoding(), done)
    return [hypothesis.text for hypothesis in made], engine


@pytest.mark.parametrize(
    ("source", "wished", "instead"),
    [
        ("HBO Max shows it.", "HBO Max покажет его.", None),
        ("The G7 met.", "G7 встретилась.", None),
        ("She wrote it on Facebook.", "Она написала это в Facebook.", None),
        ("John Smith left London.", "John Smith покинул London.", "Джон Смит покинул Лондон."),
        ("The UN met.", "UN собралась.", "ООН собралась."),
        ("HBO shows it.", "HBO shows его.", "ХБО покажет его."),
    ],
)
def test_names_may_stay_that_news_leaves_in_latin_letters(
    tokenizer: Any, source: str, wished: str, instead: str | None
) -> None:
    wishes = [wished, *([instead] if instead else [])]
    (text,), engine = translate(tokenizer, {source: wishes})
    assert text == (instead or wished)
    assert len(engine.calls) == 1


def test_texts_that_keep_names_share_a_mask_and_the_others_the_strict_one(tokenizer: Any) -> None:
    _, engine = translate(
        tokenizer,
        {text: ["Да."] for text in ("HBO said so.", "IBM said so.", "He said so.", "She left.")},
    )
    (call,) = engine.calls
    assert call["HBO said so."] is call["IBM said so."]
    assert call["He said so."] is call["She left."]
    assert call["HBO said so."] is not call["He said so."]


@pytest.mark.parametrize("order", [1, -1])
def test_no_text_is_led_astray_by_a_name_of_another(tokenizer: Any, order: int) -> None:
    """ "Max" is free in one text and a person's name in the other."""
    wishes = {
        "HBO Max shows it.": ["HBO Max покажет его."],
        "IBM sold it.": ["IBM продала его."],
        "Max Smith left IBM.": ["Max Смит ушёл из IBM.", "Макс Смит ушёл из IBM."],
    }
    texts, engine = translate(tokenizer, dict(list(wishes.items())[::order]))
    expected = ["HBO Max покажет его.", "IBM продала его.", "Макс Смит ушёл из IBM."]
    assert texts == expected[::order]
    assert len(engine.calls) == 1


def test_an_output_with_a_name_of_another_text_is_made_again(tokenizer: Any) -> None:
    texts, engine = translate(
        tokenizer,
        {
            "HBO shows it.": ["HBO покажет его."],
            "IBM shows it.": ["HBO покажет его.", "IBM покажет его."],
        },
    )
    assert texts == ["HBO покажет его.", "IBM покажет его."]
    assert [list(call) for call in engine.calls[1:]] == [["IBM shows it."]]


def test_a_word_of_two_scripts_is_made_again_under_the_strict_mask(tokenizer: Any) -> None:
    """A mask of its own would give the same once more."""
    texts, engine = translate(
        tokenizer,
        {"FedEx and IBM show it.": ["ФедEx покажет.", "FedEx покажет.", "Федекс покажет."]},
    )
    assert texts == ["Федекс покажет."]
    assert len(engine.calls) == 2


def test_what_is_still_wrong_under_the_strict_mask_is_handed_on(tokenizer: Any) -> None:
    """The gate sees to it; nothing is made again for ever."""
    texts, _ = translate(tokenizer, {"It ended.": ["Всё ½ª."]})
    assert texts == ["Всё ½ª."]


def test_latin_names_in_a_russian_text_split_no_batch(tokenizer: Any) -> None:
    _, engine = translate(
        tokenizer,
        {
            "Фильм показали на HBO.": ["HBO showed it."],
            "Он ушёл с работы.": ["He left."],
            "Пишите на desk@example.com.": ["Write to desk@example.com."],
        },
        RU_EN,
    )
    (call,) = engine.calls
    assert len(set(call.values())) == 1


def test_a_russian_word_is_masked_in_english_as_ever(tokenizer: Any) -> None:
    (text,), _ = translate(tokenizer, {"Сериал на HBO.": ["Сериал on HBO.", "HBO."]}, RU_EN)
    assert text == "HBO."


def test_a_summary_has_a_mask_of_its_own_at_once(tokenizer: Any) -> None:
    texts = {"На HBO сериал.": ["Сериал на HBO."], "В IBM сериал.": ["На HBO.", "Сериал в IBM."]}
    engine = WishfulEngine(tokenizer, texts)
    model = wishful_model(tokenizer, engine)
    made = model.summarize(list(texts), "ru", 20, Decoding(), done)
    assert [hypothesis.text for hypothesis in made] == ["Сериал на HBO.", "Сериал в IBM."]
    assert len(engine.calls) == 1


def test_the_strict_mask_is_the_same_object_for_all(tokenizer: Any) -> None:
    masks = ScriptMasks(tokenizer)
    assert masks.strict("Cyrl") is masks.allowing("Cyrl", [])
