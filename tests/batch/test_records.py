"""What a record says of how it came about, and what is told on the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from summarize.batch.drafts import draft_in
from summarize.batch.pipeline import Pipeline, Plan
from summarize.engines.base import OnOutput, Output, Prompt
from summarize.errors import EngineError
from summarize.models.registry import load_registry
from summarize.readers.files import read_bytes
from summarize.translation.attempts import Policy
from summarize.types import (
    Decoding,
    Document,
    Draft,
    LangPair,
    Status,
    Summary,
    SummarySentence,
    TranslatedSegment,
    Translation,
)
from summarize.writers.record import Record
from support import corpus
from support.fake_models import FakeEngine, FakeLoader, Reply
from support.press import KNOWN, Listener

EN_RU, RU_EN = LangPair("en", "ru"), LangPair("ru", "en")
BRIDGE = read_bytes(corpus.BRIDGE.text("en").encode(), language="en", source="bridge.txt")
LAKE = read_bytes(corpus.LAKE.text("ru").encode(), language="ru", source="lake.txt")
COLUMNS = {
    "one": "translate en>ru,ru>en",
    "two": "translate en>ru,ru>en",
    "unused": "translate en>ru",
    "writer": "summarize en,ru",
}


def said(text: str) -> str:
    return KNOWN.get(text, text.split(". ")[0].rstrip(".") + ".")


def poorly(text: str) -> str:
    """What a system writes that only knows titles."""
    return KNOWN[text] if text == corpus.BRIDGE.title.en else ""


class Bench:
    """A pipeline, its loader and who listens."""

    def __init__(
        self, folder: Path, policy: Policy | None = None, **models: Reply | Exception
    ) -> None:
        replies: dict[str, Reply | Exception] = {**dict.fromkeys(COLUMNS, said), **models}
        self.loader = FakeLoader(
            folder, {name: (columns, replies[name]) for name, columns in COLUMNS.items()}
        )
        self.listener = Listener()
        systems = {EN_RU: ("one", "two"), RU_EN: ("one",)}
        plan = Plan(("en", "ru"), systems, policy or Policy(), "writer", 40)
        self.pipeline = Pipeline(plan, self.loader, self.listener)

    def records(self, *documents: Document) -> list[Record]:
        return self.pipeline.process(documents, {document.id: "key" for document in documents})


def test_the_systems_are_those_whose_output_stands_in_it(tmp_path: Path) -> None:
    bench = Bench(tmp_path, one=poorly)
    for name in ("unused", "two"):
        bench.loader.load(name)
    (record,) = bench.records(BRIDGE)
    assert [system.name for system in record.provenance.systems] == ["one", "writer", "two"]
    (record,) = Bench(tmp_path).records(BRIDGE)
    assert [system.name for system in record.provenance.systems] == ["one", "writer"]


def test_a_system_is_described_so_that_it_can_be_had_again(tmp_path: Path) -> None:
    policy = Policy(decoding=Decoding(beam_size=3))
    (record,) = Bench(tmp_path, policy).records(BRIDGE)
    translator, writer = record.provenance.systems
    assert translator.source == f"{tmp_path}/one"
    assert (translator.revision, translator.sha256) == ("0" * 40, "0" * 64)
    assert (translator.engine, translator.compute_type) == ("fake", "none")
    assert translator.decoding == Decoding(beam_size=3)
    assert writer.decoding != translator.decoding


def test_a_model_that_is_one_file_is_named_with_it(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    path = tmp_path / "models.txt"
    lines = path.read_text("utf-8").replace(f"{tmp_path}/one", f"{tmp_path}/one:model.gguf")
    path.write_text(lines, "utf-8")
    bench.loader.registry = load_registry(path)
    (record,) = bench.records(BRIDGE)
    assert record.provenance.systems[0].source == f"{tmp_path}/one:model.gguf"


def test_a_model_that_translates_and_summarises_is_named_for_both(tmp_path: Path) -> None:
    loader = FakeLoader(tmp_path, {"all": ("translate,summarize en>ru,ru>en,en,ru", said)})
    policy = Policy(decoding=Decoding(beam_size=3))
    plan = Plan(("en", "ru"), {EN_RU: ("all",), RU_EN: ("all",)}, policy, "all", 40)
    (record,) = Pipeline(plan, loader, Listener()).process([BRIDGE], {BRIDGE.id: "key"})
    names = [system.name for system in record.provenance.systems]
    assert names == ["all", "all"]
    assert record.provenance.systems[0].decoding == Decoding(beam_size=3)


def test_a_rescue_system_that_only_translated_the_summary_is_named(tmp_path: Path) -> None:
    def only_text(text: str) -> str:
        return "" if text == "A line." else said(text)

    def rescue(text: str) -> str:
        return "Строка." if text == "A line." else ""

    bench = Bench(tmp_path, one=only_text, two=rescue, writer=lambda _: "A line.")
    (record,) = bench.records(BRIDGE)
    assert {entry.system for entry in record.translations["ru"].segments} == {"one"}
    assert [system.name for system in record.provenance.systems] == ["one", "writer", "two"]


def test_time_is_shared_out_by_length(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter([100.0, 110.0])
    monkeypatch.setattr("summarize.batch.pipeline.time.perf_counter", lambda: next(ticks, 110.0))
    bench = Bench(tmp_path)
    records = bench.records(BRIDGE, LAKE)
    seconds = [record.provenance.seconds for record in records]
    assert sum(seconds) == pytest.approx(10.0, abs=0.01)
    lengths = [1 + sum(len(s.text) for s in document.segments) for document in (BRIDGE, LAKE)]
    assert seconds[0] == pytest.approx(10.0 * lengths[0] / sum(lengths), abs=0.01)
    started = {record.provenance.started for record in records}
    assert {datetime.fromisoformat(each).utcoffset() for each in started} == {timedelta(0)}


def test_a_document_without_segments_has_a_share_too(tmp_path: Path) -> None:
    empty = Document("empty", "empty.txt", "0" * 64, "en", "", ())
    (record,) = Bench(tmp_path).records(empty)
    assert record.summaries == {}
    assert record.provenance.seconds >= 0


def test_tasks_are_told_with_what_they_count(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.records(BRIDGE, LAKE)
    counts = {each[1]: each[2:] for each in bench.listener.told if each[0] == "begin"}
    texts = [len([s for s in d.segments if s.translatable]) for d in (BRIDGE, LAKE)]
    assert counts == {
        "translating en to ru": (texts[0], "segments"),
        "translating ru to en": (texts[1], "segments"),
        "summarising": (2, "articles"),
        "translating summaries to ru": (1, "sentences"),
        "translating summaries to en": (1, "sentences"),
    }
    for name, (total, _) in counts.items():
        assert bench.listener.advanced(str(name)) == total
    ended = [each[1] for each in bench.listener.told if each[0] == "end"]
    assert sorted(map(str, ended)) == sorted(map(str, counts))


def test_a_task_that_fails_is_over(tmp_path: Path) -> None:
    def fail(text: str) -> str:
        raise IndexError(text)

    bench = Bench(tmp_path, one=fail)
    with pytest.raises(IndexError):
        bench.records(BRIDGE)
    assert bench.listener.told[-1] == ("end", "translating en to ru")


def test_the_settings_of_the_search_reach_the_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Decoding] = []
    generate = FakeEngine.generate

    def watch(
        self: FakeEngine, prompts: list[Prompt], decoding: Decoding, on_output: OnOutput
    ) -> list[Output]:
        seen.append(decoding)
        return generate(self, prompts, decoding, on_output)

    monkeypatch.setattr(FakeEngine, "generate", watch)
    Bench(tmp_path, Policy(decoding=Decoding(beam_size=7))).records(BRIDGE)
    assert seen[0].beam_size == 7


def test_a_summary_that_may_yet_be_rescued_has_the_document_done_again(tmp_path: Path) -> None:
    def only_text(text: str) -> str:
        return "" if text == "A line." else said(text)

    broken = EngineError("two: no memory")
    bench = Bench(tmp_path, one=only_text, two=broken, writer=lambda _: "A line.")
    (record,) = bench.records(BRIDGE)
    statuses = {entry.status for entry in record.translations["ru"].segments}
    assert Status.FLAGGED not in statuses
    assert record.summaries["ru"].sentences[0].status is Status.FLAGGED
    assert record.provenance.key == "key without two"


def test_what_is_required_is_loaded_before_anything_is_done(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.pipeline.prepare(["en"])
    assert sorted(bench.loader.loads) == ["one", "writer"]


# --- Drafts ---------------------------------------------------------------------------------------


@pytest.fixture
def draft(tmp_path: Path) -> Callable[..., Draft | None]:
    """What is said of an edition whose segments, summary and its translation these models wrote."""
    poor, good = "quality=draft", ""
    lines = {
        "tr": ("translate en>ru,de>ru", poor),
        "tr-good": ("translate en>ru", good),
        "back": ("translate de>ru", poor),
        "back-good": ("translate de>ru", good),
        "wr": ("summarize en,de", poor),
        "wr-good": ("summarize de", good),
    }
    path = tmp_path / "models.txt"
    path.write_text(
        "".join(
            f"{name} {columns} {tmp_path}/{name} {option}\n"
            for name, (columns, option) in lines.items()
        ),
        "utf-8",
    )
    registry = load_registry(path)

    def said_of(segments: str = "", writer: str = "", said_by: str = "") -> Draft | None:
        translation = summary = None
        if segments:
            entries = (
                TranslatedSegment(1, "a", Status.COPIED, "copy"),
                TranslatedSegment(2, "b", Status.ACCEPTED, system=segments),
            )
            translation = Translation("ru", segments, entries)
        if writer:
            sentence = SummarySentence("a", (), (), "b" if said_by else "", said_by)
            summary = Summary("ru", (sentence,), "single", writer)
        return draft_in(registry, "en", translation, summary, "de")

    return said_of


def test_whoever_had_a_part_in_an_edition_makes_it_a_draft(
    draft: Callable[..., Draft | None],
) -> None:
    assert draft() is None
    assert draft("tr-good", "wr-good", "back-good") is None
    assert draft("tr") == Draft(("tr",), ("tr-good",))
    assert draft("tr-good", "wr") == Draft(("wr",), ("wr-good",))
    assert draft("tr-good", "wr-good", "back") == Draft(("back",), ("back-good",))
    assert draft("tr", "wr", "back") == Draft(
        ("tr", "back", "wr"), ("tr-good", "back-good", "wr-good")
    )


def test_a_summary_of_a_draft_is_one(tmp_path: Path) -> None:
    """The Russian article is summarised in English, from a translation that is a draft."""
    models: dict[str, tuple[str, Reply | Exception]] = {
        "poor": ("translate ru>en quality=draft", said),
        "good": ("translate ru>en,en>ru", said),
        "writer": ("summarize en", said),
    }
    systems = {RU_EN: ("poor",), EN_RU: ("good",)}
    plan = Plan(("en", "ru"), systems, Policy(), "writer", 40)
    pipeline = Pipeline(plan, FakeLoader(tmp_path, models), Listener())
    lake, bridge = pipeline.process([LAKE, BRIDGE], {LAKE.id: "1", BRIDGE.id: "2"})
    assert lake.drafts == dict.fromkeys(("en", "ru"), Draft(("poor",), ("good",)))
    assert bridge.drafts == {}
