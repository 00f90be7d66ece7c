from __future__ import annotations

import pytest

from summarize.text.phonetics import similarity, sound_alike


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("Zelensky", "Зеленского"),
        ("Harvard", "Гарварде"),
        ("Jack", "Джек"),
        ("Khabib", "Хабибом"),
        ("Moscow", "Москве"),
        ("Williams", "Уильямса"),
        ("Wagner", "Вагнером"),
        ("Germany", "Германия"),
        ("George", "Джордж"),
        ("Europe", "Европе"),
        ("John", "Джоном"),
        ("O'Neill", "О'Нилл"),
        ("François", "Франсуа"),
        ("Xi", "Си"),
        ("Qatar", "Катаром"),
        ("Willoughby", "Уиллоби"),
        ("Leigh", "Ли"),
        ("Jung", "Юнгом"),
        ("Bach", "Баха"),
        ("Mexico", "Мехико"),
        ("Savić", "Савича"),
        ("Kazakh", "Казахстана"),
        ("Asian", "Азии"),
        ("Assyrians", "ассирийцы"),
        ("Onega", "Онежское"),
        ("Hindu", "индуизма"),
        ("Washington", "антивашингтонский"),
        ("O'Neill", "O'Нилла"),  # the first letter is a Latin one
    ],
)
def test_spellings_of_one_name_sound_alike(latin: str, cyrillic: str) -> None:
    assert sound_alike(latin, cyrillic)
    assert sound_alike(cyrillic, latin)


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [("Chavez", "Брайанта"), ("Moon", "Путин"), ("Telegram", "Норвич"), ("Lima", "Анкара")],
)
def test_different_names_do_not(latin: str, cyrillic: str) -> None:
    assert not sound_alike(latin, cyrillic)
    assert similarity(latin, cyrillic) < 0.6


def test_a_word_of_neither_script_sounds_like_nothing() -> None:
    assert not sound_alike("北京", "Пекин")
    assert similarity("北京", "Beijing") == 0.0
