"""The child process that tries an engine: `python -m summarize.engines.probe NAME`.

A library made for another processor or another version of its neighbours may end the process
rather than raise, so it is tried in one of its own. Prints one line of JSON.
"""

from __future__ import annotations

import json
import sys
from typing import Any


def ctranslate2() -> dict[str, Any]:
    """What CTranslate2 offers: number formats of the CPU, CUDA devices."""
    import ctranslate2 as library
    import numpy

    library.StorageView.from_array(numpy.ones((2, 2), numpy.float32))
    return {
        "compute_types": sorted(library.get_supported_compute_types("cpu")),
        "cuda_devices": library.get_cuda_device_count(),
    }


def transformers() -> dict[str, Any]:
    """What transformers offers: it needs torch, whose matrices are multiplied once."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    del AutoModelForCausalLM, AutoTokenizer  # they are imported when they are asked for
    torch.ones(2, 2) @ torch.ones(2, 2)
    return {
        "compute_types": ["float32", "bfloat16", "float16"],
        "cuda_devices": torch.cuda.device_count(),
    }


PROBES = {"ctranslate2": ctranslate2, "transformers": transformers}


if __name__ == "__main__":
    print(json.dumps(PROBES[sys.argv[1]]()))  # noqa: T201 - the answer to the parent
