"""Which languages an article passes through: what is asked for is what is used."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, combinations
from pathlib import Path

import pytest

from summarize.batch.languages import pairs_needed, summary_language
from summarize.batch.pipeline import Pipeline, Plan
from summarize.batch.reporting import Silent
from summarize.batch.single import process_one
from summarize.cli import options
from summarize.errors import ConfigError
from summarize.readers.files import read_bytes
from summarize.translation.attempts import Policy
from summarize.types import Document, LangPair, ModelSpec
from support import corpus
from support.command import call
from support.fake_models import FakeLoader, Reply

LANGUAGES = ("en", "ru", "de")
PAIRS = [LangPair(one, other) for one in LANGUAGES for other in LANGUAGES if one != other]


def subsets(languages: Sequence[str]) -> list[tuple[str, ...]]:
    return list(chain.from_iterable(combinations(languages, n) for n in range(1, 4)))


class Bureau:
    """A model for each pair and one that summarises, all of which remember what they were asked."""

    def __init__(self, folder: Path, knows: Sequence[str], pairs: Sequence[LangPair]) -> None:
        self.asked: set[str] = set()
        models: dict[str, tuple[str, Reply]] = {
            str(pair): (f"translate {pair.source}>{pair.target}", self._reply(str(pair)))
            for pair in pairs
        }
        models["writer"] = (f"summarize {','.join(knows)}", self._reply("writer"))
        self.loader = FakeLoader(folder, models)

    def _reply(self, name: str) -> Reply:
        def reply(text: str) -> str:
            self.asked.add(name)
            return f"{name}: {text}"

        return reply


def article(language: str) -> Document:
    text = corpus.BRIDGE.text("ru" if language == "ru" else "en")
    return read_bytes(text.encode(), language=language)


@pytest.mark.parametrize("source", LANGUAGES)
@pytest.mark.parametrize("wanted", subsets(LANGUAGES))
def test_what_is_required_is_what_is_used(
    tmp_path: Path, source: str, wanted: tuple[str, ...]
) -> None:
    for knows in subsets(LANGUAGES):
        require_and_use(tmp_path, source, wanted, knows)


def require_and_use(
    folder: Path, source: str, wanted: tuple[str, ...], knows: tuple[str, ...]
) -> None:
    spec = ModelSpec("writer", frozenset({"summarize"}), knows, "/writer")
    written_in = summary_language(spec, source, wanted)
    needed = pairs_needed(source, wanted, written_in)
    bureau = Bureau(folder, knows, PAIRS)
    systems = {pair: (str(pair),) for pair in needed}
    plan = Plan(wanted, systems, Policy(gate=False), "writer", 60)
    pipeline = Pipeline(plan, bureau.loader, Silent())
    if written_in is None:
        with pytest.raises(ConfigError, match="writer summarises none of"):
            pipeline.require([source])
        return
    pipeline.require([source])
    document = article(source)
    (record,) = pipeline.process([document], {document.id: "key"})
    assert bureau.asked == {"writer", *map(str, needed)}
    assert set(record.translations) == set(wanted) - {source}
    assert set(record.summaries) == set(wanted)
    for pair in needed:
        fewer = {other: names for other, names in systems.items() if other != pair}
        lacking = Plan(wanted, fewer, Policy(gate=False), "writer", 60)
        with pytest.raises(ConfigError, match=f"nothing translates {pair}"):
            Pipeline(lacking, bureau.loader, Silent()).require([source])


def test_the_error_says_what_a_pair_is_for(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path, ["en"], PAIRS)
    plan = Plan(("en", "ru"), {LangPair("ru", "en"): ("ru-en",)}, Policy(), "writer", 60)
    with pytest.raises(ConfigError) as caught:
        Pipeline(plan, bureau.loader, Silent()).require(["ru"])
    assert caught.value.message == (
        "nothing translates en-ru, which summaries of articles in ru need: writer writes in en"
    )
    assert "[translate]" in caught.value.hint


# One file on demand


def one(
    bureau: Bureau,
    *targets: str,
    source: str = "ru",
    system: str | None = None,
    summarizer: str | None = "writer",
) -> tuple[set[str], set[str]]:
    """The languages of the translations and of the summaries."""
    record = process_one(
        article(source),
        targets=targets,
        system=system,
        summarizer=summarizer,
        max_words=60,
        loader=bureau.loader,
        reporter=Silent(),
    )
    return set(record.translations), set(record.summaries)


def test_a_summariser_of_the_target_language_needs_no_way_back(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path, ["en"], [LangPair("ru", "en")])
    assert one(bureau, "en") == ({"en"}, {"en"})
    assert bureau.asked == {"ru-en", "writer"}
    assert one(bureau, "en", system="ru-en") == ({"en"}, {"en"})


def test_the_way_back_is_gone_where_the_own_language_is_wanted(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path, ["en"], PAIRS)
    assert one(bureau, "ru", "en") == ({"en"}, {"ru", "en"})
    assert bureau.asked == {"ru-en", "en-ru", "writer"}


def test_a_third_language_gets_the_summary_from_where_it_was_written(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path, ["en"], PAIRS)
    assert one(bureau, "de", "en") == ({"de", "en"}, {"de", "en"})
    assert bureau.asked == {"ru-de", "ru-en", "en-de", "writer"}


def test_the_own_language_has_a_summary_too_where_it_is_written_in_it(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path, ["ru", "en"], PAIRS)
    assert one(bureau, "en") == ({"en"}, {"ru", "en"})
    assert bureau.asked == {"ru-en", "writer"}


def test_where_no_summariser_is_named_one_of_the_target_language_does(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path, ["en"], [LangPair("ru", "en")])
    assert one(bureau, "en", summarizer=None) == ({"en"}, {"en"})
    assert one(bureau, "en", summarizer="none") == ({"en"}, set())


@pytest.mark.parametrize(
    ("targets", "system", "summarizer", "knows", "message", "hint"),
    [
        (["de"], None, "writer", "en", "writer summarises none of ru, de", "--summarizer"),
        (["en"], None, "ru-en", "en", "ru-en summarises none of ru, en", "--summarizer"),
        (["de"], "ru-en", "none", "en", "ru-en does not translate ru-de", "--system"),
        (
            ["ru", "en"],
            "ru-en",
            "writer",
            "en",
            "ru-en does not translate en-ru, which the summary needs: writer writes in en",
            "--system",
        ),
    ],
)
def test_what_cannot_be_is_said_in_the_words_of_the_command_line(
    tmp_path: Path,
    targets: list[str],
    system: str | None,
    summarizer: str,
    knows: str,
    message: str,
    hint: str,
) -> None:
    bureau = Bureau(tmp_path, [knows], PAIRS)
    with pytest.raises(ConfigError) as caught:
        one(bureau, *targets, system=system, summarizer=summarizer)
    assert caught.value.message == message
    assert hint in caught.value.hint
    assert "[" not in str(caught.value)
    assert bureau.asked == set(), "nothing was done in vain"


@pytest.mark.parametrize(
    ("knows", "targets", "summarizer", "message"),
    [
        (["ru"], ["de"], "none", "no model for ru-de in "),
        (["de"], ["en"], None, "no model for summaries in ru, en in "),
        (["en"], ["ru", "en"], None, "no model for en-ru in "),
    ],
)
def test_what_models_txt_lacks_is_said(
    tmp_path: Path, knows: list[str], targets: list[str], summarizer: str | None, message: str
) -> None:
    bureau = Bureau(tmp_path, knows, [LangPair("ru", "en")])
    with pytest.raises(ConfigError) as caught:
        one(bureau, *targets, summarizer=summarizer)
    assert caught.value.message.startswith(message)
    assert "[" not in str(caught.value)


def test_every_language_that_is_asked_for_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bridge.txt"
    path.write_text(corpus.BRIDGE.text("ru"), "utf-8")
    bureau = Bureau(tmp_path, ["en"], PAIRS)
    monkeypatch.setattr(options, "make_loader", lambda *_, **__: bureau.loader)
    words = ["file", str(path), "--from", "ru", "--quiet", "--summarizer", "writer"]
    title = corpus.BRIDGE.title.ru
    assert call(*words, "--to", "en", "--format", "md") == 0
    printed = capsys.readouterr().out
    assert f" ru-en: {title}" in printed
    assert f"# {title}\n" not in printed
    assert call(*words, "--to", "ru,en", "--format", "md") == 0
    printed = capsys.readouterr().out
    assert printed.index(f"# {title}\n") < printed.index(f" ru-en: {title}")
    assert "en-ru: writer: ru-en:" in printed
