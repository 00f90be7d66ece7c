"""The stand-in for the Hub is believed only because the library's own functions work with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.hub import HubStandIn

FILES = {"config.json": b'{"a": 1}', "model.safetensors": b"weights" * 100, "sub/x.txt": b"x"}


def test_the_librarys_own_download(hub: HubStandIn, tmp_path: Path) -> None:
    from huggingface_hub import snapshot_download

    folder = tmp_path / "source"
    for name, content in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    first = hub.add("owner/name", folder)
    second = hub.commit("owner/name", {"config.json": b"{}"})

    def download(revision: str | None, target: str) -> dict[str, bytes]:
        path = snapshot_download(
            "owner/name",
            revision=revision,
            local_dir=tmp_path / target,
            endpoint=hub.endpoint,
            library_name="tests",
        )
        files = [p for p in Path(path).rglob("*") if p.is_file() and ".cache" not in p.parts]
        return {p.relative_to(path).as_posix(): p.read_bytes() for p in files}

    assert download(first, "a") == FILES
    assert download(None, "b") == {"config.json": b"{}"}
    assert [request.revision for request in hub.downloads("sub/x.txt")] == [first]
    assert len(hub.downloads("model.safetensors")) == 1
    assert second != first


def test_listing_and_metadata(hub: HubStandIn) -> None:
    from huggingface_hub import HfApi, get_hf_file_metadata, hf_hub_url

    revision = hub.commit("owner/name", FILES)
    api = HfApi(endpoint=hub.endpoint)
    tree = {entry.path: entry for entry in api.list_repo_tree("owner/name", recursive=True)}
    url = hf_hub_url("owner/name", "model.safetensors", endpoint=hub.endpoint)
    metadata = get_hf_file_metadata(url, endpoint=hub.endpoint)

    assert sorted(tree) == sorted(FILES)
    assert tree["model.safetensors"].lfs.sha256 == metadata.etag
    assert (metadata.commit_hash, metadata.size) == (revision, 700)
    assert metadata.location.startswith(hub.cdn)


def test_refusals(hub: HubStandIn) -> None:
    from huggingface_hub import HfApi
    from huggingface_hub.errors import (
        GatedRepoError,
        RemoteEntryNotFoundError,
        RepositoryNotFoundError,
        RevisionNotFoundError,
    )

    hub.commit("owner/open", FILES)
    hub.commit("owner/gated", FILES)
    hub.gated.add("owner/gated")
    hub.private.add("owner/private")
    api = HfApi(endpoint=hub.endpoint)

    for repository in ("owner/none", "owner/private"):
        with pytest.raises(RepositoryNotFoundError):
            api.model_info(repository)
    with pytest.raises(RevisionNotFoundError):
        api.model_info("owner/open", revision="0" * 40)
    with pytest.raises(RemoteEntryNotFoundError):
        api.hf_hub_download("owner/open", "absent.txt")
    assert api.model_info("owner/gated").gated == "manual"
    with pytest.raises(GatedRepoError):
        api.hf_hub_download("owner/gated", "config.json")
