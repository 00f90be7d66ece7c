"""That whoever reads an output sees what it cannot vouch for, in every format."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import unescape
from string import Formatter

import pytest

from summarize.batch.ledger import edition_of
from summarize.types import Draft
from summarize.writers import html, labels, markdown, text
from summarize.writers.edition import Digest, draft_of, entry
from summarize.writers.record import Record, to_json
from support.samples import DOUBTFUL, RECORD

Writer = Callable[[Record, str], str]


def digest_of(record: Record, language: str) -> Digest:
    return Digest("Job", language, 1, 0, draft_of(to_json(record), language))


WRITERS: dict[str, Writer] = {
    "md": lambda record, language: markdown.render(edition_of(record, language)),
    "html": lambda record, language: unescape(html.render(edition_of(record, language))),
    "text": lambda record, language: " ".join(text.render(edition_of(record, language)).split()),
    "md digest": lambda record, language: "".join(
        markdown.digest(digest_of(record, language), [entry(to_json(record), language)])
    ),
    "html digest": lambda record, language: unescape(
        "".join(html.digest(digest_of(record, language), [entry(to_json(record), language)]))
    ),
}
DRAFTS = {
    "en": ("The summary is a machine draft, for trying out: do not rely on it.", "large"),
    "ru": ("Машинный черновик, только для пробы: полагаться на него нельзя.", "large, larger"),
}

every_writer = pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)


@every_writer
def test_a_flagged_title_has_its_note_and_its_original(write: Writer) -> None:
    page = write(DOUBTFUL, "ru")
    assert "⚠" in page[: page.index("Три моста") + 1]
    assert 'Сомнительный машинный перевод (numbers: "two" became "три").' in page
    assert "A bridge closes" in page


@every_writer
def test_a_flagged_sentence_of_a_summary_has_its_note(write: Writer) -> None:
    page = write(DOUBTFUL, "ru")
    assert "It is." in page
    assert "It is 7 years old." in page, "what it is a translation of"
    written = write(DOUBTFUL, "en")
    assert "Machine summary in doubt (unsupported-number: not in the article: 7)." in written


@every_writer
def test_what_is_not_in_doubt_has_no_mark(write: Writer) -> None:
    page = write(RECORD, "en")
    assert "⚠" not in page
    assert "in doubt" not in page


@every_writer
@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_draft_says_so_before_all_else_and_names_what_is_better(
    write: Writer, language: str
) -> None:
    page = write(DOUBTFUL, language)
    said, better = DRAFTS[language]
    if "digest" in page.lower() or "дайджест" in page.lower():
        said = labels.label(language, "draft")
    assert said in page
    assert page.index(said) < page.index("closed" if language == "en" else "закрылся")
    assert "small" in page
    assert better in page


@pytest.mark.parametrize("write", [WRITERS[name] for name in ("md", "html", "text")])
def test_a_good_translation_with_a_poor_summary_is_no_draft(write: Writer) -> None:
    record = replace(DOUBTFUL, translations=RECORD.translations)
    page = write(record, "ru")
    assert labels.label("ru", "draft_summary") in page
    assert labels.label("ru", "draft") not in page


def test_the_digest_counts_flagged_summaries_too() -> None:
    assert entry(to_json(DOUBTFUL), "ru").flagged == 3
    assert edition_of(DOUBTFUL, "ru").flagged == 3
    assert entry(to_json(DOUBTFUL), "en").flagged == 1


def test_without_better_models_none_are_named() -> None:
    _, told = labels.warning("en", Draft(("small",)))
    assert told == "Made with small, which often gets names, facts and the meaning wrong."


@pytest.mark.parametrize("language", ["de", "es", "fr", "ru", "uk"])
def test_every_language_has_every_phrase_with_the_same_blanks(language: str) -> None:
    def blanks(phrase: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(phrase) if name}

    own, english = labels.phrases(language), labels.phrases("en")
    assert own.keys() == english.keys()
    assert own != english
    assert {name: blanks(phrase) for name, phrase in own.items()} == {
        name: blanks(phrase) for name, phrase in english.items()
    }


def test_a_language_without_phrases_of_its_own_is_spoken_to_in_english() -> None:
    assert labels.label("eo", "draft") == labels.label("en", "draft")


@pytest.mark.parametrize(
    ("render", "note"),
    [(markdown.render, "[^{}]: ⚠"), (text.render, "[{}] ⚠"), (html.render, "[{}] ⚠")],
)
def test_the_notes_of_several_languages_on_one_page_are_numbered_through(
    render: Callable[..., str], note: str
) -> None:
    page = render(edition_of(DOUBTFUL, "ru"), edition_of(DOUBTFUL, "en"))
    assert [page.count(note.format(number)) for number in (1, 2, 3, 4, 5)] == [1, 1, 1, 1, 0]
    assert f"{note.format(4)} Machine summary in doubt" in page


def test_on_a_terminal_nothing_that_a_model_wrote_steers_it() -> None:
    steering = "\x1b]0;mine\x07\x1b[2J\u202e"
    said = DOUBTFUL.translations["ru"]
    segments = tuple(replace(one, text=f"{one.text}{steering}") for one in said.segments)
    record = replace(DOUBTFUL, translations={"ru": replace(said, segments=segments)})
    shown = text.render(edition_of(record, "ru"))
    assert not set(steering) & set(shown) & set("\x1b\x07\u202e")
    assert "Три моста" in shown
