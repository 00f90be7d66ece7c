"""What stands above a Markdown article for the site's software: a YAML mapping between dashes.

Its keys are settings, in small letters or well known.

Nothing else is taken for front matter. An article may well begin with a ruled-off lead, and its
words must not be lost for looking like settings.
"""

from __future__ import annotations

import regex
import yaml
from markdown_it import MarkdownIt
from mdit_py_plugins.front_matter import front_matter_plugin

MAX_LENGTH = 64 * 1024
"""Characters of the longest front matter. Reading YAML takes a while, and a site's settings are
short: what is longer is text."""

_OPENING = regex.compile(r"-{3,}[ \t]*\n")
_KEY = regex.compile(r"[a-z][\w.-]*", regex.ASCII)
_KNOWN_KEYS = frozenset(
    "title subtitle date author authors tags keywords categories category description summary slug "
    "language lang layout draft status image url source copyright".split()
)
"""Settings that are also written with a capital."""
_NULL = "tag:yaml.org,2002:null"


def split_front_matter(text: str) -> tuple[str, str]:
    """Take the front matter off a Markdown text.

    Args:
        text: With line feeds only.

    Returns:
        The title that the front matter names, empty without one, and the text below; all of the
        text where it begins with no front matter.
    """
    if not _OPENING.match(text):
        return "", text
    first, *_ = MarkdownIt("zero").use(front_matter_plugin).parse(text[:MAX_LENGTH])
    if first.type != "front_matter" or first.map is None:
        return "", text
    mapping = _mapping(first.content)
    if mapping is None:
        return "", text
    below = text.split("\n", first.map[1])[first.map[1] :]
    return _title(mapping), "".join(below)


def _mapping(content: str) -> yaml.MappingNode | None:
    """The mapping that a YAML text is; None if it is anything else.

    Nodes are composed, not made into objects: nothing is looked up, run or repeated, so aliases
    and merge keys cannot blow up.
    """
    try:
        node = yaml.compose(content, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError):
        return None
    if isinstance(node, yaml.MappingNode) and all(_is_setting(key) for key, _ in node.value):
        return node
    return None


def _is_setting(key: yaml.Node) -> bool:
    """Whether a key names a setting; a lead such as "Moscow: a quiet night" is a mapping, too."""
    return isinstance(key, yaml.ScalarNode) and (
        _KEY.fullmatch(key.value) is not None or key.value.lower() in _KNOWN_KEYS
    )


def _title(mapping: yaml.MappingNode) -> str:
    for key, value in mapping.value:
        is_text = isinstance(value, yaml.ScalarNode) and value.tag != _NULL
        if isinstance(key, yaml.ScalarNode) and key.value == "title" and is_text:
            return " ".join(value.value.split())
    return ""
