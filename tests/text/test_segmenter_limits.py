"""Both sides of what decides where a sentence ends."""

from __future__ import annotations

import pytest

from summarize.text.segmenter import MAX_WHOLE_QUOTATION, Paragraph, segment, split_sentences
from summarize.types import SegmentKind


def sentences(text: str, language: str = "en") -> list[str]:
    return [sentence for sentence, _ in split_sentences(text, language)]


@pytest.mark.parametrize(
    ("opening", "closing"), [*zip('«„“‹(["‘', '»“”›)]"’', strict=True), ("«", "»")]
)
@pytest.mark.parametrize(("length", "count"), [(MAX_WHOLE_QUOTATION, 1), (201, 2)])
def test_a_quotation_of_at_most_200_characters_stays_whole(
    opening: str, closing: str, length: int, count: int
) -> None:
    assert MAX_WHOLE_QUOTATION == 200
    inner = "One two. Three " + "x" * 400
    text = f"He said {opening}{inner[: length - 1]}{closing} to us"
    assert len(sentences(text)) == count


@pytest.mark.parametrize(
    "text",
    [
        "He said “one. Two „three. Four“ five. Six” to us.",
        "He said (one. Two [three. Four] five. Six) to us.",
        "Он сказал «раз. Два „три. Четыре“ пять. Шесть» всем.",
    ],
)
def test_what_is_nested_stays_whole(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ('It is 5" long. It is new. He said "no" to us.', 3),
        ("The dogs' owners came. They left. It isn't ‘over’.", 3),
        ("He said “one. Two” and. “Three. Four” came.", 2),
        ("He said) one. Two.", 2),
        ("He said “one (two” and three. Four) five.", 2),
        ("A “one. B “two. C” d. E” f.", 1),
        ("a) One. Two.", 2),
    ],
)
def test_marks_that_quote_nothing(text: str, count: int) -> None:
    assert len(sentences(text)) == count


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("He went (wow!) home.", ["He went (wow!) home."]),
        ("He left. (Wow!) She stayed.", ["He left.", "(Wow!)", "She stayed."]),
        ("“Go!” — he said. Then.", ["“Go!” — he said.", "Then."]),
        ("«Да!» — сказал он. Нет.", ["«Да!» — сказал он.", "Нет."]),
        ("«Да.» - сказал он. Нет.", ["«Да.» - сказал он.", "Нет."]),
        ("От 7... 9 градусов. Да.", ["От 7... 9 градусов.", "Да."]),
        ("От 7.. +9 градусов. Да.", ["От 7.. +9 градусов.", "Да."]),
        ("От 7… −9 градусов. Да.", ["От 7… −9 градусов.", "Да."]),
        ("He waits! iPhone sales fell.", ["He waits!", "iPhone sales fell."]),
        ("He waits! and she too.", ["He waits! and she too."]),
        ("He waits! “and she too.", ["He waits! “and she too."]),
        ("He waits! – and she too.", ["He waits! – and she too."]),
        ("He waits! example.org/a is down.", ["He waits!", "example.org/a is down."]),
        ("He waits! https://a.example is down.", ["He waits!", "https://a.example is down."]),
        ("One. 2. Two. 3) Three.", ["One.", "2. Two.", "3) Three."]),
        ("1234. Two.", ["1234.", "Two."]),
        ("Two… Then three.", ["Two…", "Then three."]),
        ("Two…» Then three.", ["Two…»", "Then three."]),
        ("Two! ! Three.", ["Two! !", "Three."]),
        ("One. ... Two.", ["One. ...", "Two."]),
        ("It rose 5 %. Then it fell.", ["It rose 5 %.", "Then it fell."]),
        ("Gazeta.Ru wrote it. They read it.", ["Gazeta.Ru wrote it.", "They read it."]),
    ],
)
def test_punctuation_that_goes_on_or_does_not(text: str, parts: list[str]) -> None:
    assert sentences(text, "ru" if "а" in text or "д" in text else "en") == parts


@pytest.mark.parametrize("closer", ["”", '"', "’", "»", "›", ")", "]", "”)", " »", "!”"])
def test_what_closes_belongs_to_its_sentence(closer: str) -> None:
    assert sentences(f"It is over.{closer} They left.") == [f"It is over.{closer}", "They left."]


@pytest.mark.parametrize("opener", ["“", '"', "‘", "«", "(", "["])
def test_what_opens_belongs_to_the_next(opener: str) -> None:
    assert sentences(f"It is over. {opener}They left us.") == [
        "It is over.",
        f"{opener}They left us.",
    ]


def test_a_title_that_is_not_the_first_paragraph_has_a_number() -> None:
    made = segment(
        [Paragraph("One."), Paragraph(" "), Paragraph("Two.", SegmentKind.HEADING)], "en"
    )
    assert [(one.id, one.paragraph, one.kind) for one in made] == [
        (1, 1, SegmentKind.PROSE),
        (2, 3, SegmentKind.HEADING),
    ]
    assert segment([], "en") == ()


def test_a_heading_or_title_without_letters_is_what_it_is() -> None:
    (title,) = segment([Paragraph("2024", SegmentKind.TITLE)], "en")
    (heading,) = segment([Paragraph("* * *", SegmentKind.HEADING)], "en")
    assert (title.kind, heading.kind) == (SegmentKind.TITLE, SegmentKind.HEADING)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("HTTPS://A.EXAMPLE", SegmentKind.VERBATIM),
        ("first.last+x@mail.a-b.example", SegmentKind.VERBATIM),
        ("https://a.example and", SegmentKind.PROSE),
        ("a@b", SegmentKind.PROSE),
        ("a.example", SegmentKind.PROSE),
        ("1 м", SegmentKind.PROSE),
    ],
)
def test_a_bare_address_is_verbatim(text: str, kind: SegmentKind) -> None:
    assert [one.kind for one in segment([Paragraph(text)], "ru")] == [kind]


def test_code_loses_no_line_within_and_furniture_no_sentence() -> None:
    (code,) = segment([Paragraph("\n\n  a\n\n  b \n\n", SegmentKind.VERBATIM)], "en")
    assert (code.text, code.after) == ("  a\n\n  b", "")
    (line,) = segment([Paragraph(" Share. Follow. ", SegmentKind.BOILERPLATE)], "en")
    assert (line.text, line.after) == ("Share. Follow.", "")
