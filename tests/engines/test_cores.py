"""Cores and memory under invented control groups."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from summarize.engines.cgroups import cpu_quota, memory_limit
from summarize.engines.cores import available_cores

V2 = "0::/jobs.slice/night.service\n"
V1 = "4:memory:/jobs/night\n3:cpu,cpuacct:/jobs/night\n1:name=systemd:/jobs/night\n"


@pytest.fixture(autouse=True)
def sixteen_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(16)))


def machine(root: Path, groups: str, files: dict[str, str]) -> Path:
    """A root folder with these groups of the process and these files of the cgroup mount."""
    contents = {"proc/self/cgroup": groups}
    contents |= {f"sys/fs/cgroup/{name}": text for name, text in files.items()}
    for name, text in contents.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root


@pytest.mark.parametrize(
    ("groups", "files", "cores"),
    [
        pytest.param(V2, {"jobs.slice/night.service/cpu.max": "400000 100000\n"}, 4, id="v2"),
        pytest.param(V2, {"jobs.slice/night.service/cpu.max": "max 100000\n"}, 16, id="v2-max"),
        pytest.param(V2, {"jobs.slice/night.service/cpu.max": "290000 100000\n"}, 2, id="down"),
        pytest.param(V2, {"jobs.slice/night.service/cpu.max": "20000 100000\n"}, 1, id="least"),
        pytest.param(V2, {"jobs.slice/night.service/cpu.max": "9900000 100000\n"}, 16, id="most"),
        pytest.param(
            V2,
            {
                "jobs.slice/night.service/cpu.max": "800000 100000\n",
                "jobs.slice/cpu.max": "300000 100000\n",
            },
            3,
            id="v2-nested",
        ),
        pytest.param("0::/\n", {"cpu.max": "150000 50000\n"}, 3, id="own-namespace"),
        pytest.param("0::/../other\n", {"cpu.max": "200000 100000\n"}, 2, id="out-of-namespace"),
        pytest.param("0::/docker/1f\n", {"cpu.max": "200000 100000\n"}, 2, id="path-of-the-host"),
        pytest.param(V2, {"unified/jobs.slice/cpu.max": "500000 100000\n"}, 5, id="hybrid-v2"),
        pytest.param(
            V1,
            {
                "cpu,cpuacct/jobs/night/cpu.cfs_quota_us": "600000\n",
                "cpu,cpuacct/jobs/night/cpu.cfs_period_us": "100000\n",
            },
            6,
            id="v1",
        ),
        pytest.param(
            V1,
            {
                "cpu/jobs/night/cpu.cfs_quota_us": "-1\n",
                "cpu/jobs/night/cpu.cfs_period_us": "100000\n",
                "cpu/jobs/cpu.cfs_quota_us": "700000\n",
                "cpu/jobs/cpu.cfs_period_us": "100000\n",
            },
            7,
            id="v1-nested",
        ),
        pytest.param(
            V1,
            {"cpu/cpu.cfs_quota_us": "200000\n", "cpu/cpu.cfs_period_us": "100000\n"},
            2,
            id="v1-root-of-the-mount",
        ),
        pytest.param(V1, {"cpu/jobs/night/cpu.cfs_quota_us": "200000\n"}, 16, id="v1-no-period"),
        pytest.param(V2, {}, 16, id="no-files"),
        pytest.param("", {"cpu.max": "100000 100000\n"}, 16, id="no-group"),
        pytest.param("not a line\n::\n\x00", {"cpu.max": "100000 100000\n"}, 16, id="bad-groups"),
        pytest.param(V2, {"cpu.max": ""}, 16, id="empty"),
        pytest.param(V2, {"cpu.max": "many some\n"}, 16, id="words"),
        pytest.param(V2, {"cpu.max": "100000 0\n"}, 16, id="no-period"),
        pytest.param(V2, {"cpu.max": f"{'9' * 5000} 100000\n"}, 16, id="huge"),
        pytest.param(V2, {"cpu.max": "²00000 100000\n"}, 16, id="superscript"),
    ],
)
def test_cores(tmp_path: Path, groups: str, files: dict[str, str], cores: int) -> None:
    assert available_cores(machine(tmp_path, groups, files)) == cores


def test_without_control_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert available_cores(tmp_path) == 16
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {3})
    assert available_cores(tmp_path) == 1


def test_binding_and_quota_both_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = machine(tmp_path, "0::/\n", {"cpu.max": "400000 100000"})
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    assert available_cores(root) == 2
    assert cpu_quota(root) == 4.0


def test_memory(tmp_path: Path) -> None:
    files = {
        "jobs.slice/night.service/memory.max": "max\n",
        "jobs.slice/memory.max": "8000000000\n",
        "memory.max": "9000000000\n",
    }
    assert memory_limit(machine(tmp_path, V2, files)) == 8_000_000_000


def test_memory_of_version_1(tmp_path: Path) -> None:
    root = machine(tmp_path, V1, {"memory/jobs/night/memory.limit_in_bytes": "3000000000\n"})
    assert memory_limit(root) == 3_000_000_000
    assert memory_limit(tmp_path / "nowhere") is None


def test_this_machine() -> None:
    assert 1 <= available_cores() <= 16
