"""Jobs with a model that is no more than a draft: whatever comes out says so."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from summarize.cli import options
from summarize.writers import labels
from support import corpus
from support.command import call
from support.fake_models import FakeLoader
from support.jobs import make_runner, write_articles, write_job

TRANSLATIONS = {pair.en: pair.ru for pair in corpus.PAIRS} | {
    pair.ru: pair.en for pair in corpus.PAIRS
}
POOR = "translate,summarize * quality=draft"


def translate(text: str) -> str:
    return TRANSLATIONS.get(text, text.split(". ")[0])


@pytest.fixture
def job(tmp_path: Path) -> Path:
    write_articles(tmp_path)
    return write_job(tmp_path)


@pytest.fixture
def loader(tmp_path: Path) -> Callable[..., FakeLoader]:
    """Makes a loader in which these models are drafts."""

    def make(*poor: str, **_: Any) -> FakeLoader:
        columns = {
            "en-ru": "translate en>ru",
            "ru-en": "translate ru>en",
            "t5": "summarize en,ru",
            "better": "translate,summarize en,ru",
        }
        return FakeLoader(
            tmp_path,
            {
                name: (said + " quality=draft" * (name in poor), translate)
                for name, said in columns.items()
            },
        )

    return make


def pages(out: Path) -> dict[str, str]:
    return {
        str(path.relative_to(out)): path.read_text("utf-8")
        for language in ("en", "ru")
        for path in (out / language).iterdir()
        if path.suffix != ".json"
    }


def test_every_page_and_digest_says_so_in_its_language(
    job: Path, loader: Callable[..., FakeLoader]
) -> None:
    report = make_runner(job, loader("en-ru", "ru-en", "t5")).run()
    assert report.exit_code == 0
    made = pages(job.parent / "out")
    assert len(made) == 2 * 2 * (len(corpus.ARTICLES) + 1)
    for name, page in made.items():
        language = name[:2]
        said = {labels.label(language, "draft"), labels.label(language, "draft_summary")}
        assert any(words in page for words in said), name
        assert "better" in page, name


def test_the_report_names_the_drafts_and_what_is_better(
    job: Path, loader: Callable[..., FakeLoader]
) -> None:
    report = make_runner(job, loader("en-ru", "t5")).run()
    assert report.draft is not None
    assert (set(report.draft.models), report.draft.better) == ({"en-ru", "t5"}, ("better",))
    written = json.loads((job.parent / "out" / "run.json").read_text("utf-8"))
    assert written["drafts"]["ru"] == {"models": ["en-ru", "t5"], "better": ["better"]}


def test_good_models_are_not_called_drafts(job: Path, loader: Callable[..., FakeLoader]) -> None:
    report = make_runner(job, loader()).run()
    assert report.draft is None
    said = [labels.label(language, "draft") for language in ("en", "ru")]
    for page in pages(job.parent / "out").values():
        assert not any(words in page for words in said)


def test_only_what_a_draft_had_a_part_in_is_one(
    job: Path, loader: Callable[..., FakeLoader]
) -> None:
    make_runner(job, loader("en-ru")).run()
    out = job.parent / "out"
    records = [json.loads(path.read_text("utf-8")) for path in (out / "documents").iterdir()]
    drafts = {record["document"]["language"]: set(record["drafts"]) for record in records}
    # A Russian article and its summary were translated by ru-en alone.
    assert drafts == {"en": {"ru"}, "ru": set()}


def test_the_terminal_says_so(
    job: Path,
    loader: Callable[..., FakeLoader],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(options, "make_loader", lambda *_, **__: loader("en-ru", "ru-en", "t5"))
    assert call("run", str(job), "--quiet") == 0
    printed = capsys.readouterr().out
    assert labels.label("en", "draft") in printed
    assert "Better models: better." in printed
    article = str(job.parent / "articles" / "bridge.txt")
    assert call("file", article, "--quiet", "--system", "en-ru", "--summarizer", "t5") == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert labels.label("ru", "draft") in shown
