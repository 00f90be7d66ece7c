"""Editions and digests as self-contained HTML pages.

Every text goes through Jinja's automatic escaping, and the pages forbid scripts and requests.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, partial

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from summarize.writers.edition import Digest, Edition, Entry, Passage, numbers_of_notes
from summarize.writers.labels import description, doubt, is_right_to_left, label, origin, warning


def render(*editions: Edition) -> str:
    """One or more editions of a document: title, summary, where it comes from, the full text."""
    numbers = numbers_of_notes(editions)
    return (
        _environment()
        .get_template("document.html.j2")
        .render(
            language=editions[0].language,
            title=("⚠ " if editions[0].title.note else "") + editions[0].title.text,
            editions=editions,
            numbers=numbers,
            passages=partial(_passages, numbers=numbers),
        )
    )


def digest(about: Digest, entries: Iterable[Entry]) -> Iterator[str]:
    """The digest of a job in one language, in parts; see `markdown.digest`."""
    language = about.language
    return (
        _environment()
        .get_template("digest.html.j2")
        .generate(
            language=language,
            title=f"{label(language, 'digest')}: {about.name}",
            about=about,
            entries=entries,
        )
    )


def _passages(passages: Iterable[Passage], numbers: Mapping[int, int]) -> Markup:
    return Markup("").join(_passage(passage, numbers) for passage in passages)


def _passage(passage: Passage, numbers: Mapping[int, int]) -> Markup:
    if not passage.note:
        return Markup("{}{}").format(passage.text, passage.after)
    number = numbers[id(passage)]
    return Markup('<mark class="doubt">{}</mark><sup><a href="#note-{}">{}</a></sup>{}').format(
        passage.text, number, number, passage.after
    )


def escaping(package: str) -> Environment:
    """The templates of a package, in which every text is escaped and no name may be missing."""
    return Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _environment() -> Environment:
    environment = escaping("summarize.writers")
    environment.filters["id"] = id
    environment.globals.update(
        description=description,
        doubt=doubt,
        is_right_to_left=is_right_to_left,
        label=label,
        origin=origin,
        warning=warning,
    )
    return environment
