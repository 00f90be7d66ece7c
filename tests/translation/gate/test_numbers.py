"""Numbers across the languages: what human translators write, and what would mislead a reader."""

from __future__ import annotations

import pytest

from summarize.translation.gate.content import numbers
from summarize.translation.gate.reading import Reading
from summarize.types import Check, Severity

_MEASURES = """
The room is 10 by 12 feet. | Комната 3 на 3,6 метра.
It is 4 feet by 6 feet. | Размер 1,2 на 1,8 метра.
The 500-pound bomb | 500-фунтовая бомба
The 500-pound bomb | 227-килограммовая бомба
The winds hit 45 knots. | Ветер достиг 83 км/ч.
It was minus 22 Fahrenheit (minus 30 Celsius). | Было минус 30 градусов.
Snow fell 10 to 14 inches deep. | Выпало 25–35 сантиметров снега.
It was 5 degrees Celsius (41 degrees Fahrenheit). | Было 5 градусов тепла.
It will be 70F to 80F. | Будет от 21 до 27 градусов.
He drank 2 pints. | Он выпил литр.
They lost 30,000 gallons. | Они потеряли 114 тысяч литров.
They searched 12,000 square miles. | Обыскали 31 тыс. кв. км.
She weighed 3lb 4oz. | Она весила 1,5 кг.
He weighs 10 stone. | Он весит 64 кг.
They own half an acre. | У них 20 соток.
He is 5ft 7in tall. | Его рост 170 см.
They stood in 3 feet of water. | Они стояли в метре воды.
The 18-inch knife | 45-сантиметровый нож
They found 1.5 inches of ice. | Нашли около 4 см льда.
The 2,000-mile journey was hard. | Путешествие длиной 3200 километров было трудным.
Temperatures soared to 115 degrees. | Температура поднялась до 46 градусов.
It was 80 degrees on Sunday. | В воскресенье было 27 градусов.
It was 80 degrees Fahrenheit. | Было 27 градусов Цельсия.
It was 80F outside. | На улице было +27 °C.
The high was 101°F. | Максимум составил 38 °C.
Temperatures fell to 14 degrees Fahrenheit. | Температура упала до минус 10 градусов.
It was minus 40 degrees Fahrenheit. | Было минус 40 градусов.
The planet may warm by 2.7 degrees Fahrenheit. | Планета может потеплеть на 1,5 градуса Цельсия.
Ten inches of snow fell. | Выпало 25 см снега.
Some 10 inches of rain fell. | Выпало около 250 мм осадков.
They got 6-8 inches of rain. | Выпало от 15 до 20 сантиметров осадков.
The fire burned 5,000 acres. | Пожар уничтожил 2000 гектаров.
The fire burned 5,000 acres. | Пожар уничтожил 20 квадратных километров.
The blaze covered 40 square miles. | Пожар охватил около 100 кв. км.
The blaze covered 40 square miles. | Пожар охватил 104 км².
They walked 5 to 7 miles a day. | Они проходили от 8 до 11 километров в день.
They walked five to seven miles. | Они прошли 8–11 км.
The 70-mile road is closed. | 113-километровая дорога закрыта.
The 70-mile road is closed. | Дорога длиной 110 км закрыта.
A five-foot-tall statue stands there. | Там стоит полутораметровая статуя.
A five-foot-tall statue stands there. | Там стоит статуя высотой 1,5 метра.
A 20-foot wall | Шестиметровая стена
He is 6 feet 2 inches tall. | Его рост 188 сантиметров.
He is 6'2" tall. | Его рост 1,88 м.
He is 6’2” tall. | Его рост — 188 см.
The 6-foot-2 guard scored. | Защитник ростом 188 см забил.
The 6ft 2in guard scored. | Защитник ростом 188 см забил.
The town is 50 miles (80 km) away. | Город находится в 80 км (50 милях).
The town is 50 miles (80 km) away. | Город находится в 80 км.
The town is 50 miles away. | Город находится в 80 км (50 милях).
It is a mile away. | Это в 1,6 км отсюда.
It is half a mile away. | Это в 800 метрах отсюда.
The box weighs 20 pounds. | Ящик весит 9 кг.
The box weighs 20 lbs. | Ящик весит девять килограммов.
The 200-pound man ran. | Мужчина весом 90 кг побежал.
It uses 3 ounces of silver. | Нужно 85 граммов серебра.
The tank holds 20 gallons. | Бак вмещает 76 литров.
Winds reached 70 mph. | Ветер достигал 113 км/ч.
Winds reached 70 miles per hour. | Ветер достигал 31 м/с.
Winds of 40 to 50 mph are expected. | Ожидается ветер 65–80 км/ч.
He drove at 100 miles an hour. | Он ехал со скоростью 160 километров в час.
The 1,500-metre race | Забег на 1,5 км
Fifty people came. | Пришло полсотни человек.
Half of them left. | 50% из них уехали.
A quarter of them left. | 25 % из них уехали.
Two thirds of them left. | Две трети из них уехали.
It rose by 5 mln tonnes. | Объём вырос на 5 млн тонн.
The 26.2-mile race | Гонка на 42 км
The 26.2-mile race | Гонка на 42,2 км
They stood six feet apart. | Они стояли в двух метрах друг от друга.
The 3,000-square-foot house | Дом площадью 280 кв. м
The 3,000-square-foot house | Дом площадью 280 квадратных метров
Highs will be in the 80s. | Температура поднимется до 30 градусов.
Wind chills of minus 30 are expected. | Ожидается мороз до минус 34 градусов.
It fell to minus 10 to minus 15 degrees. | Температура упала до 10–15 градусов мороза.
They sold 300 sqft. | Они продали 28 кв. м.
The 16-ounce can | Банка на 450 г
He threw a 40-yard pass. | Он отдал пас на 37 метров.
It flew at 30,000 feet. | Он летел на высоте 9 км.
It flew at 30,000 feet. | Он летел на высоте 9100 метров.
The 6-foot-4-inch man | Мужчина ростом 193 см
They left in the 1980s. | Они уехали в восьмидесятых.
They bought 5m acres. | Они купили 2 млн гектаров.
They bought 1.2m tonnes. | Они купили 1,2 млн тонн.
The 50m pool | Бассейн длиной 50 метров
"""
_TIMES = """
The 9:30 a.m. hearing | Слушание в половине десятого утра
It starts by 2 p.m. (1200 GMT). | Начало до 14:00 (12:00 по Гринвичу).
It starts around 11 p.m. | Начало около 23 часов.
It starts at 3 in the morning. | Начало в три ночи.
It starts shortly before 5 a.m. | Начало незадолго до пяти утра.
It starts at 4 p.m. Thursday. | Начало в четверг в четыре часа дня.
The show starts at 9:40 p.m. | Представление начнётся в 21:40.
The show starts at 9:40 p.m. | Представление начнётся в 21.40.
The show starts at 9:40 p.m. | Представление начнётся в 9:40 вечера.
The show starts at 9 p.m. | Представление начнётся в 21:00.
The show starts at 9 p.m. | Представление начнётся в девять вечера.
The show starts at 9 p.m. | Представление начнётся в 9 часов вечера.
The show starts at 9pm. | Представление начнётся в 21 час.
The show starts at 9PM. | Начало в 21 ч.
The show starts at 9 in the evening. | Представление начнётся в 21:00.
The show starts at 9:30 p.m. | Представление начнётся в половине десятого.
The show starts at 9:30 p.m. | Представление начнётся в половине десятого вечера.
The show starts at half past nine. | Представление начнётся в 21:30.
The show starts at 7:15 a.m. | Представление начнётся в 7:15 утра.
The show starts at 7:15 a.m. | Представление начнётся в 7 часов 15 минут.
The show starts at 7:15 a.m. | Представление начнётся в четверть восьмого.
The show starts at 7:45 a.m. | Представление начнётся без четверти восемь.
The show starts at noon. | Представление начнётся в полдень.
The show starts at noon. | Представление начнётся в 12:00.
The show starts at noon. | Представление начнётся в 12 часов дня.
The show starts at midnight. | Представление начнётся в полночь.
The show starts at midnight. | Представление начнётся в 00:00.
The show starts at midnight. | Представление начнётся в 12 ночи.
The show starts at 12:30 a.m. | Представление начнётся в 00:30.
The show starts at 12:30 p.m. | Представление начнётся в 12:30.
The shop is open between 6 a.m. and 9 p.m. | Магазин открыт с 6 утра до 9 вечера.
The shop is open between 6 a.m. and 9 p.m. | Магазин открыт с 6:00 до 21:00.
The shop is open from 6 to 9 p.m. | Магазин открыт с 18:00 до 21:00.
The shop is open from 6 to 9 p.m. | Магазин открыт с 6 до 9 вечера.
The shop is open 9am-5pm. | Магазин открыт с 9 до 17.
It happened at 1 a.m. | Это случилось в час ночи.
It happened at 1 p.m. | Это случилось в час дня.
It happened at 2 o'clock in the morning. | Это случилось в два часа ночи.
It happened at 3 p.m. | Это случилось в три часа дня.
It happened at 1800 GMT. | Это случилось в 18:00 по Гринвичу.
It begins at half-past eight. | Начало в 20:30.
They met at 8 p.m. ET (0000 GMT). | Они встретились в 20:00 (00:00 по Гринвичу).
They met at 6.30am. | Они встретились в 6:30.
It lasts from 1 a.m. to 3 a.m. | Это длится с часу ночи до трёх часов ночи.
At 2:30 p.m. on May 5 he left. | 5 мая в 14:30 он ушёл.
He left shortly after 8 p.m. | Он ушёл в девятом часу вечера.
He left at 12 noon. | Он ушёл в полдень.
He left at 12 p.m. | Он ушёл в 12 часов дня.
He left at 12am. | Он ушёл в полночь.
It is open 8:00 a.m. to 8:00 p.m. | Открыто с 8 до 20.
"""
_DATES = """
The Feb. 24-26 meeting | Встреча 24–26 февраля
The law takes effect on March 1, 2027. | Закон вступает в силу 1 марта 2027 года.
The law takes effect on 1 March 2027. | Закон вступает в силу 01.03.2027.
The law takes effect on March 1st. | Закон вступает в силу первого марта.
The law takes effect on the 1st of March. | Закон вступает в силу 1 марта.
The law takes effect on the first of March. | Закон вступает в силу 1-го марта.
It runs from March 1 to March 5. | Он идёт с 1 по 5 марта.
It runs March 1-5. | Он идёт 1–5 марта.
It runs on 1 and 2 March. | Он идёт 1 и 2 марта.
On Sept. 11, 2001 it fell. | 11 сентября 2001 года оно упало.
He came on the 1st. | Он приехал 1-го числа.
By 2027-03-01 all is done. | К 1 марта 2027 года всё готово.
By 3/1/2027 all is done. | К 1 марта 2027 года всё готово.
"""
_OTHERS = """
He scored in the 5th minute. | Он забил на 5-й минуте.
The 200th anniversary | Двухсотлетие
The 1,000-year-old church | Тысячелетняя церковь
Call 911. | Звоните 911.
The House voted 220-204. | Палата проголосовала 220 голосами против 204.
It's the 21st century. | Сейчас XXI век.
At least 26 were hurt. | По меньшей мере 26 ранены.
They got Rs 50 lakh. | Они получили 5 миллионов рупий.
They got Rs 50,000 crore. | Они получили 500 миллиардов рупий.
They sold 1.2 lakh cars. | Продали 120 тысяч автомобилей.
The $5.5-billion project | Проект на 5,5 млрд долларов
The 19-year-old's 2 goals | 2 гола 19-летнего
It costs $1. | Это стоит один доллар.
It rose by half a percentage point. | Он вырос на полпроцента.
It has a 10-fold increase. | Это рост в десять раз.
About 200,000 people | Порядка 200 тыс. человек
Some 40,000 people | Около сорока тысяч человек
He is in his mid-30s. | Ему около 35 лет.
It took 3.5 hours. | Это заняло три с половиной часа.
It took two and a half hours. | Это заняло 150 минут.
It was two decades ago. | Это было двадцать лет назад.
It was a fortnight ago. | Это было две недели назад.
It was a quarter-century ago. | Это было 25 лет назад.
It was a century ago. | Это было сто лет назад.
It is held once every four years. | Раз в четыре года.
The two-time champion | Двукратный чемпион
It was a four-year, $100 million deal. | Это была четырёхлетняя сделка на 100 миллионов долларов.
It cost £1m. | Это стоило миллион фунтов.
They lost 6-3, 7-5. | Они проиграли 3:6, 5:7.
The Q3 2021 | Третий квартал 2021 года
The third quarter of 2021 | Третий квартал 2021 года
The third quarter of 2021 | III квартал 2021 года
The 48-hour strike | Двухдневная забастовка
It took 36 hours. | Это заняло полтора суток.
The six-month-old girl | Полугодовалая девочка
The 18-month-old boy | Полуторагодовалый мальчик
Buses leave every 30 minutes. | Автобусы ходят каждые полчаса.
Some 14 lakh people voted. | Проголосовали около 1 400 000 человек.
Some 14 lakh people voted. | Проголосовали около 1,4 млн человек.
They paid Rs 2.5 crore. | Они заплатили 25 млн рупий.
They paid 1.2 lakh crore rupees. | Они заплатили 1,2 трлн рупий.
The poll was held in the 1990s. | Опрос прошёл в 90-х годах.
The poll was held in the 1990s. | Опрос прошёл в девяностых.
The poll was held in the nineties. | Опрос прошёл в 90-е.
The poll was held in the 2000s. | Опрос прошёл в нулевых.
He was born in the 5th century. | Он родился в V веке.
He was born in the nineteenth century. | Он родился в XIX в.
They won 2-1. | Они выиграли 2:1.
Some two dozen people came. | Пришли два десятка человек.
Some two dozen people came. | Пришли 24 человека.
Thirty people came. | Пришли три десятка человек.
Two hundred people came. | Пришло две сотни человек.
Prices rose threefold. | Цены выросли в три раза.
Prices rose threefold. | Цены выросли втрое.
Prices quadrupled. | Цены выросли в четыре раза.
It took half an hour. | Это заняло 30 минут.
It took 90 minutes. | Это заняло полтора часа.
It took 18 months. | Это заняло полтора года.
It took two weeks. | Это заняло 14 дней.
They have 24 hours to leave. | У них сутки, чтобы уехать.
They have 48 hours to leave. | У них двое суток, чтобы уехать.
The city of 16 million people | 16-миллионный город
A 17-year-old boy | Семнадцатилетний юноша
A twenty-five-year-old man | Двадцатипятилетний мужчина
The shop is open 24/7. | Магазин открыт круглосуточно.
It cost 3 bln rubles. | Это стоило 3 млрд рублей.
At the 1980 Olympics she won. | На Олимпиаде-80 она победила.
Call 229-6201 now. | Звоните 229 62 01.
It cost 2½ million. | Это стоило 2,5 миллиона.
One in five voted. | Проголосовал каждый пятый.
Some 1 in 5 voted. | Проголосовал каждый пятый.
A 1/3 share | Треть доли
They spent two-and-a-half years there. | Они провели там 2,5 года.
They waited for a year and a half. | Они ждали полтора года.
Three quarters of them came. | Пришли 75 % из них.
Three-quarters of them came. | Пришли три четверти из них.
The last three quarters were good. | Последние три квартала были удачными.
Some 14,00,000 people voted. | Проголосовали 1,4 млн человек.
It was in the 1930s-40s. | Это было в 30–40-х годах.
The FY20 budget | Бюджет 2020 года
The seven-day ban | Недельный запрет
The season of 2019-20 | Сезон-2019/2020
It took 24 hours. | Это заняло сутки.
It took 20 years. | Это заняло два десятилетия.
It took 50 years. | Это заняло полвека.
It took six months. | Это заняло полгода.
It took 15 minutes. | Это заняло четверть часа.
The last 16 was hard. | 1/8 финала была трудной.
The mid-1990s were hard. | Середина 1990-х была трудной.
The mid-1990s were hard. | Середина 90-х была трудной.
He is in his 20s. | Ему двадцать с небольшим лет.
Nine in 10 voted. | Проголосовали девять из десяти.
The 1980s-90s were hard. | 80–90-е годы были трудными.
It cost £44m. | Это стоило 44 млн фунтов.
"""

