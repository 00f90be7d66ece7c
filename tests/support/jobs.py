"""Jobs over the tiny models, as a user would write them."""

from __future__ import annotations

from pathlib import Path

from support import corpus

SUMMARY = '[summarize]\nmodel = "t5"\nmax_words = 40\n'


def write_job(folder: Path, *, extra: str = "", summary: str = SUMMARY) -> Path:
    """Write a job file that reads `articles/*` and uses the models `en-ru`, `ru-en` and `t5`."""
    path = folder / "job.toml"
    path.write_text(
        '[job]\nname = "Test"\n[input]\npaths = ["articles/*"]\n'
        '[output]\ndirectory = "out"\nformats = ["md", "json", "html"]\n'
        f'[translate]\nen-ru = ["en-ru"]\nru-en = ["ru-en"]\n{summary}{extra}',
        "utf-8",
    )
    return path


def write_articles(folder: Path) -> None:
    """Write the corpus: two articles in English, one in Russian, one of them in cp1251."""
    articles = folder / "articles"
    articles.mkdir()
    (articles / "bridge.txt").write_text(corpus.BRIDGE.text("en"), "utf-8")
    (articles / "lake.txt").write_bytes(corpus.LAKE.text("ru").encode("cp1251"))
    (articles / "bread.md").write_text("# " + corpus.BREAD.text("en"), "utf-8")
