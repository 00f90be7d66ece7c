"""What a run keeps of what its systems wrote, under which key, and what it asks for again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from summarize.engines import model as models
from summarize.engines.model import Model
from summarize.errors import Interrupted
from summarize.translation import attempts
from summarize.translation.attempts import Attempts, Policy
from summarize.translation.gate import GATE_VERSION
from summarize.translation.memory import TranslationMemory, memory_path
from summarize.translation.recall import Recall, Unread, recollection
from summarize.translation.rescue import FIRST, RETRY, SPLIT, SYSTEM, Rung
from summarize.translation.translator import Translator
from summarize.types import Decoding, LangPair, ModelSpec, Status
from support.fake_models import WordCodec
from support.loading import done
from support.memories import EN_DE, EN_EN, EN_RU, NLLB, OPUS, made
from support.scripted_models import (
    Notebook,
    Said,
    ScriptedEngine,
    ScriptedModels,
    first_and_retry,
    scripted_model,
)

TEXT = "The harbour is closed."
SOUND = "Гавань закрыта."
AT_FIRST = Rung(FIRST, "one")


def asks(
    notebook: Notebook,
    model: Model,
    engine: ScriptedEngine,
    *,
    rung: Rung = AT_FIRST,
    pair: LangPair = EN_RU,
    decoding: Decoding | None = None,
) -> bool:
    """Whether a model is asked for the text, which it writes something for."""
    before = len(engine.asked)
    policy = Policy(decoding or Decoding())
    Attempts(lambda _: model, policy, notebook).make(rung, [TEXT], pair, done)
    return len(engine.asked) > before


SPEC = ModelSpec("one", frozenset({"translate"}), ("*",), "/one")


def modelled(spec: ModelSpec = SPEC, **changes: Any) -> tuple[Model, ScriptedEngine]:
    codec = WordCodec(spec)
    engine = ScriptedEngine(codec, lambda *_: SOUND)
    for name in changes.keys() & {"name", "compute_type"}:
        setattr(engine, name, changes.pop(name))
    return scripted_model(spec, codec, engine, **changes), engine


# Under which key


def test_what_was_made_is_found_again() -> None:
    notebook = Notebook()
    assert asks(notebook, *modelled())
    assert not asks(notebook, *modelled())


@pytest.mark.parametrize(
    "other",
    [
        modelled(replace(SPEC, name="two")),
        modelled(replace(SPEC, source="/elsewhere")),
        modelled(replace(SPEC, file="other.gguf")),
        modelled(replace(SPEC, options={"prefix": "translate:_"})),
        modelled(revision="1" * 40),
        modelled(sha256="1" * 64),
        modelled(name="other engine"),
        modelled(compute_type="int8"),
        modelled(versions={"ctranslate2": "5.0"}),
    ],
    ids=(
        "name source file options revision sha256 engine compute_type versions"  # one for each
    ).split(),
)
def test_another_model_is_asked_anew(other: tuple[Model, ScriptedEngine]) -> None:
    notebook = Notebook()
    assert asks(notebook, *modelled())
    assert asks(notebook, *other)


@pytest.mark.parametrize(
    "change",
    [
        {"decoding": Decoding(beam_size=4)},
        {"decoding": Decoding(repetition_penalty=1.1)},
        {"decoding": Decoding(no_repeat_ngram_size=3)},
        {"decoding": Decoding(max_new_tokens=50)},
        {"decoding": Decoding(length_factor=1.5)},
        {"pair": LangPair("en", "uk")},
        {"pair": LangPair("de", "ru")},
    ],
)
def test_another_search_or_language_is_asked_anew(change: dict[str, Any]) -> None:
    notebook = Notebook()
    one = modelled()
    assert asks(notebook, *one)
    assert asks(notebook, *one, **change)
    assert not asks(notebook, *one, **change)
    assert not asks(notebook, *one)


def test_another_gate_or_version_of_the_product_asks_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    notebook = Notebook()
    one = modelled()
    assert asks(notebook, *one)
    monkeypatch.setattr(attempts, "GATE_VERSION", GATE_VERSION + 1)
    assert asks(notebook, *one)
    monkeypatch.setattr(models, "__version__", "99.0")
    assert asks(notebook, *one)


@pytest.mark.parametrize("kind", [RETRY, SPLIT, SYSTEM])
def test_another_rung_is_asked_anew(kind: str) -> None:
    """Though its system be the same, and its search for all the key tells."""
    notebook = Notebook()
    one = modelled()
    assert asks(notebook, *one)
    assert asks(notebook, *one, rung=Rung(kind, "one"))
    assert not asks(notebook, *one, rung=Rung(kind, "one"))


def test_a_rung_never_finds_what_another_one_wrote() -> None:
    """The split text would be the rejected one of the first attempt, which decodes the same way."""
    text = "The harbour will be closed for repairs until autumn, and the museum will open in May."
    pieces = {
        "The harbour will be closed for repairs until autumn,": "Гавань закроют до осени,",
        "and the museum will open in May.": "а музей откроется в мае.",
    }
    script = first_and_retry({text: "Гавань.", **pieces}, {text: "Гавань."})
    notebook = Notebook()
    for asked in ([text, text, *pieces], []):
        one = ScriptedModels(one=script)
        translator = Translator(["one"], one.load, Policy(), notebook)
        result = translator.translate([[text]], EN_RU, done)[0][text]
        assert (str(result.rung), result.status) == ("split", Status.RESCUED)
        assert result.hypothesis.text == " ".join(pieces.values())
        assert one.asked("one") == asked


# What is kept


def test_what_is_unfinished_is_not_remembered() -> None:
    notebook = Notebook()
    cut = "The bridge is open."
    script = first_and_retry(
        {TEXT: SOUND, cut: Said("Мост", finished=False)}, {cut: Said("Мост открыт.")}
    )
    for _ in range(2):
        one = ScriptedModels(one=script)
        translator = Translator(["one"], one.load, Policy(), notebook)
        (results,) = translator.translate([[TEXT, cut]], EN_RU, done)
        assert [r.status for r in results.values()] == [Status.ACCEPTED, Status.RESCUED]
    assert one.asked("one") == [cut]
    (first, kept), (retry, rescued) = notebook.stores
    assert (set(kept), set(rescued)) == ({TEXT}, {cut})
    assert first != retry


def test_what_is_remembered_is_examined_and_told_like_what_is_new() -> None:
    notebook = Notebook()
    texts = ["It is new.", TEXT, "Copied, alas.", "It is new, too."]
    known = {TEXT: SOUND, "Copied, alas.": "Copied, alas."}
    model = ScriptedModels(one=lambda text, _: known[text])
    Attempts(model.load, Policy(), notebook).make(AT_FIRST, known, EN_RU, done)
    new = {"It is new.": "Это новое.", "It is new, too.": "Это тоже новое."}
    model = ScriptedModels(one=lambda text, _: new[text], backwards=True)
    told: list[int] = []
    results = Attempts(model.load, Policy(), notebook).make(
        AT_FIRST, [*texts, *texts], EN_RU, told.append
    )
    assert model.asked("one") == [*reversed(new)]
    assert {text: results[text].hypothesis.text for text in texts} == {**known, **new}
    assert [results[text].status for text in texts] == [
        Status.ACCEPTED,
        Status.ACCEPTED,
        Status.FLAGGED,
        Status.ACCEPTED,
    ]
    assert told == [1] * 4


def numbered(count: int) -> list[str]:
    return [f"Sentence {number}." for number in range(count)]


def test_what_was_made_before_an_interruption_is_kept() -> None:
    notebook = Notebook()
    texts = numbered(50)

    def script(text: str, _: Decoding) -> str:
        if text == texts[40]:
            assert set(texts[:32]) <= notebook.texts(), "a kill costs few"
            raise Interrupted("SIGTERM")
        return text

    one = ScriptedModels(one=script)
    with pytest.raises(Interrupted):
        Attempts(one.load, Policy(), notebook).make(AT_FIRST, texts, EN_RU, done)
    assert notebook.texts() == set(texts[:40])
    assert [len(kept) for _, kept in notebook.stores] == [32, 8]


def test_hypotheses_go_to_the_memory_a_few_at_a_time_and_once() -> None:
    notebook = Notebook()
    recall = Recall(notebook, OPUS, EN_RU, together=2)
    with recall:
        for number, text in enumerate(numbered(5), start=1):
            recall.keep(text, made(text))
            assert len(notebook.stores) == number // 2
        recall.keep("cut", replace(made("cut"), finished=False))
    assert [list(kept) for _, kept in notebook.stores] == [
        numbered(5)[:2],
        numbered(5)[2:4],
        numbered(5)[4:],
    ]
    assert {system for system, _ in notebook.stores} == {OPUS}
    assert recall.find(["cut", *numbered(5)]) == {text: made(text) for text in numbered(5)}
    assert Recall(notebook, NLLB, EN_RU).find(numbered(5)) == {}
    assert Recall(notebook, OPUS, EN_DE).find(numbered(5)) == {}


def test_nothing_new_is_no_use_of_the_memory() -> None:
    notebook = Notebook()
    with Recall(notebook, OPUS, EN_RU):
        pass
    assert notebook.stores == []


def test_without_a_memory_nothing_is_known_and_nothing_kept() -> None:
    recall = Recall(None, OPUS, EN_RU, together=1)
    with recall:
        recall.keep(TEXT, made(SOUND))
    assert recall.find([TEXT]) == {}


# Whether the memory is used


def test_a_memory_that_is_unread_is_written_all_the_same() -> None:
    notebook = Notebook()
    notebook.store(OPUS, EN_RU, {TEXT: made("Старое.")})
    unread = Unread(notebook)
    assert unread.find(OPUS, EN_RU, [TEXT]) == {}
    unread.store(OPUS, EN_EN, {TEXT: made(SOUND)})
    assert notebook.find(OPUS, EN_EN, [TEXT]) == {TEXT: made(SOUND)}
    assert notebook.find(OPUS, EN_RU, [TEXT]) == {TEXT: made("Старое.")}


def test_a_run_uses_the_memory_of_the_user_unless_told_otherwise() -> None:
    with recollection(done, on=False) as memory:
        assert memory is None
    assert not memory_path().exists()
    with recollection(done) as memory:
        assert memory is not None
        memory.store(OPUS, EN_RU, {TEXT: made(SOUND)})
    with recollection(done, fresh=True) as memory:
        assert memory is not None
        assert memory.find(OPUS, EN_RU, [TEXT]) == {}
        memory.store(OPUS, EN_RU, {"new": made("новое")})
    with recollection(done) as memory:
        assert memory is not None
        assert set(memory.find(OPUS, EN_RU, [TEXT, "new"])) == {TEXT, "new"}
    with TranslationMemory(memory_path()) as same:
        assert same.stats().entries == 2


@pytest.mark.parametrize("fresh", [True, False])
def test_a_run_is_told_when_its_memory_cannot_be_used(fresh: bool, tmp_path: Path) -> None:
    said: list[str] = []
    warn: Callable[[str], None] = said.append
    (tmp_path / "home").write_text("in the way", "utf-8")
    with recollection(warn, fresh=fresh) as memory:
        assert memory is not None
        memory.store(OPUS, EN_RU, {TEXT: made(SOUND)})
    assert len(said) == 1