_WRONG = """
Some 10 inches of snow fell. | Выпало 45 см снега.
Some 10 inches of snow fell. | Выпало 10 см снега.
The town is 50 miles away. | Город находится в 50 км.
The town is 50 miles away. | Город находится в 90 км.
The town is 50 miles (80 km) away. | Город находится в 95 км.
It was 80 degrees on Sunday. | В воскресенье было 37 градусов.
It was 80°F on Sunday. | В воскресенье было 80 °C.
It was 14 degrees Fahrenheit. | Было плюс 10 градусов по Цельсию.
He is 6 feet 2 inches tall. | Его рост 168 сантиметров.
The box weighs 20 pounds. | Ящик весит 12 кг.
The 20-foot wall | Десятиметровая стена
Winds reached 70 mph. | Ветер достигал 70 км/ч.
It took 18 months. | Это заняло два года.
Some 14 lakh people voted. | Проголосовали около 140 000 человек.
They paid Rs 2.5 crore. | Они заплатили 2,5 млн рупий.
The show starts at 9 p.m. | Представление начнётся в 9 утра.
The show starts at 9:40 p.m. | Представление начнётся в 9:40 утра.
The show starts at 9:40 p.m. | Представление начнётся в 9:40.
The show starts at 9:40 p.m. | Представление начнётся в 20:40.
The show starts at 9:40 p.m. | Представление начнётся в 21:45.
The show starts at 7:15 a.m. | Представление начнётся в восемь утра.
The show starts at half past nine. | Представление начнётся в половине девятого.
The shop is open between 6 a.m. and 9 p.m. | Магазин открыт с 6 до 9 утра и с 9 до 9 вечера.
The shop is open between 6 a.m. and 9 p.m. | Магазин открыт с 6 до 9 утра.
The show starts at noon. | Представление начнётся в полночь.
The law takes effect on March 1, 2027. | Закон вступает в силу 2 марта 2027 года.
The law takes effect on March 1, 2027. | Закон вступает в силу 1 апреля 2027 года.
The law takes effect on March 1, 2027. | Закон вступает в силу 1 марта 2026 года.
The law takes effect on March 1, 2027. | Закон вступает в силу в марте 2027 года.
The law takes effect on March 3, 2027. | Закон вступает в силу в марте 2027 года.
One law takes effect on March 1, 2027. | Один закон вступает в силу в марте 2027 года.
The law takes effect in March 2027. | Закон вступает в силу в мае 2027 года.
The three-year-old boy | Пятилетний мальчик
The virus is called COVID-19. | Вирус назвали COVID-91.
It rained 6.34 inches. | Выпало 6,33 дюйма осадков.
Some 250,000 people came. | Пришли 250 003 человека.
They spent 60 days at sea and 60 days at home. | Они провели 60 дней в море и 70 дней дома.
It cost £125m, three years ago. | Это стоило 125 млн, четыре года назад.
"""

