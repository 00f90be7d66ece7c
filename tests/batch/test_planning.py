"""What a run sets out to do: windows, previews, and digests that are renewed when need be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from summarize.models.store import StoredModel
from summarize.types import ModelSpec
from support import corpus
from support.press import Press, Watching, stems

KIB = 1024


@pytest.fixture
def press(tmp_path: Path) -> Press:
    return Press(tmp_path)


# --- Windows --------------------------------------------------------------------------------------


def windows(press: Press, sizes: list[int], extra: str = "") -> list[int]:
    """How many of some articles of these sizes are processed together, window by window."""
    for number, size in enumerate(sizes):
        press.write(f"{number:03}.txt", "x" * size)
    press.change("[run]\n", f"[run]\n{extra}\n")
    watching = Watching()
    report = press.runner(executor=watching).run()
    names = [name for window in watching.windows for name in window]
    assert names == [f"articles/{number:03}.txt" for number in range(len(sizes))]
    assert report.left == len(sizes)
    return [len(window) for window in watching.windows]


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ([10] * 64, [64]),
        ([10] * 130, [64, 64, 2]),
        ([64 * KIB, 64 * KIB, 1], [2, 1]),
        ([64 * KIB, 64 * KIB + 1, 1], [1, 2]),
        ([60 * KIB] * 5, [2, 2, 1]),
        ([1, 200 * KIB, 1, 1], [1, 1, 2]),
        ([], []),
    ],
)
def test_a_window_has_so_many_documents_and_bytes(
    press: Press, sizes: list[int], expected: list[int]
) -> None:
    assert windows(press, sizes) == expected


def test_in_a_deterministic_run_each_document_is_by_itself(press: Press) -> None:
    assert windows(press, [10] * 5, "deterministic = true") == [1] * 5


# --- Previews -------------------------------------------------------------------------------------


def preview(press: Press, *absent: str, **options: Any) -> tuple[dict[str, str], dict[str, bool]]:
    """The states of articles and whether models are ready."""
    runner = press.runner(**options)

    def lookup(spec: ModelSpec) -> StoredModel | None:
        if spec.name in absent:
            return None
        return StoredModel(spec, Path(spec.source), "0" * 40, "0" * 64, Path(spec.source))

    press.loader.store.lookup = lookup  # type: ignore[method-assign]
    plan = runner.preview()
    assert press.loader.fetches == press.loader.loads == [], "nothing is fetched or loaded"
    states = {stems([found["id"]])[0]: found["state"] for found in plan["documents"]}
    assert all(found["source"].startswith("articles/") for found in plan["documents"])
    return states, {model["name"]: model["ready"] for model in plan["models"]}


def test_a_preview_tells_what_is_done_and_ready(press: Press) -> None:
    press.write_corpus()
    ready = {"en-ru": True, "ru-en": True}
    states = {"bread": "to do", "bridge": "to do", "lake": "to do"}
    assert preview(press) == (states, ready)
    assert not press.out.exists()
    press.runner().run(limit=2)
    (press.folder / "articles" / "missing.txt").symlink_to("nowhere")
    states |= {"bread": "done", "bridge": "done", "missing": "unreadable"}
    assert preview(press) == (states, ready)


def test_what_was_made_with_a_model_that_is_gone_would_be_made_anew(press: Press) -> None:
    press.write_corpus()
    press.runner().run()
    states, ready = preview(press, "ru-en")
    assert set(states.values()) == {"to do"}
    assert ready == {"en-ru": True, "ru-en": False}


# --- Digests --------------------------------------------------------------------------------------


def test_a_digest_that_would_be_the_same_is_not_written_again(press: Press) -> None:
    press.write_corpus()
    press.runner().run()
    digest = press.out / "en" / "digest.md"
    digest.write_text("kept", "utf-8")
    fingerprint = press.report()["digest"]
    press.runner().run()
    assert digest.read_text("utf-8") == "kept"
    assert press.report()["digest"] == fingerprint


@pytest.mark.parametrize("what", ["removed", "failed", "renamed", "missing", "fresh"])
def test_a_digest_that_would_be_another_is_written_again(press: Press, what: str) -> None:
    press.write_corpus()
    press.runner().run()
    digest = press.out / "en" / "digest.md"
    digest.write_text("kept", "utf-8")
    if what == "removed":
        (press.folder / "articles" / "bread.txt").unlink()
    elif what == "failed":
        press.write("empty.txt", "")
    elif what == "renamed":
        press.change('"Press"', '"Agency"')
    elif what == "missing":
        (press.out / "ru" / "digest.md").unlink()
    press.runner(fresh=what == "fresh").run()
    written = digest.read_text("utf-8")
    assert corpus.BRIDGE.title.en in written
    assert (corpus.BREAD.title.en in written) == (what != "removed")
    assert ("Not processed: 1" in written) == (what == "failed")
    assert ("Agency" in written) == (what == "renamed")


def test_a_changed_article_is_in_the_digest_as_it_is_now(press: Press) -> None:
    press.write_corpus()
    press.runner().run()
    press.write("bread.txt", corpus.BRIDGE.text("en"))
    before = press.report()["digest"]
    press.runner().run()
    assert corpus.BREAD.title.en not in press.digest()
    assert press.report()["digest"] != before


def test_articles_stand_in_the_digest_in_the_order_of_their_files(press: Press) -> None:
    press.write_corpus()
    press.runner().run(limit=1)
    press.write("about.txt", corpus.LAKE.text("en"))
    press.runner().run()
    digest = press.digest()
    order = [digest.index(f"{name}-") for name in ("about", "bread", "bridge", "lake")]
    assert order == sorted(order)
