"""A parser of Markdown (CommonMark, tables, strikethrough, footnotes) that leaves nothing out.

The rules of CommonMark and of its extensions drop some of what an author wrote: cells beyond a
table's columns, definitions that nothing refers to, everything that is nested too deep. Those rules
are wrapped here so that their tokens hold all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import regex
from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_block import StateBlock, blockquote, list_block, reference, table
from markdown_it.rules_block.table import escapedSplit, getLine
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_def

Rule = Callable[[StateBlock, int, int, bool], bool]

_LEVELS_OF_A_LIST = 2
_COMMENTS = ("", "#")
"""Where a definition leads that is a comment: `[//]: # (like this)`, `[x]: <> (or this)`."""
_WORD = regex.compile(r".*?\]:\s*[\p{L}\p{M}'’-]+[.,;!?…]*(?:\s|$)", regex.DOTALL)
"""A definition that leads to a word rather than to an address: "[Question]: Why?"."""


def parse(text: str) -> list[Token]:
    """Parse a Markdown text.

    Footnotes stay where they stand. A definition that a link uses is a `definition` token whose
    content is its title. One that nothing uses, or that leads to a mere word, has all its text as
    content, unless it is of the form that authors use for comments.

    Args:
        text: With line feeds only.
    """
    tokens = _parser().parse(text)
    used = set(_labels(tokens))
    for token in tokens:
        if token.type == "definition":
            label = token.meta["id"]
            if label in used and not _WORD.match(token.content):
                token.content = token.meta["title"]
            elif token.meta["url"] in _COMMENTS:
                token.content = ""
            used.discard(label)  # only the first definition of a label is used
    return tokens


def _labels(tokens: Sequence[Token]) -> Iterator[str]:
    """The labels of definitions that links and images use."""
    for token in tokens:
        if "label" in token.meta and token.type in ("link_open", "image"):
            yield normalizeReference(token.meta["label"])
        yield from _labels(token.children or [])


def _whole_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A table with the cells, too, that a row has beyond the table's columns."""
    first = len(state.tokens)
    if not table(state, start, end, silent):
        return False
    made = state.tokens[first:]
    del state.tokens[first:]
    columns, line = 0, start
    for token in made:
        if token.type == "tr_open" and token.map:
            columns, line = 0, token.map[0]
        elif token.type == "inline":
            columns += 1
        elif token.type == "tr_close":
            cells = _cells(getLine(state, line))[columns:]
            state.tokens += [_cell(text, line) for text in cells]
        state.tokens.append(token)
    return True


def _cells(line: str) -> list[str]:
    cells = escapedSplit(line.strip())
    return cells[1:] if cells[0] == "" else cells


def _cell(text: str, line: int) -> Token:
    return Token("inline", "", 0, content=text.strip(), map=[line, line + 1], children=[])


def _whole_definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A link's definition, with its text."""
    if not reference(state, start, end, silent):
        return False
    if not silent:
        state.tokens[-1].content = state.getLines(start, state.line, state.blkIndent, False)
    return True


def _shallow(rule: Rule) -> Rule:
    """A rule of a container that, nested too deep, leaves its content to be a paragraph."""

    def limited(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        has_room = state.level + _LEVELS_OF_A_LIST < state.md.options.maxNesting
        return has_room and rule(state, start, end, silent)

    return limited


def _parser() -> MarkdownIt:
    """A parser of the text's own: one gathers its rules at its first use, out of step with others.

    A thread that came in between would find some of the rules only, and lose text.
    """
    options = {"inline_definitions": True, "store_labels": True}
    parser = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    parser.use(footnote_plugin, inline=False, move_to_end=False)
    every = ["paragraph", "reference", "blockquote", "list"]
    rules = parser.block.ruler
    rules.at("table", _whole_table, {"alt": ["paragraph", "reference"]})
    rules.at("reference", _whole_definition)
    rules.at("blockquote", _shallow(blockquote), {"alt": every})
    rules.at("list", _shallow(list_block), {"alt": every[:-1]})
    rules.at("footnote_def", _shallow(footnote_def), {"alt": ["paragraph", "reference"]})
    return parser
