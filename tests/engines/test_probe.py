"""What the child process that tries an engine says of it."""

from __future__ import annotations

import pytest

from summarize.engines.probe import PROBES


@pytest.mark.parametrize("name", PROBES)
def test_an_engine_tells_its_number_formats_and_devices(name: str) -> None:
    said = PROBES[name]()
    assert sorted(said) == ["compute_types", "cuda_devices"]
    assert "float32" in said["compute_types"]
    assert isinstance(said["cuda_devices"], int)
    assert sorted(PROBES) == ["ctranslate2", "transformers"]
