"""What each column of models.txt may hold, at its edges, and what holds where it says nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarize.errors import RegistryError
from summarize.models import registry as module
from summarize.models.registry import covers, find_models_file, load_registry
from summarize.types import LangPair, ModelSpec

REVISION = "0123456789abcdef0123456789abcdef01234567"
SHA256 = REVISION + "0123456789abcdef01234567"


def parse(folder: Path, line: str) -> ModelSpec:
    path = folder / "models.txt"
    path.write_text(f"{line}\n", "utf-8")
    (spec,) = load_registry(path)
    return spec


def refusal(folder: Path, line: str) -> str:
    with pytest.raises(RegistryError) as caught:
        parse(folder, line)
    message = str(caught.value)
    assert message.startswith(f"{folder / 'models.txt'}:1: ")
    return message


@pytest.mark.parametrize("name", ["a", "9", "Qwen2.5-Coder_1.5B", "a" * 200])
def test_names(tmp_path: Path, name: str) -> None:
    assert parse(tmp_path, f"{name} translate en>ru o/x").name == name


@pytest.mark.parametrize("name", ["-a", ".a", "_a", "a/b", "мост", "a:b", "a,b"])
def test_what_is_no_name(tmp_path: Path, name: str) -> None:
    assert "is no model name" in refusal(tmp_path, f"{name} translate en>ru o/x")


@pytest.mark.parametrize(
    "line",
    [
        "x translate *>* o/x",
        "x translate * o/x",
        "x translate en,ru o/x",
        "x translate en>ru,uk o/x",
        "x translate,summarize ru o/x",
        "x translate,summarize ru,en>ru o/x",
        "x summarize,translate * o/x",
        "x embed ru o/x",
        "x embed * ./m prefix=a_{{b}}",
    ],
)
def test_languages_and_tasks_that_go_together(tmp_path: Path, line: str) -> None:
    spec = parse(tmp_path, line)
    assert spec.languages == tuple(line.split()[2].split(","))
    assert spec.tasks == set(line.split()[1].split(","))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("x translate ru>ru o/x", "into itself"),
        ("x translate EN>ru o/x", "unknown language 'EN'"),
        ("x translate >ru o/x", "unknown language ''"),
        ("x summarize ru,ru o/x", "listed twice"),
        ("x translate,embed ru o/x", "does nothing else"),
        ("x translate en>ru o/x colour=red", "sha256, licence, quality, target-token, prefix"),
    ],
)
def test_languages_and_tasks_that_do_not(tmp_path: Path, line: str, said: str) -> None:
    assert said in refusal(tmp_path, line)


@pytest.mark.parametrize(
    ("column", "source", "file", "revision"),
    [
        ("o/x", "o/x", None, None),
        (f"o/x@{REVISION}", "o/x", None, REVISION),
        ("o/x:m.gguf", "o/x", "m.gguf", None),
        ("o/x:sub/M.GGUF", "o/x", "sub/M.GGUF", None),
        (f"o/x:m.gguf@{REVISION}", "o/x", "m.gguf", REVISION),
        ("O-1_a.b/_x-1.5", "O-1_a.b/_x-1.5", None, None),
        (f"{'o' * 96}/{'x' * 96}", f"{'o' * 96}/{'x' * 96}", None, None),
        ("/models/x:m.gguf", "/models/x", "m.gguf", None),
        ("/models/a@b", "/models/a@b", None, None),
    ],
)
def test_sources(
    tmp_path: Path, column: str, source: str, file: str | None, revision: str | None
) -> None:
    spec = parse(tmp_path, f"x translate en>ru {column}")
    assert (spec.source, spec.file, spec.revision) == (source, file, revision)
    assert spec.is_local is column.startswith("/")


@pytest.mark.parametrize(
    ("column", "said"),
    [
        *((bad, "bad source") for bad in ("-o/x", "o/-x", "o/a--b", "o/a..b", "o/é", "o/", "o")),
        *((bad, "bad source") for bad in (f"{'o' * 97}/x", f"o/{'x' * 97}", "o/x/y")),
        *((bad, "bad file") for bad in ("o/x:", "o/x:a/../m.gguf", "o/x:m.gguf.txt", "./m:x.bin")),
        *((f"o/x@{bad}", "bad revision") for bad in (REVISION[1:], f"{REVISION}0", "main")),
        ("https://hub/o/x", "only a .gguf file"),
    ],
)
def test_what_is_no_source(tmp_path: Path, column: str, said: str) -> None:
    assert said in refusal(tmp_path, f"x translate en>ru {column}")


def test_a_local_folder_keeps_its_own_name_where_it_is_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    spec = parse(tmp_path, "x translate en>ru ./link/../link")
    assert spec.source == str(tmp_path / "link")


def test_options(tmp_path: Path) -> None:
    spec = parse(
        tmp_path,
        f"x translate en>ru o/x sha256={SHA256} licence=a=b#c quality=draft "
        "target-token=>>{target}_{alpha3}<< prefix={source}_{target}: # a remark=x",
    )
    assert dict(spec.options) == {
        "sha256": SHA256,
        "licence": "a=b#c",
        "quality": "draft",
        "target-token": ">>{target}_{alpha3}<<",
        "prefix": "{source}_{target}:",
    }
    with pytest.raises(TypeError):
        spec.options["licence"] = "mine"  # type: ignore[index]


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("=mit", "unknown option ''"),
        (f"sha256={SHA256.upper()}", "bad sha256"),
        (f"sha256={SHA256}0", "bad sha256"),
        ("target-token={source}", "it may hold {alpha3}, {target}"),
        ("prefix={alpha3}", "it may hold {source}, {target}"),
        ("prefix={target", "bad template"),
    ],
)
def test_what_is_no_option(tmp_path: Path, option: str, said: str) -> None:
    assert said in refusal(tmp_path, f"x translate en>ru o/x {option}")


def test_a_line_may_be_a_remark_from_any_column_on(tmp_path: Path) -> None:
    path = tmp_path / "models.txt"
    path.write_text("#x translate\n  # y\n\nx translate en>ru o/x #licence=mit\n", "utf-8")
    (spec,) = load_registry(path)
    assert (spec.line, dict(spec.options), spec.licence) == (4, {}, "unknown")
    assert "3 columns" in refusal(tmp_path, "x translate en>ru # o/x")


def test_a_byte_order_mark_is_only_one_at_the_beginning(tmp_path: Path) -> None:
    path = tmp_path / "models.txt"
    path.write_bytes(b"a summarize ru o/a\n\xef\xbb\xbfb summarize ru o/b\n")
    with pytest.raises(RegistryError, match=r"models\.txt:2: .* is no model name"):
        load_registry(path)


@pytest.mark.parametrize(
    ("languages", "covered", "not_covered"),
    [
        ("en>ru", "en-ru", "ru-en"),
        ("*>ru", "en-ru", "ru-uk"),
        ("ru>*", "ru-uk", "en-ru"),
        ("*>*", "fi-de", "de-de"),
        ("*", "fi-de", "de-de"),
        ("en,ru,uk>de", "ru-en", "en-uk"),
        ("en,ru,uk>de", "uk-de", "ru-de"),
    ],
)
def test_pairs(tmp_path: Path, languages: str, covered: str, not_covered: str) -> None:
    spec = parse(tmp_path, f"x translate {languages} o/x")
    assert covers(spec, LangPair(*covered.split("-")))
    assert not covers(spec, LangPair(*not_covered.split("-")))


def test_an_unknown_name_that_is_like_none_gets_all(tmp_path: Path) -> None:
    path = tmp_path / "models.txt"
    lines = (f"{name} translate en>ru o/x\n" for name in ("opus-a", "opus-b", "opus-c", "opus-d"))
    path.write_text("".join(lines), "utf-8")
    listed = load_registry(path)
    for name, hint in (
        ("zzzz", "it lists opus-a, opus-b, opus-c, opus-d"),
        ("opus-b", ""),
        ("opus-", "did you mean opus-d, opus-c, opus-b"),
    ):
        if not hint:
            assert listed.get(name).name == name
            continue
        with pytest.raises(RegistryError) as caught:
            listed.get(name)
        assert caught.value.hint == hint
    (tmp_path / "models.txt").write_text("", "utf-8")
    with pytest.raises(RegistryError) as caught:
        load_registry(path).get("opus")
    assert caught.value.hint == ""


@pytest.mark.parametrize("revision", ["", REVISION[1:], REVISION.upper(), f"{REVISION}\n"])
def test_what_is_no_revision_is_not_written(tmp_path: Path, revision: str) -> None:
    parse(tmp_path, "x translate en>ru o/x")
    with pytest.raises(RegistryError, match="is no revision"):
        load_registry(tmp_path / "models.txt").lock("x", revision)
    assert (tmp_path / "models.txt").read_text() == "x translate en>ru o/x\n"


def test_a_file_that_cannot_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parse(tmp_path, "x translate en>ru o/x")
    listed = load_registry(tmp_path / "models.txt")

    def fail(path: Path, content: bytes) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(module, "replace_file", fail)
    with pytest.raises(RegistryError, match=r"cannot write .*models\.txt: Read-only") as caught:
        listed.lock("x", REVISION)
    assert "models.txt" in caught.value.hint
    assert listed.get("x").revision is None


def test_a_home_may_be_named_with_a_tilde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mine.txt").touch()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("SUMMARIZE_MODELS", "~/mine.txt")
    assert find_models_file() == tmp_path / "mine.txt"
    monkeypatch.setenv("SUMMARIZE_MODELS", "~/absent.txt")
    with pytest.raises(RegistryError, match=r"absent\.txt"):
        find_models_file()
    with pytest.raises(RegistryError, match="no such file"):
        find_models_file(tmp_path)  # a folder


def test_the_package_has_a_copy_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(module, "__file__", str(tmp_path / "a/b/c/d/registry.py"))
    assert find_models_file() == tmp_path / "a/models.txt"
    (tmp_path / "a/b/c/d").mkdir(parents=True)
    (tmp_path / "a/b/c/d/models.txt").touch()
    assert find_models_file() == tmp_path / "a/b/c/d/models.txt"
