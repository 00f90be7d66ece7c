from __future__ import annotations

from pathlib import Path

import pytest

from summarize.errors import RegistryError
from summarize.models.registry import (
    covers,
    embeds,
    find_models_file,
    is_non_commercial,
    load_registry,
    summarizes,
)
from summarize.types import LangPair

REVISION = "0123456789abcdef0123456789abcdef01234567"
SHA256 = REVISION + "0123456789abcdef01234567"

GOOD = f"""\
# comment
opus   translate            en>ru,uk>*  Helsinki-NLP/opus-mt-en-ru@{REVISION}  licence=cc-by-4.0

many   translate            en,ru,de    facebook/m2m100_418M  licence=mit   # a remark
coder  translate,summarize  *           Qwen/Coder-GGUF:coder-q4.gguf  sha256={SHA256}
gazeta summarize            ru          ./models/gazeta
token  translate            en>ru,en>be Helsinki-NLP/zle  target-token=>>{{alpha3}}<<
t5     translate            en>de       google/t5 prefix=translate_{{source}}_to_{{target}}:_
e5     embed                en,ru       intfloat/multilingual-e5-base prefix=query:_
"""


def write(folder: Path, text: str, name: str = "models.txt") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def error_of(folder: Path, line: str) -> str:
    """What a bad third line is answered with."""
    with pytest.raises(RegistryError) as caught:
        load_registry(write(folder, f"# one\n\n{line}\n"))
    message = str(caught.value)
    assert message.startswith(f"{folder / 'models.txt'}:3: ")
    assert "\n" not in message
    return message


def test_reads_every_column(tmp_path: Path) -> None:
    registry = load_registry(write(tmp_path, GOOD))

    assert registry.names == ("opus", "many", "coder", "gazeta", "token", "t5", "e5")
    assert [spec.line for spec in registry] == [2, 4, 5, 6, 7, 8, 9]
    opus = registry.get("opus")
    assert opus.tasks == {"translate"}
    assert opus.languages == ("en>ru", "uk>*")
    assert (opus.source, opus.file, opus.revision) == ("Helsinki-NLP/opus-mt-en-ru", None, REVISION)
    assert opus.licence == "cc-by-4.0"
    assert dict(registry.get("many").options) == {"licence": "mit"}
    coder = registry.get("coder")
    assert coder.tasks == {"translate", "summarize"}
    assert (coder.source, coder.file) == ("Qwen/Coder-GGUF", "coder-q4.gguf")
    assert (coder.revision, coder.sha256, coder.licence) == (None, SHA256, "unknown")
    assert registry.get("token").options["target-token"] == ">>{alpha3}<<"


def test_local_sources_are_relative_to_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "job"
    folder.mkdir()
    write(folder, f"a summarize ru ./m\nb summarize ru {tmp_path}/n:x.gguf\nc summarize ru ../o\n")
    monkeypatch.chdir(tmp_path)

    registry = load_registry(Path("job/models.txt"))

    assert registry.get("a").source == str(folder / "m")
    assert (registry.get("b").source, registry.get("b").file) == (str(tmp_path / "n"), "x.gguf")
    assert registry.get("c").source == str(tmp_path / "o")
    assert all(spec.is_local for spec in registry)


