"""Both sides of what decides whether a line is a paragraph, a title or a part of either."""

from __future__ import annotations

import pytest

from summarize.readers.structure import plain_paragraphs
from summarize.types import SegmentKind

TITLE, PROSE = SegmentKind.TITLE, SegmentKind.PROSE
BODY = "The bridge was opened on Monday."


def texts(text: str) -> list[str]:
    return [paragraph.text for paragraph in plain_paragraphs(text)]


def wrapped(*lines: str) -> list[str]:
    """The paragraphs of a block of lines below a title."""
    return texts("Title\n\n" + "\n".join(lines))[1:]


# --- Titles ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("length", "kind"), [(200, TITLE), (201, PROSE)])
def test_the_longest_title(length: int, kind: SegmentKind) -> None:
    title = ("word " * 50)[: length - 1] + "x"
    assert plain_paragraphs(f"{title}\n\n{BODY}")[0].kind is kind


@pytest.mark.parametrize("end", [".", ",", ";", ":", ".”", '."', ".»", ".)", ".]", ":'"])
def test_a_line_that_ends_like_a_sentence_is_no_title(end: str) -> None:
    assert plain_paragraphs(f"Some words{end}\n\n{BODY}")[0].kind is PROSE


@pytest.mark.parametrize("end", ["", "!", "?", "…", ")", " U.S.", "”", "?»", " А.Б."])
def test_other_lines_are(end: str) -> None:
    assert plain_paragraphs(f"Some words{end}\n\n{BODY}")[0].kind is TITLE


def test_only_the_first_paragraph_is_a_title() -> None:
    kinds = [p.kind for p in plain_paragraphs(f"{BODY}\n\nSome words\n\n{BODY}")]
    assert kinds == [PROSE, PROSE, PROSE]
    kinds = [p.kind for p in plain_paragraphs(f"One\n\nTwo\n\n{BODY}")]
    assert kinds == [TITLE, PROSE, PROSE]


def test_a_title_stands_on_a_line_of_its_own() -> None:
    lines = ["x" * 30 + " of words", "y" * 30 + " of words", "and an end"]
    (only, body) = plain_paragraphs("\n".join(lines) + f"\n\n{BODY}")
    assert (only.kind, body.kind) == (PROSE, PROSE)


# --- Hard-wrapped files ---------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "is_joined"), [(120, True), (121, False)])
def test_the_longest_line_of_a_wrapped_file(width: int, *, is_joined: bool) -> None:
    lines = ["a" * width, "b" * width, "end"]
    assert wrapped(*lines) == ([" ".join(lines)] if is_joined else lines)


@pytest.mark.parametrize(("short", "is_joined"), [(1, True), (2, False)])
def test_almost_every_line_is_full(short: int, *, is_joined: bool) -> None:
    lines = [*["word " * 8 + "full"] * (5 - short), *["short line"] * short, "end of it all"]
    assert (len(wrapped(*lines)) == 1) is is_joined


@pytest.mark.parametrize(("ended", "is_joined"), [(2, True), (3, False)])
def test_most_lines_end_within_a_sentence(ended: int, *, is_joined: bool) -> None:
    lines = [*["word " * 8 + "full."] * ended, *["word " * 8 + "fully"] * (4 - ended), "longer end"]
    assert (len(wrapped(*lines)) == 1) is is_joined


def test_a_line_is_full_if_the_next_word_does_not_fit() -> None:
    assert wrapped("1234567890", "1234", "123456 x") == ["1234567890 1234 123456 x"]
    assert wrapped("1234567890", "1234", "12345 x") == ["1234567890", "1234", "12345 x"]


LONG = "Открытый в понедельник мост, который строили двенадцать лет и который"


@pytest.mark.parametrize(
    "start",
    ["  Отступ", "\t\tОтступ", "• Пункт", "- Пункт", "– Пункт", "1. Пункт", "12) Пункт", "* Пункт"],
)
def test_what_starts_a_paragraph_after_a_sentence(start: str) -> None:
    lines = [LONG, LONG, f"{LONG[:-1]}.", f"{start} {LONG[:-14]}", LONG, "конец"]
    assert len(wrapped(*lines)) == 2


@pytest.mark.parametrize("start", [" Отступ", "123. Пункт", "-Пункт", "Пункт", "1.5 пункта"])
def test_what_does_not(start: str) -> None:
    lines = [LONG, LONG, f"{LONG[:-1]}.", f"{start} {LONG[:-14]}", LONG, "конец"]
    assert len(wrapped(*lines)) == 1


def test_items_follow_each_other_and_an_indent_always_starts_a_paragraph() -> None:
    lines = [LONG, LONG, f"{LONG[:-1]}.", f"- {LONG[:-3]}", f"- {LONG[:-3]}", LONG, "конец"]
    assert [text[:3] for text in wrapped(*lines)] == ["Отк", "- О", "- О"]
    lines = [LONG, LONG, f"   {LONG[:-4]}", LONG, "конец"]
    assert len(wrapped(*lines)) == 2


def test_furniture_in_a_wrapped_block_stands_alone() -> None:
    lines = [LONG, LONG, f"{LONG[:-1]}.", "Реклама", LONG, LONG, "конец"]
    assert wrapped(*lines)[1] == "Реклама"
    assert len(wrapped(*lines)) == 3


def test_a_hyphen_at_the_end_of_a_line_keeps_its_word_together() -> None:
    first = "Открытый в понедельник мост, который строили двенадцать лет из-"
    second = "за погоды и который стоил городу вдвое дороже, чем обещали, а не"
    assert wrapped(first, second, "дешевле") == [f"{first}{second} дешевле"]
    first = "Открытый в понедельник мост, который строили двенадцать лет и -"
    assert wrapped(first, second, "дешевле") == [f"{first} {second} дешевле"]
    first = "Открытый в понедельник мост, который строили двенадцать в Нью-"
    second = "Йорке по погоде и который стоил городу вдвое дороже, чем да, а не"
    assert wrapped(first, second, "дешевле") == [f"{first} {second} дешевле"]


def test_white_space_within_a_line_is_one_space_and_a_hyphen_keeps_its_own() -> None:
    assert texts("One  two\t three\n\nDay- and night-time work.") == [
        "One two three",
        "Day- and night-time work.",
    ]
