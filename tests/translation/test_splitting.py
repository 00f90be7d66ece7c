"""Texts in pieces, on scripted models: those that the ladder splits, and those over the window."""

from __future__ import annotations

import pytest

from summarize.errors import EngineError
from summarize.translation.attempts import Attempts, Policy, Result
from summarize.translation.rescue import FIRST, SPLIT, Rung
from summarize.types import Decoding, LangPair, Severity, Status
from support.fake_models import WordCodec
from support.loading import done
from support.scripted_models import Notebook, Said, Script, ScriptedModels

EN_RU = LangPair("en", "ru")
PIECES = {
    "The harbour will be closed for repairs until autumn,": Said(
        "Гавань закроют на ремонт до осени,", score=-0.25
    ),
    "and the museum will open in May.": Said("а музей откроется в мае.", score=-0.5),
}
TEXT = " ".join(PIECES)
WHOLE = "Гавань закроют на ремонт до осени, а музей откроется в мае."
SPLITTING = Rung(SPLIT, "one")
AT_FIRST = Rung(FIRST, "one")


def made(
    text: str, script: Script, *, window: int = 10_000, rung: Rung = SPLITTING, gate: bool = True
) -> tuple[Result, list[str]]:
    """What stands for a text after one rung, and what the model was asked."""
    models = ScriptedModels(one=script, window=window)
    attempts = Attempts(models.load, Policy(gate=gate), None)
    return attempts.make(rung, [text], EN_RU, done)[text], models.asked("one")


def echo(text: str, _: Decoding) -> str:
    return text


def said(text: str, _: Decoding) -> Said:
    return PIECES[text]


def with_one(piece: int, instead: Said) -> Script:
    replies = {**PIECES, list(PIECES)[piece]: instead}
    return lambda text, _: replies[text]


def test_a_text_is_split_where_a_clause_ends_and_put_together_again() -> None:
    result, asked = made(TEXT, said)
    assert asked == list(PIECES)
    assert result.hypothesis.text == WHOLE
    assert (result.status, result.checks) == (Status.RESCUED, ())
    assert result.hypothesis.failure == ""


def test_pieces_are_half_the_text_or_less() -> None:
    """Without a clause in sight, and with an odd number of words."""
    text = " ".join(f"word{number}" for number in range(41))
    result, asked = made(text, echo)
    assert len(asked) > 1
    assert max(len(piece.split()) for piece in asked) <= 21
    assert " ".join(asked) == text == result.hypothesis.text


@pytest.mark.parametrize("space", ["  ", "\u00a0", "\t", "\n"])
def test_the_white_space_of_the_source_stands_between_the_pieces(space: str) -> None:
    result, asked = made(space.join(PIECES), said)
    assert asked == list(PIECES)
    assert result.hypothesis.text == WHOLE.replace(", ", f",{space}")


@pytest.mark.parametrize("piece", [0, 1])
def test_a_text_is_finished_only_if_all_its_pieces_are(piece: int) -> None:
    cut = Said(list(PIECES.values())[piece].text, finished=False)
    result, _ = made(TEXT, with_one(piece, cut))
    assert result.hypothesis.text == WHOLE
    assert not result.hypothesis.finished
    assert result.status is Status.FLAGGED
    assert [check.name for check in result.checks] == ["unfinished"]
    assert made(TEXT, said)[0].hypothesis.finished


@pytest.mark.parametrize("empty", ["", " \n"])
@pytest.mark.parametrize("gate", [True, False])
@pytest.mark.parametrize("piece", [0, 1])
def test_a_piece_that_comes_out_without_words_has_the_text_flagged(
    monkeypatch: pytest.MonkeyPatch, piece: int, gate: bool, empty: str
) -> None:
    usual = WordCodec.decode
    monkeypatch.setattr(WordCodec, "decode", lambda self, ids: usual(self, ids) or empty)
    rung = SPLITTING if gate else AT_FIRST
    result, asked = made(TEXT, with_one(piece, Said("")), window=10, rung=rung, gate=gate)
    assert asked == list(PIECES)
    assert result.status is Status.FLAGGED