_LOST = """
The law takes effect on March 1, 2027. | Закон вступает в силу 1 марта.
The show starts at 9 p.m. | Представление начнётся вечером.
The town is 50 miles away. | Город находится далеко.
"""


def rows(table: str) -> list[list[str]]:
    return [line.split(" | ") for line in table.strip().splitlines()]


def found(english: str, russian: str) -> list[list[Check]]:
    """What is found in the Russian translation of the English text, and the other way round."""
    one, other = Reading(english, "en"), Reading(russian, "ru")
    return [list(numbers(one, other)), list(numbers(other, one))]


@pytest.mark.parametrize(("english", "russian"), rows(_MEASURES))
def test_a_converted_measure_is_right(english: str, russian: str) -> None:
    assert found(english, russian) == [[], []]


@pytest.mark.parametrize(("english", "russian"), rows(_TIMES))
def test_a_time_of_day_is_right_however_it_is_said(english: str, russian: str) -> None:
    assert found(english, russian) == [[], []]


@pytest.mark.parametrize(("english", "russian"), rows(_DATES))
def test_a_date_is_right_however_it_is_written(english: str, russian: str) -> None:
    assert found(english, russian) == [[], []]


@pytest.mark.parametrize(("english", "russian"), rows(_OTHERS))
def test_other_numbers_are_right_however_they_are_said(english: str, russian: str) -> None:
    assert found(english, russian) == [[], []]


@pytest.mark.parametrize(("english", "russian"), rows(_WRONG))
def test_another_number_is_rejected(english: str, russian: str) -> None:
    for (check,) in found(english, russian):
        assert check.severity is Severity.REJECT, check.detail


@pytest.mark.parametrize(("english", "russian"), rows(_LOST))
def test_a_lost_number_is_a_warning(english: str, russian: str) -> None:
    for (check,) in found(english, russian):
        assert check.severity is Severity.WARN, check.detail


def test_the_finding_says_what_became_what() -> None:
    english, russian = "It fell to 14 degrees.", "Похолодало до 14 июля."
    assert found(english, "Похолодало до 25 °C.")[0][0].detail == '"14 degrees" became "25 °C"'
    assert (
        found("It began at 9 p.m.", "Началось в 9 утра.")[0][0].detail == '"9 p.m" became "9 утра"'
    )
    assert found(english, russian) == [[], []]  # the unit is lost, the number is there
