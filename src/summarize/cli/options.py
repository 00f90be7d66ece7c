"""Options that several commands share, and what they stand for."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from summarize.engines.loading import Loader
    from summarize.models.progress import Progress
    from summarize.stopping import Stop


class TableFormat(StrEnum):
    """How a list is printed: for people or for programs."""

    TABLE = "table"
    JSON = "json"


Models = Annotated[
    Path | None,
    typer.Option(
        "--models",
        envvar="SUMMARIZE_MODELS",
        metavar="FILE",
        help="The models.txt to use; by default the one beside the job file, in the working "
        "directory, or shipped with the package.",
        show_default=False,
        show_envvar=False,
    ),
]
Offline = Annotated[
    bool, typer.Option("--offline", help="Do not fetch models that are not on this machine.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, only errors.")]
Debug = Annotated[
    bool, typer.Option("--debug", help="Show the traceback of an error.", show_default=False)
]


def language(code: str, option: str) -> str:
    """The language code that an option was given.

    Raises:
        ConfigError: The code is no language code.
    """
    from summarize.errors import ConfigError
    from summarize.text.language import is_language_code

    if not is_language_code(code):
        raise ConfigError(
            f"{option} {code} is no language code", hint="use ISO 639-1 codes, such as en or ru"
        )
    return code


def make_loader(
    models: Path | None,
    *,
    job_folder: Path | None = None,
    engine: str = "auto",
    compute_type: str = "auto",
    device: str = "auto",
    offline: bool = False,
    fixed_batches: bool = False,
    cores: int | None = None,
    stop: Stop | None = None,
    progress: Progress | None = None,
) -> Loader:
    """A loader over the models.txt that the options name."""
    from summarize.engines.loading import Loader
    from summarize.models.progress import silent
    from summarize.models.registry import find_models_file, load_registry
    from summarize.models.store import ModelStore

    return Loader(
        load_registry(find_models_file(models, job_folder)),
        ModelStore(),
        engine=engine,
        compute_type=compute_type,
        device=device,
        offline=offline,
        fixed_batches=fixed_batches,
        cores=cores,
        stop=stop,
        progress=progress or silent,
    )
