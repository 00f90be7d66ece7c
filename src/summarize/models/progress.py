"""How the model layer says how far it is."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int | None], None]
"""Called with what is being done, how much is done and how much there is (None: unknown).

Amounts are bytes. A new text in the first place begins a new task; each ends with done == total
where the total is known. It is called again and again as long as a step lasts, so that it can end
it: what it raises goes through, and leaves nothing half-made.
"""


def silent(what: str, done: int, total: int | None) -> None:
    """Say nothing."""
