from __future__ import annotations

import json
from pathlib import Path

import pytest

from summarize.batch.ledger import Ledger
from summarize.comparison.reading import read_texts
from summarize.errors import ConfigError, ReadError
from summarize.types import (
    Document,
    Draft,
    LangPair,
    Segment,
    SegmentKind,
    Status,
    TranslatedSegment,
    Translation,
)
from summarize.writers.record import Provenance, Record

PAIR = LangPair("en", "ru")


def write(path: Path, *lines: str) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return path


def write_run(folder: Path, made: dict[str, list[str]], *, language: str = "en") -> Path:
    """An output folder of a job with these documents; segment N of each says `ID N`."""
    ledger = Ledger(folder, ("ru",), ())
    for name, texts in made.items():
        segments = [Segment(n, 1, f"{name} {n}") for n in range(1, len(texts) + 1)]
        segments.append(Segment(99, 2, "Add a Comment", kind=SegmentKind.BOILERPLATE))
        translated = [
            TranslatedSegment(segment.id, text, Status.ACCEPTED)
            for segment, text in zip(segments, [*texts, "Add a Comment"], strict=True)
        ]
        ledger.save(
            Record(
                Document(name, name, "", language, "", tuple(segments)),
                {"ru": Translation("ru", "m", tuple(translated))},
                {},
                Provenance("", (), "", 0.0),
            )
        )
    return folder


def test_a_folder_says_which_drafts_are_in_it(tmp_path: Path) -> None:
    folder = write_run(tmp_path / "out", {"one": ["раз"], "two": ["два"]})
    record = folder / "documents" / "two.json"
    content = json.loads(record.read_text("utf-8"))
    content["drafts"] = {"ru": {"models": ["small"], "better": ["large"]}}
    record.write_text(json.dumps(content), "utf-8")
    (system,) = read_texts(None, {"night": folder}, [], PAIR, limit=1).systems
    assert system.draft == Draft(("small",), ("large",))


def test_lines_of_files_belong_together(tmp_path: Path) -> None:
    made = read_texts(
        write(tmp_path / "s", "one", "two"),
        {"a": write(tmp_path / "a", "раз", ""), "b": write(tmp_path / "b", "один", "два")},
        [write(tmp_path / "r", "раз", "два")],
        PAIR,
    )
    assert made.sources == ("one", "two")
    assert [(system.name, system.texts) for system in made.systems] == [
        ("a", ("раз", "")),
        ("b", ("один", "два")),
    ]
    assert made.references == (("раз", "два"),)
    assert made.documents == ()


@pytest.mark.parametrize("wrong", ["hypothesis", "reference"])
def test_misaligned_files_are_an_error_that_names_both_counts(tmp_path: Path, wrong: str) -> None:
    source, short = write(tmp_path / "s", "one", "two"), write(tmp_path / "short", "раз")
    whole = write(tmp_path / "a", "раз", "два")
    with pytest.raises(ConfigError, match=r"s has 2 segments, .*short has 1"):
        read_texts(
            source,
            {"a": short if wrong == "hypothesis" else whole},
            [short] if wrong == "reference" else [],
            PAIR,
        )


def test_output_folders_bring_source_and_documents(tmp_path: Path) -> None:
    one = write_run(tmp_path / "one", {"x": ["раз", "два"], "y": ["три"]})
    other = write_run(tmp_path / "other", {"x": ["1", "2"], "y": ["3"]})
    made = read_texts(None, {"one": one, "other": other}, [], PAIR)
    assert made.sources == ("x 1", "x 2", "y 1")
    assert made.documents == ("x", "x", "y")
    assert [system.texts for system in made.systems] == [("раз", "два", "три"), ("1", "2", "3")]


def test_folders_and_files_go_together(tmp_path: Path) -> None:
    folder = write_run(tmp_path / "one", {"x": ["раз"]})
    made = read_texts(None, {"one": folder, "b": write(tmp_path / "b", "1")}, [], PAIR)
    assert [system.texts for system in made.systems] == [("раз",), ("1",)]


