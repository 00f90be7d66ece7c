"""What the environment tells the model layer, read when it is needed."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs


def store_home() -> Path:
    """Where models are kept: `SUMMARIZE_HOME`, else the platform's cache folder for us."""
    named = os.environ.get("SUMMARIZE_HOME")
    return Path(named).expanduser() if named else Path(platformdirs.user_cache_dir("summarize"))


def is_offline() -> bool:
    """Whether `HF_HUB_OFFLINE` or `TRANSFORMERS_OFFLINE` forbid the network."""
    names = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")
    return any(os.environ.get(name, "").upper() in {"1", "ON", "YES", "TRUE"} for name in names)


def hub_endpoint() -> str | None:
    """The address that `HF_ENDPOINT` gives the Hub; None for the public one."""
    return os.environ.get("HF_ENDPOINT", "").rstrip("/") or None


def calm_libraries() -> None:
    """Keep the Hugging Face libraries from talking to the Hub, or the terminal, behind our back.

    To be called before the first import of them in a process. What the user has set stays.
    """
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("HF_HUB_VERBOSITY", "error")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    # Loading a .bin checkpoint would otherwise ask the Hub to convert it, from a thread.
    os.environ.setdefault("DISABLE_SAFETENSORS_CONVERSION", "1")
