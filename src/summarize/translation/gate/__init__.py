"""The acceptance gate: what can be seen to be wrong with a translation without a model.

`examine` applies every check to a source segment and a hypothesis. The checks are pure functions;
one that knows nothing about a language stays silent.
"""

from __future__ import annotations

from summarize.translation.gate.examination import GATE_VERSION, examine, examine_form
from summarize.translation.gate.verdict import Ruling, Verdict

__all__ = ["GATE_VERSION", "Ruling", "Verdict", "examine", "examine_form"]
