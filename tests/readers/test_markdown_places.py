"""Where words can stand in Markdown, one fixed example for each place."""

from __future__ import annotations

import pytest

from summarize.readers.markdown import markdown_paragraphs
from summarize.types import SegmentKind

HEADING, PROSE, TITLE = SegmentKind.HEADING, SegmentKind.PROSE, SegmentKind.TITLE
VERBATIM = SegmentKind.VERBATIM


def texts(text: str) -> list[str]:
    return [paragraph.text for paragraph in markdown_paragraphs(text)]


def kinds(text: str) -> list[SegmentKind]:
    return [paragraph.kind for paragraph in markdown_paragraphs(text)]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1. one\n2. two\n7. three", ["one", "two", "7. three"]),
        ("5. one\n6. two", ["5. one", "6. two"]),
        ("0. one\n1. two\n2. three", ["one", "two", "three"]),
        ("1. one\n   1. two\n   2. three\n2. four", ["one", "two", "three", "four"]),
        ("- one\n\n  3. two\n- three", ["one", "3. two", "three"]),
        ("1986.\n1987. two", ["1986.", "1987. two"]),
        ("1986. # one", ["1986. one"]),
        ("1986. > one", ["1986.", "one"]),
        ("1986. - one", ["1986.", "one"]),
        ("1986.     one", ["1986.", "one"]),
        ("1986. ```\n      one\n      ```", ["1986.", "one"]),
        ("1986. <p>one</p>", ["1986.", "one"]),
        ("1986. ***", ["1986."]),
        ("1986. | a |\n      |---|\n      | b |", ["1986.", "a", "b"]),
        ("1986. 1987. one", ["1986.", "1987. one"]),
        ("1986. [a]: /b\n\n[a]", ["1986.", "a"]),
        ("One[^a].\n\n[^a]: two", ["One[a].", "[a] two"]),
        ("One[^a].\n\n[^a]:\n    - two", ["One[a].", "[a]", "two"]),
        ("One.\n\n[^a]: unused", ["One.", "[a] unused"]),
    ],
)
def test_numbers_of_items_and_marks_of_notes(text: str, shown: list[str]) -> None:
    assert texts(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("| a |\n|---|\n| 1 | 2 | 3 |", ["a", "1 | 2 | 3"]),
        ("a | b\n---|---\n1 | 2 | 3\n4", ["a | b", "1 | 2 | 3", "4"]),
        ("| a |\n|---|\n| 1 | |", ["a", "1"]),
        ("| a | b |\n|---|---|\n| [c](/d 'e') | ![f](/g 'h') |", ["a | b", "c | f", "e", "h"]),
        ("| a |\n|---|\n|| b |", ["a", "b"]),
        ("- | a |\n  |---|\n  | 1 | 2 |\n\nend", ["a", "1 | 2", "end"]),
        ("| a |\n|---|\n| 1 | 2 |\n\n## b\n\n| c |\n|---|\n| d |", ["a", "1 | 2", "b", "c", "d"]),
    ],
)
def test_every_cell_of_a_row(text: str, shown: list[str]) -> None:
    assert texts(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[a](/b 'c') and [d](/e 'c')", ["a and d", "c"]),
        ("[see c](/b 'c')", ["see c"]),
        ("*[a](/b 'c')*", ["a", "c"]),
        ("[![a](/b 'c')](/d 'e')", ["a", "e", "c"]),
        ("# [a](/b 'c')", ["a", "c"]),
        ("[a]\n\n[a]: /b 'c'", ["a", "c"]),
        ("[a]\n\n[a]: /b", ["a"]),
        ("![a]\n\n[a]: /b 'c'", ["a", "c"]),
        ("[A]\n\n[a]: /b 'c'", ["A", "c"]),
        ("*[x][a]*\n\n[a]: /b 'c'", ["x", "c"]),
        ("[a]: /b 'c'", ["[a]: /b 'c'"]),
        ("[a]: /b", ["[a]: /b"]),
        ("[a]: word", ["[a]: word"]),
        ("[a]\n\n[a]: word", ["a", "[a]: word"]),
        ("[a]\n\n[a]: word.\n'title'", ["a", "[a]: word. 'title'"]),
        ("[a]: # 'c'", []),
        ("[a]: <> (c)", []),
        ("[//]: # (c)", []),
        ("[a]\n\n[a]: # 'c'", ["a", "c"]),
        ("[a] [a]\n\n[a]: /b 'c'\n\n[a]: # 'd'", ["a a", "c"]),
        ("[a]: /b\n'c\nd'", ["[a]: /b 'c d'"]),
    ],
)
def test_titles_and_definitions(text: str, shown: list[str]) -> None:
    assert texts(text) == shown