def test_folders_with_other_documents_are_an_error(tmp_path: Path) -> None:
    one = write_run(tmp_path / "one", {"x": ["раз"]})
    other = write_run(tmp_path / "other", {"y": ["раз"]})
    with pytest.raises(ConfigError, match="differ at segment 1 of the source"):
        read_texts(None, {"one": one, "other": other}, [], PAIR)


def test_a_folder_without_this_pair_is_an_error(tmp_path: Path) -> None:
    folder = write_run(tmp_path / "one", {"x": ["раз"]}, language="de")
    with pytest.raises(ReadError, match="no translation from en into ru"):
        read_texts(None, {"one": folder}, [], PAIR)


def test_a_damaged_record_is_an_error_that_names_it(tmp_path: Path) -> None:
    folder = write_run(tmp_path / "one", {"x": ["раз"]})
    (folder / "documents" / "x.json").write_text('{"schema": 99}', "utf-8")
    with pytest.raises(ReadError, match=r"x\.json is no ledger record"):
        read_texts(None, {"one": folder}, [], PAIR)


def test_a_source_beside_folders_has_to_be_theirs(tmp_path: Path) -> None:
    folder = write_run(tmp_path / "one", {"x": ["раз", "два"]})
    made = read_texts(write(tmp_path / "s", " x 1", "x 2 "), {"one": folder}, [], PAIR)
    assert made.sources == (" x 1", "x 2 ")
    assert made.documents == ("x", "x")
    with pytest.raises(ConfigError, match="differ at segment 2 of the source"):
        read_texts(write(tmp_path / "s", "x 1", "x 3"), {"one": folder}, [], PAIR)
    with pytest.raises(ConfigError, match=r"s has 1 segments, .*one has 2"):
        read_texts(write(tmp_path / "s", "x 1"), {"one": folder}, [], PAIR)


def test_documents_in_another_language_or_without_this_translation_are_left_out(
    tmp_path: Path,
) -> None:
    folder = write_run(tmp_path / "out", {"a": ["раз"], "b": ["два"], "c": ["три"]})
    german, other = (folder / "documents" / f"{name}.json" for name in "ab")
    content = json.loads(german.read_text("utf-8"))
    content["document"]["language"] = "de"
    german.write_text(json.dumps(content), "utf-8")
    content = json.loads(other.read_text("utf-8"))
    content["translations"]["de"] = content["translations"].pop("ru")
    other.write_text(json.dumps(content), "utf-8")
    made = read_texts(None, {"night": folder}, [], PAIR)
    assert (made.sources, made.documents) == (("c 1",), ("c",))


def test_a_record_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    folder = write_run(tmp_path / "one", {"x": ["раз"]})
    (folder / "documents" / "y.json").mkdir()
    with pytest.raises(ReadError, match=r"y\.json cannot be read"):
        read_texts(None, {"one": folder}, [], PAIR)
    (folder / "documents" / "y.json").rmdir()
    (folder / "documents" / "y.json").write_text("{", "utf-8")
    with pytest.raises(ReadError, match=r"y\.json is no ledger record"):
        read_texts(None, {"one": folder}, [], PAIR)


@pytest.mark.parametrize(("limit", "count"), [(None, 3), (2, 2), (3, 3), (9, 3)])
def test_at_most_as_many_segments_as_asked(tmp_path: Path, limit: int | None, count: int) -> None:
    source = write(tmp_path / "s", "1", "2", "3")
    assert read_texts(source, {"a": source}, [], PAIR, limit).sources == ("1", "2", "3")[:count]


def test_too_many_systems_are_an_error(tmp_path: Path) -> None:
    source = write(tmp_path / "s", "1")
    with pytest.raises(ConfigError, match="11 systems"):
        read_texts(source, {str(n): source for n in range(11)}, [], PAIR)


def test_files_alone_need_a_source(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="--source"):
        read_texts(None, {"a": write(tmp_path / "a", "раз")}, [], PAIR)


def test_a_limit_takes_the_first_segments(tmp_path: Path) -> None:
    source = write(tmp_path / "s", *map(str, range(6000)))
    with pytest.raises(ConfigError, match=r"6000 segments, and at most 5,000"):
        read_texts(source, {"a": source}, [], PAIR)
    made = read_texts(source, {"a": source}, [source], PAIR, limit=2)
    assert made.sources == made.systems[0].texts == made.references[0] == ("0", "1")
