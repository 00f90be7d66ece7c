"""models.txt: which models there are, what they can do and where their weights come from."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter
from types import MappingProxyType

from summarize.errors import RegistryError
from summarize.storage import replace_file
from summarize.text.language import is_language_code
from summarize.types import DRAFT, LangPair, ModelSpec

MODELS_FILE = "models.txt"
TRANSLATE = "translate"
SUMMARIZE = "summarize"
EMBED = "embed"
TASKS = frozenset({TRANSLATE, SUMMARIZE, EMBED})

_PLACEHOLDERS = {
    "sha256": None,
    "licence": None,
    "quality": None,
    "target-token": frozenset({"target", "alpha3"}),
    "prefix": frozenset({"source", "target"}),
}
"""The known options; for the templates among them, the names that may stand in braces."""

_REVISION = re.compile(r"[0-9a-f]{40}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_REPOSITORY = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9_][\w.-]{0,95}", re.ASCII)
_NAME = re.compile(r"[A-Za-z0-9][\w.-]*", re.ASCII)
_COLUMN = re.compile(r"\S+")


class Registry:
    """The models of one models.txt; iterating gives them in the order of the file.

    Attributes:
        path: The file they were read from.
    """

    def __init__(self, path: Path, specs: Mapping[str, ModelSpec]) -> None:
        self.path = path
        self._specs = dict(specs)

    def __iter__(self) -> Iterator[ModelSpec]:
        return iter(self._specs.values())

    def __len__(self) -> int:
        return len(self._specs)

    def __contains__(self, name: object) -> bool:
        return name in self._specs

    @property
    def names(self) -> tuple[str, ...]:
        """What the models are called, in the order of the file."""
        return tuple(self._specs)

    def get(self, name: str) -> ModelSpec:
        """The model called `name`.

        Raises:
            RegistryError: No model has this name; the hint gives the nearest names.
        """
        try:
            return self._specs[name]
        except KeyError:
            raise self._unknown(name) from None

    def lock(self, name: str, revision: str) -> ModelSpec:
        """Pin a model: write `revision` into its line, and leave the rest as it is to the byte.

        Args:
            name: The model.
            revision: 40 lower-case hex digits.

        Returns:
            The model as it is listed now.

        Raises:
            RegistryError: No model has this name, the model is a local folder, or the file is
                read-only.
        """
        if not _REVISION.fullmatch(revision):
            raise RegistryError(f"{revision!r} is no revision: it takes 40 lower-case hex digits")
        # The file may have been edited since it was read, so the line is looked up again.
        spec = load_registry(self.path).get(name)
        if spec.is_local:
            raise RegistryError(
                f"{_at(self.path, spec.line)}: {name} is a local folder, which has no revision",
                hint="pin it with sha256= instead",
            )
        lines = _read(self.path).splitlines(keepends=True)
        lines[spec.line - 1] = _with_revision(lines[spec.line - 1], revision)
        try:
            replace_file(self.path, b"".join(lines))
        except OSError as error:
            raise RegistryError(
                f"cannot write {self.path}: {error.strerror}",
                hint=f"copy it to the working directory as {MODELS_FILE}, or use --models",
            ) from error
        self._specs = {spec.name: spec for spec in load_registry(self.path)}
        return self.get(name)

    def _unknown(self, name: str) -> RegistryError:
        near = difflib.get_close_matches(name, self._specs, n=3, cutoff=0.4)
        names = near or list(self._specs)
        hint = f"{'did you mean' if near else 'it lists'} {', '.join(names)}" if names else ""
        return RegistryError(f"no model called {name!r} in {self.path}", hint=hint)


def find_models_file(explicit: Path | None = None, job_folder: Path | None = None) -> Path:
    """Which models.txt holds: the one asked for, the job's, the working directory's, the shipped.

    Args:
        explicit: What `--models` says; where it says nothing, `SUMMARIZE_MODELS` does.
        job_folder: The folder of the job file, when there is one.

    Raises:
        RegistryError: The file that was asked for is missing.
    """
    asked = explicit or _from_environment()
    if asked is not None:
        if not asked.is_file():
            raise RegistryError(
                f"no such file: {asked}", hint="check --models and SUMMARIZE_MODELS"
            )
        return asked
    folders = [folder for folder in (job_folder, Path.cwd()) if folder is not None]
    for folder in folders:
        if (folder / MODELS_FILE).is_file():
            return folder / MODELS_FILE
    return _shipped()


def load_registry(path: Path) -> Registry:
    """Read a models.txt.

    Raises:
        RegistryError: The file cannot be read, or one of its lines is wrong; it names the line.
    """
    specs: dict[str, ModelSpec] = {}
    for number, raw in enumerate(_read(path).splitlines(), start=1):
        try:
            words = _words(raw.decode("utf-8-sig" if number == 1 else "utf-8"))
            if not words:
                continue
            spec = _parse(words, number, path.parent)
        except ValueError as error:
            raise RegistryError(f"{_at(path, number)}: {error}") from error
        if spec.name in specs:
            first = specs[spec.name].line
            raise RegistryError(
                f"{_at(path, number)}: {spec.name} is listed on line {first} already"
            )
        specs[spec.name] = spec
    return Registry(path, specs)


def covers(spec: ModelSpec, pair: LangPair) -> bool:
    """Whether the model translates this language pair."""
    if TRANSLATE not in spec.tasks or pair.source == pair.target:
        return False
    singles = {language for language in spec.languages if ">" not in language}
    if "*" in singles or {pair.source, pair.target} <= singles:
        return True
    return any(
        source in ("*", pair.source) and target in ("*", pair.target)
        for source, _, target in (entry.partition(">") for entry in spec.languages)
    )


def summarizes(spec: ModelSpec, language: str) -> bool:
    """Whether the model summarises texts in this language."""
    return SUMMARIZE in spec.tasks and not {"*", language}.isdisjoint(spec.languages)


def embeds(spec: ModelSpec, language: str) -> bool:
    """Whether the model turns texts in this language into vectors."""
    return EMBED in spec.tasks and not {"*", language}.isdisjoint(spec.languages)


def is_non_commercial(licence: str) -> bool:
    """Whether a licence forbids commercial use (Creative Commons' NC clause)."""
    return "nc" in re.split(r"[^a-z0-9]+", licence.lower())


def _from_environment() -> Path | None:
    named = os.environ.get("SUMMARIZE_MODELS")
    return Path(named).expanduser() if named else None


def _shipped() -> Path:
    """The copy in the package; a checkout keeps it at its root, where people look for it."""
    packaged = Path(__file__).with_name(MODELS_FILE)
    return packaged if packaged.is_file() else Path(__file__).parents[3] / MODELS_FILE


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise RegistryError(f"cannot read {path}: {error.strerror}") from error


def _at(path: Path, number: int) -> str:
    return f"{path}:{number}"


def _words(line: str) -> list[str]:
    """The columns of a line, without the comment that may end it."""
    words = line.split()
    comment = next((i for i, word in enumerate(words) if word.startswith("#")), len(words))
    return words[:comment]


def _parse(words: list[str], number: int, folder: Path) -> ModelSpec:
    if len(words) < 4:
        raise ValueError(
            f"{len(words)} columns where at least 4 are needed: name, tasks, languages, source"
        )
    name, tasks_column, languages_column, source_column, *option_words = words
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no model name: letters, digits, '.', '_' and '-' only")
    tasks = _tasks(tasks_column)
    source, file, revision = _source(source_column, folder)
    options = _options(option_words)
    if EMBED in tasks:
        _check_embedding(file, options)
    return ModelSpec(
        name=name,
        tasks=tasks,
        languages=_languages(languages_column, tasks),
        source=source,
        file=file,
        revision=revision,
        options=options,
        line=number,
    )


def _tasks(column: str) -> frozenset[str]:
    tasks = frozenset(column.split(","))
    unknown = sorted(tasks - TASKS)
    if unknown:
        raise ValueError(f"unknown task {unknown[0]!r}: known are {', '.join(sorted(TASKS))}")
    if EMBED in tasks and len(tasks) > 1:
        raise ValueError(f"a model that embeds does nothing else, unlike {column!r}")
    return tasks


def _languages(column: str, tasks: frozenset[str]) -> tuple[str, ...]:
    entries = tuple(column.split(","))
    for entry in entries:
        source, arrow, target = entry.partition(">")
        for code in (source, target) if arrow else (source,):
            if code != "*" and not is_language_code(code):
                raise ValueError(
                    f"unknown language {code!r} in {entry!r}: two-letter ISO 639-1 codes or *"
                )
        if arrow and source == target != "*":
            raise ValueError(f"impossible language pair {entry!r}: it translates into itself")
    singles = [entry for entry in entries if ">" not in entry]
    if len(set(entries)) < len(entries):
        raise ValueError(f"a language is listed twice in {column!r}")
    if SUMMARIZE in tasks and not singles:
        raise ValueError(f"a model that summarises needs a language such as ru, not {column!r}")
    if TRANSLATE not in tasks and len(singles) < len(entries):
        verb = "embeds" if EMBED in tasks else "only summarises"
        raise ValueError(f"a model that {verb} has no language pairs, as in {column!r}")
    if tasks == {TRANSLATE} and len(singles) == 1 == len(entries) and singles != ["*"]:
        raise ValueError(f"a model that translates needs a pair such as en>ru, not {column!r}")
    return entries


def _source(column: str, folder: Path) -> tuple[str, str | None, str | None]:
    """Source, file and revision of `owner/name[:FILE][@REVISION]` or `./folder[:FILE]`."""
    if column.startswith(("/", "./", "../")):
        location, file = _split_file(column)
        return str(Path(os.path.abspath(folder / location))), file, None  # noqa: PTH100 - keeps symlinks
    place, at, revision = column.partition("@")
    if at and not _REVISION.fullmatch(revision):
        raise ValueError(
            f"bad revision {revision!r} of {place}: a commit has 40 lower-case hex digits"
        )
    repository, file = _split_file(place)
    if not _REPOSITORY.fullmatch(repository) or "--" in repository or ".." in repository:
        raise ValueError(
            f"bad source {column!r}: a Hub repository (owner/name) or a folder (./ or /)"
        )
    return repository, file, revision or None


def _split_file(place: str) -> tuple[str, str | None]:
    location, colon, file = place.partition(":")
    parts = Path(file).parts
    if colon and (not file.lower().endswith(".gguf") or {"..", "/"} & set(parts)):
        raise ValueError(f"bad file {file!r} in {place!r}: only a .gguf file is a model by itself")
    return location, file or None


def _options(words: list[str]) -> Mapping[str, str]:
    options: dict[str, str] = {}
    for word in words:
        key, equals, value = word.partition("=")
        if not equals or not value:
            raise ValueError(f"bad option {word!r}: options are written key=value")
        if key not in _PLACEHOLDERS:
            raise ValueError(f"unknown option {key!r}: known are {', '.join(_PLACEHOLDERS)}")
        if key in options:
            raise ValueError(f"the option {key!r} is given twice")
        _check_option(key, value)
        options[key] = value
    return MappingProxyType(options)


def _check_option(key: str, value: str) -> None:
    if key == "sha256" and not _SHA256.fullmatch(value):
        raise ValueError(f"bad sha256 {value!r}: it has 64 lower-case hex digits")
    if key == "quality" and value != DRAFT:
        raise ValueError(f"bad quality {value!r}: the only mark there is is {DRAFT}")
    allowed = _PLACEHOLDERS[key]
    if allowed is None:
        return
    try:
        fields = {name for _, name, _, _ in Formatter().parse(value) if name is not None}
    except ValueError as error:
        raise ValueError(f"bad template {value!r} of {key}: {error}") from error
    if not fields <= allowed:
        known = ", ".join(f"{{{name}}}" for name in sorted(allowed))
        raise ValueError(f"bad template {value!r} of {key}: it may hold {known}")


def _check_embedding(file: str | None, options: Mapping[str, str]) -> None:
    if file:
        raise ValueError(f"a model that embeds is a folder or a repository, not a file ({file})")
    if "target-token" in options:
        raise ValueError("a model that embeds has no target-token")
    if any(name is not None for _, name, _, _ in Formatter().parse(options.get("prefix", ""))):
        raise ValueError("the prefix of a model that embeds is the same for every language")


def _with_revision(line: bytes, revision: str) -> bytes:
    text = line.decode()
    column = list(_COLUMN.finditer(text))[3]
    place = column.group().partition("@")[0]
    return f"{text[: column.start()]}{place}@{revision}{text[column.end() :]}".encode()
