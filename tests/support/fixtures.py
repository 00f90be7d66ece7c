"""Fixtures with tiny real models: trained when first asked for, kept between runs."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path

import pytest
from filelock import FileLock

from support import (
    corpus,
    tiny_chat,
    tiny_conversion,
    tiny_marian,
    tiny_multilingual,
    tiny_summarizers,
    tiny_training,
    tiny_vocabulary,
)
from support.tiny_chat import ChatPair

Build = Callable[[Path], Path]

_LIBRARIES = (
    "ctranslate2",
    "gguf",
    "safetensors",
    "sentencepiece",
    "tokenizers",
    "torch",
    "transformers",
)


_SHARED = tuple(
    str(module.__file__) for module in (corpus, tiny_conversion, tiny_training, tiny_vocabulary)
)


class TinyModels:
    """Paths of tiny models, each in the folder layout of its real repository. Read only.

    Args:
        root: Where the models are kept. A model's folder is named after what it was built from,
            so a changed builder, corpus or library gives another folder.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    def marian(self, direction: str) -> Path:
        """An opus-mt translator: `en-ru` or `ru-en`."""
        build = partial(tiny_marian.build_marian, direction=direction)
        return self._built(f"marian-{direction}", tiny_marian.__file__, build)

    def marian_target_token(self) -> Path:
        """An English-Russian opus-mt translator that needs `>>rus<<` before the source."""
        return self._built(
            "marian-en-zle", tiny_marian.__file__, tiny_marian.build_marian_target_token
        )

    def nllb(self) -> Path:
        """An NLLB translator of both directions (`eng_Latn`, `rus_Cyrl`)."""
        return self._built("nllb", tiny_multilingual.__file__, tiny_multilingual.build_nllb)

    def m2m100(self) -> Path:
        """An M2M100 translator of both directions (`en`, `ru`)."""
        return self._built("m2m100", tiny_multilingual.__file__, tiny_multilingual.build_m2m100)

    def mbart(self) -> Path:
        """An mBART summariser of the Russian articles."""
        return self._built("mbart", tiny_summarizers.__file__, tiny_summarizers.build_mbart)

    def t5(self) -> Path:
        """An mT5 summariser of the articles in both languages."""
        return self._built("t5", tiny_summarizers.__file__, tiny_summarizers.build_t5)

    def bart(self) -> Path:
        """A BART summariser of the English articles."""
        return self._built("bart", tiny_summarizers.__file__, tiny_summarizers.build_bart)

    def chat(self, pairs: Sequence[ChatPair]) -> Path:
        """A Qwen2 chat model that gives these replies."""
        build = partial(tiny_chat.build_chat, pairs=pairs)
        return self._built("chat", tiny_chat.__file__, build, json.dumps(pairs))

    def gguf(self, pairs: Sequence[ChatPair], file_type: str = "F16") -> Path:
        """The chat model as a single GGUF file (`F32`, `F16` or `Q8_0`); the path of the file."""
        name = f"chat-{file_type.lower()}.gguf"
        chat = self.chat(pairs)

        def build(folder: Path) -> Path:
            folder.mkdir()
            return tiny_chat.write_gguf(chat, folder / name, file_type)

        return self._built("gguf", tiny_chat.__file__, build, file_type + chat.name) / name

    def _built(self, name: str, builder: str, build: Build, given: str = "") -> Path:
        """The folder of a model, built if need be; the work of one process serves all."""
        folder = self._root / f"{name}-{_digest(builder, given)}"
        with FileLock(self._root / f"{folder.name}.lock"):
            if not folder.exists():
                with tempfile.TemporaryDirectory(dir=self._root) as temporary:
                    build(Path(temporary) / name)
                    (Path(temporary) / name).rename(folder)
        return folder


def _digest(builder: str, given: str) -> str:
    """What a model depends on, in 12 hex digits: sources, libraries, what the caller gives."""
    digest = hashlib.sha256(given.encode())
    for source in (builder, *_SHARED):
        digest.update(Path(source).read_bytes())
    for library in _LIBRARIES:
        digest.update(f"{library} {version(library)}\n".encode())
    return digest.hexdigest()[:12]


@pytest.fixture(scope="session")
def tiny_models(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> TinyModels:
    """Tiny models under pytest's cache directory, or a temporary one where the cache is off."""
    cache: pytest.Cache | None = getattr(request.config, "cache", None)
    root = cache.mkdir("tiny-models") if cache else tmp_path_factory.mktemp("tiny-models")
    return TinyModels(root)