def test_windows_line_ends_and_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "models.txt"
    path.write_bytes(b"\xef\xbb\xbfa summarize ru o/a\r\n\r\nb summarize en o/b\r\n")

    assert [(spec.name, spec.line) for spec in load_registry(path)] == [("a", 1), ("b", 3)]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("opus translate en>ru", "3 columns where at least 4 are needed"),
        ("o/x translate en>ru o/x", "'o/x' is no model name"),
        ("x translat en>ru o/x", "unknown task 'translat'"),
        ("x translate, en>ru o/x", "unknown task ''"),
        ("x translate en>rus o/x", "unknown language 'rus'"),
        ("x translate en> o/x", "unknown language ''"),
        ("x translate en>ru>de o/x", "unknown language 'ru>de'"),
        ("x translate xx>ru o/x", "unknown language 'xx'"),
        ("x translate en>en o/x", "impossible language pair 'en>en'"),
        ("x translate en>ru,en>ru o/x", "a language is listed twice"),
        ("x translate en o/x", "needs a pair such as en>ru"),
        ("x summarize en>ru o/x", "a model that summarises needs a language"),
        ("x summarize ru,en>ru o/x", "a model that only summarises has no language pairs"),
        ("x translate,summarize en>ru o/x", "a model that summarises needs a language"),
        ("x translate en>ru o/x@main", "bad revision 'main'"),
        (f"x translate en>ru o/x@{REVISION.upper()}", "bad revision"),
        ("x translate en>ru o/x@", "bad revision ''"),
        ("x translate en>ru opus", "bad source 'opus'"),
        ("x translate en>ru o/x/y", "bad source 'o/x/y'"),
        ("x translate en>ru o/..x", "bad source 'o/..x'"),
        ("x translate en>ru o/x:model.bin", "bad file 'model.bin'"),
        ("x translate en>ru o/x:../../a.gguf", "bad file '../../a.gguf'"),
        ("x translate en>ru o/x:/a.gguf", "bad file '/a.gguf'"),
        ("x translate en>ru o/x licence", "bad option 'licence'"),
        ("x translate en>ru o/x licence=", "bad option 'licence='"),
        ("x translate en>ru o/x colour=red", "unknown option 'colour'"),
        ("x translate en>ru o/x licence=a licence=b", "'licence' is given twice"),
        ("x translate en>ru o/x quality=good", "bad quality 'good'"),
        ("x translate en>ru o/x sha256=cc32", "bad sha256 'cc32'"),
        ("x translate en>ru o/x target-token=>>{iso}<<", "bad template '>>{iso}<<'"),
        ("x translate en>ru o/x target-token=>>{alpha3", "bad template '>>{alpha3'"),
        ("x translate en>ru o/x prefix={}:", "bad template '{}:'"),
        ("x embed,summarize ru o/x", "a model that embeds does nothing else"),
        ("x embed en>ru o/x", "a model that embeds has no language pairs"),
        ("x embed ru o/x:m.gguf", "a model that embeds is a folder or a repository"),
        ("x embed ru o/x target-token=a", "a model that embeds has no target-token"),
        ("x embed ru o/x prefix={source}:_", "is the same for every language"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, complaint: str) -> None:
    assert complaint in error_of(tmp_path, line)


def test_a_name_is_listed_once(tmp_path: Path) -> None:
    path = write(tmp_path, "a summarize ru o/a\n\na summarize en o/b\n")

    with pytest.raises(RegistryError, match=r"models\.txt:3: a is listed on line 1 already"):
        load_registry(path)


def test_a_line_that_is_no_utf8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "models.txt"
    path.write_bytes(b"a summarize ru o/a\nb summarize ru o/\xff\n")

    with pytest.raises(RegistryError, match=r"models\.txt:2: "):
        load_registry(path)


def test_an_unknown_name_gets_the_nearest_ones(tmp_path: Path) -> None:
    registry = load_registry(write(tmp_path, GOOD))

    with pytest.raises(RegistryError) as caught:
        registry.get("opsu")

    assert str(caught.value).startswith(f"no model called 'opsu' in {tmp_path / 'models.txt'}")
    assert caught.value.hint == "did you mean opus"
    assert "opsu" not in registry
    assert "opus" in registry
    assert len(registry) == 7


def test_which_pairs_a_model_covers(tmp_path: Path) -> None:
    registry = load_registry(write(tmp_path, GOOD))

    def pairs(name: str) -> set[str]:
        codes = ("en", "ru", "uk", "de")
        everything = [LangPair(a, b) for a in codes for b in codes]
        return {str(pair) for pair in everything if covers(registry.get(name), pair)}

    assert pairs("opus") == {"en-ru", "uk-en", "uk-ru", "uk-de"}
    assert pairs("many") == {"en-ru", "ru-en", "en-de", "de-en", "ru-de", "de-ru"}
    assert len(pairs("coder")) == 12
    assert pairs("gazeta") == set()
    assert pairs("e5") == set()


def test_which_languages_a_model_summarizes(tmp_path: Path) -> None:
    registry = load_registry(write(tmp_path, GOOD))

    assert summarizes(registry.get("gazeta"), "ru")
    assert not summarizes(registry.get("gazeta"), "en")
    assert summarizes(registry.get("coder"), "fi")
    assert not summarizes(registry.get("many"), "en")
    assert not summarizes(registry.get("e5"), "en")


