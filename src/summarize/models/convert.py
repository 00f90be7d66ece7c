"""What an engine needs of a stored model, made once and kept beside it.

The work is done by a child process (`summarize.models.converter`), so that the memory it takes is
gone when it ends. Each conversion is `converted/<kind>/` of the stored model, with a manifest of
its files and of the versions that made it.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Literal

from summarize.errors import EngineError
from summarize.models import child
from summarize.models.converter import TOKENIZER, UNSUPPORTED_EXIT_CODE
from summarize.models.environment import calm_libraries
from summarize.models.files import disk_error, install_folder
from summarize.models.manifest import Conversion, is_intact, load_conversion, record_files
from summarize.models.progress import Progress, silent
from summarize.models.store import CONVERTED, MODEL, StoredModel, wait_for

Engine = Literal["ctranslate2", "transformers"]

COMPUTE_TYPES = (
    "int8",
    "int8_float32",
    "int8_float16",
    "int8_bfloat16",
    "int16",
    "float16",
    "bfloat16",
    "float32",
)
"""The types that CTranslate2 stores weights in."""

_PROGRAM = "summarize.models.converter"
_CONVERTER_VERSION = "1"
"""Raised when our converter makes something else of the same model."""


class UnsupportedArchitectureError(EngineError):
    """CTranslate2 cannot run this kind of model; transformers can."""


def converted(
    stored: StoredModel,
    engine: Engine,
    compute_type: str = "int8",
    *,
    progress: Progress = silent,
) -> Path:
    """The folder that an engine loads; made at the first call, found at the later ones.

    Args:
        stored: The model.
        engine: For `transformers`, a model in Hub layout is used as it is.
        compute_type: What CTranslate2 stores weights in; transformers does not heed it.
        progress: Told that a conversion is under way, which takes minutes for a large model.

    Raises:
        UnsupportedArchitectureError: CTranslate2 cannot run this kind of model.
        EngineError: The conversion failed.
        ModelUnavailableError: The disk is full or the store cannot be written.
    """
    if engine == "transformers" and stored.spec.file is None:
        return stored.folder
    if engine == "ctranslate2" and compute_type not in COMPUTE_TYPES:
        raise EngineError(
            f"{stored.spec.name}: CTranslate2 knows no compute type {compute_type!r}",
            hint=f"use one of {', '.join(COMPUTE_TYPES)}",
        )
    kind = f"ctranslate2-{compute_type}" if engine == "ctranslate2" else "transformers-float16"
    place = stored.root / CONVERTED / kind
    versions = _versions(engine)
    if not _is_current(place, versions):
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            with wait_for(place.parent / f".{kind}.lock", stored.spec, progress):
                if not _is_current(place, versions):  # another process was faster
                    told = partial(progress, f"converting {stored.spec.name} to {kind}", 0, None)
                    told()
                    _convert(stored, kind, versions, place, told)
        except OSError as error:
            raise disk_error(stored.spec.name, error) from error
    return place / MODEL


def tokenizer_folder(stored: StoredModel, model: Path) -> Path:
    """Where the tokenizer, configuration and chat template of a converted model are.

    Args:
        stored: The model.
        model: What `converted` returned for it.

    Returns:
        A folder in Hub layout, for `AutoTokenizer.from_pretrained`.
    """
    own = model / TOKENIZER
    if own.is_dir():
        return own
    return stored.folder if stored.spec.file is None else model


def _is_current(place: Path, versions: dict[str, str]) -> bool:
    conversion = load_conversion(place)
    return (
        conversion is not None
        and conversion.versions == versions
        and is_intact(place / MODEL, conversion.files)
    )


def _versions(engine: Engine) -> dict[str, str]:
    """What a conversion depends on: CTranslate2's format may change with a minor version."""
    versions = {"converter": _CONVERTER_VERSION}
    if engine == "ctranslate2":
        versions["ctranslate2"] = ".".join(metadata.version("ctranslate2").split(".")[:2])
    return versions


def _convert(
    stored: StoredModel,
    kind: str,
    versions: dict[str, str],
    place: Path,
    on_wait: Callable[[], None],
) -> None:
    made = place.with_name(f".{kind}.partial")
    shutil.rmtree(made, ignore_errors=True)  # left by a killed process: we hold the lock
    made.mkdir()
    try:
        _run_converter(stored, kind, made / MODEL, on_wait)
        folder = made / MODEL
        names = [p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()]
        Conversion(kind, versions, record_files(folder, names, on_wait)).save(made)
        install_folder(made, place)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _run_converter(stored: StoredModel, kind: str, out: Path, on_wait: Callable[[], None]) -> None:
    calm_libraries()
    # -P: a folder of the working directory that is called like a library is not that library.
    command = [sys.executable, "-P", "-m", _PROGRAM]
    command += [str(stored.folder), stored.spec.file or "", kind, str(out)]
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "TRANSFORMERS_VERBOSITY": "error"}
    code, words = child.run(command, environment, on_wait)
    if code == 0:
        return
    cause = _cause(code, words)
    if code == UNSUPPORTED_EXIT_CODE:
        raise UnsupportedArchitectureError(
            f"{stored.spec.name}: CTranslate2 cannot convert it: {cause}",
            hint="use the transformers engine",
        )
    raise EngineError(
        f"{stored.spec.name}: its conversion to {kind} failed: {cause}",
        hint=f"check memory, disk and `summarize models verify {stored.spec.name}`",
    )


def _cause(code: int, stderr: str) -> str:
    if code < 0:
        return f"killed by {signal.Signals(-code).name}, perhaps for want of memory"
    lines = stderr.strip().splitlines()
    return lines[-1].strip() if lines else f"exit code {code}"
