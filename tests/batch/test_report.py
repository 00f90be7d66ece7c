"""What a run says it has done, counted from outcomes alone."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from summarize import __version__
from summarize.batch.outcome import Outcome, Portion, Work, outcome_of
from summarize.batch.report import RunReport
from summarize.errors import EngineError
from summarize.types import Decoding, Draft, SystemRecord
from summarize.writers.record import dumps
from support.samples import DOUBTFUL, RECORD

OPUS = RECORD.provenance.systems[0]
NLLB = SystemRecord("nllb", "f/nllb", "3" * 40, "4" * 64, "transformers", "auto", Decoding(4))


def report(*outcomes: Outcome, total: int = 1) -> RunReport:
    made = RunReport("Night", Path("night.toml"), total=total)
    made.add(Portion(outcomes, Work("local")))
    return made


def written(made: RunReport) -> dict[str, Any]:
    """As it stands in the file."""
    content: dict[str, Any] = json.loads(dumps(made.to_json()))
    return content


def test_a_record_is_counted_by_status_rung_and_check() -> None:
    outcome = outcome_of(DOUBTFUL)
    assert (outcome.id, outcome.failure) == (DOUBTFUL.document.id, None)
    counts = written(report(outcome))["counts"]
    assert counts["segments"] == {"ru": {"copied": 2, "flagged": 2, "rescued": 1}}
    assert counts["rungs"] == {"ru": {"copy": 2, "first": 2, "retry": 1}}
    assert counts["checks"] == {"ru": {"length": 1, "numbers": 1}}
    assert counts["summaries"] == {
        "en": {"accepted": 1, "flagged": 1},
        "ru": {"accepted": 1, "flagged": 1},
    }


def test_counts_stand_in_an_order_that_does_not_change() -> None:
    """Two reports can then be compared line by line."""
    counts = {"ru": Counter(flagged=1, accepted=1, copied=1)}
    outcome = Outcome(
        "one",
        statuses=counts,
        rungs=counts,
        checks=counts,
        summaries=counts,
        findings=Counter(numbers=1, engine=1),
    )
    found = written(report(outcome))["counts"]
    for part in ("segments", "rungs", "checks", "summaries"):
        assert list(found[part]["ru"]) == ["accepted", "copied", "flagged"]
    assert list(found["summary_findings"]) == ["engine", "numbers"]


def test_a_run_that_did_nothing_says_so() -> None:
    content = written(RunReport("Night", Path("night.toml")))
    assert content["counts"]["documents"] == {"done": 0, "skipped": 0, "failed": 0, "left": 0}
    assert (content["exit_code"], content["stopped"], content["error"]) == (0, None, None)
    assert (content["digest"], content["unpinned"], content["warnings"]) == ("", {}, [])


def test_what_is_found_about_summaries_is_counted_over_all_languages() -> None:
    findings = {"numbers": 1, "unsupported-number": 1}
    assert written(report(outcome_of(DOUBTFUL)))["counts"]["summary_findings"] == findings
    twice = report(outcome_of(DOUBTFUL), outcome_of(DOUBTFUL))
    assert written(twice)["counts"]["summary_findings"] == dict.fromkeys(findings, 2)
    assert written(report(outcome_of(RECORD)))["counts"]["summary_findings"] == {}


def test_documents_add_up_over_windows() -> None:
    made = report(outcome_of(DOUBTFUL), total=6)
    failure = {"message": "bad.txt is empty", "hint": "", "document": {"id": "bad"}}
    made.add(Portion((Outcome("bad", failure), outcome_of(RECORD)), Work("local")))
    made.skipped = ["old", "older", "oldest"]
    content = written(made)
    assert content["counts"]["documents"] == {"done": 2, "skipped": 3, "failed": 1, "left": 3}
    assert content["counts"]["segments"] == {
        "ru": {"accepted": 1, "copied": 4, "flagged": 3, "rescued": 2}
    }
    assert content["counts"]["summaries"]["en"] == {"accepted": 2, "flagged": 1}
    assert content["failures"] == [failure]
    assert made.done == [DOUBTFUL.document.id, RECORD.document.id]


def test_a_failure_hides_nothing_that_comes_after_it() -> None:
    failed = Outcome("bad", {"message": "", "hint": ""}, statuses={"ru": Counter(accepted=9)})
    made = report(failed, outcome_of(RECORD))
    assert written(made)["counts"]["segments"]["ru"]["accepted"] == 1
    assert (made.state.documents, made.state.failed) == (1, 1)


def test_flagged_passages_are_those_of_texts_and_of_summaries() -> None:
    assert report(outcome_of(DOUBTFUL)).flagged == 4, "two segments, two sentences"
    assert report(outcome_of(RECORD)).flagged == 1
    assert report().flagged == 0


def test_how_far_it_is() -> None:
    made = report(outcome_of(DOUBTFUL), Outcome("bad", {}), total=9)
    made.add(Portion((), Work("far", output_tokens=30)))
    made.add(Portion((), Work("near", output_tokens=12)))
    state = made.state
    assert (state.documents, state.failed, state.total) == (1, 1, 9)
    assert (state.segments, state.flagged, state.tokens) == (5, 4, 42)


def test_each_worker_counts_as_it_stands_last() -> None:
    made = report()
    for tokens in (10, 25):
        made.add(
            Portion(
                (),
                Work(
                    "one",
                    input_tokens=2 * tokens,
                    output_tokens=tokens,
                    prompt_tokens=3 * tokens,
                    positions=4 * tokens,
                    model_seconds=tokens / 10,
                    load_seconds=tokens / 5,
                    peak_memory=1 << 50,
                ),
            )
        )
    made.add(Portion((), Work("two", 1, 2, 0, 100, 0.25, 0.125, peak_memory=1 << 49)))
    content = written(made)
    assert content["tokens"] == {"input": 51, "output": 27, "padding": 0.625}
    assert content["seconds"]["model"] == 2.75
    assert content["seconds"]["load"] == 5.125
    assert content["workers"] == 3
    assert content["peak_memory_bytes"] == 1 << 50


def test_without_a_batch_there_is_no_padding() -> None:
    assert written(report())["tokens"] == {"input": 0, "output": 0, "padding": 0.0}


def test_the_memory_is_at_least_that_of_this_process() -> None:
    assert written(RunReport("Night", Path("night.toml")))["peak_memory_bytes"] > 10_000_000


def test_the_clock_stops_when_the_run_does(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("summarize.batch.report.time.perf_counter", lambda: now[0])
    made = report()
    now[0] = 107.25
    assert made.seconds == made.state.seconds == 7.25
    now[0] = 107.23456
    made.finish()
    now[0] = 200.0
    assert made.seconds == pytest.approx(7.23456)
    assert written(made)["seconds"]["wall"] == 7.235


def test_systems_are_named_once_and_whole() -> None:
    first = outcome_of(RECORD)
    content = written(report(first, replace(first, systems=(OPUS, NLLB))))
    assert [system["name"] for system in content["systems"]] == ["opus", "nllb"]
    assert content["systems"][0]["revision"] == "1" * 40
    assert content["systems"][0]["sha256"] == "2" * 64
    assert content["systems"][1]["decoding"]["beam_size"] == 4


def test_drafts_of_all_documents_are_told_together() -> None:
    assert report(outcome_of(RECORD)).draft is None
    one = outcome_of(DOUBTFUL)
    other = replace(one, drafts={"ru": Draft(("tiny",), ("large", "huge"))})
    made = report(one, other, outcome_of(RECORD))
    assert written(made)["drafts"] == {
        "en": {"models": ["small"], "better": ["large"]},
        "ru": {"models": ["small", "tiny"], "better": ["large", "larger", "huge"]},
    }
    assert made.draft == Draft(("small", "tiny"), ("large", "larger", "huge"))


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (None, None),
        (
            EngineError("big: no memory", hint="use a smaller one"),
            {"type": "EngineError", "message": "big: no memory", "hint": "use a smaller one"},
        ),
        (ValueError("unforeseen"), {"type": "ValueError", "message": "unforeseen", "hint": ""}),
    ],
)
def test_the_error_that_ended_it_is_told(error: Exception | None, said: object) -> None:
    made = report()
    made.error = error
    assert written(made)["error"] == said


def test_what_it_was_and_with_what() -> None:
    made = report()
    made.warnings.append("rescue by big is left out")
    made.unpinned = {"opus": "5" * 40}
    made.digest = "fingerprint"
    content = written(made)
    assert content["schema"] == 1
    assert content["job"] == {"name": "Night", "path": "night.toml"}
    assert content["warnings"] == ["rescue by big is left out"]
    assert content["unpinned"] == {"opus": "5" * 40}
    assert content["digest"] == "fingerprint"
    assert content["stopped"] is None
    assert content["versions"]["summarize"] == __version__
    assert content["versions"]["ctranslate2"] == version("ctranslate2")
    assert set(content["versions"]) == {
        "summarize",
        "python",
        "transformers",
        "ctranslate2",
        "torch",
        "tokenizers",
        "sentencepiece",
    }
    assert datetime.fromisoformat(content["started"]).utcoffset() == timedelta(0)


def test_the_pace_and_what_is_left_of_it() -> None:
    made = report(outcome_of(RECORD), Outcome("bad", {}), total=6).state
    state = replace(made, seconds=4.0, tokens=200)
    assert state.tokens_per_second == 50
    assert state.seconds_left == 8.0
    assert replace(state, seconds=0.0).tokens_per_second == 0
    assert replace(state, documents=0, failed=0).seconds_left is None
