"""What stands above a Markdown article for the site's software: a YAML mapping between dashes.

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
    return node if isinstance(node, yaml.MappingNode) else None


def _title(mapping: yaml.MappingNode) -> str:
    for key, value in mapping.value:
        is_text = isinstance(value, yaml.ScalarNode) and value.tag != _NULL
        if isinstance(key, yaml.ScalarNode) and key.value == "title" and is_text:
            return " ".join(value.value.split())
    return ""
