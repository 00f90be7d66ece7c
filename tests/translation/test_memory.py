from __future__ import annotations

import multiprocessing
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from summarize.translation import database, queries
from summarize.translation.memory import MemoryStats, TranslationMemory, memory_path
from summarize.types import Hypothesis, LangPair
from support.memories import EN_DE, EN_EN, EN_RU, NLLB, OPUS, change, is_sound, made, write_much

# What is found


def test_what_is_stored_is_found_whole_and_after_reopening(path: Path) -> None:
    hypotheses = {
        "Hello.": made("Привет."),
        "": made("", score=None),
        "a\0b": Hypothesis("а\0б", 1, 9, finished=False, score=-1e-9),
    }
    with TranslationMemory(path) as memory:
        memory.store(OPUS, EN_RU, hypotheses)
        assert memory.find(OPUS, EN_RU, [*hypotheses, "new"]) == hypotheses
    with TranslationMemory(path) as memory:
        assert memory.find(OPUS, EN_RU, [*hypotheses, "new"]) == hypotheses


def test_a_memory_makes_the_folders_it_is_in(tmp_path: Path) -> None:
    with TranslationMemory(tmp_path / "home" / "memory" / "1.sqlite") as memory:
        memory.store(OPUS, EN_RU, {"Hello.": made("Привет.")})
        assert memory.find(OPUS, EN_RU, ["Hello."]) == {"Hello.": made("Привет.")}


def test_another_system_or_pair_is_never_reused(memory: TranslationMemory) -> None:
    memory.store(OPUS, EN_RU, {"Hello.": made("Привет.")})
    assert memory.find(NLLB, EN_RU, ["Hello."]) == {}
    assert memory.find(OPUS.replace("1", "2"), EN_RU, ["Hello."]) == {}
    assert memory.find(OPUS, EN_DE, ["Hello."]) == {}
    assert memory.find(OPUS, LangPair("ru", "en"), ["Hello."]) == {}


@pytest.mark.parametrize(
    "other",
    ["hello.", "Hello. ", " Hello.", "Hello", "Hello.\0", "Нello.", "Hello.\u200b", "H\u0435llo."],
)
def test_the_key_is_exact(memory: TranslationMemory, other: str) -> None:
    memory.store(OPUS, EN_RU, {"Hello.": made("Привет.")})
    assert memory.find(OPUS, EN_RU, [other]) == {}
    memory.store(OPUS, EN_RU, {other: made("другое")})
    assert memory.find(OPUS, EN_RU, ["Hello.", other]) == {
        "Hello.": made("Привет."),
        other: made("другое"),
    }


def test_normal_forms_are_different_texts(memory: TranslationMemory) -> None:
    memory.store(OPUS, EN_RU, {"caf\u00e9": made("кафе")})
    assert memory.find(OPUS, EN_RU, ["cafe\u0301"]) == {}


def test_the_last_hypothesis_of_a_text_is_kept(memory: TranslationMemory) -> None:
    memory.store(OPUS, EN_RU, {"Hello.": made("Первый.")})
    memory.store(OPUS, EN_RU, {"Hello.": made("Второй.")})
    assert memory.find(OPUS, EN_RU, ["Hello."]) == {"Hello.": made("Второй.")}
    assert memory.stats().entries == 1


def test_many_texts_are_found_in_the_order_asked_for(memory: TranslationMemory) -> None:
    hypotheses = {f"Sentence {number}.": made(f"№ {number}") for number in range(1234)}
    memory.store(OPUS, EN_RU, hypotheses)
    asked = ["unknown", *reversed(hypotheses), "Sentence 5."]
    assert list(memory.find(OPUS, EN_RU, asked)) == list(reversed(hypotheses))


def test_texts_without_utf8_are_left_out_and_the_others_kept(
    memory: TranslationMemory, warnings: list[str]
) -> None:
    memory.store(OPUS, EN_RU, {"\ud800": made("x"), "y": made("\udfff"), "z": made("😀")})
    assert memory.find(OPUS, EN_RU, ["\ud800", "y", "z"]) == {"z": made("😀")}
    assert warnings == []


def test_a_store_that_fails_half_way_keeps_nothing(memory: TranslationMemory) -> None:
    class Failing(dict[str, Hypothesis]):
        def items(self):  # type: ignore[no-untyped-def]
            yield "one", made("один")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        memory.store(OPUS, EN_RU, Failing(one=made("один")))
    assert memory.find(OPUS, EN_RU, ["one"]) == {}
    memory.store(OPUS, EN_RU, {"two": made("два")})
    assert memory.stats().entries == 1


def test_nothing_is_created_before_it_is_used(memory: TranslationMemory, path: Path) -> None:
    assert memory.stats() == MemoryStats(0, {}, {}, {}, 0, None, None)
    assert list(memory.entries()) == []
    assert memory.prune(unused_days=0) == 0
    assert memory.find(OPUS, EN_RU, []) == {}
    memory.store(OPUS, EN_RU, {})
    assert not path.parent.exists()


def test_it_lies_beside_the_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUMMARIZE_HOME", str(tmp_path / "elsewhere"))
    assert memory_path() == tmp_path / "elsewhere" / "memory.sqlite3"


# Several at once


def test_threads_share_a_memory(memory: TranslationMemory, warnings: list[str]) -> None:
    def work(thread: int) -> int:
        for number in range(20):
            texts = {f"{thread} {number} {part}": made("x") for part in range(5)}
            memory.store(OPUS, EN_RU, texts)
            assert memory.find(OPUS, EN_RU, list(texts)) == texts
        return thread

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(work, range(8))) == 28
    assert memory.stats().entries == 8 * 20 * 5
    assert warnings == []


