"""Each kind of a site's furniture, one line for each pattern; and where a pattern ends."""

from __future__ import annotations

import pytest

from summarize.readers.boilerplate import is_boilerplate

ENGLISH = """
Post your comment
No comments yet
Comments: 12
View all 12 comments
Load more comments
Join the conversation
Join the discussion
Share this story via WhatsApp
Share article
Share: X
Share Facebook, Twitter and Telegram
Share with your friends
Facebook | Twitter
Google News
Email
Watch more: The mayor speaks
Also read
Listen next
Trending stories
Popular topics: harbour
Recommended for you
More on this story
Related coverage
Related: A bridge that was not built
Recommended
Trending
Most read
Most viewed
You may also like
You might also be interested in: Trams
What to read next
Read next
Editors' picks
Editor’s pick
Advertisements
Promoted
Paid post
Advertisement — scroll to go on
Story continues below
Article continues after this advertisement
Subscribe
Log in here
Sign up today
Subscribe now to our weekly channel
Sign up here for the morning updates by mail
Follow us
Find us on Instagram
Like @harbour on Facebook
Join us at @harbour
Join our channel
Join our WhatsApp group on Telegram
Copyright Harbour Media 2019
(c) Harbour 2024
© Harbour Media
The Harbour Times, all rights reserved
Terms of use
Terms and conditions
Privacy policy
Privacy notice
Cookie settings
Contact us
About us
Load more
Print
Print this page
E-mail this article
Click here to subscribe
Click here to read more about it
Topics: harbour
Filed under: news
Spotted an error? Write to us
Report a typo
"""
RUSSIAN = """
Оставить отзыв
Написать свой комментарий
Нет комментариев
Обсуждение (3)
Показать все 12 комментариев
Все комментарии
Обсудить
Поделиться новостью через WhatsApp
Поделиться ссылкой
Поделиться: ВК
Рассказать друзьям
Поделитесь этой статьёй
Смотрите ещё: Трамваи
Читайте по теме — Цены растут
Слушайте далее
Смотреть полностью
Читать больше: о мосте
Материалы по теме
Другие новости по этой теме: мост
Ещё по теме
Подробнее: о мосте
Подробнее
Самое читаемое
Популярное
Главные новости
Последние новости
Рекомендуем также
Рекомендуем
Вам может быть интересно
Вам также может быть интересно
Подпишитесь
Подписывайся
Подпишитесь на наш канал, чтобы не пропустить новости
Подписаться на утреннюю рассылку
Подписывайтесь на Telegram
Следите за нами в Одноклассниках
Читайте нас в Дзене
Мы в Telegram
Присоединяйтесь к нам
Присоединяйтесь к нашему сообществу в ВКонтакте
Наши страницы в соцсетях
Наш Telegram-канал: гавань
Реклама 18+
Партнёрский материал
erid: 2Vtzqv
Газета «Гавань». Все права защищены
Перепечатка материалов без согласия запрещена
Копирование материалов разрешено со ссылкой
При перепечатке ссылка на сайт обязательна
При копировании материалов гиперссылка на «Гавань» обязательна
Нашли опечатку? Напишите нам
Выделите текст и нажмите Ctrl+Enter
Распечатать
Наверх
В начало
Загрузить ещё
Войти
Зарегистрироваться
Политика конфиденциальности
Пользовательское соглашение
О проекте
Контакты
Теги: мост
Рубрика: город
Рубрики: город, река
Ключевые слова: мост
"""


@pytest.mark.parametrize("line", [*ENGLISH.strip().splitlines(), *RUSSIAN.strip().splitlines()])
def test_each_kind_of_furniture(line: str) -> None:
    assert is_boilerplate(line)
    assert is_boilerplate(line.upper())
    assert is_boilerplate(f"→ {line} …")


@pytest.mark.parametrize(
    "line",
    [
        "“Subscribe”",
        '"Follow us"',
        "«Подробнее»",
        "‘Share’",
        "„Реклама“",
        "Subscribe, he said",
        "They share",
        "He said: Read more",
        "x",
        "X.",
    ],
)
def test_words_of_somebody_are_kept(line: str) -> None:
    assert not is_boilerplate(line)


def test_a_line_of_more_than_200_characters_is_prose() -> None:
    start = "Read also: "
    assert is_boilerplate(start + "x" * (200 - len(start)))
    assert not is_boilerplate(start + "x" * (201 - len(start)))
