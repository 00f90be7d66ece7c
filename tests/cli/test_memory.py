"""`summarize memory` as a user types it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from summarize.translation.memory import TranslationMemory, memory_path
from summarize.types import Hypothesis, LangPair
from support.command import call

OPUS = '{"name": "opus"}'
EN_RU = LangPair("en", "ru")
HOSTILE = {
    "Plain & simple.": "Просто & ясно.",
    "<script>alert(1)</script>": "</seg></tuv></tu>]]>",
    "bell \x07 escape \x1b[31m null \0 not a character \uffff": "\x0b\ufffe",
    "tab\tline\r\nend ": " &amp; <!-- 😀 -->",
    "": "",
}

# The elements and attributes of TMX 1.4 that are written, as its DTD declares them.
DTD = """
<!ELEMENT tmx (header, body)>
<!ATTLIST tmx version CDATA #FIXED "1.4">
<!ELEMENT header EMPTY>
<!ATTLIST header creationtool CDATA #REQUIRED creationtoolversion CDATA #REQUIRED
  segtype (block|paragraph|sentence|phrase) #REQUIRED o-tmf CDATA #REQUIRED
  adminlang CDATA #REQUIRED srclang CDATA #REQUIRED datatype CDATA #REQUIRED>
<!ELEMENT body (tu*)>
<!ELEMENT tu (prop*, tuv+)>
<!ATTLIST tu srclang CDATA #IMPLIED creationdate CDATA #IMPLIED>
<!ELEMENT prop (#PCDATA)>
<!ATTLIST prop type CDATA #REQUIRED>
<!ELEMENT tuv (seg)>
<!ATTLIST tuv xml:lang CDATA #REQUIRED>
<!ELEMENT seg (#PCDATA)>
"""

Capture = pytest.CaptureFixture[str]
Fill = Callable[..., None]


@pytest.fixture
def fill() -> Fill:
    """Puts translations by opus into the user's memory."""

    def store(texts: dict[str, str], pair: LangPair = EN_RU) -> None:
        with TranslationMemory(memory_path()) as memory:
            made = {text: Hypothesis(target, 1, 1, True) for text, target in texts.items()}
            memory.store(OPUS, pair, made)

    return store


def read_tmx(path: Path) -> list[tuple[str, str]]:
    """The pairs of a TMX file that is well-formed and valid."""
    from io import StringIO

    tree = etree.parse(path)
    dtd = etree.DTD(StringIO(DTD))
    assert dtd.validate(tree), dtd.error_log
    pairs = []
    for unit in tree.iter("tu"):
        ours, theirs = (variant.findtext("seg") for variant in unit.iter("tuv"))
        pairs.append((ours, theirs))
    return pairs


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from summarize.cli.main import main\n"
        "try: main(['memory', '--help'])\n"
        "except SystemExit: print([m for m in ('lxml', 'sqlite3', 'orjson', 'torch') "
        "if m in sys.modules], file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stderr.strip() == "[]"
    assert all(f"\n  {command} " in ran.stdout for command in ("stats", "prune", "export"))


def test_stats(fill: Fill, capsys: Capture) -> None:
    assert call("memory", "stats") == 0
    assert capsys.readouterr().out == f"{memory_path()}: 0 entries, 0 bytes\n"
    assert not memory_path().exists()
    fill({"one": "один", "two": "два"})
    assert call("memory", "stats") == 0
    out = capsys.readouterr().out
    assert "2 entries" in out
    rows = [line.split() for line in out.splitlines()]
    assert ["system", "opus", "2"] in rows
    assert ["pair", "en-ru", "2"] in rows
    assert call("memory", "stats", "--format", "json") == 0
    stats = json.loads(capsys.readouterr().out)
    assert stats["entries"] == 2
    assert stats["systems"] == {"opus": 2}
    assert stats["pairs"] == {"en-ru": 2}
    assert stats["bytes"] > 0
    assert stats["path"] == str(memory_path())
    assert stats["oldest"].endswith("+00:00")
    assert stats["oldest"] <= stats["newest"]


def test_stats_show_summaries_apart(fill: Fill, capsys: Capture) -> None:
    fill({"one": "один"})
    fill({"A long article.": "Short."}, LangPair("en", "en"))
    assert call("memory", "stats") == 0
    out = capsys.readouterr().out
    assert "2 entries" in out
    rows = [line.split() for line in out.splitlines()]
    assert ["pair", "en-ru", "1"] in rows
    assert ["summaries", "en", "1"] in rows
    assert not any("en-en" in row for row in rows)
    assert call("memory", "stats", "--format", "json") == 0
    stats = json.loads(capsys.readouterr().out)
    assert (stats["pairs"], stats["summaries"]) == ({"en-ru": 1}, {"en": 1})


def test_prune(fill: Fill, capsys: Capture) -> None:
    fill({"one": "один", "two": "два"})
    assert call("memory", "prune", "--unused-days", "0") == 0
    assert capsys.readouterr().out.startswith("0 entries removed, ")
    assert call("memory", "prune", "--system", "opus", "--format", "json") == 0
    pruned = json.loads(capsys.readouterr().out)
    assert pruned["removed"] == 2
    assert pruned["freed_bytes"] >= 0


def test_what_is_pruned_and_what_is_not(fill: Fill, capsys: Capture) -> None:
    fill({"one": "один"})
    assert call("memory", "stats") == 0
    assert "1 entry," in capsys.readouterr().out
    assert call("memory", "prune", "--system", "opus", "--unused-days", "1") == 0
    assert call("memory", "prune", "--system", "nobody") == 0
    assert [line[:18] for line in capsys.readouterr().out.splitlines()] == [
        "0 entries removed,"
    ] * 2
    assert call("memory", "prune", "--unused-days", "36500") == 0
    assert call("memory", "prune", "--unused-days", "36501") == 2
    capsys.readouterr()
    assert call("memory", "prune", "--system", "opus") == 0
    assert capsys.readouterr().out.startswith("1 entry removed, ")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["export", "--output", "x.tmx", "--to", "en"], "--from and --to belong together"),
        (["export", "--output", "x.tmx", "--from", "xx", "--to", "en"], "--from xx is no"),
        (["prune"], "--unused-days N, --system NAME or both"),
        (["prune", "--unused-days", "-1"], "--unused-days"),
        (["export"], "--output"),
        (["export", "--output", "x.tmx", "--from", "en"], "--from and --to belong together"),
        (["export", "--output", "x.tmx", "--from", "en", "--to", "xx"], "--to xx is no language"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_2(
    words: list[str], message: str, capsys: Capture
) -> None:
    assert call("memory", *words) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    (line,) = captured.err.splitlines()
    assert message in line


def test_export_can_be_parsed_back_whatever_it_holds(
    fill: Fill, tmp_path: Path, capsys: Capture
) -> None:
    fill(HOSTILE)
    output = tmp_path / "all.tmx"
    assert call("memory", "export", "--output", str(output)) == 0
    assert capsys.readouterr().out == f"{output}: 5 entries\n"
    assert read_tmx(output) == [
        ("Plain & simple.", "Просто & ясно."),
        ("<script>alert(1)</script>", "</seg></tuv></tu>]]>"),
        ("bell � escape �[31m null � not a character �", "��"),
        ("tab\tline\r\nend ", " &amp; <!-- 😀 -->"),
        ("", ""),
    ]
    unit = etree.parse(output).find("body/tu")
    assert unit.get("srclang") == "en"
    assert unit.findtext("prop") == "opus"
    languages = [
        variant.get("{http://www.w3.org/XML/1998/namespace}lang") for variant in unit.iter("tuv")
    ]
    assert languages == ["en", "ru"]
    assert [path.name for path in tmp_path.glob(".all.tmx*")] == []


def test_summaries_are_not_exported(fill: Fill, tmp_path: Path) -> None:
    fill({"one": "один"})
    fill({"A long article.": "Short."}, LangPair("en", "en"))
    output = tmp_path / "all.tmx"
    assert call("memory", "export", "--output", str(output)) == 0
    assert read_tmx(output) == [("one", "один")]


def test_export_of_one_pair_and_of_nothing(fill: Fill, tmp_path: Path) -> None:
    fill({"one": "один"})
    output = tmp_path / "pair.tmx"
    assert call("memory", "export", "--output", str(output), "--from", "en", "--to", "ru") == 0
    assert read_tmx(output) == [("one", "один")]
    assert call("memory", "export", "--output", str(output), "--from", "ru", "--to", "en") == 0
    assert read_tmx(output) == []


def test_a_file_that_cannot_be_written_is_one_line_and_exit_3(
    fill: Fill, tmp_path: Path, capsys: Capture
) -> None:
    fill({"one": "один"})
    assert call("memory", "export", "--output", str(tmp_path / "no" / "x.tmx")) == 3
    (line,) = capsys.readouterr().err.splitlines()
    assert "x.tmx cannot be written" in line


def test_an_export_that_fails_leaves_the_former_file(tmp_path: Path, capsys: Capture) -> None:
    memory_path().parent.mkdir(parents=True)
    memory_path().write_bytes(b"no database at all " * 99)
    output = tmp_path / "kept.tmx"
    output.write_text("former", "utf-8")
    assert call("memory", "export", "--output", str(output)) == 3
    (line,) = capsys.readouterr().err.splitlines()
    assert str(memory_path()) in line
    assert output.read_text("utf-8") == "former"
    assert [path.name for path in tmp_path.glob(".kept*")] == []


def test_without_lxml_the_next_step_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setitem(sys.modules, "lxml", None)
    assert call("memory", "export", "--output", str(tmp_path / "x.tmx")) == 3
    (line,) = capsys.readouterr().err.splitlines()
    assert "pip install 'summarize[tmx]'" in line
    assert not (tmp_path / "x.tmx").exists()