def test_which_languages_a_model_embeds(tmp_path: Path) -> None:
    registry = load_registry(write(tmp_path, GOOD + "any embed * o/any\n"))

    assert embeds(registry.get("e5"), "ru")
    assert not embeds(registry.get("e5"), "de")
    assert embeds(registry.get("any"), "de")
    assert not embeds(registry.get("coder"), "en")


@pytest.mark.parametrize(
    ("licence", "expected"),
    [
        ("cc-by-nc-4.0", True),
        ("CC-BY-NC-SA-4.0", True),
        ("cc-by-4.0", False),
        ("apache-2.0", False),
        ("ncsa", False),
        ("unknown", False),
    ],
)
def test_non_commercial_licences(licence: str, expected: bool) -> None:
    assert is_non_commercial(licence) is expected


def test_the_order_in_which_models_files_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job, here = tmp_path / "job", tmp_path / "here"
    job.mkdir()
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.delenv("SUMMARIZE_MODELS", raising=False)

    shipped = find_models_file(None, job)
    assert shipped.name == "models.txt"
    assert "qwen-coder-1.5b" in load_registry(shipped)
    local = write(here, "")
    assert find_models_file(None, job).samefile(local)
    beside = write(job, "")
    assert find_models_file(None, job) == beside
    named = write(tmp_path, "", "named.txt")
    monkeypatch.setenv("SUMMARIZE_MODELS", str(named))
    assert find_models_file(None, job) == named
    explicit = write(tmp_path, "", "explicit.txt")
    assert find_models_file(explicit, job) == explicit


def test_a_models_file_that_was_asked_for_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="no such file"):
        find_models_file(tmp_path / "absent.txt")
    with pytest.raises(RegistryError, match="cannot read"):
        load_registry(tmp_path / "absent.txt")


def test_lock_changes_one_revision_and_not_a_byte_more(tmp_path: Path) -> None:
    path = tmp_path / "models.txt"
    before = "# ё\r\na  summarize\tru   o/a  licence=mit # x\nb summarize ru o/b:f.gguf@{}  \n#"
    path.write_bytes(before.format(REVISION).encode())
    path.chmod(0o640)
    registry = load_registry(path)
    newer = REVISION[::-1]

    assert registry.lock("a", newer).revision == newer
    assert registry.lock("b", newer).revision == newer

    after = before.replace("o/a", f"o/a@{newer}").format(newer)
    assert path.read_bytes() == after.encode()
    assert path.stat().st_mode & 0o777 == 0o640
    assert registry.get("a").revision == newer
    assert sorted(p.name for p in tmp_path.iterdir()) == ["models.txt"]


def test_lock_writes_through_a_symlink(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    real = write(tmp_path / "real", "a summarize ru o/a\n")
    link = tmp_path / "models.txt"
    link.symlink_to(real)

    load_registry(link).lock("a", REVISION)

    assert link.is_symlink()
    assert real.read_text() == f"a summarize ru o/a@{REVISION}\n"


def test_lock_finds_the_line_again_after_an_edit(tmp_path: Path) -> None:
    path = write(tmp_path, "a summarize ru o/a\n")
    registry = load_registry(path)
    write(tmp_path, "# new first line\nb summarize ru o/b\na summarize ru o/a\n")

    registry.lock("a", REVISION)

    assert path.read_text().splitlines()[2] == f"a summarize ru o/a@{REVISION}"
    assert registry.names == ("b", "a")


def test_what_cannot_be_locked(tmp_path: Path) -> None:
    registry = load_registry(write(tmp_path, "a summarize ru ./a\n"))

    with pytest.raises(RegistryError, match="a is a local folder"):
        registry.lock("a", REVISION)
    with pytest.raises(RegistryError, match="'main' is no revision"):
        registry.lock("a", "main")
    with pytest.raises(RegistryError, match="no model called 'b'"):
        registry.lock("b", REVISION)


def test_the_shipped_models_file() -> None:
    """Every entry parses, the default is pinned to a checksum, and each licence is known."""
    registry = load_registry(Path(__file__).parents[2] / "models.txt")

    assert registry.get("qwen-coder-1.5b").sha256
    assert [spec.name for spec in registry if spec.is_draft] == ["qwen-coder-1.5b"]
    assert [spec.name for spec in registry if spec.licence == "unknown"] == []
    assert covers(registry.get("opus-mt-tc-big-en-zle"), LangPair("en", "uk"))
    assert summarizes(registry.get("mT5_multilingual_XLSum"), "ru")
