"""A byte-level chat tokenizer without a model, and an engine that writes what it is told to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from summarize.engines.base import Mask, OnOutput, Output, Padding, Prompt
from summarize.engines.chat import ChatCodec
from summarize.engines.model import Model
from summarize.types import Decoding, ModelSpec

_TEMPLATE = (
    "{% for message in messages %}{{ message.content }}\n{% endfor %}"
    "{% if add_generation_prompt %}>{% endif %}"
)


def byte_level_tokenizer(
    texts: Iterable[str], vocab_size: int = 600, *, glued: bool = False
) -> Any:
    """Byte-level BPE with every byte, whole words, and characters cut in the middle.

    Args:
        texts: What it is trained on.
        vocab_size: An upper limit.
        glued: Whether a mark and the word behind it may be one token, as in newer chat models.
    """
    from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    bpe = Tokenizer(models.BPE())
    bpe.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    if glued:
        words = pre_tokenizers.Split(Regex(r"[^\p{L}]?\p{L}+|[^\p{L}]"), behavior="isolated")
        plain = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
        bpe.pre_tokenizer = pre_tokenizers.Sequence([words, plain])
    bpe.decoder = decoders.ByteLevel()
    bpe.train_from_iterator(
        [text for text in texts for _ in range(3)],
        trainers.BpeTrainer(
            vocab_size=vocab_size,
            special_tokens=["<|endoftext|>", "<|im_end|>"],
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        ),
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=bpe, eos_token="<|im_end|>", chat_template=_TEMPLATE
    )


class WishfulEngine:
    """Writes for each text the first of its wishes that the mask allows.

    Args:
        tokenizer: The model's.
        wishes: What it would like to write for each text, best first.

    Attributes:
        calls: For each call, the mask of each text.
    """

    name = "wishful"
    compute_type = "none"

    def __init__(self, tokenizer: Any, wishes: Mapping[str, Sequence[str]]) -> None:
        self.padding = Padding()
        self.calls: list[dict[str, Mask | None]] = []
        self._tokenizer = tokenizer
        self._wishes = wishes

    def generate(
        self, prompts: Sequence[Prompt], decoding: Decoding, on_output: OnOutput
    ) -> list[Output]:
        """See `Engine.generate`."""
        del decoding
        texts = [self._text(prompt) for prompt in prompts]
        masks = [prompt.mask for prompt in prompts]
        self.calls.append(dict(zip(texts, masks, strict=True)))
        outputs = [self._write(text, mask) for text, mask in zip(texts, masks, strict=True)]
        for index, output in enumerate(outputs):
            on_output(index, output)
        return outputs

    def _text(self, prompt: Prompt) -> str:
        read = self._tokenizer.decode(list(prompt.tokens))
        return next(text for text in self._wishes if read.startswith(text))

    def _write(self, text: str, mask: Mask | None) -> Output:
        wishes = [self._tokenizer.encode(wish) for wish in self._wishes[text]]
        allowed = (ids for ids in wishes if mask is None or mask.allows(ids))
        return Output(tuple(next(allowed)), finished=True)


def wishful_model(tokenizer: Any, engine: WishfulEngine) -> Model:
    """A chat model around the engine."""
    spec = ModelSpec("chat", frozenset({"translate", "summarize"}), ("*",), "./chat")
    return Model(
        spec,
        ChatCodec(tokenizer, spec, 2048),
        engine,
        revision="0" * 40,
        sha256="0" * 64,
        versions={},
        load_seconds=0.0,
    )
