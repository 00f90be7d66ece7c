from __future__ import annotations

import pytest

from comparison.made import COPY, EMPTY, FAIR, GOOD, LOOP, PAIR, POOR, REFERENCE, SOURCES, texts
from summarize.comparison.analysis import Extras, compare
from summarize.comparison.ranking import Standing, ranked
from summarize.comparison.results import Cost, to_json
from summarize.comparison.texts import System, Texts
from summarize.errors import ConfigError
from summarize.types import LangPair

GERMAN = System(
    "german", ("Das ist ein ganz anderer Satz in einer anderen Sprache.",) * len(SOURCES)
)


@pytest.mark.parametrize("bad", [COPY, EMPTY, LOOP, GERMAN], ids=lambda system: system.name)
def test_degenerate_systems_never_come_out_on_top(bad: System) -> None:
    twin = System("twin", bad.texts)  # two that agree perfectly
    for place in range(3):
        systems = [bad, twin]
        systems.insert(place, POOR)
        made = compare(texts(*systems, references=0).part(0, 12), workers=1)
        assert made.systems[0].name == "poor"
        assert made.systems[1].segments["rejected"] == 12


def test_the_system_nearest_to_the_others_wins() -> None:
    odd, even = (
        System(name, tuple(t.lower() if n % 2 == rest else t for n, t in enumerate(REFERENCE)))
        for name, rest in (("odd", 1), ("even", 0))
    )
    made = compare(texts(odd, System("middle", REFERENCE), even, references=0), workers=1)
    best = made.systems[0]
    assert best.name == "middle"
    assert best.scores == {}
    assert best.group == ""
    assert made.significance == ()
    assert best.consensus is not None
    assert 0 < best.consensus < 100
    assert best.agreement is not None
    assert 0 < best.agreement < 100


def test_rejected_hypotheses_have_no_voice() -> None:
    three = compare(texts(GOOD, FAIR, COPY, references=0), workers=1)
    two = compare(texts(GOOD, FAIR, references=0), workers=1)
    for name in ("good", "fair"):
        (with_copy,) = [system for system in three.systems if system.name == name]
        (without,) = [system for system in two.systems if system.name == name]
        assert with_copy.consensus == without.consensus


def test_fidelity_counts_what_was_compared() -> None:
    wrong = System("wrong", tuple(text.replace("412", "421") for text in REFERENCE))
    by_name = {s.name: s for s in compare(texts(wrong, COPY, references=0), workers=1).systems}
    assert by_name["wrong"].number_fidelity == pytest.approx(1 - 1 / len(SOURCES))
    assert by_name["copy"].number_fidelity == 0.0
    assert by_name["copy"].name_fidelity == 0.0


def test_names_are_compared_between_english_and_russian_only() -> None:
    german = Texts(LangPair("en", "de"), SOURCES, (GERMAN,))
    assert compare(german, workers=1).systems[0].name_fidelity is None


def test_a_system_alone_has_nothing_to_agree_with() -> None:
    made = compare(texts(GOOD, references=0), workers=1)
    assert made.systems[0].consensus is None
    assert made.systems[0].agreement is None
    assert {segment.disagreement for segment in made.segments} == {0.0}


def test_what_else_is_known_comes_along() -> None:
    known = Extras(51.5, -0.25, Cost(1.0, 2.0, 3, 4, "mit"), 0.75)
    made = compare(texts(GOOD, FAIR, references=0).part(0, 2), {"good": known}, workers=1)
    good, fair = sorted(made.systems, key=lambda system: system.name != "good")
    assert (good.round_trip, good.model_score, good.quality) == (51.5, -0.25, 0.75)
    assert good.cost == known.cost
    assert (fair.round_trip, fair.model_score, fair.quality, fair.cost) == (None,) * 4


def test_an_unfinished_hypothesis_is_rejected() -> None:
    cut = System("cut", REFERENCE, frozenset({70, 3}) & frozenset(range(len(SOURCES))))
    made = compare(texts(cut, references=0), workers=1)
    assert made.segments[3].systems[0].status == "rejected"
    assert made.segments[4].systems[0].status == "accepted"


def test_the_json_document_has_the_documented_shape() -> None:
    content = to_json(compare(texts(GOOD, COPY), workers=1))
    assert list(content) == [
        *("schema", "summarize", "pair", "references", "systems", "significance", "segments"),
        "notes",
    ]
    assert content["schema"] == 1
    assert content["pair"] == {"source": "en", "target": "ru"}
    assert content["references"] == 1
    assert list(content["systems"][0]) == [
        *("name", "rank", "group", "scores", "segments", "checks", "length_ratio"),
        *("number_fidelity", "name_fidelity", "agreement", "consensus", "round_trip"),
        *("model_score", "quality", "cost", "draft"),
    ]
    assert set(content["systems"][0]["scores"]) == {"bleu", "chrf", "ter"}
    assert set(content["systems"][0]["scores"]["ter"]) == {"score", "low", "high", "signature"}
    assert content["systems"][1]["segments"] == {
        "accepted": 0,
        "warned": 0,
        "rejected": len(SOURCES),
    }
    assert set(content["significance"][0]) == {
        *("first", "second", "metric", "p_bootstrap", "p_randomisation", "statement")
    }
    segment = content["segments"][0]
    assert list(segment) == ["id", "document", "source", "references", "disagreement", "systems"]
    assert [candidate["text"] for candidate in segment["systems"]] == [
        GOOD.texts[0],
        COPY.texts[0],
    ]
    assert list(segment["systems"][1]) == [
        *("text", "chrf", "consensus", "status", "score", "checks")
    ]
    assert set(segment["systems"][1]["checks"][0]) == {"name", "severity", "detail"}


def test_every_number_says_what_it_tells() -> None:
    content = to_json(compare(texts(GOOD), workers=1))
    numbers = set(content["systems"][0]) - {"name", "scores"}
    numbers |= {"bleu", "chrf", "ter", "disagreement", "p_bootstrap", "p_randomisation"}
    assert numbers == set(content["notes"])


def test_progress_is_told_segment_by_segment() -> None:
    done: list[int] = []
    compare(texts(GOOD), on_done=done.append, workers=1)
    assert sum(done) == len(SOURCES)


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (Texts(PAIR, SOURCES, ()), "no system"),
        (Texts(PAIR, (), (System("a", ()),)), "no segments"),
        (Texts(PAIR, SOURCES, (System("a", ("x",)),)), f"{len(SOURCES)} segments, a has 1"),
        (texts(GOOD, GOOD), "two systems are called good"),
        (texts(*(System(str(n), REFERENCE) for n in range(11))), "11 systems"),
        (Texts(PAIR, ("x",) * 5001, (System("a", ("x",) * 5001),)), "5001 segments"),
        (Texts(PAIR, SOURCES, (GOOD,), (("x",),)), "reference 1 has 1"),
    ],
)
def test_what_cannot_be_compared_is_an_error(made: Texts, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        compare(made, workers=1)


def test_classes_decide_before_scores() -> None:
    alone = [Standing(0.09, 0.0, None, 50), Standing(0.11, 0.0, None, 90), Standing(0, 0, None, 40)]
    assert ranked([*alone, Standing(0.6, 0.0, None, 99)]) == [0, 2, 1, 3]
    assert ranked([Standing(0.05, 0.9, None, 60), Standing(0.05, 0.04, None, 50)]) == [1, 0]
    with_references = [Standing(0.3, 0.0, 60, None), Standing(0, 0, 50, None)]
    assert ranked([Standing(1.0, 0.0, 99, None), *with_references]) == [1, 2, 0]