def test_processes_share_a_memory(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=write_much, args=(path, n, 25)) for n in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
    assert [process.exitcode for process in processes] == [0, 0, 0]
    assert is_sound(path)
    with TranslationMemory(path) as memory:
        assert memory.stats().entries == 3 * 25 * 10 + 1


WRITER = """
import sys, time
from pathlib import Path
from summarize.translation.memory import TranslationMemory
from summarize.types import Hypothesis, LangPair

class Endless(dict):
    def items(self):
        for number in range(3000):
            yield f"half {number} " + "x" * 2000, Hypothesis("y", 1, 1, True, None)
        print("in the middle", flush=True)
        time.sleep(600)

memory = TranslationMemory(Path(sys.argv[1]))
memory.store("{}", LangPair("en", "ru"), {"whole": Hypothesis("целое", 1, 1, True, None)})
memory.store("{}", LangPair("en", "ru"), Endless(some=1))
"""


def test_a_writer_killed_in_mid_store_leaves_a_sound_database(
    path: Path, warnings: list[str]
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "in the middle\n"
        writer.kill()
        assert writer.wait(60) == -signal.SIGKILL
    assert database.size_of(path) > 3_000_000  # more than SQLite's cache: it was on its way
    with TranslationMemory(path, warn=warnings.append) as memory:
        assert list(memory.find("{}", EN_RU, ["whole"])) == ["whole"]
        memory.store(OPUS, EN_RU, {"after": made("после")})
        assert memory.stats().entries == 2
    assert is_sound(path)
    assert warnings == []


# Housekeeping


@pytest.fixture
def filled(memory: TranslationMemory, path: Path) -> TranslationMemory:
    memory.store(OPUS, EN_RU, {"one": made("один"), "two": made("два")})
    memory.store(OPUS.replace("1", "2"), EN_RU, {"one": made("один")})
    memory.store(NLLB, EN_DE, {"one": made("eins")})
    memory.store("no object", EN_DE, {"two": made("zwei")})
    change(path, "UPDATE entries SET used = '2020-01-01' WHERE source = 'one'")
    return memory


def test_stats_count_by_system_and_pair(filled: TranslationMemory, path: Path) -> None:
    stats = filled.stats()
    assert stats.entries == 5
    assert list(stats.systems.items()) == [("opus", 3), ("", 1), ("nllb", 1)]
    assert list(stats.pairs.items()) == [("en-ru", 3), ("en-de", 2)]
    assert stats.size >= path.stat().st_size > 0
    assert stats.oldest is not None
    assert stats.newest is not None
    assert stats.oldest <= stats.newest
    assert 0 <= time.time() - stats.oldest.timestamp() < 60


def test_summaries_are_counted_apart_and_are_no_translations(filled: TranslationMemory) -> None:
    filled.store(NLLB, EN_EN, {"A long article.": made("Short."), "Another.": made("Shorter.")})
    stats = filled.stats()
    assert (stats.entries, stats.systems["nllb"]) == (7, 3)
    assert dict(stats.pairs) == {"en-ru": 3, "en-de": 2}
    assert dict(stats.summaries) == {"en": 2}
    assert len(list(filled.entries())) == 5
    assert list(filled.entries(EN_EN)) == []
    assert filled.find(NLLB, EN_EN, ["Another."]) == {"Another.": made("Shorter.")}


def test_prune_forgets_what_was_not_used(filled: TranslationMemory) -> None:
    assert filled.find(NLLB, EN_DE, ["one"])  # which marks it as used today
    assert filled.prune(unused_days=30) == 2
    left = [(entry.system, entry.source) for entry in filled.entries()]
    assert left == [("opus", "two"), ("nllb", "one"), ("", "two")]
    assert filled.prune(unused_days=0) == 0


def test_prune_forgets_a_system(filled: TranslationMemory) -> None:
    assert filled.prune(system_name="opus") == 3
    assert dict(filled.stats().systems) == {"nllb": 1, "": 1}
    assert filled.prune(system_name="opus") == 0


def test_prune_takes_both_conditions_together(filled: TranslationMemory) -> None:
    assert filled.prune(system_name="opus", unused_days=30) == 2
    assert filled.stats().entries == 3


def test_prune_gives_the_space_back(memory: TranslationMemory) -> None:
    memory.store(OPUS, EN_RU, {f"{n}": made("x" * 500) for n in range(2000)})
    before = memory.stats().size
    assert memory.prune(system_name="opus") == 2000
    assert memory.stats().size < before / 10


def test_prune_that_cannot_give_the_space_back_still_forgets(
    filled: TranslationMemory, path: Path, warnings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: sqlite3.Connection) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(queries, "compact", full)
    assert filled.prune(system_name="opus") == 3
    (warning,) = warnings
    assert "database or disk is full" in warning
    assert filled.stats().entries == 2


def test_prune_needs_a_condition(memory: TranslationMemory) -> None:
    with pytest.raises(ValueError, match="prune needs"):
        memory.prune()


def test_entries_are_streamed_while_others_write(memory: TranslationMemory) -> None:
    memory.store(OPUS, EN_RU, {f"{n}": made(f"№ {n}") for n in range(1100)})
    memory.store(NLLB, EN_DE, {"one": made("eins")})
    entries = memory.entries(EN_RU)
    first = next(entries)
    assert (first.source, first.target, first.pair, first.system) == ("0", "№ 0", EN_RU, "opus")
    memory.store(NLLB, EN_RU, {"late": made("поздно")})
    assert [entry.source for entry in entries] == [*(f"{n}" for n in range(1, 1100)), "late"]
