"""When a document counts as done, and when it has to be done again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from summarize.batch.ledger import Ledger
from summarize.engines.tuning import Tuning, save_tuning
from summarize.translation.memory import TranslationMemory
from support import corpus
from support.fake_models import FakeLoader
from support.jobs import make_runner, write_job
from support.samples import RECORD

TRANSLATIONS = {pair.en: pair.ru for pair in corpus.PAIRS}


@pytest.fixture
def job(tmp_path: Path) -> Path:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "bridge.txt").write_text(corpus.BRIDGE.text("en"), "utf-8")
    return write_job(tmp_path, summary="")


def loader(folder: Path, columns: str = "translate en>ru") -> FakeLoader:
    models = {"en-ru": columns, "ru-en": "translate ru>en"}
    return FakeLoader(folder, {name: (said, TRANSLATIONS.get) for name, said in models.items()})  # type: ignore[misc]


def done(job: Path, loader: FakeLoader) -> int:
    """How many documents a run processes."""
    return len(make_runner(job, loader).run().done)


def test_a_finished_document_is_not_done_again(job: Path) -> None:
    assert done(job, loader(job.parent)) == 1
    assert done(job, loader(job.parent)) == 0


@pytest.mark.parametrize(
    "option", ["prefix=translate:_", "target-token=>>{alpha3}<<", "quality=draft"]
)
def test_a_corrected_option_of_models_txt_has_it_done_again(job: Path, option: str) -> None:
    assert done(job, loader(job.parent)) == 1
    assert done(job, loader(job.parent, f"translate en>ru {option}")) == 1


@pytest.mark.parametrize(
    ("option", "again"),
    [("quality=draft", False), ("licence=mit", False), ("prefix=translate:_", True)],
)
def test_what_a_model_would_write_again_is_remembered(
    job: Path, tmp_path: Path, option: str, again: bool
) -> None:
    with TranslationMemory(tmp_path / "memory.sqlite3") as memory:
        make_runner(job, loader(job.parent), memory=memory).run()
        marked = loader(job.parent, f"translate en>ru {option}")
        assert len(make_runner(job, marked, memory=memory, fresh=True).run().done) == 1
        assert bool(marked.engines["en-ru"].asked) is again


def test_an_article_that_is_summarised_in_another_language_is_done_again(tmp_path: Path) -> None:
    def runs(languages: str) -> int:
        models = {
            "en-ru": ("translate en>ru", TRANSLATIONS.get),
            "ru-en": ("translate ru>en", {pair.ru: pair.en for pair in corpus.PAIRS}.get),
            "t5": (f"summarize {languages}", str),
        }
        return done(path, FakeLoader(tmp_path, models))  # type: ignore[arg-type]

    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "lake.txt").write_text(corpus.LAKE.text("ru"), "utf-8")
    path = write_job(tmp_path)
    assert runs("en") == 1
    assert runs("en,de") == 0
    assert runs("en,ru") == 1


def test_a_corrected_licence_changes_nothing(job: Path) -> None:
    assert done(job, loader(job.parent)) == 1
    assert done(job, loader(job.parent, "translate en>ru licence=mit")) == 0


def test_a_new_tuning_has_it_done_again(job: Path) -> None:
    one = loader(job.parent)
    assert done(job, one) == 1
    one.store.home.mkdir(exist_ok=True)
    save_tuning(one.store.home, "0" * 64, Tuning("float32", 512, 1, 2))
    assert done(job, loader(job.parent)) == 1


@pytest.mark.parametrize("ids", [[2, 1, 3, 4, 5], [1, 1, 3, 4, 5], [1, 2, 3, 4]])
def test_a_record_with_other_segments_is_not_complete(tmp_path: Path, ids: list[int]) -> None:
    ledger = Ledger(tmp_path, ("en", "ru"), ())
    ledger.save(RECORD)
    assert ledger.key(RECORD.document.id) == "key"
    path = tmp_path / "documents" / f"{RECORD.document.id}.json"
    record = json.loads(path.read_text("utf-8"))
    segments = record["translations"]["ru"]["segments"]
    record["translations"]["ru"]["segments"] = [segments[number - 1] for number in ids]
    path.write_text(json.dumps(record), "utf-8")
    assert ledger.key(RECORD.document.id) is None