@pytest.mark.parametrize("piece", [0, 1])
def test_a_piece_that_the_engine_fails_on_has_the_text_flagged_and_forgotten(piece: int) -> None:
    def script(text: str, _: Decoding) -> Said:
        if text == list(PIECES)[piece]:
            raise EngineError("the cable is loose")
        return PIECES[text]

    notebook = Notebook()
    attempts = Attempts(ScriptedModels(one=script).load, Policy(), notebook)
    result = attempts.make(SPLITTING, [TEXT], EN_RU, done)[TEXT]
    assert result.status is Status.FLAGGED
    (check,) = result.checks
    assert (check.name, check.severity) == ("engine", Severity.REJECT)
    assert check.detail == "the cable is loose"
    assert notebook.texts() == set()


def test_what_is_remembered_is_the_text_and_not_its_pieces() -> None:
    notebook = Notebook()
    for _ in range(2):
        models = ScriptedModels(one=said)
        attempts = Attempts(models.load, Policy(), notebook)
        result = attempts.make(SPLITTING, [TEXT], EN_RU, done)[TEXT]
        assert result.hypothesis.text == WHOLE
    assert models.asked("one") == []
    assert notebook.texts() == {TEXT}


def test_a_text_is_no_better_than_its_worst_piece() -> None:
    hypothesis = made(TEXT, said)[0].hypothesis
    assert hypothesis.score == -0.5
    unknown = made(TEXT, with_one(0, Said("Гавань закроют на ремонт до осени,", score=None)))[0]
    assert unknown.hypothesis.score is None
    assert unknown.hypothesis.text == WHOLE


def test_the_tokens_of_all_pieces_are_counted() -> None:
    hypothesis = made(TEXT, said)[0].hypothesis
    assert hypothesis.input_tokens == len(TEXT.split())
    assert hypothesis.output_tokens == len(WHOLE.split())


def test_pieces_of_several_texts_come_home_in_any_order() -> None:
    texts = [
        TEXT,
        "One short text.",
        "The old bridge was closed on Monday, and the ferry sails twice a day.",
        "Nobody knows when the repairs will begin, but everybody knows what they will cost.",
    ]
    models = ScriptedModels(one=echo, backwards=True)
    told: list[int] = []
    results = Attempts(models.load, Policy(), None).make(SPLITTING, texts, EN_RU, told.append)
    assert {text: result.hypothesis.text for text, result in results.items()} == {
        text: text for text in texts
    }
    assert len(models.asked("one")) > len(texts)
    assert told == [1] * len(texts)


def test_a_text_over_the_window_is_split_at_every_rung_and_nothing_is_cut() -> None:
    text = ", ".join(f"part {number} of the long text" for number in range(40)) + "."
    for rung in (AT_FIRST, SPLITTING):
        result, asked = made(text, echo, window=20, rung=rung)
        assert max(len(piece.split()) for piece in asked) <= 20
        assert " ".join(asked) == text == result.hypothesis.text


def test_a_text_that_is_in_pieces_already_is_split_into_smaller_ones() -> None:
    text = " ".join(f"word{number}" for number in range(30))
    at_first, halves = (made(text, echo, window=25, rung=r)[1] for r in (AT_FIRST, SPLITTING))
    assert max(len(piece.split()) for piece in at_first) <= 25
    assert max(len(piece.split()) for piece in halves) <= 16


def test_a_text_that_fills_the_window_is_whole() -> None:
    text = " ".join(f"word{number}" for number in range(20))
    assert made(text, echo, window=20, rung=AT_FIRST)[1] == [text]
    assert len(made(text, echo, window=19, rung=AT_FIRST)[1]) == 2


def test_nothing_to_do_asks_for_no_model() -> None:
    def load(name: str) -> None:
        raise AssertionError(name)

    attempts = Attempts(load, Policy(), None)  # type: ignore[arg-type]
    assert attempts.make(AT_FIRST, [], EN_RU, done) == {}
