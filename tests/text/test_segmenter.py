"""Sentence boundaries on invented news sentences, and losslessness on any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.text.segmenter import Paragraph, segment, split_sentences
from summarize.types import SegmentKind

# Each case is a paragraph as its sentences; they are joined with spaces and must come back.
ENGLISH = [
    ["The bridge opened on Monday.", "Nobody was hurt."],
    ["Is it over?", "Not yet!", "The talks go on."],
    ["Mr. Hale met Mrs. Orr and Dr. Finch at noon.", "They left early."],
    ["Gen. Marsh, Sen. Cole and Gov. Lowe signed it.", "Rep. Dunn did not."],
    ["Lt. Col. Ray and Maj. Gen. Stone flew to St. Albans.", "Capt. Reed stayed."],
    ["The U.S. Army moved in.", "The U.K. Parliament voted."],
    ["Exports to the U.S. fell by 3.5 percent.", "Imports rose."],
    ["He has lived in the U.S. since May.", "She moved to Leeds."],
    ["They sold it in the U.S.", "The price was not disclosed."],
    ["The shop closes at 5 p.m.", "It opens at 9 a.m. on Sundays."],
    ["It was 5 p.m. Monday when the siren went.", "People ran."],
    ["J. R. R. Tolkien wrote it.", "George W. Bush read it."],
    ["E. B. White and A. A. Milne never met.", "It is a pity."],
    ["No. 5 was out of order.", "So was No. 7."],
    ["See Fig. 3 on p. 17 and vol. 2, ch. 4.", "The rest is on pp. 18 to 20."],
    ["On Jan. 5 and Feb. 6 the trains stopped.", "In March they ran."],
    ["Acme Inc. Chairman Lee resigned.", "Brown Bros. Ltd. followed."],
    ["He works for Acme Corp.", "He likes it."],
    ["Robert Hill Jr. smiled at them.", "John Hill Sr. frowned."],
    ["She holds a Ph.D. in physics.", "He holds none."],
    ["Some fruit, e.g. apples, i.e. the red ones, went bad.", "Pears did not."],
    ["It was Foo vs. Bar.", "Bar won."],
    ["He paused... and went on.", "Then he stopped..."],
    ["Wait…", "What was that?!", "No idea!!"],
    ["“We won. We really did,” he said.", "Nobody cheered."],
    ["“Is it safe?” she asked.", "“It is,” he said."],
    ['"We won. We did it!" he said.', "Nobody cheered."],
    ['He said: "Stop! Do not go. Wait."', "Then he left."],
    ["She read “What? Where?” to them.", "They slept."],
    ["‘It is late. Go home,’ he told them.", "They did."],
    ["He called it (rightly!) a scandal.", "Others did too."],
    ["The mayor spoke.", "(His aides had advised against it.)", "The crowd booed."],
    ["The shop sold pens (paper, ink, etc.)", "It closed in May."],
    ["The firm (founded in 1999, see p. 3. above) is gone.", "Its debts are not."],
    ["It grew by 3.5 million, or 2.75 percent, to $1.2 billion.", "That is a lot."],
    ["Write to news@example.org or see www.example.org for more.", "It is free."],
    ["Version 2.0 came out.", "Version 2.1 did not."],
    ["1. Open the lid.", "2. Close the lid."],
    ["Don't go.", "It isn't over; they're late.", "We can't wait."],
    ["The players' union won.", "The dogs' owners lost."],
    ["iPhone sales fell.", "iPad sales rose."],
    ["Prices rose.", "2023 was worse."],
    ["He left.", "— Then she left."],
    ["All was quiet.", "U.S. officials declined to comment."],
    ["He quoted “a very „odd“ book. Odd indeed.”", "It was."],
    ["They met at St. Mary's on Wall St.", "The meeting was short."],
    ["It is plan B.", "The first one failed."],
]
RUSSIAN = [
    ["Мост открыли в понедельник.", "Никто не пострадал."],
    ["Это конец?", "Ещё нет!", "Переговоры идут."],
    ["А. С. Пушкин родился в Москве.", "И. И. Иванов — в Туле."],
    ["А.С. Пушкин и Дж. Р. Р. Толкин не встречались.", "Жаль."],
    ["Роман написал Пушкин А. С.", "Он был поэтом."],
    ["Задержаны Громов Д. Г. и Рябов С. А.", "Известно, что они из Тулы."],
    ["Это было давно, т. е. в XVIII в. и раньше.", "Так считают историки."],
    ["Он не пришёл, т. к. Ольга заболела.", "Его ждали."],
    ["Пришли врачи, учителя и др. специалисты.", "Всем хватило места."],
    ["Привезли хлеб, воду и т. д.", "Люди благодарили."],
    ["Привезли хлеб, воду и т. п. грузы.", "Люди благодарили."],
    ["Привезли хлеб, воду и т.д.", "В город вернулся свет."],
    ["В 1999 г. Россия подписала договор.", "В 2001 г. его расторгли."],
    ["Завод построили в 1965 г.", "Он работает до сих пор."],
    ["В 1941–1945 гг. Москва строила метро.", "Это удивительно."],
    ["В 5 в. до н. э. Афины победили.", "Так писал Геродот."],
    ["Он живёт в г. Москва на ул. Ленина, д. 5, корп. 2, кв. 17.", "Она — в г. Орёл."],
    ["Собрались у памятника им. В. И. Ленина на пл. Мира.", "Шёл дождь."],
    ["Проф. Зорин и акад. Белов спорили.", "Доц. Лунин молчал."],
    ["Хлеб стоит 50 руб. за кг.", "Молоко дороже."],
    ["Хлеб стоит 50 руб.", "Молоко дороже."],
    ["Завод выпустил 3,5 тыс. машин и 2 млн. деталей.", "План выполнен."],
    ["Ущерб составил 5 млрд.", "Компания его оспорит."],
    ["Бюджет вырос на 3,5 млн рублей.", "Дефицит — на 1,2 %."],
    ["См. стр. 5, рис. 3 и табл. 2 в гл. 4.", "Там всё есть."],
    ["По ст. 228 и п. 3 он невиновен.", "Так решил суд."],
    ["«Мы победили! Ура!» — сказал он.", "Зал молчал."],
    ["«Это так», — заявил г-н Петров.", "Ему не поверили."],
    ["«Когда это кончится?» — спросила она.", "«Скоро», — ответил он."],
    ["«Мы уедем. Завтра», — сказал он.", "Визы не дали."],
    ["По его словам, «призыв закончен. Людей больше не нужно».", "Так и есть."],
    ["В клубе «Что? Где? Когда?» прошла игра.", "Знатоки проиграли."],
    ["Газета «Вести „Юга“. Итоги» закрыта.", "Редактор уволен."],
    ["Он сказал: „Всё пропало. Уходим“.", "Мы ушли."],
    ["Он сказал: “Всё пропало. Уходим”.", "Мы ушли."],
    ["— Всё хорошо! — крикнул он.", "— Точно?", "— Да."],
    ["Он помолчал... и ушёл.", "Больше его не видели…"],
    ["Ночью будет +7... +9 градусов.", "Днём теплее."],
    ["Об этом пишет Новости.Ru со ссылкой на суд.", "Суд молчит."],
    ["Студия Brown Bros. закрылась.", "Актёров уволили."],
    ["В отеле (построен в 1980 г. Заброшен) пусто.", "Туристов нет."],
    ["Он назвал это (и не зря!) позором.", "С ним согласны."],
    ["Погибли 5 чел.", "Ещё 3 чел. ранены."],
    ["1. Открыть крышку.", "2. Закрыть крышку."],
    ["Приехали в 10 час. 30 мин. по местному времени.", "Было темно."],
    ["Приманка весит 8,5 г.", "Её длина 12 см.", "Крючок продают отдельно."],
    ["Стена толщиной 5 м. 30 см. осела.", "См. рис. 5."],
    ["Он вырос в St. Louis и работал в Acme Co. Ltd. до 2020 г.", "Потом уехал."],
    ["Это остров, а не о. Сахалин.", "Река — не р. Волга."],
    ["Книга вышла в изд. Наука.", "Тираж — 500 экз.", "Все проданы."],
    ["Температура поднялась до 30 °C.", "Так жарко ещё не было!"],
    ["США ввели санкции.", "ЕС — тоже.", "МИД РФ ответил."],
    ["Он вернулся из КНР.", "«Спартак» проиграл.", "(Счёт 0:3.)"],
]


@pytest.mark.parametrize("sentences", ENGLISH, ids=lambda case: case[0][:40])
def test_english_sentences(sentences: list[str]) -> None:
    assert [text for text, _ in split_sentences(" ".join(sentences), "en")] == sentences


@pytest.mark.parametrize("sentences", RUSSIAN, ids=lambda case: case[0][:40])
def test_russian_sentences(sentences: list[str]) -> None:
    assert [text for text, _ in split_sentences(" ".join(sentences), "ru")] == sentences


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("uk", ["Міст відкрили.", "«Це кінець?» — спитала вона.", "Ні 😀."]),
        ("de", ["Das ist z. B. gut.", "„Nein“, sagte er.", "Es regnet."]),
        ("ka", ["გამარჯობა.", "როგორ ხარ?", "კარგად."]),
        ("hi", ["नमस्ते।", "आप कैसे हैं?"]),
        ("xx", ["An unknown language.", "It still has sentences."]),
    ],
)
def test_other_languages(language: str, sentences: list[str]) -> None:
    assert [text for text, _ in split_sentences(" ".join(sentences), language)] == sentences


def test_chinese_sentences_need_no_white_space() -> None:
    assert split_sentences("你好。世界！", "zh") == [("你好。", ""), ("世界！", "")]


def test_white_space_after_a_sentence_is_kept() -> None:
    assert split_sentences(" One.  Two.\nThree. ", "en") == [
        ("One.", "  "),
        ("Two.", "\n"),
        ("Three.", ""),
    ]


def test_a_long_quotation_is_split_at_its_sentences() -> None:
    inner = [f"This is sentence number {i} of a long and winding statement" for i in range(6)]
    text = "“" + ". ".join(inner) + ",” she said. Nobody answered."
    sentences = [sentence for sentence, _ in split_sentences(text, "en")]
    assert len(sentences) == 7
    assert sentences[-2].endswith(",” she said.")


def test_a_quotation_mark_that_never_closes_swallows_nothing() -> None:
    text = "Он сказал: «Всё плохо. " + "Потом он ушёл домой. " * 30
    assert len(split_sentences(text, "ru")) == 31


def test_text_without_capitals_is_still_split() -> None:
    assert [s for s, _ in split_sentences("we lost. it rained. so what?", "en")] == [
        "we lost.",
        "it rained.",
        "so what?",
    ]


@given(text=st.text(), language=st.sampled_from(["en", "ru", "zh", "ka"]))
def test_any_text_is_split_without_loss(text: str, language: str) -> None:
    pieces = split_sentences(text, language)
    assert "".join(sentence + after for sentence, after in pieces) == text.strip()
    assert all(sentence == sentence.strip() and sentence for sentence, _ in pieces)
    assert all(not after.strip() for _, after in pieces)


NEWS_ALPHABET = st.lists(
    st.sampled_from(
        [*"«»„“”\"'’()[]—-.!?…,:; \n", "... ", ". ", "т. е. ", "Mr. ", "А. ", "Он ", "the ", "5"]
    ),
    max_size=40,
).map("".join)


@given(text=NEWS_ALPHABET, language=st.sampled_from(["en", "ru"]))
def test_any_punctuation_is_split_without_loss(text: str, language: str) -> None:
    pieces = split_sentences(text, language)
    assert "".join(sentence + after for sentence, after in pieces) == text.strip()
    assert all(sentence for sentence, _ in pieces)


def test_segments_number_the_title_zero_and_paragraphs_from_one() -> None:
    segments = segment(
        [
            Paragraph("A title", SegmentKind.TITLE),
            Paragraph("One. Two."),
            Paragraph("A heading", SegmentKind.HEADING),
            Paragraph("Share this. Follow us.", SegmentKind.BOILERPLATE),
        ],
        "en",
    )
    assert [(s.id, s.paragraph, s.text, s.after, s.kind) for s in segments] == [
        (1, 0, "A title", "", SegmentKind.TITLE),
        (2, 1, "One.", " ", SegmentKind.PROSE),
        (3, 1, "Two.", "", SegmentKind.PROSE),
        (4, 2, "A heading", "", SegmentKind.HEADING),
        (5, 3, "Share this. Follow us.", "", SegmentKind.BOILERPLATE),
    ]


def test_paragraphs_count_from_one_without_a_title() -> None:
    segments = segment([Paragraph("One."), Paragraph("Two.")], "en")
    assert [s.paragraph for s in segments] == [1, 2]


def test_code_keeps_its_indentation() -> None:
    (only,) = segment([Paragraph("  a = 1\n  b = 2\n", SegmentKind.VERBATIM)], "en")
    assert only.text == "  a = 1\n  b = 2"


@pytest.mark.parametrize(
    "text", ["https://example.org/a?b=c", "www.example.org", "desk@example.org", "* * *", "2024"]
)
def test_prose_with_nothing_to_say_is_verbatim(text: str) -> None:
    (only,) = segment([Paragraph(text)], "en")
    assert only.kind is SegmentKind.VERBATIM


def test_prose_that_holds_an_address_stays_prose() -> None:
    (only,) = segment([Paragraph("Write to desk@example.org")], "en")
    assert only.kind is SegmentKind.PROSE


def test_paragraphs_of_white_space_have_no_segment() -> None:
    kinds = [SegmentKind.PROSE, SegmentKind.VERBATIM, SegmentKind.BOILERPLATE]
    assert segment([Paragraph(" \n ", kind) for kind in kinds], "en") == ()
