"""Argos Translate's `translate()` on the model of benchmarks/throughput.py, sentence by sentence.

    PYTHON-WITH-ARGOS benchmarks/argos.py MODEL_FOLDER SCRATCH_FOLDER SENTENCES

The model is packaged as Argos wants it. Its sentence splitter is not timed, nor needed: it would
be fetched from the network, and each text here is one sentence. Argos always searches with beam 4.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from pathlib import Path
from typing import Any

from synthetic import Writer


class _WholeSentences:
    """What Argos calls a sentencizer."""

    def split_sentences(self, text: str) -> list[str]:
        return [text]


class _Counting:
    """A translator that counts what it wrote."""

    def __init__(self, translator: Any) -> None:
        self._translator = translator
        self.tokens = 0

    def translate_batch(self, *words: Any, **options: Any) -> Any:
        results = self._translator.translate_batch(*words, **options)
        self.tokens += sum(len(result.hypotheses[0]) for result in results)
        return results


def package(model: Path, folder: Path) -> Path:
    """Write an Argos package."""
    (converted,) = model.glob("home/models/*/converted/ctranslate2-int8/model")
    shutil.copytree(converted, folder / "model")
    shutil.copy(model / "model" / "source.spm", folder / "sentencepiece.model")
    # Argos does not say where a source ends; CTranslate2 does it when told so.
    config = folder / "model" / "config.json"
    settings = json.loads(config.read_text("utf-8")) | {"add_source_eos": True}
    config.write_text(json.dumps(settings), "utf-8")
    (folder / "stanza").mkdir()  # or Argos would fetch another splitter
    about = {"from_code": "en", "from_name": "English", "to_code": "ru", "to_name": "Russian"}
    (folder / "metadata.json").write_text(json.dumps(about), "utf-8")
    return folder


def main() -> None:
    """Print tokens and seconds as JSON."""
    from argostranslate.package import Package
    from argostranslate.translate import Language, PackageTranslation

    model, scratch, sentences = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    found = Package(package(model, scratch / "argos"))
    translation = PackageTranslation(Language("en", "English"), Language("ru", "Russian"), found)
    translation.sentencizer = _WholeSentences()
    translation.translate("The first call loads the model.")
    counting = _Counting(translation.translator)
    translation.translator = counting
    texts = Writer().sentences(sentences)
    started = time.perf_counter()
    for text in texts:
        translation.translate(text)
    print(json.dumps({"tokens": counting.tokens, "seconds": time.perf_counter() - started}))


if __name__ == "__main__":
    main()
