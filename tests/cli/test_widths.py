"""Tables of commands on terminals of several widths: what one copies is never broken."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from summarize.cli import diagnosis
from summarize.cli.bars import bars
from support.command import call

NAMES = ["opus-mt-tc-big-en-zle", "nllb-200-distilled-600M", "a-name-of-somebody-elses-model-v2.1"]
LANGUAGES = "en>ru,en>uk,en>be,en>bg,en>cs,en>pl,en>sk,en>sl"
ENDINGS = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(autouse=True)
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "models.txt"
    columns = f"translate {LANGUAGES} Helsinki-NLP/opus-mt-en-ru licence=cc-by-nc-4.0"
    path.write_text("".join(f"{name} {columns}\n" for name in NAMES), "utf-8")
    monkeypatch.setenv("SUMMARIZE_MODELS", str(path))
    monkeypatch.setattr(
        diagnosis, "probe", lambda name: ({"compute_types": ["int8"] * 9, "cuda_devices": 0}, "")
    )
    return path


@pytest.fixture(params=[60, 80, 120, None], ids=["60", "80", "120", "pipe"])
def width(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int | None:
    width: int | None = request.param
    if width is not None:
        for name, value in {"FORCE_COLOR": "1", "TERM": "xterm", "COLUMNS": str(width)}.items():
            monkeypatch.setenv(name, value)
    return width


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    call(*words)
    return ENDINGS.sub("", capsys.readouterr().out).splitlines()


def test_models_list(width: int | None, capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(capsys, "models", "list")
    assert [line.split()[0] for line in lines if not line.startswith((" ", "left"))] == [
        "name",
        *NAMES,
    ]
    assert " ".join(lines).count("fetched") == len(NAMES)
    if width is None:
        assert len(lines) == 4
        assert all("(non-commercial use only)  not fetched" in line for line in lines[1:])
        return
    is_narrow = lines[-1].startswith("left out, the terminal being narrow: ")
    assert is_narrow is (width < 120)
    assert max(map(len, lines)) <= width or width < 80


def test_doctor(
    width: int | None, models: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = printed(capsys, "doctor", "--offline")
    for name in NAMES:
        assert sum(line.startswith(f"{name} ") for line in lines) == 1
    assert any(str(tmp_path / "home") in line for line in lines)
    assert f"models of {models}" in lines
    problems = lines[lines.index("problems") + 1 : -2]
    assert problems
    assert all(re.match(r"(note|no run can work): .+ → .+", line) for line in problems)


def test_a_warning_with_a_command_is_one_line(
    width: int | None, capsys: pytest.CaptureFixture[str]
) -> None:
    message = f"not pinned in models.txt: (`summarize models pull --lock {' '.join(NAMES)}` does)"
    with bars() as shown:
        shown.warn(message)
    assert message in ENDINGS.sub("", capsys.readouterr().err)


def test_on_a_real_terminal() -> None:
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 60, 0, 0))
    command = "from summarize.cli.main import main; main(['models', 'list'])"
    environment = {**os.environ, "TERM": "xterm"}
    process = subprocess.Popen([sys.executable, "-c", command], stdout=theirs, env=environment)
    os.close(theirs)
    output = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        output += piece
    os.close(ours)
    assert process.wait() == 0
    text = ENDINGS.sub("", output.decode())
    assert all(name in text for name in NAMES)
    assert "left out, the terminal being narrow" in text
