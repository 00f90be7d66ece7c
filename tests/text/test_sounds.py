"""Letters, clusters and endings that are heard alike, and names that are not quite."""

from __future__ import annotations

import pytest

from summarize.text.phonetics import heard_in, similarity, skeletons, sound_alike, sounds_of


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        *(("Bob", "Боб"), ("Vova", "Вова"), ("Wow", "Вов"), ("Fifa", "Фифа"), ("Gaga", "Гага")),
        *(("Dod", "Дод"), ("Zaza", "Заза"), ("Lola", "Лола"), ("Mimi", "Мими"), ("Nana", "Нана")),
        *(("Papa", "Папа"), ("Roro", "Роро"), ("Toto", "Тото"), ("Haha", "Хаха"), ("Kiki", "Кики")),
        *(("Shchuka", "Щука"), ("Dzhokhar", "Джохар"), ("Deutsch", "Дойч"), ("Schmidt", "Шмидт")),
        *(("Zhukov", "Жуков"), ("Chekhov", "Чехов"), ("Trotz", "Троц"), ("Djokovic", "Джокович")),
        *(("Thatcher", "Тэтчер"), ("Philip", "Филип"), ("Gorbachev", "Горбачёв"), ("Nick", "Ник")),
        *(
            ("Czeslaw", "Чеслав"),
            ("Cecilia", "Сесилия"),
            ("Cyril", "Сирил"),
            ("Bridget", "Бриджет"),
        ),
        *(
            ("Chrome", "Хром"),
            ("Quito", "Кито"),
            ("Max", "Макс"),
            ("Hertz", "Герц"),
            ("Tsar", "Царь"),
        ),
        *(("Łódź", "Лодзь"), ("Škoda", "Шкода"), ("Žižek", "Жижек"), ("Ćosić", "Чосич")),
        *(("Şahin", "Шахин"), ("Erdoğan", "Эрдоган"), ("Björn", "Бьорн"), ("Đoković", "Докович")),
        *(("Iğdır", "Игдыр"), ("Roosevelt", "Рузвельтом"), ("Ladoga", "Ладожское")),
        *(("Kyiv", "Київ"), ("Lviv", "Львів"), ("Phnom", "Пном"), ("Lemieux", "Лемьё")),
    ],
)
def test_spellings(latin: str, cyrillic: str) -> None:
    assert sound_alike(latin, cyrillic)


@pytest.mark.parametrize(
    "ending",
    """ского скому скими ская ской скую ское ские ских ским ском ский
    ого ому ыми ими ая ую ое ые ие ых их ым им ый ий ой ей ам ами ах ом ем ов ев а е у ы""".split(),
)
def test_russian_endings_are_no_part_of_a_name(ending: str) -> None:
    assert not skeletons(f"Барт{ending}").isdisjoint(skeletons("Bart"))


def test_what_is_left_of_a_name_has_two_letters_at_least() -> None:
    assert skeletons("Ом") == {"aM"}
    assert skeletons("Аня") == {"aN"}


@pytest.mark.parametrize(
    ("word", "sounds"),
    [
        ("Anna", {"aN"}),
        ("Bobby", {"B"}),
        ("Baobab", {"B"}),
        ("Отто", {"aT"}),
        ("北京", set()),
        ("123", set()),
        ("", set()),
    ],
)
def test_skeletons(word: str, sounds: set[str]) -> None:
    assert skeletons(word) == sounds


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        # Without the vowel at the beginning of one of them.
        ("Onega", "Нега", True),
        # One sound: nothing may follow; two: one more; more: up to three.
        ("Bob", "Барт", False),
        ("Bart", "Бартм", True),
        ("Bat", "Батмн", False),
        ("Bartm", "Бартмнклм", False),
        ("Bartm", "Бартмнкл", True),
        # One wrong sound of four, two of seven.
        ("Bart", "Балт", False),
        ("Bartm", "Балтм", True),
        ("Bartm", "Балнм", False),
        ("Bartmnk", "Балпмнк", False),
        ("Bartmnkl", "Балтмнпл", True),
        ("Bartmnkl", "Балпмнпл", False),
        # A name within a longer word.
        ("Bartm", "Подбартмный", True),
        ("Bart", "Подбартный", False),
    ],
)
def test_how_much_may_differ(one: str, other: str, *, alike: bool) -> None:
    assert sound_alike(one, other) is alike
    assert sound_alike(other, one) is alike


def test_every_part_of_a_name_may_be_read_in_its_own_way() -> None:
    assert {"SRS", "KRK", "SRSNS", "KRKNS"} <= skeletons("Georgians")
    assert {"aNSK", "KNKSKV"} <= skeletons("Jinghuesque")


def test_one_of_several_words_is_enough() -> None:
    sounds = sounds_of(["Anna", "Lindqvist", "北京"])
    assert heard_in("Линдквист", sounds)
    assert heard_in("Анна", sounds)
    assert not heard_in("Петров", sounds)
    assert not heard_in("Анна", sounds_of([]))
    assert not heard_in("北京", sounds)


def test_similarity_is_the_share_of_sounds() -> None:
    assert similarity("Bartm", "Бартм") == 1.0
    assert similarity("Bartm", "Барт") == pytest.approx(0.8, abs=0.06)
    assert similarity("Bart", "Балт") == pytest.approx(2 / 3, abs=0.1)
    assert similarity("Bart", "") == 0.0
