"""Lines that sites leave behind, and sentences that only look like them."""

from __future__ import annotations

import pytest

from summarize.readers.boilerplate import is_boilerplate


@pytest.mark.parametrize(
    "line",
    [
        *("Add a Comment", "Leave a comment", "Comments (5)", "12 comments", "Show all comments"),
        *(
            "Share this article",
            "Share",
            "Share on Facebook",
            "Share: Facebook Twitter",
            "Telegram",
        ),
        *("Read also: Prices rise again in May", "Read more", "Related articles", "Top stories"),
        *("ADVERTISEMENT", "Advertisement — continue reading below", "Sponsored content"),
        *("Subscribe to our newsletter", "Sign up for the Morning Letter newsletter", "Sign in"),
        *("Follow us on Facebook, Twitter and X", "Join our Telegram channel", "Back to top"),
        *("© 2024 The Harbour Times", "Copyright 2023 Harbour Media. All rights reserved."),
        *("Tags: bridges, harbour", "Found a typo? Select it and press Ctrl+Enter"),
        *("Добавить комментарий", "Комментарии (5)", "5 комментариев", "Обсудить"),
        *("Поделиться", "Поделиться в Telegram", "Поделитесь с друзьями", "ВКонтакте"),
        *("Читайте также", "Читайте также: Цены снова растут", "→ Читать далее", "По теме"),
        *("Подписывайтесь на наш Telegram-канал", "Подписывайтесь на «Гавань» в Telegram!"),
        *("Подписаться на рассылку", "Мы в соцсетях", "Наш канал в Дзене"),
        *("Реклама", "РЕКЛАМА. 16+", "На правах рекламы", "Все права защищены."),
        *("Нашли ошибку? Выделите её и нажмите Ctrl+Enter", "Версия для печати"),
        "При цитировании материалов активная ссылка на сайт обязательна",
    ],
)
def test_whole_lines_of_furniture(line: str) -> None:
    assert is_boilerplate(line)


@pytest.mark.parametrize(
    "line",
    [
        "Share prices fell on Monday.",
        "Share this story with your children, the minister said, and they will understand.",
        "Read more books, the teacher told them.",
        "Read more - and better - books, said the teacher.",
        "Advertisement spending rose by five percent.",
        "Comments from the minister were not available.",
        "Follow us, he shouted to the crowd.",
        "“Follow us”",
        "Related companies fell too.",
        "More news is expected on Tuesday.",
        "The firm owns Facebook and Instagram.",
        "Print media are dying.",
        "Реклама на телевидении подорожала.",
        "Комментарии экспертов разошлись.",
        "Поделиться деньгами он отказался.",
        "Подписывайтесь на их условия или уходите, сказал он.",
        "Подробнее о реформе рассказал министр.",
        "Популярное лекарство подорожало.",
        "По теме выступил министр.",
        "Контакты между странами прерваны.",
        "Читать дальше он не стал.",
        "X",
    ],
)
def test_sentences_that_start_like_furniture_are_kept(line: str) -> None:
    assert not is_boilerplate(line)
