"""What is measured of segments and systems is the same in pieces, and of the right segment."""

from __future__ import annotations

import operator
from dataclasses import replace
from typing import Any

import pytest

from comparison.made import COPY, FAIR, GOOD, PAIR, POOR, REFERENCE, SOURCES, texts
from summarize.comparison import analysis, measures, significance
from summarize.comparison.analysis import compare
from summarize.comparison.measures import measure
from summarize.comparison.metrics import Chrf
from summarize.comparison.texts import MOST_SEGMENTS, MOST_SYSTEMS, System, Texts, require_size
from summarize.comparison.workers import spread
from summarize.errors import ConfigError
from summarize.types import Draft, LangPair


@pytest.mark.parametrize("references", [0, 2])
def test_measures_are_the_same_in_pieces(monkeypatch: pytest.MonkeyPatch, references: int) -> None:
    cut = System("cut", REFERENCE, frozenset({0, 6, 7, len(SOURCES) - 1}))
    given = texts(GOOD, COPY, cut, references=references)
    done: list[int] = []
    whole = measure(given, done.append, 1)
    monkeypatch.setattr(measures, "_TOGETHER", 7)
    pieces = measure(given, done.append, 1)
    assert pieces.verdicts == whole.verdicts
    assert pieces.statistics == whole.statistics
    assert (pieces.utilities == whole.utilities).all()
    assert (pieces.matches == whole.matches).all()
    assert sum(done) == 2 * len(SOURCES)
    assert done[1:] == [*[7] * (len(SOURCES) // 7), *filter(None, [len(SOURCES) % 7])]


def test_a_part_of_texts_is_aligned_like_the_whole() -> None:
    given = Texts(
        PAIR,
        ("s0", "s1", "s2", "s3"),
        (System("a", ("a0", "a1", "a2", "a3"), frozenset({0, 1, 2, 3}), Draft(("a",))),),
        (("r0", "r1", "r2", "r3"), ("q0", "q1", "q2", "q3")),
        ("d0", "d0", "d1", "d1"),
    )
    assert given.part(1, 3) == Texts(
        PAIR,
        ("s1", "s2"),
        (System("a", ("a1", "a2"), frozenset({0, 1}), Draft(("a",))),),
        (("r1", "r2"), ("q1", "q2")),
        ("d0", "d1"),
    )


def test_small_work_stays_in_this_process_and_keeps_its_order() -> None:
    assert list(spread(operator.neg, [3, 1, 2], 1)) == [-3, -1, -2]
    alone = spread(lambda one: one + 1, [1], 4)  # such work cannot leave this process
    assert list(alone) == [2]


@pytest.mark.parametrize(
    ("count", "names"), [(1, ["a"]), (MOST_SEGMENTS, ["a"]), (1, list("abcdefghij"))]
)
def test_sizes_at_the_limits_are_taken(count: int, names: list[str]) -> None:
    assert (MOST_SYSTEMS, MOST_SEGMENTS) == (10, 5000)
    require_size(count, names)


@pytest.mark.parametrize(
    ("count", "names", "message"),
    [
        (0, ["a"], "no segments"),
        (5001, ["a"], "5001 segments"),
        (1, [], "no system"),
        (1, list("abcdefghijk"), "11 systems"),
        (1, ["a", "b", "a"], "two systems are called a"),
    ],
)
def test_sizes_beyond_the_limits_are_not(count: int, names: list[str], message: str) -> None:
    with pytest.raises(ConfigError, match=message) as error:
        require_size(count, names)
    assert error.value.hint


# --- What becomes of the measures -----------------------------------------------------------------


def similarity(one: str, other: str) -> float:
    """chrF2++ of a text with another as the reference."""
    chrf = Chrf()
    return chrf.f_score(chrf.match(chrf.ngrams(one), chrf.ngrams(other))[0])


def test_the_consensus_is_the_mean_similarity_to_what_is_not_rejected() -> None:
    made = compare(texts(GOOD, FAIR, POOR, COPY, references=0), workers=1)
    outputs = {system.name: n for n, system in enumerate(made.systems)}
    one = made.segments[2]
    good, fair, poor, copy = (
        one.systems[outputs[name]] for name in ("good", "fair", "poor", "copy")
    )
    assert [c.status for c in (good, fair, poor, copy)][3] == "rejected"
    voices = [c for c in (fair, poor) if c.status != "rejected"]
    assert voices
    assert good.consensus == pytest.approx(
        sum(similarity(good.text, c.text) for c in voices) / len(voices)
    )
    sound = [good, *voices]
    assert copy.consensus == pytest.approx(
        sum(similarity(copy.text, c.text) for c in sound) / len(sound)
    )
    everybody = (good, fair, poor, copy)
    mean = sum(similarity(a.text, b.text) for a in everybody for b in everybody if a is not b) / 12
    assert one.disagreement == pytest.approx(100 - mean)


def test_the_figures_of_a_system_are_means_over_its_segments() -> None:
    made = compare(texts(GOOD, FAIR, COPY, references=0), workers=1)
    for place, system in enumerate(made.systems):
        candidates = [segment.systems[place] for segment in made.segments]
        assert system.consensus == pytest.approx(
            sum(c.consensus or 0 for c in candidates) / len(candidates)
        )
        assert system.segments == {
            status: sum(c.status == status for c in candidates)
            for status in ("accepted", "warned", "rejected")
        }
        assert system.length_ratio == pytest.approx(
            sum(len(c.text) for c in candidates) / sum(map(len, SOURCES))
        )
        for name, count in system.checks.items():
            assert count == sum(any(k.name == name for k in c.checks) for c in candidates)
        counts = list(system.checks.values())
        assert counts == sorted(counts, reverse=True)


def test_the_agreement_is_the_mean_of_whole_outputs() -> None:
    made = compare(texts(GOOD, FAIR, POOR, references=0), workers=1)
    by_name = {system.name: system for system in made.systems}

    def whole(one: System, other: System) -> float:
        metric = Chrf([list(other.texts)])
        return metric.total(metric.statistics(list(one.texts)))

    expected = (whole(GOOD, FAIR) + whole(GOOD, POOR)) / 2
    assert by_name["good"].agreement == pytest.approx(expected)


def test_systems_that_wrote_the_same_do_not_disagree() -> None:
    made = compare(texts(GOOD, replace(GOOD, name="twin"), references=0), workers=1)
    assert {segment.disagreement for segment in made.segments} == {0.0}
    assert {one.consensus for segment in made.segments for one in segment.systems} == {100.0}


def test_where_all_are_rejected_they_are_near_to_each_other_all_the_same() -> None:
    made = compare(texts(COPY, replace(COPY, name="twin"), references=0).part(0, 3), workers=1)
    assert {system.segments["rejected"] for system in made.systems} == {3}
    assert {system.consensus for system in made.systems} == {100.0}


def test_segments_keep_their_number_document_and_references() -> None:
    documents = tuple(f"d{n}" for n in range(len(SOURCES)))
    given = replace(texts(POOR, GOOD, references=2), documents=documents)
    made = compare(given, workers=1)
    assert made.references == 2
    for row, segment in enumerate(made.segments):
        assert (segment.id, segment.document, segment.source) == (
            *(row + 1, documents[row]),
            SOURCES[row],
        )
        assert segment.references == tuple(lines[row] for lines in given.references)
        assert [c.text for c in segment.systems] == [GOOD.texts[row], POOR.texts[row]]


@pytest.mark.parametrize(
    ("source", "text", "numbers", "names"),
    [
        ("In 2011 it cost 5 euros.", "В 2011 году он стоил 5 евро.", 1.0, 1.0),
        ("In 2011 it cost 5 euros.", "В 2012 году он стоил 5 евро.", 0.0, 1.0),
        ("Anna Lindqvist came home.", "Пришла домой Ольга Петрова.", 1.0, 0.0),
        (
            *("Linda Lindqvist met Thomas Gardner in Bristol.",),
            *("Ольга Зайцева увидела Виктора Шубина в Самаре.", 1.0, 0.0),
        ),
        ("It was not open yesterday.", "", 0.0, 0.0),
        ("It was not open yesterday.", "It was not open yesterday.", 0.0, 0.0),
    ],
)
def test_what_was_compared_and_found_right(
    source: str, text: str, numbers: float, names: float
) -> None:
    made = compare(Texts(PAIR, (source,), (System("a", (text,)),)), workers=1)
    assert made.systems[0].number_fidelity == numbers
    assert made.systems[0].name_fidelity == names


def test_names_are_compared_in_both_directions() -> None:
    back = Texts(LangPair("ru", "en"), ("Мост открыт.",), (System("a", ("The bridge is open.",)),))
    assert compare(back, workers=1).systems[0].name_fidelity == 1.0


def test_a_draft_is_still_known_in_the_end() -> None:
    draft = Draft(("poor",), ("better",))
    made = compare(texts(replace(GOOD, draft=draft), FAIR, references=0), workers=1)
    assert {system.name: system.draft for system in made.systems} == {"good": draft, "fair": None}


def test_differences_stand_in_the_order_of_ranks_and_letters_are_those_of_chrf(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(significance, "TRIALS", 50)
    monkeypatch.setattr(significance, "RESAMPLES", 50)
    usual = significance.tested

    def even_in_chrf(name: str, *given: Any) -> significance.Tested:
        found = usual(name, *given)
        if name != "chrf":
            return found
        alike = tuple(replace(one, p_bootstrap=1.0) for one in found.differences)
        return replace(found, differences=alike)

    given = texts(POOR, GOOD, FAIR)
    made = compare(given, workers=1)
    assert [system.group for system in made.systems] == ["a", "b", "c"]
    ranks = {system.name: system.rank for system in made.systems}
    order = [(ranks[one.first], ranks[one.second]) for one in made.significance]
    assert order == sorted(order)
    monkeypatch.setattr(analysis, "tested", even_in_chrf)
    assert {system.group for system in compare(given, workers=1).systems} == {"a"}
