"""Everything that can go wrong, as one tree.

Each error is one line for a person: it names the file, the line or the model, and the next step.
The command line turns a branch of the tree into an exit code; no other layer knows exit codes.
"""

from __future__ import annotations


class SummarizeError(Exception):
    """The root of the tree.

    Args:
        message: What is wrong, in one line, naming the file, line, document or model.
        hint: The next step for the user, in one line; empty when the message says it all.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message

    def __reduce__(self) -> tuple[object, ...]:
        """Keep `hint` when an error travels between processes."""
        return (_rebuild, (type(self), self.message, self.hint))


def _rebuild(kind: type[SummarizeError], message: str, hint: str) -> SummarizeError:
    return kind(message, hint=hint)


class ConfigError(SummarizeError):
    """The command line, the job file or models.txt asks for something that cannot be (exit 2)."""


class JobError(ConfigError):
    """A job file is unreadable, has an unknown key or a value out of its range."""


class RegistryError(ConfigError):
    """models.txt has a bad line, or a name that is asked for is not in it."""


class Interrupted(SummarizeError):  # noqa: N818 - a request, not a fault
    """The work was asked to stop; what was finished before is kept."""


class DocumentError(SummarizeError):
    """One document failed; the others of its job go on."""


class ReadError(DocumentError):
    """A file is missing, empty, binary, too large, or in an unknown charset or language."""


class TokenBudgetExceeded(DocumentError):  # noqa: N818 - the name is the design's own
    """A text does not fit a model's window and could not be split further; nothing was cut."""


class OutputError(SummarizeError):
    """An output folder or file cannot be written."""


class LockedError(SummarizeError):
    """Another run of the job is going on (exit 75)."""


class ModelError(SummarizeError):
    """A model cannot be used."""


class ModelUnavailableError(ModelError):
    """A model is not on this machine and could not be fetched."""


class ModelCorruptError(ModelError):
    """A file of a model is not the file that was pinned."""


class EngineError(ModelError):
    """An engine could not load or run a model."""
