"""The translator when an engine fails on a text, on everything, or cannot be had."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from summarize.errors import ConfigError, EngineError, ModelUnavailableError, SummarizeError
from summarize.readers.files import read_bytes
from summarize.translation.attempts import Policy, Result
from summarize.translation.memory import TranslationMemory
from summarize.translation.translator import Translator
from summarize.types import LangPair, Severity, Status
from support import corpus
from support.fake_models import FakeLoader, Reply
from support.loading import done

EN_RU = LangPair("en", "ru")
KNOWN = corpus.translations("en", "ru")
TEXTS = [pair.en for pair in corpus.BRIDGE.pairs()]
HARD = TEXTS[0]
WORDS = "CTranslate2 failed: no position\nencodings"


def translate(text: str) -> str:
    return KNOWN.get(text, "")


def failing_on(*hard: str, then: Reply = translate) -> Reply:
    """An engine that fails on some texts, however they are asked for."""

    def reply(text: str) -> str:
        if text in hard:
            raise EngineError(WORDS)
        return then(text)

    return reply


def sulking(text: str) -> str:
    """Everything comes out in the source language: rejected."""
    return text


class Rescuer:
    """A translator over fake models, and what it says of rungs that it skips."""

    def __init__(
        self, folder: Path, models: dict[str, Reply | Exception], policy: Policy | None = None
    ) -> None:
        self.loader = FakeLoader(
            folder, {name: ("translate en>ru", reply) for name, reply in models.items()}
        )
        self.skipped: list[tuple[str, str]] = []
        self.translator = Translator(
            list(models), self.loader.load, policy or Policy(), None, self._note
        )

    def _note(self, system: str, error: SummarizeError) -> None:
        self.skipped.append((system, error.message))

    def results(self, texts: list[str]) -> dict[str, Result]:
        return self.translator.translate([texts], EN_RU, done)[0]


Make = Callable[..., Rescuer]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    def build(policy: Policy | None = None, **models: Reply | Exception) -> Rescuer:
        return Rescuer(tmp_path, models, policy)

    return build


def test_a_text_that_an_engine_fails_on_is_flagged_and_no_other(make: Make) -> None:
    rescuer = make(one=failing_on(HARD))
    results = rescuer.results(TEXTS)
    assert list(results) == TEXTS
    assert [text for text in TEXTS if results[text].status is Status.FLAGGED] == [HARD]
    assert {text: results[text].hypothesis.text for text in TEXTS} == {
        text: "" if text == HARD else KNOWN[text] for text in TEXTS
    }
    (check,) = results[HARD].checks
    assert (check.name, check.severity) == ("engine", Severity.REJECT)
    assert check.detail == "CTranslate2 failed: no position encodings"
    assert results[HARD].verdict.score == 0.0
    assert rescuer.skipped == []


def test_without_the_gate_it_is_flagged_too(make: Make) -> None:
    rescuer = make(one=failing_on(HARD), policy=Policy(gate=False))
    results = rescuer.results(TEXTS)
    assert [text for text in TEXTS if results[text].status is Status.FLAGGED] == [HARD]


def test_another_way_of_decoding_may_do_it(make: Make) -> None:
    attempts = iter([failing_on(HARD), translate])
    result = make(one=lambda text: next(attempts)(text)).results([HARD])[HARD]
    assert (result.status, str(result.rung)) == (Status.RESCUED, "retry")


def test_the_text_in_pieces_may_do_it(make: Make) -> None:
    long = "The harbour will be closed for repairs until autumn, and the museum will open in May."
    known = {
        "The harbour will be closed for repairs until autumn,": "Гавань закроют до осени,",
        "and the museum will open in May.": "а музей откроется в мае.",
    }
    result = make(one=failing_on(long, then=lambda text: known[text])).results([long])[long]
    assert (result.status, str(result.rung)) == (Status.RESCUED, "split")
    assert result.hypothesis.text == " ".join(known.values())


def test_another_system_may_do_it(make: Make) -> None:
    rescuer = make(one=failing_on(HARD), two=translate)
    result = rescuer.results(TEXTS)[HARD]
    assert (result.status, str(result.rung)) == (Status.RESCUED, "system:two")
    assert rescuer.loader.engines["two"].asked == [HARD]


def test_what_every_system_fails_on_keeps_the_first_words(make: Make) -> None:
    def other(text: str) -> str:
        raise EngineError("other words")

    rescuer = make(one=failing_on(HARD), two=other)
    (check,) = rescuer.results(TEXTS)[HARD].checks
    assert check.detail == "CTranslate2 failed: no position encodings"


def test_a_failure_is_not_remembered_as_a_translation(make: Make, tmp_path: Path) -> None:
    with TranslationMemory(tmp_path / "memory.sqlite3") as memory:
        loader = make(one=failing_on(HARD)).loader
        Translator(["one"], loader.load, Policy(), memory).translate([TEXTS], EN_RU, done)
        loader = make(one=translate).loader
        (results,) = Translator(["one"], loader.load, Policy(), memory).translate(
            [TEXTS], EN_RU, done
        )
    assert loader.engines["one"].asked == [HARD]
    assert results[HARD].status is Status.ACCEPTED


def test_an_engine_that_fails_on_everything_is_an_error(make: Make) -> None:
    rescuer = make(one=failing_on(*TEXTS))
    with pytest.raises(EngineError, match="no position"):
        rescuer.results(TEXTS)
    assert len(rescuer.loader.engines["one"].asked) < 20


@pytest.mark.parametrize(
    "error",
    [
        ModelUnavailableError("two: no connection", hint="check the network"),
        EngineError("two: its conversion failed", hint="check the disk"),
        ConfigError("two is not a chat model", hint="use the instruction-tuned version"),
    ],
)
def test_a_rescue_system_that_cannot_be_loaded_is_skipped(
    make: Make, error: SummarizeError
) -> None:
    rescuer = make(one=sulking, two=error, three=translate)
    results = rescuer.results(TEXTS)
    assert {str(result.rung) for result in results.values()} == {"system:three"}
    assert rescuer.skipped == [("two", error.message)]


def test_what_it_would_have_rescued_keeps_its_findings(make: Make) -> None:
    rescuer = make(one=sulking, two=ModelUnavailableError("two: no connection"))
    results = rescuer.results(TEXTS)
    assert {result.status for result in results.values()} == {Status.FLAGGED}
    assert all("copied" in {check.name for check in r.checks} for r in results.values())
    rescuer.results(TEXTS)
    assert rescuer.loader.fetches.count("two") == 1


def test_a_rescue_system_that_fails_on_everything_is_skipped(make: Make) -> None:
    rescuer = make(one=sulking, two=failing_on(*TEXTS))
    results = rescuer.results(TEXTS)
    assert {result.status for result in results.values()} == {Status.FLAGGED}
    assert [system for system, _ in rescuer.skipped] == ["two"]


def test_a_rescue_system_is_loaded_only_when_it_is_needed(make: Make) -> None:
    rescuer = make(one=translate, two=ModelUnavailableError("two: no connection"))
    assert {result.status for result in rescuer.results(TEXTS).values()} == {Status.ACCEPTED}
    assert rescuer.skipped == []


def test_a_first_system_that_cannot_be_had_is_an_error(make: Make) -> None:
    rescuer = make(one=ModelUnavailableError("one: no connection"), two=translate)
    with pytest.raises(ModelUnavailableError, match="no connection"):
        rescuer.results(TEXTS)


def test_whoever_listens_to_no_skipped_rung_gets_the_error(make: Make) -> None:
    loader = make(one=sulking, two=ModelUnavailableError("two: no connection")).loader
    with pytest.raises(ModelUnavailableError):
        Translator(["one", "two"], loader.load, Policy()).translate([TEXTS], EN_RU, done)


def test_every_segment_has_one_entry_whatever_fails(make: Make) -> None:
    documents = [
        read_bytes(article.text("en").encode(), language="en") for article in corpus.ARTICLES
    ]
    hard = [documents[0].segments[1].text, documents[2].segments[0].text]
    counted: list[int] = []
    translations = make(one=failing_on(*hard)).translator.translate_documents(
        documents, "ru", counted.append
    )
    for document, translation in zip(documents, translations, strict=True):
        assert [entry.id for entry in translation.segments] == [s.id for s in document.segments]
        flagged = [e.id for e in translation.segments if e.status is Status.FLAGGED]
        assert flagged == [s.id for s in document.segments if s.text in hard]
    assert sum(counted) == len({s.text for document in documents for s in document.segments})