def test_only_an_address_is_a_verbatim_definition() -> None:
    assert kinds("[1]: https://a.example/b") == [VERBATIM]
    assert kinds("[a]: https://a.example/b") == [PROSE]
    assert kinds("[1]: https://a.example/b 'c'") == [PROSE]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("```python\na\n```", ["a"]),
        ("```c++\na\n```", ["a"]),
        ("``` {.x #y}\na\n```", ["a"]),
        ("```js {1,3}\na\n```", ["a"]),
        ("```слово\na\n```", ["слово", "a"]),
        ("```two words\na\n```", ["two words", "a"]),
        ("~~~\n\na\n\n\n~~~", ["\na"]),
    ],
)
def test_the_mark_and_the_content_of_code(text: str, shown: list[str]) -> None:
    assert texts(text) == shown
    assert kinds(text)[-1] is VERBATIM


def test_which_heading_is_the_title() -> None:
    assert kinds("## One\n\ntwo") == [TITLE, PROSE]
    assert kinds("two\n\n# One\n\nthree") == [TITLE, PROSE, PROSE]
    assert texts("two\n\n# One\n\nthree") == ["One", "two", "three"]
    assert kinds("two\n\n## One\n\n# Three") == [PROSE, HEADING, HEADING]
    assert kinds("# One\n\n# Two\n\n## Three") == [TITLE, HEADING, HEADING]
    assert texts("---\ntitle: T\n---\n# One\n\n# T") == ["T", "One"]
    assert texts("---\ntitle: T\n---\n## T\n\ntwo") == ["T", "two"]
    assert kinds("One\n===\n\nTwo\n---") == [TITLE, HEADING]


def test_a_heading_is_one_paragraph_and_what_follows_is_another() -> None:
    assert kinds("# One\n\n## Two [a](/b 'c')\n\nthree\n\n| d |\n|---|\n") == [
        *(TITLE, HEADING, PROSE, PROSE, PROSE),
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb", "a b"),
        ("a  \nb", "a b"),
        ("a\\\nb", "a b"),
        ("a<br>b<BR/>c", "a b c"),
        ("a `b  c` d", "a b c d"),
        ("a&nbsp;b &lt;c&gt;", "a b <c>"),
        (r"\*a\* \# b", "*a* # b"),
        ("a <span>b</span><!-- c --> d", "a b d"),
        ("<https://a.example> b", "https://a.example b"),
        ("~~a~~ **b** _c_", "a b c"),
        ("![a **b**](c)", "a b"),
        ("a <img alt='b'> c", "a b c"),
    ],
)
def test_a_line_of_text(text: str, shown: str) -> None:
    assert texts(text) == [shown]


@pytest.mark.parametrize("depth", [1, 9, 10, 30, 60])
@pytest.mark.parametrize("mark", ["> ", "- ", "1. ", "[^b]: "])
def test_words_within_containers_of_any_depth(depth: int, mark: str) -> None:
    assert texts(mark * depth + "слово")[-1].endswith("слово")
    assert "слово" in " ".join(texts("[^a]: " + mark * depth + "слово"))


def test_shallow_containers_are_understood() -> None:
    assert texts("> " * 8 + "one") == ["one"]
    assert texts("- " * 4 + "one") == ["one"]
