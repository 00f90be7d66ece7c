"""Jobs with summaries, on fake models: what is asked of which model, and what is kept of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from summarize.errors import EngineError
from summarize.translation.memory import TranslationMemory
from summarize.translation.recall import Memory, Unread
from support import corpus
from support.fake_models import FakeLoader, Reply
from support.jobs import make_runner, write_articles, write_job

TRANSLATIONS = {**corpus.translations("en", "ru"), **corpus.translations("ru", "en")}


def first_sentence(text: str) -> str:
    return text.split(". ")[0].rstrip(".") + "."


class Newsroom:
    """A job over the corpus, and the models it may use.

    Attributes:
        asked: What each model was asked, by its name.
        knows: The languages in which `t5` summarises.
        translations: What `en-ru` and `ru-en` write.
        summary: What `t5` writes.
    """

    def __init__(self, folder: Path) -> None:
        write_articles(folder)
        self.job = write_job(folder)
        self.out = folder / "out"
        self.asked: dict[str, list[str]] = {"en-ru": [], "ru-en": [], "t5": []}
        self.knows = "en,ru"
        self.translations = dict(TRANSLATIONS)
        self.summary: Reply = first_sentence
        self._folder = folder

    def loader(self) -> FakeLoader:
        def translate(name: str, text: str) -> str:
            self.asked[name].append(text)
            return self.translations.get(text, "")

        def summarize(text: str) -> str:
            self.asked["t5"].append(text)
            return self.summary(text)

        return FakeLoader(
            self._folder,
            {
                "en-ru": ("translate en>ru", lambda text: translate("en-ru", text)),
                "ru-en": ("translate ru>en", lambda text: translate("ru-en", text)),
                "t5": (f"summarize {self.knows}", summarize),
            },
        )

    def run(self, memory: Memory | None = None) -> dict[str, Any]:
        """Run the job; its run.json."""
        for asked in self.asked.values():
            asked.clear()
        make_runner(self.job, self.loader(), memory=memory).run()
        report: dict[str, Any] = json.loads((self.out / "run.json").read_text("utf-8"))
        return report

    def records(self) -> dict[str, dict[str, Any]]:
        """The records by the name of the article."""
        paths = (self.out / "documents").glob("*.json")
        return {path.name.rsplit("-", 1)[0]: json.loads(path.read_text("utf-8")) for path in paths}


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path)


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[TranslationMemory]:
    with TranslationMemory(tmp_path / "memory.sqlite3") as memory:
        yield memory


def test_what_was_summarised_is_not_decoded_again(
    newsroom: Newsroom, memory: TranslationMemory
) -> None:
    first = newsroom.run(memory)
    before = newsroom.records()
    assert len(newsroom.asked["t5"]) == len(corpus.ARTICLES)
    assert first["tokens"]["output"] > 0
    shutil.rmtree(newsroom.out)
    assert newsroom.run(memory)["tokens"]["output"] == 0
    assert newsroom.asked == {"en-ru": [], "ru-en": [], "t5": []}
    assert [r["summaries"] for r in newsroom.records().values()] == [
        r["summaries"] for r in before.values()
    ]


@pytest.mark.parametrize("kind", ["fresh", "off"])
def test_a_run_that_does_not_read_the_memory_writes_anew(
    newsroom: Newsroom, memory: TranslationMemory, kind: str
) -> None:
    newsroom.run(memory)
    shutil.rmtree(newsroom.out)
    newsroom.run(Unread(memory) if kind == "fresh" else None)
    assert len(newsroom.asked["t5"]) == len(corpus.ARTICLES)


# In which language an article is summarised


def prose(article: corpus.Article, language: str) -> str:
    return " ".join(pair.text(language) for pair in [*article.pairs()][1:])


def first(article: corpus.Article, language: str) -> str:
    return article.paragraphs[0][0].text(language)


def test_an_article_is_summarised_in_its_own_language(newsroom: Newsroom) -> None:
    newsroom.run()
    asked = {prose(corpus.BRIDGE, "en"), prose(corpus.BREAD, "en"), prose(corpus.LAKE, "ru")}
    assert set(newsroom.asked["t5"]) == asked
    lake = newsroom.records()["lake"]["summaries"]
    assert (lake["ru"]["text"], lake["en"]["text"]) == (
        first(corpus.LAKE, "ru"),
        first(corpus.LAKE, "en"),
    )
    (written,), (said,) = lake["ru"]["sentences"], lake["en"]["sentences"]
    assert (written["source"], written["system"]) == ("", "")
    assert (said["source"], said["system"]) == (written["text"], "ru-en")
    assert written["evidence"] == said["evidence"] == [2]


def test_where_the_model_does_not_know_it_the_translation_is_summarised(
    newsroom: Newsroom,
) -> None:
    newsroom.knows = "en"
    newsroom.run()
    assert set(newsroom.asked["t5"]) == {prose(article, "en") for article in corpus.ARTICLES}
    lake = newsroom.records()["lake"]["summaries"]
    (written,), (said,) = lake["en"]["sentences"], lake["ru"]["sentences"]
    assert written["text"] == first(corpus.LAKE, "en")
    assert (said["text"], said["source"]) == (first(corpus.LAKE, "ru"), written["text"])
    assert written["evidence"] == said["evidence"] == [2]


def test_what_has_no_translation_is_summarised_as_it_is(newsroom: Newsroom) -> None:
    newsroom.knows = "en"
    del newsroom.translations[first(corpus.LAKE, "ru")]
    newsroom.run()
    assert any(text.startswith(first(corpus.LAKE, "ru")) for text in newsroom.asked["t5"])


def test_a_headline_alone_has_no_summary(newsroom: Newsroom) -> None:
    title = corpus.BRIDGE.title.en
    heading = corpus.BREAD.title.en
    text = f"# {title}\n\n## {heading}\n"
    (newsroom.job.parent / "articles" / "short.md").write_text(text, "utf-8")
    report = newsroom.run()
    assert report["counts"]["documents"] == {"done": 4, "skipped": 0, "failed": 0, "left": 0}
    assert newsroom.records()["short"]["summaries"] == {}
    assert len(newsroom.asked["t5"]) == len(corpus.ARTICLES)


# What is found about a summary


def test_what_is_found_about_a_sentence_is_found_in_every_language(newsroom: Newsroom) -> None:
    newsroom.summary = lambda _: "It cost 99 thousand. Elephants fly."
    newsroom.translations |= {
        "It cost 99 thousand.": "Это стоило 99 тысяч.",
        "Elephants fly.": "Слоны летают.",
    }
    newsroom.run()
    bridge = newsroom.records()["bridge"]["summaries"]
    for language in ("en", "ru"):
        found = [[c["name"] for c in s["checks"]] for s in bridge[language]["sentences"]]
        assert "unsupported-number" in found[0]
        assert "no-evidence" in found[1]


def test_what_is_found_about_a_sentence_stands_on_the_pages_and_in_the_report(
    newsroom: Newsroom,
) -> None:
    newsroom.summary = lambda _: "It cost 99 thousand. Elephants fly."
    newsroom.translations |= {
        "It cost 99 thousand.": "Это стоило 98 тысяч.",
        "Elephants fly.": "Слоны летают.",
    }
    report = newsroom.run()
    for language, number in (("en", False), ("ru", True)):
        page = next((newsroom.out / language).glob("bridge-*.md")).read_text("utf-8")
        assert "unsupported-number" in page
        assert "no-evidence" in page
        assert ("numbers: " in page) is number
    found = report["counts"]["summary_findings"]
    assert found["unsupported-number"] == 2 * 3
    assert found["no-evidence"] == 2 * (1 + 1 + 2), "no English sentence is in a Russian article"
    assert found["numbers"] >= 2, "in the Russian summaries of two articles"


def test_a_summary_of_a_doubtful_translation_is_in_doubt_there(newsroom: Newsroom) -> None:
    newsroom.knows = "en"
    del newsroom.translations[first(corpus.LAKE, "ru")]
    sound = corpus.LAKE.paragraphs[-1][-1]
    newsroom.summary = lambda text: f"{first_sentence(text)} {sound.en}"
    newsroom.run()
    records = newsroom.records()
    for language in ("en", "ru"):
        doubtful, other = (
            {check["name"] for check in sentence["checks"]}
            for sentence in records["lake"]["summaries"][language]["sentences"]
        )
        assert "doubtful-evidence" in doubtful
        assert "doubtful-evidence" not in other
    page = next((newsroom.out / "en").glob("lake-*.md")).read_text("utf-8")
    assert "doubtful-evidence: the translation that was summarised is in doubt here" in page


def test_a_doubtful_translation_of_a_summary_is_flagged_in_that_language_only(
    newsroom: Newsroom,
) -> None:
    newsroom.translations[first(corpus.BRIDGE, "en")] = "Вокзал."
    newsroom.run()
    bridge = newsroom.records()["bridge"]["summaries"]
    assert bridge["en"]["sentences"][0]["checks"] == []
    assert any(check["severity"] == "reject" for check in bridge["ru"]["sentences"][0]["checks"])
    counts = json.loads((newsroom.out / "run.json").read_text("utf-8"))["counts"]["summaries"]
    assert (counts["en"]["accepted"], counts["ru"]["flagged"]) == (3, 1)


def test_all_languages_have_as_many_sentences(newsroom: Newsroom) -> None:
    """A translation with more words than the limit loses none, and what is left out is said."""
    newsroom.job.write_text(
        newsroom.job.read_text("utf-8").replace("max_words = 40", "max_words = 9"), "utf-8"
    )
    newsroom.summary = lambda _: "The bridge is open now. People are glad. The ferry stays."
    newsroom.translations |= {
        "The bridge is open now.": "Новый мост через реку теперь наконец открыт для всех.",
        "People are glad.": "Люди этому очень рады.",
    }
    report = newsroom.run()
    bridge = newsroom.records()["bridge"]["summaries"]
    assert [len(bridge[language]["sentences"]) for language in ("en", "ru")] == [2, 2]
    for language in ("en", "ru"):
        (finding,) = (
            check
            for check in bridge[language]["sentences"][-1]["checks"]
            if check["name"] == "shortened"
        )
        assert finding["detail"] == "1 sentence left out to stay within 9 words"
    assert report["counts"]["summary_findings"]["shortened"] == 2 * len(corpus.ARTICLES)


def test_a_summariser_that_fails_on_one_article_costs_no_other(newsroom: Newsroom) -> None:
    def summary(text: str) -> str:
        if text.startswith(first(corpus.BREAD, "en")):
            raise EngineError("the engine is tired of bread")
        return first_sentence(text)

    newsroom.summary = summary
    report = newsroom.run()
    assert report["counts"]["documents"]["done"] == len(corpus.ARTICLES)
    records = newsroom.records()
    found = {
        (name, language): [check["name"] for check in made["sentences"][0]["checks"]]
        for name, record in records.items()
        for language, made in record["summaries"].items()
    }
    assert {key for key, checks in found.items() if "engine" in checks} == {
        ("bread", "en"),
        ("bread", "ru"),
    }
    (finding,) = records["bread"]["summaries"]["en"]["sentences"][0]["checks"]
    assert "tired of bread" in finding["detail"]
    assert report["counts"]["summaries"]["en"]["flagged"] == 1
    assert records["bread"]["summaries"]["en"]["strategy"] == "lead"
