"""What is front matter, and what only looks like it."""

from __future__ import annotations

import pytest

from summarize.readers.front_matter import MAX_LENGTH, split_front_matter

KNOWN = """Subtitle Date Author Authors Tags Keywords Categories Category Description Summary Slug
Language Lang Layout Draft Status Image Url Source Copyright Title""".split()


@pytest.mark.parametrize(
    ("front", "title"),
    [
        ("date: 2024-05-01\ntitle: 'Мост: итоги'\n", "Мост: итоги"),
        ("title: >\n  A long\n  title\n", "A long title"),
        ("title: The bridge # for now\n", "The bridge"),
        ("title: 2024\n", "2024"),
        ("a: title\ntitle: T\nb: c\n", "T"),
        ("TITLE: A\nSubtitle: B\nsite.x-y_z: 1\n", ""),
        ("".join(f"{key}: x\n" for key in KNOWN), ""),
        ("Tags: [a]\nDate: 2024-05-01\nreading_time: 3\n", ""),
        ("title: ~\n", ""),
        ("title: [a, b]\n", ""),
        ("date: 2024-13-45\n", ""),
        ("object: !!python/object/apply:os.system [ls]\ntitle: T\n", "T"),
        ("{title: T, tags: [a,\n\n b]}\n", "T"),
    ],
)
@pytest.mark.parametrize("end", ["---\n", "...\n", "-----  \n"])
def test_a_mapping_between_dashes(front: str, title: str, end: str) -> None:
    assert split_front_matter(f"---\n{front}{end}Body\n\n---\n") == (title, "Body\n\n---\n")


def test_the_body_may_be_missing() -> None:
    assert split_front_matter("---\ntitle: T\n---") == ("T", "")


@pytest.mark.parametrize(
    "text",
    [
        "---\nLost.\n\n---\n\nBody",
        "---\nMoscow: the bridge is open.\n---\nBody",
        "---\nМосква: мост открыт.\n---\nBody",
        "---\nNote to readers: this is old.\n---\nBody",
        "---\n\n---\nBody",
        "---\n- a\n- b\n---\nBody",
        "---\ntitle: A: b\n---\nBody",
        "---\ntitle: T\nand words\n---\nBody",
        "---\ntitle: T\n",
        "--- Words\ntitle: T\n---\nBody",
        "\n---\ntitle: T\n---\nBody",
        "Words\n---\ntitle: T\n---\nBody",
        "---\na: 1\n--- b\n---\n",
        '---\ntitle: "\\UFFFFFFFF"\n---\nBody',
        "---\na: *nobody\n---\nBody",
        "---",
        "",
        "---\n? [a]\n: b\n---\nBody",
        "---\n{[a]: b}\n---\nBody",
        "---\ntitle: T\n? {a: b}\n: c\n---\nBody",
        "---\nmoscow!: c\n---\nBody",
        "---\nназвание: c\n---\nBody",
        "---\n1: c\n---\nBody",
        "--\ntitle: T\n--\nBody",
    ],
)
def test_anything_else_is_text(text: str) -> None:
    assert split_front_matter(text) == ("", text)


def laughter(define: str, repeat: str) -> str:
    """YAML of a few lines that would be 9^9 values if its aliases were written out."""
    lines = [f"a: &a {define}"]
    for before, name in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"{name}: &{name} {repeat.format(','.join([f'*{before}'] * 9))}")
    return "\n".join(lines)


@pytest.mark.parametrize(
    "front", [laughter("[x]", "[{}]"), laughter("{x: 1}", "{{<<: [{}]}}")], ids=["list", "merge"]
)
def test_aliases_are_not_written_out(front: str) -> None:
    assert split_front_matter(f"---\n{front}\ntitle: T\n---\nBody") == ("T", "Body")


@pytest.mark.parametrize("front", ["[" * 10_000, "k: " + "{a: " * 9_000, "- " * 20_000])
def test_what_is_nested_too_deep_is_text(front: str) -> None:
    text = f"---\n{front}\n---\nBody"
    assert split_front_matter(text) == ("", text)


def test_the_longest_front_matter() -> None:
    end = "title: T\n---\n"
    for length, title in ((MAX_LENGTH - 1, "T"), (MAX_LENGTH + 20, "")):
        front = "---\na: " + "b" * (length - len(end) - 8) + "\n" + end
        assert split_front_matter(f"{front}Body")[0] == title


def test_what_is_too_long_is_text() -> None:
    assert MAX_LENGTH == 65_536
    text = "---\n" + "a: b\n" * (MAX_LENGTH // 5) + "---\nBody"
    assert split_front_matter(text) == ("", text)
