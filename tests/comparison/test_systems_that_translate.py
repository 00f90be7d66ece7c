"""Systems that translate now, by models without weights: which texts they get, what they cost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from summarize.comparison.live import LiveSystems, read_article, read_reference, segments
from summarize.comparison.metrics import Chrf
from summarize.comparison.results import Cost
from summarize.comparison.texts import System
from summarize.errors import ConfigError
from summarize.translation.memory import TranslationMemory
from summarize.types import Draft, LangPair
from support.fake_models import FakeLoader, Reply, Unfinished

PAIR = LangPair("en", "ru")
Models = dict[str, tuple[str, Reply | Exception]]


class Loaders:
    """Makes loaders of the same models, and keeps them."""

    def __init__(self, folder: Path, models: Models) -> None:
        self.made: list[FakeLoader] = []
        self._folder = folder
        self._models = models

    def __call__(self) -> FakeLoader:
        self.made.append(FakeLoader(self._folder, self._models))
        return self.made[-1]

    @property
    def asked(self) -> dict[str, list[str]]:
        """What each model was asked."""
        return {
            name: engine.asked for loader in self.made for name, engine in loader.engines.items()
        }


def said(text: str) -> str:
    return {"One.": "Раз.", "Two.": "Два.", "Раз.": "One.", "Два.": "Three."}[text]


def ignore(_: int) -> None:
    pass


@pytest.fixture
def loaders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Loaders:
    monkeypatch.setattr("gc.collect", lambda: 0)  # there are no weights to free
    models: Models = {
        "mine": ("translate en>ru licence=cc-by-4.0", said),
        "cut": ("translate en>ru", lambda text: Unfinished("Раз") if text == "One." else "Два."),
        "poor": ("translate en>ru quality=draft", said),
        "back": ("translate ru>en", said),
        "encoder": ("embed *", said),
    }
    return Loaders(tmp_path, models)


def test_a_system_translates_each_segment_as_it_is(loaders: Loaders) -> None:
    done: list[int] = []
    system, extras = LiveSystems(loaders, None).translate(
        "mine", ["One.", "Two.", "One."], PAIR, done.append
    )
    assert system == System("mine", ("Раз.", "Два.", "Раз."))
    assert sorted(loaders.asked["mine"]) == ["One.", "Two."]
    assert sum(done) == 2
    assert extras.model_score == pytest.approx(-0.1)
    assert extras.round_trip is None
    cost = extras.cost
    assert isinstance(cost, Cost)
    assert cost.licence == "cc-by-4.0"
    assert cost.seconds >= 0
    assert cost.tokens_per_second > 0
    assert cost.peak_memory_bytes > 1_000_000


def test_no_gate_and_no_rescue_change_what_a_system_wrote(tmp_path: Path) -> None:
    loaders = Loaders(tmp_path, {"mine": ("translate en>ru", str)})
    system, _ = LiveSystems(loaders, None).translate("mine", ["One two."], PAIR, ignore)
    assert system.texts == ("One two.",)
    assert loaders.asked["mine"] == ["One two."]


def test_what_a_limit_cut_short_is_known_by_its_place(loaders: Loaders) -> None:
    system, _ = LiveSystems(loaders, None).translate("cut", ["Two.", "One."], PAIR, ignore)
    assert system.texts == ("Два.", "Раз")
    assert system.unfinished == {1}


def test_a_system_that_is_a_draft_says_so_and_names_better_ones(loaders: Loaders) -> None:
    system, _ = LiveSystems(loaders, None).translate("poor", ["One."], PAIR, ignore)
    assert system.draft == Draft(("poor",), ("mine", "cut"))
    system, _ = LiveSystems(loaders, None).translate("mine", ["One."], PAIR, ignore)
    assert system.draft is None


def test_each_system_has_a_loader_of_its_own(loaders: Loaders) -> None:
    live = LiveSystems(loaders, None)
    live.translate("mine", ["One."], PAIR, ignore)
    live.translate("cut", ["One."], PAIR, ignore)
    assert [list(loader.engines) for loader in loaders.made] == [["mine"], ["cut"]]


def test_what_the_memory_holds_is_neither_asked_again_nor_a_cost(
    loaders: Loaders, tmp_path: Path
) -> None:
    with TranslationMemory(tmp_path / "memory.sqlite") as memory:
        live = LiveSystems(loaders, memory)
        first, extras = live.translate("mine", ["One.", "Two."], PAIR, ignore)
        again, none = live.translate("mine", ["One.", "Two."], PAIR, ignore)
    assert extras.cost is not None
    assert again == first
    assert none.cost is None
    assert loaders.asked["mine"] == []


def test_the_way_back_is_scored_against_the_source(loaders: Loaders) -> None:
    live, done = LiveSystems(loaders, None), list[int]()
    sources, texts = ["One.", "Two.", "One."], ["Раз.", "Два.", " "]
    found = live.round_trip("back", texts, sources, PAIR, done.append)
    metric = Chrf([sources])
    assert found == metric.total(metric.statistics(["One.", "Three.", ""]))
    assert 0 < found < 100
    assert sorted(loaders.asked["back"]) == ["Два.", "Раз."]
    assert sum(done) == 2
    assert live.round_trip("back", ["Раз.", "Раз."], ["One.", "One."], PAIR, ignore) == 100


def test_who_translates_back(loaders: Loaders, tmp_path: Path) -> None:
    assert LiveSystems(loaders, None).back_translator(PAIR) == "back"
    one_way = Loaders(tmp_path, {"mine": ("translate en>ru", said)})
    with pytest.raises(ConfigError, match="translates ru-en for --round-trip"):
        LiveSystems(one_way, None).back_translator(PAIR)


@pytest.mark.parametrize("name", ["back", "encoder"])
def test_a_system_for_another_pair_or_task_is_refused(loaders: Loaders, name: str) -> None:
    live = LiveSystems(loaders, None)
    live.require(["mine", "poor"], PAIR)
    with pytest.raises(ConfigError, match=f"{name} does not translate en-ru"):
        live.require(["mine", name], PAIR)
    with pytest.raises(ConfigError, match="nobody"):
        live.require(["mine", "nobody"], PAIR)


# --- Articles and their references ----------------------------------------------------------------

ARTICLE = "The bridge\n\nIt opened on Monday. Nobody was hurt.\n\nAdd a Comment\n"


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], Path]:
    monkeypatch.chdir(tmp_path)

    def write(name: str, text: str) -> Path:
        Path(name).write_text(text, "utf-8")
        return Path(name)

    return write


def test_what_is_translated_of_an_article(write: Callable[[str, str], Path]) -> None:
    document = read_article(write("a.txt", ARTICLE), "en")
    assert segments(document) == ("The bridge", "It opened on Monday.", "Nobody was hurt.")
    assert (document.language, document.source) == ("en", "a.txt")
    assert read_article(Path("a.txt"), "de").language == "de"


@pytest.mark.parametrize(
    "text",
    [
        "Мост\nЕго открыли. В понедельник.\nНикто не пострадал.\n",
        "Мост\n\nЕго открыли в понедельник. Никто не пострадал.\n\nДобавить комментарий\n",
    ],
    ids=["a line a segment", "an article"],
)
def test_a_reference_is_lines_or_an_article(write: Callable[[str, str], Path], text: str) -> None:
    document = read_article(write("a.txt", ARTICLE), "en")
    reference = read_reference(write("r.txt", text), document, "ru")
    assert len(reference) == 3
    assert reference[0] == "Мост"
    assert reference[2] == "Никто не пострадал."


def test_blank_lines_are_no_translations(write: Callable[[str, str], Path]) -> None:
    document = read_article(write("a.txt", ARTICLE), "en")
    text = "Мост\n\nЕго открыли. Никто не пострадал.\n"  # three lines, and three segments
    reference = read_reference(write("r.txt", text), document, "ru")
    assert reference == ("Мост", "Его открыли.", "Никто не пострадал.")


def test_a_reference_of_another_length_is_an_error_that_names_all_counts(
    write: Callable[[str, str], Path],
) -> None:
    document = read_article(write("a.txt", ARTICLE), "en")
    with pytest.raises(ConfigError, match=r"a\.txt has 3 segments, r\.txt has 2 lines and 4 segm"):
        read_reference(write("r.txt", "Мост открыт. Да.\nНет. И всё.\n"), document, "ru")
